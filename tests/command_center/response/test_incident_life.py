"""The life of incidents with their tasks and reports, driven at random against the domain's tables, written a second
time: what is allowed happens, what is not is refused with its reason and leaves nothing behind.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from command_center.incidents import repository as incidents
from command_center.reports import repository as reports
from command_center.reports.model import ReportField
from command_center.tasks import repository as tasks
from tests.support.incident_model import (
    BODIES,
    DUTY,
    LEADERS,
    LIMITS,
    MARKS,
    MOVES,
    PAPER,
    SAID,
    STAGES,
    STEPS,
    TABLE,
    Incident,
    Report,
    Task,
)
from tests.support.incidents import CALL, error
from tests.support.town import STRANGER, Town, pace, walk

PEOPLE = (*sorted(DUTY) * 3, "responder", "responder", STRANGER, "reviewer", "viewer", "admin")
"""Mostly those who may."""
role_of = st.sampled_from(PEOPLE)
any_of = st.integers(0, 1000)


class IncidentLife(RuleBasedStateMachine):
    """A few incidents, nine people, a clock; the model beside says what each answer must be."""

    town: Town
    runs = met = 0
    """How often it began, and how many incidents there were in all."""

    @initialize()
    def begin(self) -> None:
        type(self).runs += 1
        self.all: list[Incident] = []
        self.town.run(self.town.sign_in())

    # ---- incidents

    @precondition(lambda self: len(self.all) < 4)
    @rule(role=role_of, level=st.integers(1, 4), ago=st.sampled_from((0, 10, 50)))
    def somebody_calls(self, role: str, level: int, ago: int) -> None:
        told_at = self.town.clock.now() - timedelta(minutes=ago)
        body = CALL | {"level": level, "told_at": told_at.isoformat()}
        answer = self._post(role, "/api/incidents", body, 201 if role in DUTY else 403)
        if answer.status_code == 201:
            now = self.town.clock.now()
            made = Incident(UUID(answer.json()["id"]), "discovered", now, level, told_at)
            (first,) = self._get(f"/api/incidents/{made.id}")["report_list"]
            made.reports.append(Report(UUID(first["id"]), "first"))
            made.owe()
            self.all.append(made)
            type(self).met += 1

    @precondition(lambda self: self.all)
    @rule(role=st.sampled_from((*PEOPLE, None, None, None, None)), which=any_of, action=st.sampled_from(sorted(MOVES)))
    def somebody_moves_it(self, role: str | None, which: int, action: str) -> None:
        one = self._incident(which)
        who, before, after = MOVES[action]
        role = role or sorted(who)[which % len(who)]
        missing = one.missing(action, role) if one.state in before else ""
        expected = 403 if role not in who else 409 if one.state not in before or missing else 200
        answer = self._post(role, f"/api/incidents/{one.id}/{action}", BODIES.get(action), expected)
        if expected == 409:
            facts = error(answer)["facts"]
            assert (facts["state"], facts["wanted"], facts.get("missing", "")) == (one.state, after, missing)
        if expected == 200:
            self._check_late(one, LIMITS.get(action))
            one.state, one.since = after, self.town.clock.now()

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of, other=any_of)
    def somebody_merges(self, role: str, which: int, other: int) -> None:
        one, into = self._incident(which), self._incident(other)
        movable = "merged" in TABLE[one.state]
        expected = 403 if role not in LEADERS else 422 if one is into else 200 if movable and into.active else 409
        answer = self._post(role, f"/api/incidents/{one.id}/merge", {"into": str(into.id)}, expected)
        if expected == 409 and not movable:
            assert (error(answer)["facts"]["state"], error(answer)["facts"]["wanted"]) == (one.state, "merged")
        if expected == 200:
            moving = [task for task in one.tasks if task.state not in {"done", "cancelled"}]
            one.tasks = [task for task in one.tasks if task not in moving]
            into.tasks += moving
            into.level, into.learned = min(one.level, into.level), min(one.learned, into.learned)
            into.owe()
            one.state, one.since = "merged", self.town.clock.now()

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of, level=st.integers(1, 4))
    def the_level_changes(self, role: str, which: int, level: int) -> None:
        one = self._incident(which)
        expected = 403 if role not in DUTY else 200 if one.active else 409
        self._post(role, f"/api/incidents/{one.id}", {"level": level}, expected, method="PATCH",
                   same=one.level == level)  # fmt: skip
        if expected == 200:
            one.level = level
            one.owe()

    # ---- tasks

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of, alone=st.booleans())
    def a_task_is_given(self, role: str, which: int, alone: bool) -> None:
        one = self._incident(which)
        expected = 403 if role not in DUTY else 201 if one.active else 409
        answer = self._post(role, f"/api/incidents/{one.id}/tasks", {"title": "扑火"} | self._whom(alone), expected)
        if expected == 201:
            one.tasks.append(Task(UUID(answer.json()["id"]), "assigned", STRANGER if alone else None))

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of)
    def a_plan_is_opened(self, role: str, which: int) -> None:
        one = self._incident(which)
        expected = 403 if role not in DUTY else 201 if one.active and not one.plan else 409
        answer = self._post(role, f"/api/incidents/{one.id}/plan", {"plan": "mountain-fire"}, expected)
        if expected == 201:
            one.plan = True
            if one.state == "verified" and role != "commander":
                one.state, one.since = "responding", self.town.clock.now()
            one.tasks += [Task(UUID(task["id"]), "assigned", None) for task in answer.json()]

    @precondition(lambda self: any(one.tasks for one in self.all))
    @rule(role=role_of, which=any_of, to=st.sampled_from(sorted(set(STEPS) - {"assigned"})), next_one=st.booleans())
    def a_step_is_taken(self, role: str, which: int, to: str, next_one: bool) -> None:
        one, task = self._task(which)
        ahead = sorted(STEPS[task.state] - {"declined", "cancelled", "assigned"})
        to = ahead[0] if next_one and ahead else to
        legal = to in STEPS[task.state]
        expected = 403 if not self._may(role, task, to) else 200 if legal and one.active else 409
        key = str(uuid4())
        answer = self._post(role, f"/api/tasks/{task.id}/step", {"key": key, "to": to}, expected)
        if expected == 409 and not legal:
            assert (error(answer)["facts"]["state"], error(answer)["facts"]["wanted"]) == (task.state, to)
        if expected == 200:
            task.state, task.key, task.last = to, key, to

    @precondition(lambda self: any(task.key for one in self.all for task in one.tasks))
    @rule(which=any_of, same=st.booleans())
    def a_step_comes_again(self, which: int, same: bool) -> None:
        taken = [task for one in self.all for task in one.tasks if task.key]
        task = taken[which % len(taken)]
        to = task.last if same else next(state for state in ("done", "accepted") if state != task.last)
        body = {"key": task.key, "to": to}
        answer = self._post("duty_officer", f"/api/tasks/{task.id}/step", body, 200 if same else 409, same=True)
        assert same or error(answer)["code"] == "key_reused"

    @precondition(lambda self: any(one.tasks for one in self.all))
    @rule(role=role_of, which=any_of, alone=st.booleans())
    def a_task_is_given_again(self, role: str, which: int, alone: bool) -> None:
        one, task = self._task(which)
        expected = 403 if role not in DUTY else 200 if one.active and task.state == "declined" else 409
        self._post(role, f"/api/tasks/{task.id}/reassign", self._whom(alone), expected)
        if expected == 200:
            task.state, task.person = "assigned", STRANGER if alone else None

    # ---- reports

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of, kind=st.sampled_from(("follow_up", "final")))
    def a_report_is_begun(self, role: str, which: int, kind: str) -> None:
        one = self._incident(which)
        there = kind == "final" and any(report.kind == "final" for report in one.reports)
        expected = 403 if role not in DUTY else 201 if one.active and not there else 409
        answer = self._post(role, f"/api/incidents/{one.id}/reports", {"kind": kind}, expected)
        if expected == 201:
            one.reports.append(Report(UUID(answer.json()["id"]), kind))

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of, current=st.booleans())
    def it_is_written(self, role: str, which: int, current: bool) -> None:
        one, report = self._report(which)
        revision = report.revision if current else report.revision + 1
        free = one.active and report.stage == "draft" and current
        expected = 403 if role not in DUTY else 200 if free else 409
        body = {"revision": revision, "body": dict.fromkeys(ReportField, "两亩")}
        self._post(role, f"/api/reports/{report.id}", body, expected, method="PUT")
        if expected == 200:
            report.revision += 1
            report.hands.add(role)

    @precondition(lambda self: self.all)
    @rule(
        role=st.sampled_from((*PEOPLE, None, None, None)), which=any_of, action=st.sampled_from((*sorted(PAPER), None))
    )
    def it_goes_its_way(self, role: str | None, which: int, action: str | None) -> None:
        one, report = self._report(which)
        ahead = {"draft": "submit", "submitted": "sign", "signed": "send", "sent": "receipt", "receipted": "receipt"}
        action = action or ahead[report.stage]
        who, before, after = PAPER[action]
        role = role or sorted(who)[which % len(who)]
        free = report.stage == before and (one.active or action == "receipt")
        expected = 403 if role not in who else 200 if free else 409
        if expected == 200 and action == "submit" and report.revision == 0:
            expected = 422
        open_end = report.kind == "final" and (one.state != "controlled" or one.unfinished)
        if expected == 200 and action in {"submit", "sign"} and open_end:
            expected = 409
        if expected == 200 and action == "sign" and role in report.hands:
            expected = 403
        answer = self._post(role, f"/api/reports/{report.id}/{action}", SAID.get(action), expected)
        if expected == 409 and report.stage != before and (one.active or action == "receipt"):
            assert (error(answer)["facts"]["state"], error(answer)["facts"]["wanted"]) == (report.stage, after)
        if expected == 200:
            report.stage = after
            report.hands |= {role} if action == "submit" else set()
            if action == "send":
                report.sent = True
                self._check_flag(report.id, report.due)

    @precondition(lambda self: self.all)
    @rule(role=role_of, which=any_of)
    def it_is_told_by_phone(self, role: str, which: int) -> None:
        one, report = self._report(which)
        expected = 403 if role not in DUTY else 200 if one.active and not report.phoned else 409
        self._post(role, f"/api/reports/{report.id}/phoned", SAID["phoned"], expected)
        if expected == 200:
            known_before = report.sent
            report.phoned = True
            if not known_before:
                self._check_flag(report.id, report.phone_due)

    # ---- time, and two at once

    @rule(minutes=st.sampled_from((1, 11, 31, 61, 24 * 60, 8 * 24 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.town.forward(minutes * 60)
        if minutes > 24 * 60:
            self.town.run(self.town.sign_in())  # weeks may pass in one machine, and a session lasts a month

    @precondition(lambda self: any(one.state == "controlled" for one in self.all))
    @rule(which=any_of)
    def a_task_is_given_while_it_is_closed(self, which: int) -> None:
        """Either the task comes first and the incident cannot be closed, or it is closed and takes no task."""
        held = [one for one in self.all if one.state == "controlled"]
        one = held[which % len(held)]
        give = {"title": "清理余火", **self._whom(alone=False)}
        given, closed = self.town.run(
            self._both(
                ("duty_officer", f"/api/incidents/{one.id}/tasks", give),
                ("duty_leader", f"/api/incidents/{one.id}/close", None),
            )
        )
        assert (given.status_code, closed.status_code) in {(201, 409), (409, 200)}
        if given.status_code == 201:
            one.tasks.append(Task(UUID(given.json()["id"]), "assigned", None))
        else:
            one.state, one.since = "closed", self.town.clock.now()
        self.town.run(self.town.read_chain())

    # ---- what must hold

    @invariant()
    def everything_stands_where_the_model_and_its_rows_say(self) -> None:
        known = getattr(self, "all", [])
        if not known:
            return
        stored = self.town.run(self._stored())
        for one in known:
            assert walk(self.town.chain.of[one.id], TABLE, MARKS) == stored[one.id][0] == one.state
            assert stored[one.id] == (one.state, one.since, one.level, one.learned)
            for task in one.tasks:
                assert walk(self.town.chain.of[task.id], STEPS, MARKS) == task.state
                assert stored[task.id] == (task.state, one.id)
            for report in one.reports:
                born = "draft" if report.kind == "first" else None  # every incident is opened with it
                assert walk(self.town.chain.of[report.id], STAGES, MARKS, born) == report.stage
                assert stored[report.id][0] == report.stage
                if report.kind == "first":
                    assert stored[report.id][1:] == (report.phone_due, report.due)

    # ---- how

    def _incident(self, which: int) -> Incident:
        return self.all[which % len(self.all)]

    def _task(self, which: int) -> tuple[Incident, Task]:
        given = [(one, task) for one in self.all for task in one.tasks]
        return given[which % len(given)]

    def _report(self, which: int) -> tuple[Incident, Report]:
        owed = [(one, report) for one in self.all for report in one.reports]
        return owed[which % len(owed)]

    def _may(self, role: str, task: Task, to: str) -> bool:
        if role in DUTY:
            return True
        own = (role == STRANGER) if task.person else (role == "responder")
        return role in {"responder", STRANGER} and own and to != "cancelled"

    def _whom(self, alone: bool) -> dict[str, str]:
        return {"person_id": self.town.accounts[STRANGER]} if alone else {"unit": "forest-fire-team"}

    def _post(self, role: str, path: str, body: Any, expected: int, *, method: str = "POST",
              same: bool = False) -> httpx.Response:  # fmt: skip
        """Ask; the status must be the expected one, and what is refused, or is ``same``, must have written nothing."""
        quiet = same or expected >= 400
        before = self._fingerprint() if quiet else None
        answer = self.town.run(self.town.people[role].request(method, path, json=body))
        assert answer.status_code == expected, (role, method, path, body, answer.text)
        assert not quiet or self._fingerprint() == before, "a refusal leaves nothing behind"
        self.town.run(self.town.read_chain())
        return answer

    async def _both(self, *asked: tuple[str, str, Any]) -> list[httpx.Response]:
        return await asyncio.gather(*(self.town.people[role].post(path, json=body) for role, path, body in asked))

    def _get(self, path: str) -> Any:
        return self.town.run(self.town.people["duty_officer"].get(path)).json()

    def _fingerprint(self) -> tuple[Any, ...]:
        return self.town.run(self.town.fingerprint([one.id for one in self.all], []))

    def _check_late(self, one: Incident, limit: timedelta | None) -> None:
        data = self.town.chain.of[one.id][-1].draft.data
        late = limit is not None and self.town.clock.now() - one.since > limit
        assert data.get("late", False) == late, "late is flagged, and only late"

    def _check_flag(self, report: UUID, due: datetime | None) -> None:
        data = self.town.chain.of[report][-1].draft.data
        assert data.get("late", False) == (due is not None and self.town.clock.now() > due)

    async def _stored(self) -> dict[UUID, Any]:
        ids = [one.id for one in self.all]
        async with self.town.database.read() as connection:
            found: dict[UUID, Any] = {
                row.id: (row.state, row.state_since, row.level, row.learned_at)
                for row in await incidents.by_ids(connection, "live", ids)
            }
            for task in await tasks.of_incidents(connection, "live", ids):
                found[task.id] = (task.state, task.incident_id)
            for report in await reports.of_incidents(connection, "live", ids):
                found[report.id] = (report.stage, report.phone_due_at, report.due_at)
        return found


def test_whatever_happens_to_incidents_the_invariants_hold(town: Town) -> None:
    class Machine(IncidentLife):
        pass

    Machine.town = town
    run_state_machine_as_test(Machine, settings=pace(examples=25, steps=40))
    assert Machine.met > Machine.runs > 0, "incidents were opened, more than one in a run"
