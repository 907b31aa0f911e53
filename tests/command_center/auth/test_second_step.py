"""Signing in by two steps, and who attacks it: replay, guessing, half-done sign-ins, locking an officer out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from sqlalchemy import func, select

from command_center.auth import factors, repository
from command_center.auth.attempts import PER_ACCOUNT_AND_SOURCE, WINDOW
from command_center.auth.devices import PROVEN_FOR
from command_center.auth.factor_key import FactorKey
from command_center.auth.factors import HALF_DONE_KEPT, WRONG_CODES, half_sign_in
from command_center.auth.model import Account, Actor, HalfDone, OpenSession, Origin, Role
from command_center.auth.passwords import Passwords
from command_center.auth.second_factors import SecondFactors
from command_center.auth.service import Accounts
from command_center.auth.sessions import GRACE, Sessions
from command_center.base.clock import new_id
from command_center.base.db import Database
from command_center.base.errors import CentreError, Conflict, NotFound, SignInAgain, TooMany, WrongPassword
from tests.conftest import QUICK_HASHER
from tests.support.alerts import FixedClock

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "lantern bridge forty"
DESK = Origin("10.0.0.7")


@dataclass
class Phone:
    """An authenticator that tells the code of the test's moment."""

    clock: FixedClock
    secret: str = ""

    def code(self, steps: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.clock.moment + timedelta(seconds=30 * steps))

    def next_code(self) -> str:
        """A code that nobody has used: half a minute goes by."""
        self.clock.forward(30)
        return self.code()

    def wrong_code(self) -> str:
        near = {self.code(steps) for steps in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


@dataclass
class Door:
    """Everything that lets people in, with a clock that a test turns."""

    accounts: Accounts
    sessions: Sessions
    second: SecondFactors
    database: Database
    clock: FixedClock

    async def person(self, name: str, role: Role) -> Account:
        return await self.accounts.create(name, name, role, PASSWORD)

    async def actor(self, opened: OpenSession | HalfDone) -> Actor:
        assert isinstance(opened, OpenSession)
        found = await self.sessions.actor(opened.token)
        assert found is not None
        return found[0]

    async def enrolled(self, name: str, role: Role, origin: Origin = DESK) -> tuple[Phone, str, tuple[str, ...]]:
        """Somebody with a second factor: the telephone, the token of the browser, the recovery codes."""
        await self.person(name, role)
        opened = await self.sessions.sign_in(name, PASSWORD, origin)
        actor = await self.actor(opened)
        assert isinstance(opened, OpenSession)
        phone = Phone(self.clock, (await self.second.begin(actor, PASSWORD, "")).secret)
        codes = await self.second.confirm(actor, phone.code(), Origin(origin.address, device=opened.device))
        return phone, opened.device, codes

    async def half(self, name: str, origin: Origin = DESK) -> str:
        """The token of a sign-in whose password was right."""
        opened = await self.sessions.sign_in(name, PASSWORD, origin)
        assert isinstance(opened, HalfDone), "no code was asked for"
        return opened.token


MakeDoor = Callable[..., Door]


@pytest.fixture
def make_door(database: Database, tmp_path: Path) -> MakeDoor:
    def make(*, required: bool = True, key: str = "second-factor.key") -> Door:
        async def pause(seconds: float) -> None:
            assert seconds > 0

        clock, quick, secret = FixedClock(), Passwords(QUICK_HASHER), FactorKey(tmp_path / key)
        return Door(
            Accounts(database, clock, new_id, quick),
            Sessions(database, clock, new_id, secret, quick, required=required, pause=pause),
            SecondFactors(database, clock, quick, secret, required=required),
            database,
            clock,
        )

    return make


@pytest.fixture
def door(make_door: MakeDoor) -> Door:
    return make_door()


async def refused(attempt: Awaitable[object]) -> str:
    """By what words somebody is kept out."""
    with pytest.raises(CentreError) as error:
        await attempt
    return error.value.code


async def test_the_password_opens_nothing_and_the_code_after_it_a_session(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.ADMIN)
    token = await door.half("chen")
    assert await door.sessions.actor(token) is None
    opened = await door.sessions.second_step(token, phone.next_code(), DESK)
    assert (await door.actor(opened)).must_enrol is False
    with pytest.raises(SignInAgain):
        await door.sessions.second_step(token, phone.next_code(), DESK)


async def test_a_code_that_was_read_over_a_shoulder_is_worth_nothing(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.ADMIN)
    first = await door.half("chen")
    assert await refused(door.sessions.second_step(first, phone.code(), DESK)) == "wrong_code", "the enrolment's own"
    code = phone.next_code()
    await door.sessions.second_step(first, code, DESK)
    elsewhere = Origin("10.0.0.66")
    for seconds in (0, 20, 29):
        door.clock.forward(seconds)
        token = await door.half("chen", elsewhere)
        assert await refused(door.sessions.second_step(token, code, elsewhere)) == "wrong_code"


async def test_of_requests_with_one_code_at_the_same_time_one_gets_in(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.ADMIN)
    tokens = [await door.half("chen") for _ in range(3)]
    code = phone.next_code()
    answers = await asyncio.gather(
        *(door.sessions.second_step(token, code, DESK) for token in tokens), return_exceptions=True
    )
    assert [type(answer) for answer in answers].count(OpenSession) == 1


async def test_a_recovery_code_lets_in_once(door: Door) -> None:
    _, _, codes = await door.enrolled("chen", Role.ADMIN)
    opened = await door.sessions.second_step(await door.half("chen"), codes[3].lower(), DESK)
    assert (await door.second.state(await door.actor(opened))).recovery_codes == len(codes) - 1
    assert await refused(door.sessions.second_step(await door.half("chen"), codes[3], DESK)) == "wrong_code"
    await door.sessions.second_step(await door.half("chen"), codes[4], DESK)


async def test_a_half_done_sign_in_ends_with_its_time_with_the_password_and_with_the_account(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.COMMANDER)
    account = (await door.accounts.accounts(0, 1))[0][0]
    token = await door.half("chen")
    door.clock.moment += HALF_DONE_KEPT
    assert await refused(door.sessions.second_step(token, phone.code(), DESK)) == "sign_in_again"
    token = await door.half("chen")
    await door.accounts.change(account.id, by=None, password=OTHER_PASSWORD)
    assert await refused(door.sessions.second_step(token, phone.next_code(), DESK)) == "sign_in_again"
    await door.accounts.change(account.id, by=None, password=PASSWORD)
    token = await door.half("chen")
    await door.accounts.change(account.id, by=None, disabled=True)
    assert await refused(door.sessions.second_step(token, phone.next_code(), DESK)) == "sign_in_again"


async def test_half_done_sign_ins_are_bounded_as_failures_are_and_swept(door: Door) -> None:
    await door.enrolled("chen", Role.ADMIN)
    for _ in range(PER_ACCOUNT_AND_SOURCE):
        await door.half("chen", Origin("10.0.0.66"))
    with pytest.raises(TooMany):
        await door.half("chen", Origin("10.0.0.66"))
    door.clock.moment += HALF_DONE_KEPT
    await door.sessions.sweep()
    async with door.database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(half_sign_in)) == 0


