"""Opening an incident, or letting an alert join one; inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.errors import IncidentOverError
from command_center.alerts.fusion import kinds_beside
from command_center.alerts.origins import Origin, origins_of
from command_center.alerts.record import Alert
from command_center.base.clock import NewId
from command_center.cap import repository as cap
from command_center.chain import repository as audit
from command_center.chain.model import JOINED, LEVEL, Draft, Subject, Who
from command_center.incidents import repository
from command_center.incidents.errors import incident_missing
from command_center.incidents.model import Incident, IncidentState, SourceChannel
from command_center.reports.first_reports import FirstReports
from command_center.words.titles import title


@dataclass(frozen=True, slots=True)
class EventFacts:
    """Facts of an event when its incident is opened."""

    level: int
    """1 is the gravest, 4 the lightest."""
    kind: str
    title: Mapping[str, str]
    """Text by language, ``zh`` and ``en``."""
    hotspot: str | None
    position: Mapping[str, float] | None
    """``lon`` and ``lat``, degrees, WGS84."""
    learned_at: datetime
    """When the centre learned of it, aware; the time limits of reports count from here."""
    source: Mapping[str, str]
    """``channel``, and who reported it where that is known."""
    occurred_at: datetime | None = None
    previous_incident_id: UUID | None = None
    """The closed incident that happens again."""


class IncidentOpening:
    """Opens incidents, and lets alerts join one, inside the caller's transaction.

    Numbers count within a year of the site's time zone. Every new incident owes its first report at once.
    """

    def __init__(self, new_id: NewId, time_zone: ZoneInfo, first_reports: FirstReports) -> None:
        self._new_id = new_id
        self._time_zone = time_zone
        self._first_reports = first_reports

    async def open(
        self, connection: AsyncConnection, realm: str, finding: EventFacts, who: Who, now: datetime
    ) -> tuple[Incident, Draft]:
        """Store a new incident; answers it and its transition, which the caller appends."""
        number = await repository.next_number(connection, realm, now.astimezone(self._time_zone).year)
        opened = _incident(realm, self._new_id(), number, finding, who, now)
        await repository.insert_one(connection, opened)
        await self._first_reports.owe(connection, opened, now)
        data = {"number": number, "level": finding.level, "kind": finding.kind, **finding.source}
        return opened, Draft(Subject.INCIDENT, opened.id, None, str(opened.state), at=now, actor=who, data=data)

    async def open_for(
        self, connection: AsyncConnection, alert: Alert, who: Who, now: datetime
    ) -> tuple[UUID, list[Draft]]:
        """Store a new incident with the level, kind and place of an alert; answers its id and its transitions, which
        the caller appends."""
        place = (await origins_of(connection, [alert.origin])).get(alert.origin)
        finding = _finding(alert, place, await _learned_at(connection, alert, now))
        told = await cap.of_episode(connection, alert.realm, alert.members[0].episode_id) if alert.members else []
        finding = _told_by_cap(finding, told[-1]) if told else finding
        opened, draft = await self.open(connection, alert.realm, finding, who, now)
        return opened.id, [replace(draft, data={**draft.data, "alert_id": str(alert.id)})]

    async def under_way(self, connection: AsyncConnection, alert: Alert) -> UUID | None:
        """Id of the latest incident that is not over, of the same hazard at the alert's hotspot; None without one."""
        kinds = kinds_beside(alert.kind)
        if alert.hotspot is None or not kinds:
            return None
        return await repository.latest_active(connection, alert.realm, alert.hotspot, kinds)

    async def join(
        self, connection: AsyncConnection, alert: Alert, incident_id: UUID, who: Who, now: datetime
    ) -> list[Draft]:
        """Let an alert join an incident; answers the transitions, which the caller appends.

        An alert of a graver level raises that of the incident. Raises NotFound, and IncidentOverError where it is over.
        """
        incident = await repository.lock_one(connection, alert.realm, incident_id)
        if incident is None:
            raise incident_missing()
        if not incident.is_active:
            raise IncidentOverError(str(incident.state))
        state, joined = str(incident.state), {"alert_id": str(alert.id), "level": alert.level, "kind": alert.kind}
        drafts = [Draft(Subject.INCIDENT, incident.id, state, JOINED, at=now, actor=who, data=joined)]
        if alert.level < incident.level:
            data = {"level": alert.level, "level_before": incident.level}
            drafts.append(Draft(Subject.INCIDENT, incident.id, state, LEVEL, at=now, actor=who, data=data))
            incident = replace(incident, level=alert.level)
            await repository.update_one(connection, incident)
            await self._first_reports.due_again(connection, incident)
        return drafts


async def _learned_at(connection: AsyncConnection, alert: Alert, now: datetime) -> datetime:
    """When the alert was acknowledged first, also where it was raised again since; ``now`` without any."""
    first = await audit.first_at(connection, alert.realm, (Subject.ALERT, alert.id), "acknowledged")
    return min(moment for moment in (first, alert.acknowledged_at, now) if moment is not None)


def _finding(alert: Alert, place: Origin | None, learned_at: datetime) -> EventFacts:
    return EventFacts(
        level=alert.level,
        kind=alert.kind,
        title=title(alert.kind, place.name if place else None, alert.zone_name),
        hotspot=alert.hotspot,
        position=place.position if place else None,
        learned_at=learned_at,
        source={"channel": str(SourceChannel.ALERT)},
        occurred_at=alert.started_at,
    )


def _told_by_cap(finding: EventFacts, message: Mapping[str, Any]) -> EventFacts:
    """The facts with headline, place and sender of the CAP message that the alert came from."""
    return replace(
        finding,
        title={"zh": message["headline"], "en": message["headline"]},
        position=message["facts"]["position"],
        source={"channel": str(SourceChannel.CAP), "name": message["sender"]},
    )


def _incident(realm: str, identity: UUID, number: str, finding: EventFacts, who: Who, now: datetime) -> Incident:
    return Incident(
        realm=realm,
        id=identity,
        number=number,
        state=IncidentState.DISCOVERED,
        level=finding.level,
        kind=finding.kind,
        title=finding.title,
        hotspot=finding.hotspot,
        position=finding.position,
        opened_at=now,
        opened_by=who.as_dict(),
        state_since=now,
        learned_at=finding.learned_at,
        occurred_at=finding.occurred_at,
        source=finding.source,
        previous_incident_id=finding.previous_incident_id,
    )
