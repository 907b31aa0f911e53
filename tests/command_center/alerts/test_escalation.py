"""Calls while nobody takes an alert: every step once, whoever dies in between."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import Phase
from command_center.alerts import repository, tables
from command_center.alerts.calls import AlertCalls
from command_center.alerts.ending import AlertEnding, judge
from command_center.alerts.escalation import Policy
from command_center.alerts.ingest import Ingest
from command_center.alerts.next_step import Call
from command_center.alerts.raising import AlertRaising, RaisedHazard
from command_center.alerts.record import Alert, Episode
from command_center.auth.model import Actor, Role
from command_center.base.clock import new_id
from command_center.cameras.model import CameraWatch
from command_center.chain import repository as audit
from command_center.chain.model import Subject
from command_center.duty import repository as duty
from command_center.duty.consoles import Console
from command_center.duty.model import Called
from command_center.jobs.escalation import EscalationRun
from command_center.jobs.escalation_auditor import KIND, Auditor
from command_center.notifications import repository as notifications
from command_center.response.alert_decisions import AlertDecisions
from command_center.web.container import Container
from tests.support.alerts import AT, ESCALATION, RULES, FixedClock, arrival, lost
from tests.support.alerts import Episode as Happening

PEOPLE = {"wang": Role.DUTY_OFFICER, "li": Role.DUTY_LEADER, "zhao": Role.COMMANDER}


class Centre:
    """A centre whose clock the test turns."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self.clock = FixedClock()
        self.ingest = Ingest(container.database, self.clock, new_id, RULES, container.alerting.calling)
        self.people: dict[str, Actor] = {}

    @property
    def climbing(self) -> EscalationRun:
        """A process that takes steps; each call is another one."""
        return EscalationRun(
            self.container.database, self.container.bus.control, self.clock, self.container.alerting.calling
        )

    async def start(self) -> None:
        for name, role in PEOPLE.items():
            account = await self.container.people.accounts.create(name, name, role, "long enough 1")
            self.people[name] = Actor(account.id, name, name, role, account.id)

    async def heard(self) -> None:
        """Somebody on duty has a page that sounds: reported by the container's own clock."""
        wang = self.people["wang"]
        now = self.container.clock.now()
        await self.container.people.consoles.report(
            Console("c", wang.id, "wang", wang.role, "on", visible=True, at=now), on_duty=True
        )

    async def happens(self, *happenings: Happening, score: float = 0.5) -> list[Alert]:
        at = self.clock.now()
        await self.ingest.store([arrival(one.step(at=at, score=score)) for one in happenings])
        async with self.container.database.read() as connection:
            return (await repository.search(connection, "live", (), 0, 200))[0]

    async def alert(self, identity: UUID) -> Alert:
        async with self.container.database.read() as connection:
            return (await repository.by_ids(connection, "live", [identity]))[0]

    async def steps(self, identity: UUID) -> list[tuple[str, str | None, str | None]]:
        async with self.container.database.read() as connection:
            links = await audit.of_subjects(connection, "live", [(Subject.ALERT, identity)])
        return [(link.draft.to_state, link.draft.reason, link.draft.data.get("who")) for link in links]

    async def told(self, identity: UUID) -> list[tuple[str, str]]:
        async with self.container.database.read() as connection:
            rows = await notifications.of_subject(connection, "live", identity)
        return [(row["name"], row["channel"]) for row in rows]


@pytest.fixture
async def centre(container: Container) -> Centre:
    made = Centre(container)
    await made.start()
    await made.heard()
    return made


async def test_an_alert_that_nobody_takes_climbs_every_step_of_every_round_and_is_never_left_alone(
    centre: Centre,
) -> None:
    (alert,) = await centre.happens(Happening(), score=0.9)
    assert await centre.told(alert.id) == [("wang", "in_app"), ("wang", "sound")]
    for _ in range(13):
        before = await centre.alert(alert.id)
        assert before.next_step_at is not None
        centre.clock.moment = before.next_step_at
        await centre.heard()
        assert await centre.climbing.run_once() == 1
        assert await centre.climbing.run_once() == 0
    called = (await centre.steps(alert.id))[1:]
    ladder = ["duty_leader", "commander", "everybody"]
    whole = [*ladder, *(["duty_officer", *ladder] * 2)]
    assert called == [*(("called", "step", who) for who in whole), *[("called", "reminder", "everybody")] * 2]
    after = await centre.alert(alert.id)
    assert after.next_step_at == centre.clock.now() + timedelta(seconds=ESCALATION.remind_seconds[alert.level])


