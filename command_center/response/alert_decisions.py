"""Decisions of officers on alerts: acknowledge, confirm, dismiss, shelve. Each is one transaction.

The alert's row is locked first, then the incident's, and the transitions are appended last. When two officers decide at
once, the second waits for the first; whether the second move is still possible depends on the state it finds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository
from command_center.alerts.errors import AlertMovedError, LeaderNeededError
from command_center.alerts.escalation import decision_due
from command_center.alerts.model import STATES, TERMINAL, AlertState, DismissReason, dismissal_needs_leader, path_to
from command_center.alerts.next_step import rung_from_the_start
from command_center.alerts.record import Alert, Shelf
from command_center.alerts.shelving import LONGEST
from command_center.auth.model import LEADERS, Actor, person_of
from command_center.base.clock import Clock, milliseconds
from command_center.base.db import Database
from command_center.base.errors import Invalid, NotFound
from command_center.chain import repository as audit
from command_center.chain.model import Draft, Subject, Who
from command_center.response.opening import IncidentOpening
from common.states import IllegalMoveError
from common.text import FieldWords


@dataclass(frozen=True, slots=True)
class Decision:
    """A move that an officer asks for, with the reason and the note that go into the last transition."""

    to_state: AlertState
    reason: DismissReason | None = None
    note: str | None = None


class AlertDecisions:
    """Use cases of the alerts of one realm. The caller has checked that the role of ``actor`` may decide at all; rules
    that depend on the alert are checked here. Every method answers the alert as it stands afterwards.

    Errors: NotFound where there is no such alert, AlertMovedError where its state allows no such move.
    """

    def __init__(self, database: Database, clock: Clock, opening: IncidentOpening, realm: str = LIVE_REALM) -> None:
        self._database = database
        self._clock = clock
        self._opening = opening
        self._realm = realm

    async def acknowledge(self, alert_id: UUID, actor: Actor) -> Alert:
        """Take the alert; a second time by the same person changes nothing. Raises AlertMovedError, NotFound."""
        who = person_of(actor)
        async with self._database.transaction() as connection:
            alert = await self._lock(connection, alert_id)
            if alert.state is AlertState.ACKNOWLEDGED and _handled_by(alert, who):
                return alert
            drafts, alert = self._moved(alert, Decision(AlertState.ACKNOWLEDGED), who)
            return await self._finish(connection, alert, drafts)

    async def dismiss(self, alert_id: UUID, reason: DismissReason, note: str | None, actor: Actor) -> Alert:
        """Decide that the alert needs no response; the same decision again by the same person changes nothing.

        Raises AlertMovedError, NotFound, and LeaderNeededError where only a leader may dismiss an alert of its level.
        """
        who = person_of(actor)
        async with self._database.transaction() as connection:
            alert = await self._lock(connection, alert_id)
            if alert.state is AlertState.DISMISSED and _handled_by(alert, who) and alert.reason == reason:
                return alert
            if alert.is_open and dismissal_needs_leader(alert.level) and actor.role not in LEADERS:
                raise LeaderNeededError(alert.level)
            drafts, alert = self._moved(alert, Decision(AlertState.DISMISSED, reason, note), who)
            return await self._finish(connection, replace(alert, reason=str(reason)), drafts)

    async def shelve(self, alert_id: UUID, until: datetime, reason: str, actor: Actor) -> Alert:
        """Put the alert aside until a moment (aware), at most ``shelving.LONGEST`` from now; it is then raised again.

        Raises AlertMovedError, NotFound, and Invalid where ``until`` is not within that time.
        """
        who, now = person_of(actor), self._clock.now()
        if not now < until <= now + LONGEST:
            fields = {"until": FieldWords(zh="须在现在之后、8 小时之内", en="must lie within 8 hours from now")}
            raise Invalid("shelf_too_long", "最多搁置 8 小时", "Shelved for 8 hours at most", fields=fields)
        async with self._database.transaction() as connection:
            alert = await self._lock(connection, alert_id)
            try:
                state = STATES.move(alert.state, AlertState.SHELVED)
            except IllegalMoveError as error:
                raise AlertMovedError(alert.state, AlertState.SHELVED, alert.handled_by) from error
            draft = _draft(alert, state, Decision(state, note=reason), who, now)
            draft = replace(draft, data={**draft.data, "until": until.isoformat()})
            shelf = Shelf(until, reason, who)
            alert = replace(alert, state=state, state_since=now, shelf=shelf, next_step_at=until, handled_by=None)
            return await self._finish(connection, alert, [draft])

    async def unshelve(self, alert_id: UUID, actor: Actor) -> Alert:
        """End the shelf early: the alert is raised again and called about now. Raises NotFound, AlertMovedError."""
        who, now = person_of(actor), self._clock.now()
        async with self._database.transaction() as connection:
            alert = await self._lock(connection, alert_id)
            if alert.state is not AlertState.SHELVED:
                raise AlertMovedError(alert.state, AlertState.RAISED, alert.handled_by)
            draft = _draft(alert, AlertState.RAISED, Decision(AlertState.RAISED), who, now)
            alert = replace(alert, state=AlertState.RAISED, state_since=now)
            alert = rung_from_the_start(alert, now, alert.policy, audible=True)
            # Nobody has been called yet: the first call of the ladder is due at once, and is made like any other.
            return await self._finish(connection, replace(alert, calls=0, next_step_at=now), [draft])

    async def confirm(self, alert_id: UUID, incident_id: UUID | None, note: str | None, actor: Actor) -> Alert:
        """Decide that the alert is real.

        It joins the incident ``incident_id``; without one, the incident of the same hazard that is under way at its
        hotspot; where there is none, a new incident is opened. A second time by the same person changes nothing.

        Raises AlertMovedError, NotFound, and IncidentOverError where the named incident is over.
        """
        who = person_of(actor)
        async with self._database.transaction() as connection:
            alert = await self._lock(connection, alert_id)
            again = alert.state is AlertState.CONFIRMED and _handled_by(alert, who)
            if again and incident_id in (None, alert.incident_id):
                return alert
            drafts, alert = self._moved(alert, Decision(AlertState.CONFIRMED, note=note), who)
            joined, more = await self._incident(connection, alert, incident_id, who)
            return await self._finish(connection, replace(alert, incident_id=joined), [*drafts, *more])

    async def _incident(
        self, connection: AsyncConnection, alert: Alert, incident_id: UUID | None, who: Who
    ) -> tuple[UUID, list[Draft]]:
        now = alert.state_since
        if incident_id is None:
            incident_id = await self._opening.under_way(connection, alert)
        if incident_id is None:
            return await self._opening.open_for(connection, alert, who, now)
        return incident_id, await self._opening.join(connection, alert, incident_id, who, now)

    async def _lock(self, connection: AsyncConnection, alert_id: UUID) -> Alert:
        alert = await repository.lock_one(connection, self._realm, alert_id)
        if alert is None:
            raise NotFound("alert_not_found", "预警不存在", "There is no such alert")
        return alert

    def _moved(self, alert: Alert, decision: Decision, who: Who) -> tuple[list[Draft], Alert]:
        """Transitions of all states on the way to the one that is asked for, and the alert in that state."""
        now = self._clock.now()
        try:
            states = path_to(alert.state, decision.to_state)
        except IllegalMoveError as error:
            raise AlertMovedError(alert.state, decision.to_state, alert.handled_by) from error
        drafts = []
        for state in states:
            drafts.append(_draft(alert, state, decision, who, now))
            alert = _at(alert, state, who, now)
        return drafts, alert

    async def _finish(self, connection: AsyncConnection, alert: Alert, drafts: list[Draft]) -> Alert:
        await repository.update_alerts(connection, [alert])
        await audit.append(connection, alert.realm, drafts)
        return alert


def _handled_by(alert: Alert, who: Who) -> bool:
    return alert.handled_by is not None and alert.handled_by.id == who.id


def _draft(alert: Alert, state: AlertState, decision: Decision, who: Who, now: datetime) -> Draft:
    final = state is decision.to_state
    return Draft(
        Subject.ALERT,
        alert.id,
        str(alert.state),
        str(state),
        at=now,
        actor=who,
        elapsed_ms=milliseconds(alert.state_since, now),
        reason=str(decision.reason) if final and decision.reason else None,
        note=decision.note if final else None,
        data={"level": alert.level, "since_raised_ms": milliseconds(alert.raised_at, now)}
        | ({"observation": observation_of(alert)} if final and state in TERMINAL else {}),
    )


def observation_of(alert: Alert) -> dict[str, Any]:
    """What the detector saw when the alert was decided; stored with the decision, as material to improve detectors."""
    return {
        "kind": alert.kind,
        "detector": alert.detector,
        "camera_id": alert.camera_id,
        "zone": alert.zone,
        "score": alert.score,
        "value": alert.value,
        "box": dict(alert.box) if alert.box else None,
        "evidence": dict(alert.evidence),
    }


def _at(alert: Alert, state: AlertState, who: Who, now: datetime) -> Alert:
    alert = replace(alert, state=state, state_since=now, handled_by=who, next_step_at=None, shelf=None)
    if state is AlertState.ACKNOWLEDGED:
        return replace(alert, acknowledged_at=now, next_step_at=decision_due(alert.policy, now))
    return replace(alert, decided_at=now)