async def test_wrong_codes_count_as_wrong_passwords_do(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.ADMIN)
    thief = Origin("10.0.0.66")
    token = await door.half("chen", thief)
    answers = [await refused(door.sessions.second_step(token, phone.wrong_code(), thief)) for _ in range(10)]
    assert answers == ["wrong_code"] * (PER_ACCOUNT_AND_SOURCE - 1) + ["too_many_logins"]
    with pytest.raises(TooMany):
        await door.sessions.sign_in("chen", PASSWORD, thief)


async def test_who_knows_the_password_cannot_guess_codes_from_many_addresses_nor_lock_the_owner_out(
    door: Door,
) -> None:
    phone, device, codes = await door.enrolled("chen", Role.ADMIN)
    answers = []
    for number in range(WRONG_CODES + 5):
        thief = Origin(f"10.0.1.{number}")
        token = await door.half("chen", thief)
        answers.append(await refused(door.sessions.second_step(token, phone.wrong_code(), thief)))
    assert answers == ["wrong_code"] * WRONG_CODES + ["recovery_code_needed"] * 5
    stranger, desk = Origin("10.0.2.1"), Origin(DESK.address, device=device)
    right = phone.next_code()
    token = await door.half("chen", stranger)
    assert await refused(door.sessions.second_step(token, right, stranger)) == "recovery_code_needed"
    await door.sessions.second_step(token, codes[0], stranger)
    await door.sessions.second_step(await door.half("chen", desk), right, desk)
    door.clock.moment += timedelta(days=1)
    await door.sessions.sweep()
    await door.sessions.second_step(await door.half("chen", stranger), phone.next_code(), stranger)