async def test_who_is_on_duty_is_called_and_nobody_else(centre: Centre) -> None:
    second = await centre.container.people.accounts.create("sun", "sun", Role.DUTY_OFFICER, "long enough 1")
    async with centre.container.database.transaction() as connection:
        await duty.replace(connection, Role.DUTY_OFFICER, [second.id], centre.clock.now(), "li")
    (alert,) = await centre.happens(Happening())
    assert {name for name, _ in await centre.told(alert.id)} == {"sun"}


async def test_a_long_report_never_stands_in_the_way_of_the_calls(centre: Centre) -> None:
    """A call whose words are refused would stop every other call with it."""
    long = RaisedHazard("report", "河边有烟，" * 400, hotspot="river")
    raising = AlertRaising(centre.container.database, centre.clock, new_id, RULES, centre.container.alerting.calling)
    alert = await raising.raise_one(long, None)
    centre.clock.forward(301)
    assert await centre.climbing.run_once() == 1
    assert ("li", "in_app") in await centre.told(alert.id)


async def test_an_alert_whose_call_fails_stops_no_other(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    alerts = await centre.happens(*(Happening(place=str(n)) for n in range(5)), score=0.9)
    centre.clock.forward(61)
    bad, make = alerts[2].id, AlertCalls.make

    async def fails(
        self: AlertCalls, connection: AsyncConnection, realm: str, calls: list[Call], now: datetime
    ) -> None:
        if any(call.alert.id == bad for call in calls):
            raise ValueError("words that cannot be said")
        await make(self, connection, realm, calls, now)

    monkeypatch.setattr(AlertCalls, "make", fails)
    assert await centre.climbing.run_once() == 4
    for alert in alerts:
        steps = [who for _, _, who in (await centre.steps(alert.id))[1:]]
        assert steps == ([] if alert.id == bad else ["duty_leader"])
    monkeypatch.undo()
    assert await centre.climbing.run_once() == 1, "what failed stayed due"


async def test_a_process_that_dies_within_a_step_leaves_it_to_another_whole(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alert,) = await centre.happens(Happening(), score=0.9)
    centre.clock.forward(61)

    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as context:
        context.setattr(audit, "append", killed)
        with pytest.raises(asyncio.CancelledError):
            await centre.climbing.run_once()
    assert len(await centre.steps(alert.id)) == 1
    assert len(await centre.told(alert.id)) == 2, "what was not committed told nobody"
    assert await centre.climbing.run_once() == 1
    assert (await centre.steps(alert.id))[1:] == [("called", "step", "duty_leader")]
    assert len(await centre.told(alert.id)) == 4


async def test_of_several_processes_at_once_each_step_is_taken_by_one(centre: Centre) -> None:
    alerts = await centre.happens(*(Happening(place=str(n)) for n in range(30)), score=0.9)
    for expected in (30, 30, 30):
        centre.clock.forward(61)
        taken = await asyncio.gather(*(centre.climbing.run_once() for _ in range(4)))
        assert sum(taken) == expected
    for alert in alerts[:5]:
        assert [who for _, _, who in (await centre.steps(alert.id))[1:]] == ["duty_leader", "commander", "everybody"]


async def test_taken_but_undecided_for_five_minutes_it_is_raised_again(centre: Centre) -> None:
    (alert,) = await centre.happens(Happening())
    handling = AlertDecisions(centre.container.database, centre.clock, None)  # type: ignore[arg-type]
    await handling.acknowledge(alert.id, centre.people["wang"])
    centre.clock.forward(299)
    assert await centre.climbing.run_once() == 0
    centre.clock.forward(2)
    assert await centre.climbing.run_once() == 1
    again = await centre.alert(alert.id)
    assert (again.state, again.handled_by, again.calls) == ("raised", None, 1)
    assert (await centre.steps(alert.id))[-1] == ("raised", "undecided", None)
    assert len(await centre.told(alert.id)) == 4


async def test_a_shelf_expires_by_itself_and_a_rise_in_level_breaks_it(centre: Centre) -> None:
    happening = Happening()
    (alert,) = await centre.happens(happening)
    handling = AlertDecisions(centre.container.database, centre.clock, None)  # type: ignore[arg-type]
    leader = centre.people["li"]
    until = centre.clock.now() + timedelta(hours=2)
    await handling.shelve(alert.id, until, "堤防施工", leader)
    centre.clock.forward(7199)
    assert await centre.climbing.run_once() == 0
    centre.clock.forward(1)
    assert await centre.climbing.run_once() == 1
    assert (await centre.steps(alert.id))[-2:] == [("shelved", None, None), ("raised", "shelf_expired", None)]
    await handling.shelve(alert.id, centre.clock.now() + timedelta(hours=8), "堤防施工", leader)
    await centre.ingest.store([arrival(happening.step(Phase.UPDATED, at=centre.clock.now(), score=0.85))])
    risen = await centre.alert(alert.id)
    assert (risen.state, risen.level, risen.shelf) == ("raised", 2, None)


async def test_taken_off_the_shelf_it_is_called_from_the_foot_of_the_ladder(centre: Centre) -> None:
    (alert,) = await centre.happens(Happening())
    handling = AlertDecisions(centre.container.database, centre.clock, None)  # type: ignore[arg-type]
    leader = centre.people["li"]
    await handling.shelve(alert.id, centre.clock.now() + timedelta(hours=2), "堤防施工", leader)
    await handling.unshelve(alert.id, leader)
    assert await centre.climbing.run_once() == 1
    assert (await centre.steps(alert.id))[-1] == ("called", "step", "duty_officer")
    assert len(await centre.told(alert.id)) == 4


async def test_an_alarm_that_nobody_hears_goes_by_every_channel(centre: Centre) -> None:
    (alert,) = await centre.happens(Happening(), score=0.9)
    assert not (await centre.alert(alert.id)).widened
    await centre.container.bus.control.delete("consoles:heard")
    assert await centre.climbing.run_once() == 1
    assert (await centre.steps(alert.id))[-1] == ("called", "unheard", "duty_officer")
    assert await centre.climbing.run_once() == 0
    (later,) = [one for one in await centre.happens(Happening(place="2"), score=0.9) if one.id != alert.id]
    assert later.widened, "raised into silence, it goes further at once"


async def test_a_storm_shares_its_notices_and_a_graver_one_gets_through(centre: Centre) -> None:
    happenings = [Happening(place=str(number)) for number in range(40)]
    await centre.happens(*happenings[:5])
    await centre.happens(*happenings[5:30])
    alerts = await centre.happens(*happenings[30:])
    assert len(alerts) == 40
    async with centre.container.database.read() as connection:
        topics = (await connection.scalars(sa.select(notifications.notification.c.topic))).all()
        count = await connection.scalar(sa.select(sa.func.max(notifications.notification.c.count)))
    assert sorted(topics) == ["alert"] * 5 + ["storm"]
    assert count == 35
    assert all([await centre.told(alert.id) for alert in alerts]), "each still says who was told"
    await centre.ingest.store([arrival(happenings[7].step(Phase.UPDATED, at=centre.clock.now(), score=0.9))])
    async with centre.container.database.read() as connection:
        topics = (await connection.scalars(sa.select(notifications.notification.c.topic))).all()
    assert sorted(topics) == ["alert"] * 6 + ["storm"]


async def test_a_drill_and_the_canary_call_nobody(centre: Centre) -> None:
    await centre.ingest.store([arrival(Happening(realm=realm).step()) for realm in ("canary", "drill-1")])
    async with centre.container.database.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(notifications.delivery)) == 0


