"""Second factors of accounts: who must have one, enrolling, recovery codes, and resetting a lost one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import devices, factors, journal, repository
from command_center.auth.code_check import CodeCheck, Verdict
from command_center.auth.codes import (
    accepted_step,
    enrolment_uri,
    key_mark,
    new_recovery_codes,
    recovery_hash,
    secret_of,
)
from command_center.auth.factor_key import FactorKey
from command_center.auth.factors import Enrolment
from command_center.auth.model import NEED_SECOND_FACTOR, Actor, Origin, Role
from command_center.auth.passwords import Passwords
from command_center.auth.proof import prove_code, prove_password
from command_center.auth.sessions import end_access, token_hash
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import Conflict, NotFound

ISSUER = "Command centre"
"""What authenticators call this centre; in Latin letters alone the picture is coarse enough for every camera."""
NONCE_BYTES = 32


@dataclass(frozen=True, slots=True)
class FactorState:
    """A person's second factor as they see it. ``put_off_until``: until then they may go on without one."""

    enrolled_at: datetime | None
    recovery_codes: int
    needed: bool
    put_off_until: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What the authenticator must be told, once."""

    secret: str
    uri: str


class SecondFactors:
    """Each act leaves a row in the journal's chain in the same transaction."""

    def __init__(
        self, database: Database, clock: Clock, passwords: Passwords, key: FactorKey, *, required: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._key = key
        self._check = CodeCheck(key)
        self._required = required

    async def state(self, actor: Actor) -> FactorState:
        """The person's own."""
        async with self._database.read() as connection:
            enrolment = await factors.find(connection, actor.id)
            left = await factors.recovery_codes_left(connection, actor.id)
            until = await repository.enrol_by(connection, actor.id)
        may_wait = actor.must_enrol and _may_put_off(actor, until, self._clock.now())
        since = enrolment.enrolled_at if enrolment else None
        return FactorState(since, left, self._needed(actor), until if may_wait else None)

    async def enrolled(self, ids: Iterable[UUID]) -> set[UUID]:
        """Which of these accounts have a second factor."""
        async with self._database.read() as connection:
            return await factors.enrolled_among(connection, ids)

    async def begin(self, actor: Actor, password: str, code: str) -> Draft:
        """A new secret, proven by the password; where there is a second factor already by a code of it as well."""
        await prove_password(self._database, self._clock, self._passwords, actor, password)
        async with self._database.read() as connection:
            enrolled = await factors.find(connection, actor.id) is not None
        if enrolled:
            await prove_code(self._database, self._clock, self._check, actor, code)
        nonce = secrets.token_bytes(NONCE_BYTES)
        secret = secret_of(await self._key.get(), nonce)
        async with self._database.transaction() as connection:
            await factors.put_draft(connection, actor.id, actor.session_id, nonce, self._clock.now())
        return Draft(secret, enrolment_uri(secret, actor.username, ISSUER))

    async def confirm(self, actor: Actor, typed: str, origin: Origin) -> tuple[str, ...]:
        """Enrol by the first code; the recovery codes come back. The person's other sessions end.

        Raises Conflict where this session has begun no enrolment, WrongPassword for a wrong code.
        """
        now, key = self._clock.now(), await self._key.get()
        async with self._database.transaction() as connection:
            nonce = await factors.draft(connection, actor.id, actor.session_id, now)
            if nonce is None:
                raise Conflict("enrolment_over", "设置已超时，请重新开始", "Setting up took too long. Begin again")
            step = accepted_step(secret_of(key, nonce), typed, now, after=-1)
            if step is None:
                raise Verdict.WRONG.refusal(status=422)
            made = new_recovery_codes()
            enrolment = Enrolment(nonce, key_mark(key), now, step)
            await factors.put(connection, actor.id, enrolment, map(recovery_hash, made))
            await self._after_enrolling(connection, actor, token_hash(origin.device), now)
            await self._note(connection, actor, "second_factor_enrolled", actor.id, {"address": origin.address})
        return made

    async def _after_enrolling(self, connection: AsyncConnection, actor: Actor, device: bytes, now: datetime) -> None:
        """What the password alone has opened elsewhere ends; this browser has just shown a code."""
        await repository.revoke_sessions_of(connection, actor.id, now, but=actor.session_id)
        await repository.release_session(connection, actor.session_id)
        await factors.drop_half_done(connection, actor.id)
        await devices.unprove(connection, actor.id)
        if await devices.is_known(connection, device, actor.id, now):
            await devices.remember(connection, device, actor.id, now, proven=True)

    async def renew_recovery_codes(self, actor: Actor, code: str) -> tuple[str, ...]:
        """Ten new ones, proven by a code; the old ones end."""
        await prove_code(self._database, self._clock, self._check, actor, code)
        made = new_recovery_codes()
        async with self._database.transaction() as connection:
            await factors.replace_recovery_codes(connection, actor.id, map(recovery_hash, made))
            await self._note(connection, actor, "recovery_codes_renewed", actor.id, {})
        return made

    async def remove(self, actor: Actor, password: str, code: str) -> None:
        """Go on without one. Raises Conflict where the role needs it."""
        if self._needed(actor):
            raise Conflict(
                "second_factor_needed",
                "您的角色必须使用两步验证，可以换一部手机重新设置",
                "Your role needs a second factor. You can set it up anew on another telephone",
            )
        await prove_password(self._database, self._clock, self._passwords, actor, password)
        await prove_code(self._database, self._clock, self._check, actor, code)
        async with self._database.transaction() as connection:
            await factors.remove(connection, actor.id)
            await devices.unprove(connection, actor.id)
            await self._note(connection, actor, "second_factor_removed", actor.id, {})

    async def put_off(self, actor: Actor) -> None:
        """Go on in this session without one, on record. Raises Conflict for administrators, and after the grace."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            until = await repository.enrol_by(connection, actor.id)
            if not _may_put_off(actor, until, now):
                raise Conflict("enrol_now", "必须现在设置两步验证", "A second factor must be set up now")
            await repository.release_session(connection, actor.session_id)
            await self._note(connection, actor, "second_factor_put_off", actor.id, {})

    async def reset(self, account_id: UUID, *, by: Actor | None) -> None:
        """Take somebody's lost second factor away and end their sessions. ``by`` is None on the command line.

        One's own goes by a code only: who has found an administrator's open session must not take it away.
        """
        if by is not None and by.id == account_id:
            raise Conflict(
                "own_second_factor",
                "自己的两步验证请在“我的账号”中更换",
                "Replace your own second factor at your account",
            )
        now = self._clock.now()
        async with self._database.transaction() as connection:
            if await repository.get_account(connection, account_id) is None:
                raise NotFound
            had_one = await factors.remove(connection, account_id)
            await repository.begin_grace_anew(connection, account_id)
            await end_access(connection, account_id, now)
            await self._note(connection, by, "second_factor_reset", account_id, {"had_one": had_one})

    def _needed(self, actor: Actor) -> bool:
        return self._required and actor.role in NEED_SECOND_FACTOR

    async def _note(
        self, connection: AsyncConnection, by: Actor | None, action: str, subject: UUID, detail: Mapping[str, Any]
    ) -> None:
        row = journal.Note(self._clock.now(), by.id if by else None, action, "account", str(subject), detail)
        await journal.append(connection, row)


def _may_put_off(actor: Actor, until: datetime | None, now: datetime) -> bool:
    """Nobody on duty is kept out for want of a telephone; an administrator can wait."""
    return actor.role is not Role.ADMIN and until is not None and now < until