async def test_an_officer_s_own_browser_is_not_asked_each_night_and_an_administrator_s_is(door: Door) -> None:
    phone, device, _ = await door.enrolled("liu", Role.COMMANDER)
    _, desk_of_admin, _ = await door.enrolled("chen", Role.ADMIN)
    desk = Origin(DESK.address, device=device)
    assert isinstance(await door.sessions.sign_in("liu", PASSWORD, desk), OpenSession)
    await door.half("liu", Origin(DESK.address))
    await door.half("chen", Origin(DESK.address, device=desk_of_admin))
    door.clock.moment += PROVEN_FOR
    token = await door.half("liu", desk)
    await door.sessions.second_step(token, phone.code(), desk)
    assert isinstance(await door.sessions.sign_in("liu", PASSWORD, desk), OpenSession)


async def test_a_browser_that_knew_the_password_before_the_enrolment_is_asked(door: Door) -> None:
    await door.person("liu", Role.COMMANDER)
    thief = await door.sessions.sign_in("liu", PASSWORD, Origin("10.0.0.66"))
    opened = await door.sessions.sign_in("liu", PASSWORD, DESK)
    actor = await door.actor(opened)
    draft = await door.second.begin(actor, PASSWORD, "")
    await door.second.confirm(actor, Phone(door.clock, draft.secret).code(), DESK)
    assert isinstance(thief, OpenSession)
    assert await door.sessions.actor(thief.token) is None, "what the password alone opened has ended"
    await door.half("liu", Origin("10.0.0.66", device=thief.device))


@pytest.mark.parametrize(
    ("role", "required", "held"),
    [
        (Role.ADMIN, True, True),
        (Role.COMMANDER, True, True),
        (Role.DUTY_LEADER, True, False),
        (Role.ADMIN, False, False),
    ],
)
async def test_who_needs_a_second_factor_is_led_to_it(
    make_door: MakeDoor, role: Role, required: bool, held: bool
) -> None:
    door = make_door(required=required)
    await door.person("chen", role)
    opened = await door.sessions.sign_in("chen", PASSWORD, DESK)
    assert (await door.actor(opened)).must_enrol is held


async def test_sessions_of_before_the_requirement_go_on_until_the_next_sign_in(make_door: MakeDoor) -> None:
    offered, required = make_door(required=False), make_door()
    await offered.person("chen", Role.ADMIN)
    opened = await offered.sessions.sign_in("chen", PASSWORD, DESK)
    assert (await required.actor(opened)).must_enrol is False
    assert (await required.actor(await required.sessions.sign_in("chen", PASSWORD, DESK))).must_enrol is True


async def test_a_commander_without_a_telephone_may_put_it_off_for_two_weeks_and_an_administrator_may_not(
    door: Door,
) -> None:
    await door.person("liu", Role.COMMANDER)
    await door.person("chen", Role.ADMIN)
    opened = await door.sessions.sign_in("liu", PASSWORD, DESK)
    actor = await door.actor(opened)
    assert (await door.second.state(actor)).put_off_until == door.clock.moment + GRACE
    await door.second.put_off(actor)
    assert (await door.actor(opened)).must_enrol is False
    door.clock.moment += GRACE
    late = await door.actor(await door.sessions.sign_in("liu", PASSWORD, DESK))
    admin = await door.actor(await door.sessions.sign_in("chen", PASSWORD, DESK))
    for person in (late, admin):
        assert (await door.second.state(person)).put_off_until is None
        with pytest.raises(Conflict):
            await door.second.put_off(person)