async def test_the_database_refuses_an_open_alert_without_a_next_step(centre: Centre) -> None:
    await centre.happens(Happening())
    with pytest.raises(IntegrityError, match="open_has_next_step"):
        async with centre.container.database.transaction() as connection:
            await connection.execute(sa.update(tables.alert).values(next_step_at=None))


async def test_the_auditor_raises_an_alert_about_overdue_steps_and_ends_it(centre: Centre) -> None:
    await centre.happens(Happening(), score=0.9)
    raising = AlertRaising(centre.container.database, centre.clock, new_id, RULES, centre.container.alerting.calling)
    auditor = Auditor(centre.container.database, centre.clock, raising)
    assert await auditor.run_once() == 0
    centre.clock.forward(91)
    assert await auditor.run_once() == 1
    assert await auditor.run_once() == 1, "and does not raise it twice"
    own = [one for one in await centre.happens() if one.kind == KIND]
    assert [one.state for one in own] == ["raised"]
    await centre.climbing.run_once()
    assert await auditor.run_once() == 0
    assert (await centre.alert(own[0].id)).state == "cleared_unacknowledged"


def watched(epoch: int, seconds: float) -> CameraWatch:
    return CameraWatch(epoch, AT - timedelta(seconds=seconds), None)


@pytest.mark.parametrize(
    ("watch", "reason"),
    [
        (None, None),
        (watched(3, 600), None),
        (watched(4, 59), None),
        (watched(4, 60), "adapter_replaced"),
        (CameraWatch(3, None, AT - timedelta(seconds=1799)), None),
        (CameraWatch(3, None, AT - timedelta(seconds=1800)), "adapter_silent"),
    ],
)
def test_an_episode_is_over_once_a_successor_or_nobody_watches(watch: CameraWatch | None, reason: str | None) -> None:
    episode = Episode("live", new_id(), new_id(), "cam-01", "key", 0, epoch=3)
    verdict = judge(episode, watch, AT, ESCALATION.unended)
    assert (verdict[0] if verdict else None) == reason


