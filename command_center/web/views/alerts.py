"""Alerts as pages see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import UUID

from pydantic import create_model
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.model import UNSEEN, AlertState, DismissReason
from command_center.alerts.origins import Origin, origins_of
from command_center.alerts.record import Alert, AlertFacts, Shelf
from command_center.base.schemas import Level, Reply, TextReply
from command_center.duty.model import Called
from command_center.incidents import repository as incidents
from command_center.web.views.transitions import PersonReply, person


class CameraRef(Reply):
    """The camera of an alert, as much as a card shows."""

    id: str
    name: TextReply
    hotspot: str


class StationRef(Reply):
    """The station of an alert, as much as a card shows."""

    id: str
    name: TextReply
    hotspot: str


class IncidentRef(Reply):
    """The incident that an alert opened or joined, as much as a card shows: it may be about another camera."""

    number: str
    title: TextReply


class BoxReply(Reply):
    """Fractions of width and height."""

    x: float
    y: float
    w: float
    h: float


class MemberReply(Reply):
    """One camera of an alert."""

    camera_id: str
    ended: bool


class NextStepReply(Reply):
    """What happens when nobody does anything: at what time, and who is called then.

    ``round`` is None for a reminder after the last round; ``who`` is None where the alert is only raised again.
    """

    at: datetime
    who: Called | None
    round: int | None


class ShelfReply(Reply):
    """Put aside until a time; ``planned`` by known works."""

    until: datetime
    reason: str
    by: PersonReply | None
    planned: bool


if TYPE_CHECKING:
    CarriedFacts = Reply
else:
    CarriedFacts = create_model(
        "CarriedFacts",
        __base__=Reply,
        **{name: (hint, ...) for name, hint in get_type_hints(AlertFacts).items()},
    )


class AlertReply(CarriedFacts):
    """One alert: the facts of the record that are carried through, and what follows."""

    id: UUID
    state: AlertState
    level: Level
    kind: str
    camera: CameraRef | None
    station: StationRef | None
    zone: TextReply | None
    box: BoxReply | None
    has_snapshot: bool
    raised_at: datetime
    started_at: datetime
    captured_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    count: int
    members: list[MemberReply]
    handled_by: PersonReply | None
    acknowledged_at: datetime | None
    decided_at: datetime | None
    reason: DismissReason | None
    incident_id: UUID | None
    incident: IncidentRef | None
    previous_alert_id: UUID | None
    evidence: dict[str, float]
    hotspot: str | None
    note: str | None
    next_step: NextStepReply | None
    shelf: ShelfReply | None


async def alert_replies(connection: AsyncConnection, alerts: Sequence[Alert]) -> list[AlertReply]:
    """Views of alerts, in the order given, with the names their cameras have now."""
    known = await origins_of(connection, {alert.origin for alert in alerts})
    wanted = {(alert.realm, alert.incident_id) for alert in alerts if alert.incident_id}
    found = [
        one
        for realm in {realm for realm, _ in wanted}
        for one in await incidents.by_ids(connection, realm, [identity for of, identity in wanted if of == realm])
    ]
    opened = {one.id: IncidentRef(number=one.number, title=TextReply(**one.title)) for one in found}
    return [_reply(alert, known.get(alert.origin), opened) for alert in alerts]


def _reply(alert: Alert, place: Origin | None, opened: Mapping[UUID, IncidentRef]) -> AlertReply:
    return AlertReply.model_validate(
        {
            **{name: getattr(alert, name) for name in _COPIED},
            "camera": CameraRef(**_named(alert.camera_id, place)) if alert.camera_id else None,
            "station": StationRef(**_named(alert.station_id, place)) if alert.station_id else None,
            "zone": _zone(alert),
            "members": [
                MemberReply(camera_id=camera, ended=all(one.ended for one in alert.members if one.camera_id == camera))
                for camera in alert.camera_ids
            ],
            "handled_by": person(alert.handled_by),
            "evidence": dict(alert.evidence),
            "next_step": _next_step(alert),
            "shelf": _shelf(alert.shelf),
            "incident": opened.get(alert.incident_id) if alert.incident_id else None,
        }
    )


_MADE = frozenset({"camera", "station", "zone", "members", "handled_by", "evidence", "next_step", "shelf", "incident"})
_COPIED = tuple(name for name in AlertReply.model_fields if name not in _MADE)


def _named(identity: str, place: Origin | None) -> dict[str, Any]:
    """What the centre does not know is shown by its id: its alert is as real as any."""
    name = {"zh": place.name["zh"], "en": place.name["en"]} if place else {"zh": identity, "en": identity}
    return {"id": identity, "name": name, "hotspot": place.hotspot if place else ""}


def _zone(alert: Alert) -> TextReply | None:
    if alert.zone_name is not None:
        return TextReply(zh=alert.zone_name["zh"], en=alert.zone_name["en"])
    return TextReply(zh=alert.zone, en=alert.zone) if alert.zone else None


def _next_step(alert: Alert) -> NextStepReply | None:
    if alert.next_step_at is None:
        return None
    if alert.state not in UNSEEN:
        return NextStepReply(at=alert.next_step_at, who=None, round=None)
    rung = alert.policy.rung(alert.calls)
    return NextStepReply(at=alert.next_step_at, who=rung.who, round=alert.policy.round(alert.calls))


def _shelf(shelf: Shelf | None) -> ShelfReply | None:
    if shelf is None:
        return None
    return ShelfReply(until=shelf.until, reason=shelf.reason, by=person(shelf.by), planned=shelf.plan_id is not None)
