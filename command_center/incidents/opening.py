"""Opening an incident for an alert, or letting the alert join one; inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.errors import IncidentOverError
from command_center.alerts.places import Place, places
from command_center.alerts.record import Alert
from command_center.audit.model import JOINED, LEVEL, Draft, Subject, Who
from command_center.clock import NewId
from command_center.errors import NotFound
from command_center.incidents import repository
from command_center.incidents.model import ACTIVE, Incident, IncidentState
from command_center.incidents.titles import title


class IncidentOpening:
    """Numbers count in the years of the site's time zone."""

    def __init__(self, new_id: NewId, zone: ZoneInfo) -> None:
        self._new_id = new_id
        self._zone = zone

    async def open_for(
        self, connection: AsyncConnection, alert: Alert, who: Who, now: datetime
    ) -> tuple[UUID, list[Draft]]:
        """A new incident with the alert's level, kind and place; the transitions are the caller's to write."""
        place = (await places(connection, [alert.origin])).get(alert.origin)
        year = now.astimezone(self._zone).year
        number = await repository.next_number(connection, alert.realm, year)
        opened = _incident(self._new_id(), number, alert, place, who, now)
        await repository.insert_one(connection, opened)
        data = {"number": number, "alert_id": str(alert.id), "level": alert.level, "kind": alert.kind}
        draft = Draft(Subject.INCIDENT, opened.id, None, str(opened.state), at=now, actor=who, data=data)
        return opened.id, [draft]

    async def join(
        self, connection: AsyncConnection, alert: Alert, incident_id: UUID, who: Who, now: datetime
    ) -> list[Draft]:
        """Let the alert join; a graver alert raises the incident's level. Raises NotFound, IncidentOverError."""
        incident = await repository.lock_one(connection, alert.realm, incident_id)
        if incident is None:
            raise NotFound("incident_not_found", "事件不存在", "There is no such incident")
        if incident.state not in ACTIVE:
            raise IncidentOverError(str(incident.state))
        state, joined = str(incident.state), {"alert_id": str(alert.id), "level": alert.level, "kind": alert.kind}
        drafts = [Draft(Subject.INCIDENT, incident.id, state, JOINED, at=now, actor=who, data=joined)]
        if alert.level < incident.level:
            await repository.set_level(connection, incident, alert.level)
            data = {"level": alert.level, "level_before": incident.level}
            drafts.append(Draft(Subject.INCIDENT, incident.id, state, LEVEL, at=now, actor=who, data=data))
        return drafts


def _incident(identity: UUID, number: str, alert: Alert, place: Place | None, who: Who, now: datetime) -> Incident:
    return Incident(
        realm=alert.realm,
        id=identity,
        number=number,
        state=IncidentState.DISCOVERED,
        level=alert.level,
        kind=alert.kind,
        title=title(alert.kind, place.name if place else None, alert.zone_name),
        hotspot=alert.hotspot,
        position=place.position if place else None,
        opened_at=now,
        opened_by={"id": who.id, "name": who.name, "role": who.role},
        state_since=now,
    )