@pytest.mark.parametrize(
    ("watch", "reason"),
    [
        (CameraWatch(3, None, None), None),
        (watched(3, 14), None),
        (watched(3, 15), "pictures_back"),
        (watched(4, 15), "pictures_back"),
    ],
)
def test_a_lost_picture_is_over_once_the_camera_is_seen_online(watch: CameraWatch, reason: str | None) -> None:
    episode = Episode("live", new_id(), new_id(), "cam-01", "key", 0, epoch=3)
    verdict = judge(episode, watch, AT, ESCALATION.unended, lost=True)
    assert (verdict[0] if verdict else None) == reason


async def test_a_lost_picture_ends_after_a_changed_address_though_nobody_told_of_its_end(centre: Centre) -> None:
    await centre.ingest.store([arrival(lost("cam-01").step(epoch=3)), arrival(Happening().step(epoch=3))])
    ending = AlertEnding(centre.container.database, centre.clock, ESCALATION.unended, lambda _: watched(3, 15))
    assert [await ending.run_once(), await ending.run_once()] == [1, 0]
    over = {alert.kind: alert.ended_at is not None for alert in await centre.happens()}
    assert over == {"camera_lost": True, "intrusion": False}


def test_nobody_is_left_alone_with_a_grave_alert() -> None:
    asleep = [ESCALATION.policy(level).wait(99) for level in (1, 2, 3, 4)]
    assert asleep == [timedelta(seconds=seconds) for seconds in (120, 300, 1800, 1800)]


async def test_the_alert_of_a_dead_worker_is_ended_with_the_reason(centre: Centre) -> None:
    happening = Happening()
    await centre.ingest.store([arrival(happening.step(epoch=3))])
    (alert,) = await centre.happens()
    ending = AlertEnding(centre.container.database, centre.clock, ESCALATION.unended, lambda _: watched(4, 60))
    assert [await ending.run_once(), await ending.run_once()] == [1, 0]
    over = await centre.alert(alert.id)
    assert (over.state, over.ended_at) == ("cleared_unacknowledged", AT)
    assert (await centre.steps(alert.id))[-1] == ("cleared_unacknowledged", "adapter_replaced", None)


def test_the_policy_comes_back_from_the_row_as_it_was_copied() -> None:
    policy = ESCALATION.policy(1)
    assert Policy.of_json(policy.as_json()) == policy
    assert [policy.rung(calls).who for calls in (0, 3, 4, 99)] == [
        Called.DUTY_OFFICER, Called.EVERYBODY, Called.DUTY_OFFICER, Called.EVERYBODY,
    ]  # fmt: skip
    assert [policy.round(calls) for calls in (0, 3, 4, 11, 12)] == [1, 1, 2, 3, None]
