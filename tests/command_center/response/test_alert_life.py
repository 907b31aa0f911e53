"""The life of alerts, driven at random: whatever people, cameras and the clock do, the invariants hold.

The table below is the domain's, written a second time on purpose: a slip in the product's own table is found by it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from camera_adapters.messages import Phase
from command_center.alerts import repository, tables
from command_center.alerts.ingest import Ingest
from command_center.alerts.record import Alert
from command_center.auth.model import Role
from command_center.base.clock import new_id
from command_center.chain import repository as audit
from command_center.chain.model import Draft
from command_center.duty.consoles import Console
from command_center.jobs.escalation import EscalationRun
from command_center.notifications import repository as notifications
from tests.support.alerts import RULES, arrival
from tests.support.alerts import Episode as Happening
from tests.support.incidents import error
from tests.support.town import Town, pace, walk

DUTY = {"duty_officer", "duty_leader", "commander"}
LEADERS = {"duty_leader", "commander"}
MAY = {"acknowledge": DUTY, "confirm": DUTY, "dismiss": DUTY, "shelve": LEADERS, "unshelve": LEADERS}
WANTED = {
    "acknowledge": "acknowledged",
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "shelve": "shelved",
    "unshelve": "raised",
}
OPEN = {"raised", "acknowledged", "cleared_unacknowledged", "shelved"}
ASKED_IN = {
    "acknowledge": OPEN - {"acknowledged"},
    "confirm": OPEN,
    "dismiss": OPEN,
    "shelve": {"raised", "cleared_unacknowledged"},
    "unshelve": {"shelved"},
}
TABLE = {
    "raised": {"acknowledged", "cleared_unacknowledged", "shelved"},
    "acknowledged": {"confirmed", "dismissed", "raised"},
    "cleared_unacknowledged": {"acknowledged", "raised", "shelved"},
    "shelved": {"raised", "acknowledged"},
    "confirmed": set(),
    "dismissed": set(),
}
MARKS = {"called", "level", "joined", "corroborated", "note"}
PLACES = ("a", "b", "c")
ROLES = (*sorted(DUTY) * 3, "viewer", "responder", "reviewer", "admin")
"""Mostly those who may."""


@dataclass
class Spot:
    """A place that one detector watches: its newest episode, and the alerts there have been."""

    happening: Happening | None = None
    alerts: list[UUID] = field(default_factory=list)


class AlertLife(RuleBasedStateMachine):
    """Three places, seven roles, a clock."""

    town: Town
    runs = met = 0
    """How often it began, and how many alerts there were in all."""

    @initialize()
    def begin(self) -> None:
        type(self).runs += 1
        # Cameras of their own in each run: the storm's and the hotspots' bookkeeping starts from nothing.
        self.camera = f"cam-{type(self).runs}"
        self.spots = {place: Spot() for place in PLACES}
        self.rows: dict[UUID, Alert] = {}
        self.town.run(self.town.sign_in())
        container = self.town.container
        self.ingest = Ingest(container.database, self.town.clock, new_id, RULES, container.alerting.calling)
        self.climbing = EscalationRun(
            container.database, container.bus.control, self.town.clock, container.alerting.calling
        )

    # ---- what happens

    @rule(place=st.sampled_from(PLACES), phase=st.sampled_from(Phase), score=st.sampled_from((0.5, 0.85)),
          fresh=st.booleans())  # fmt: skip
    def a_camera_says(self, place: str, phase: Phase, score: float, fresh: bool) -> None:
        spot = self.spots[place]
        if spot.happening is None or fresh:
            spot.happening = Happening(camera_id=self.camera, place=place)
        message = spot.happening.step(phase, at=self.town.clock.now(), score=score)
        self.town.run(self.ingest.store([arrival(message)]))
        before = self._stored()
        self.town.run(self.ingest.store([arrival(message)]))
        assert self._stored() == before, "what is delivered twice is stored once"
        self._look()

    @precondition(lambda self: self.rows)
    @rule(role=st.sampled_from(ROLES), which=st.integers(0, 30), action=st.sampled_from(sorted(MAY)))
    def somebody_acts(self, role: str, which: int, action: str) -> None:
        alert = self._pick(which)
        before = self._stored()
        answer = self.town.run(self._ask(role, alert.id, action))
        expected = self._expected(alert, role, action)
        assert answer.status_code == expected, (alert.state, role, action, answer.text)
        if expected != 200 or self._again(alert, role, action):
            assert self._stored() == before, "a refusal, and a repetition, leave nothing behind"
        if expected == 409:
            facts = error(answer)["facts"]
            assert (facts["state"], facts["wanted"]) == (str(alert.state), WANTED[action])
        self._look()

    @precondition(lambda self: self.rows)
    @rule(which=st.integers(0, 30), one=st.sampled_from(sorted(MAY)), other=st.sampled_from(sorted(MAY)))
    def two_act_at_once(self, which: int, one: str, other: str) -> None:
        alert = self._pick(which)

        async def both() -> list[httpx.Response]:
            return await asyncio.gather(
                self._ask("duty_leader", alert.id, one), self._ask("commander", alert.id, other)
            )

        answers = self.town.run(both())
        assert {answer.status_code for answer in answers} <= {200, 409}
        if one == other and one != "unshelve" and self._expected(alert, "duty_leader", one) == 200:
            again = self._again(alert, "duty_leader", one) or self._again(alert, "commander", one)
            codes = sorted(answer.status_code for answer in answers)
            assert codes == [200, 409] or again, "of two at once one is first and the other is told"
        self._look()

    @rule(seconds=st.sampled_from((1, 30, 61, 121, 301, 1800, 9000)), heard=st.booleans())
    def time_passes(self, seconds: int, heard: bool) -> None:
        self.town.forward(seconds)
        if heard:
            self._page_sounds()
        while self.town.run(self.climbing.run_once()):
            pass
        self._look()
        now = self.town.clock.now()
        assert all(row.next_step_at is None or row.next_step_at > now for row in self.rows.values())

    @precondition(lambda self: any(row.is_open for row in self.rows.values()))
    @rule()
    def a_process_dies_within_a_step(self) -> None:
        """A step that was begun and never committed: nothing of it stands, and the next process takes it whole."""
        due = min(row.next_step_at for row in self.rows.values() if row.next_step_at)
        self.town.clock.moment = max(due, self.town.clock.moment)
        before = self._stored()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(audit, "append", _dies)
            with pytest.raises(asyncio.CancelledError):
                self.town.run(self.climbing.run_once())
        assert self._stored() == before
        assert self.town.run(self.climbing.run_once()) > 0
        self._look()

    # ---- what must hold

    @invariant()
    def each_alert_stands_where_its_rows_say(self) -> None:
        for identity, row in getattr(self, "rows", {}).items():
            links = self.town.chain.of[identity]
            assert walk(links, TABLE, MARKS) == row.state
            moved = [link.draft for link in links if link.draft.to_state not in MARKS]
            assert row.state_since == moved[-1].at
            for earlier, later in pairwise(moved):
                assert later.elapsed_ms == round((later.at - earlier.at) / timedelta(milliseconds=1))

    @invariant()
    def what_is_open_is_never_left_alone(self) -> None:
        for row in getattr(self, "rows", {}).values():
            assert row.is_open == (row.next_step_at is not None)
            assert (row.shelf is not None) == (row.state == "shelved")
            assert row.state != "acknowledged" or row.handled_by is not None
            assert row.state not in {"raised", "cleared_unacknowledged", "shelved"} or row.handled_by is None

    @invariant()
    def of_one_thing_one_alert_is_open(self) -> None:
        keys = [row.dedup_key for row in getattr(self, "rows", {}).values() if row.is_open]
        assert len(keys) == len(set(keys))

    @invariant()
    def a_decision_has_what_belongs_to_it(self) -> None:
        for identity, row in getattr(self, "rows", {}).items():
            last = self.town.chain.of[identity][-1].draft
            if row.state == "confirmed":
                assert self.town.chain.of[row.incident_id or identity][0].draft.to_state == "discovered"
            if row.state == "dismissed" and row.level <= 2:
                assert last.actor is not None
                assert last.actor.role in LEADERS

    @invariant()
    def every_call_was_written_with_its_letters(self) -> None:
        rows = getattr(self, "rows", {})
        told = self.town.run(self._told(list(rows))) if rows else {}
        for identity in rows:
            calls = sum(_calls(link.draft) for link in self.town.chain.of[identity])
            assert told.get(identity, 0) == calls, "a call and its transition are one"

    def teardown(self) -> None:
        """Whatever became of it, a leader can bring every alert to its end."""
        for row in getattr(self, "rows", {}).values():
            type(self).met += 1
            if row.is_open:
                assert self.town.run(self._ask("duty_leader", row.id, "dismiss")).status_code == 200
        self.town.run(self.town.read_chain())

    # ---- how

    def _expected(self, alert: Alert, role: str, action: str) -> int:
        if role not in MAY[action]:
            return 403
        if self._again(alert, role, action):
            return 200
        if action == "dismiss" and alert.state in OPEN and alert.level <= 2 and role not in LEADERS:
            return 403
        return 200 if alert.state in ASKED_IN[action] else 409

    def _again(self, alert: Alert, role: str, action: str) -> bool:
        """The same person asks for what they have done already."""
        mine = alert.handled_by is not None and alert.handled_by.role == role
        return mine and alert.state == WANTED[action] and action in {"acknowledge", "confirm", "dismiss"}

    async def _ask(self, role: str, identity: UUID, action: str) -> httpx.Response:
        until = (self.town.clock.now() + timedelta(hours=2)).isoformat()
        body = {"dismiss": {"reason": "false_alarm"}, "shelve": {"until": until, "reason": "施工"}}.get(action)
        return await self.town.people[role].post(f"/api/alerts/{identity}/{action}", json=body)

    def _page_sounds(self) -> None:
        consoles, now = self.town.container.people.consoles, self.town.clock.now()
        page = Console("c", new_id(), "wang", Role.DUTY_OFFICER, "on", visible=True, at=now)
        self.town.run(consoles.report(page, on_duty=True))

    def _pick(self, which: int) -> Alert:
        return list(self.rows.values())[which % len(self.rows)]

    def _stored(self) -> tuple[Any, ...]:
        return self.town.run(self.town.fingerprint([], list(self.rows)))

    def _look(self) -> None:
        self.town.run(self._read())

    async def _read(self) -> None:
        async with self.town.database.read() as connection:
            mine = tables.alert.c.camera_id == self.camera
            found, _ = await repository.search(connection, "live", [mine], 0, 500)
        self.rows = {row.id: row for row in reversed(found)}
        await self.town.read_chain()

    async def _told(self, ids: list[UUID]) -> dict[UUID, int]:
        table = notifications.notification.c
        async with self.town.database.read() as connection:
            query = sa.select(table.subject_id, sa.func.count()).where(table.subject_id.in_(ids))
            return {row[0]: row[1] for row in await connection.execute(query.group_by(table.subject_id))}


def _calls(row: Draft) -> bool:
    """Whether a row of an alert tells somebody: raised or raised anew, graver, called."""
    anew = row.from_state is None or row.reason in {"level", "undecided", "shelf_expired"}
    return row.to_state in {"called", "level"} or (row.to_state == "raised" and anew)


async def _dies(*_: object) -> None:
    raise asyncio.CancelledError


def test_whatever_happens_to_alerts_the_invariants_hold(town: Town) -> None:
    class Machine(AlertLife):
        pass

    Machine.town = town
    run_state_machine_as_test(Machine, settings=pace(examples=22, steps=30))
    assert Machine.met > Machine.runs > 0, "alerts were raised, more than one in a run"