async def test_with_another_key_no_code_works_and_recovery_codes_still_do(make_door: MakeDoor) -> None:
    door = make_door()
    phone, _, codes = await door.enrolled("chen", Role.ADMIN)
    restored = make_door(key="another.key")
    restored.clock.moment = door.clock.moment
    assert await refused(restored.sessions.second_step(await restored.half("chen"), phone.next_code(), DESK)) == (
        "wrong_code"
    )
    await restored.sessions.second_step(await restored.half("chen"), codes[0], DESK)


async def test_after_a_reset_the_password_leads_to_a_new_enrolment_and_everything_open_has_ended(door: Door) -> None:
    phone, device, codes = await door.enrolled("liu", Role.COMMANDER)
    desk = Origin(DESK.address, device=device)
    opened = await door.sessions.sign_in("liu", PASSWORD, desk)
    assert isinstance(opened, OpenSession)
    token = await door.half("liu", Origin("10.0.0.9"))
    await door.second.reset(opened.account.id, by=None)
    assert await door.sessions.actor(opened.token) is None
    for code in (phone.next_code(), codes[0]):
        assert await refused(door.sessions.second_step(token, code, DESK)) == "sign_in_again"
    assert (await door.actor(await door.sessions.sign_in("liu", PASSWORD, desk))).must_enrol is True
    with pytest.raises(NotFound):
        await door.second.reset(new_id(), by=None)


async def test_guessing_within_an_open_session_is_bounded_too(door: Door) -> None:
    phone, _, _ = await door.enrolled("chen", Role.ADMIN)
    actor = await door.actor(await door.sessions.second_step(await door.half("chen"), phone.next_code(), DESK))
    for _ in range(WRONG_CODES):
        with pytest.raises(WrongPassword):
            await door.second.renew_recovery_codes(actor, phone.wrong_code())
        door.clock.moment += WINDOW
    another = await door.actor(await door.sessions.second_step(await door.half("chen"), phone.next_code(), DESK))
    for session in (actor, another):
        answer = await refused(door.second.renew_recovery_codes(session, phone.next_code()))
        assert answer == "recovery_code_needed", "sessions share a count: there may be any number of them"
    async with door.database.read() as connection:
        assert await factors.recovery_codes_left(connection, actor.id) == 10


class Meanwhile(Passwords):
    """Passwords whose comparison takes so long that something else happens before it has ended."""

    def __init__(self, happens: Callable[[], Awaitable[object]]) -> None:
        super().__init__(QUICK_HASHER)
        self._happens = happens

    async def matches(self, hashed: str | None, password: str, who: str, *, known: bool) -> bool:
        right = await super().matches(hashed, password, who, known=known)
        await self._happens()
        return right


@pytest.mark.parametrize("change", [{"password": "lantern bridge forty"}, {"disabled": True}])
async def test_a_sign_in_that_is_under_way_ends_with_the_password_or_account_it_was_for(
    door: Door, tmp_path: Path, change: dict[str, Any]
) -> None:
    account = await door.person("chen", Role.DUTY_OFFICER)

    async def happens() -> None:
        await door.accounts.change(account.id, by=None, **change)

    key = FactorKey(tmp_path / "second-factor.key")
    sessions = Sessions(door.database, door.clock, new_id, key, Meanwhile(happens))
    assert await refused(sessions.sign_in("chen", PASSWORD, DESK)) == "wrong_password"
    assert await door.sessions.of(Actor(account.id, "chen", "chen", Role.DUTY_OFFICER, new_id())) == []


async def test_who_became_administrator_during_their_sign_in_is_asked_for_a_code(door: Door, tmp_path: Path) -> None:
    _, device, _ = await door.enrolled("chen", Role.DUTY_OFFICER)
    desk = Origin(DESK.address, device=device)
    opened = await door.sessions.sign_in("chen", PASSWORD, desk)
    assert isinstance(opened, OpenSession)

    async def happens() -> None:
        async with door.database.transaction() as connection:
            await repository.update_account(connection, opened.account.id, door.clock.now(), {"role": "admin"})

    sessions = Sessions(
        door.database, door.clock, new_id, FactorKey(tmp_path / "second-factor.key"), Meanwhile(happens)
    )
    assert isinstance(await sessions.sign_in("chen", PASSWORD, desk), HalfDone)
