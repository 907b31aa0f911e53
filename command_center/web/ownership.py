"""Ownership of what a route reaches: the kind of object that its address names, and who reaches their own alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType

from command_center.auth.model import Role


class Kind(StrEnum):
    """Kind of object."""

    ACCOUNT = "account"
    ALERT = "alert"
    ATTACHMENT = "attachment"
    CAMERA = "camera"
    CHANNEL = "channel"
    DELIVERY = "delivery"
    DUTY_POST = "duty post"
    EVENT = "event"
    INCIDENT = "incident"
    REPORT = "report"
    SESSION = "session"
    SHELF_PLAN = "plan of works"
    SITE = "site"
    STATION = "station"
    TASK = "task"


NAMED: Mapping[str, Kind] = MappingProxyType(
    {
        "alert_id": Kind.ALERT,
        "attachment_id": Kind.ATTACHMENT,
        "camera": Kind.CAMERA,
        "camera_id": Kind.CAMERA,
        "channel": Kind.CHANNEL,
        "delivery_id": Kind.DELIVERY,
        "incident_id": Kind.INCIDENT,
        "plan_id": Kind.SHELF_PLAN,
        "report_id": Kind.REPORT,
        "role": Kind.DUTY_POST,
        "session_id": Kind.SESSION,
        "station_id": Kind.STATION,
        "subject_id": Kind.ALERT,
        "task_id": Kind.TASK,
        "user_id": Kind.ACCOUNT,
    }
)
"""What a parameter of an address names. The first parameter of a path names the object; the next ones its parts."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose objects of a kind a route reaches. Those in ``limited`` reach what ``own`` says, and get ``refusal``
    for another's; everybody else who may use the route reaches everybody's."""

    kind: Kind
    own: str = ""
    limited: tuple[Role, ...] = ()
    refusal: HTTPStatus = HTTPStatus.NOT_FOUND


def anyones(kind: Kind) -> Ownership:
    """Who may use the route reaches everybody's."""
    return Ownership(kind)


def responders_own(kind: Kind, own: str, refusal: HTTPStatus = HTTPStatus.NOT_FOUND) -> Ownership:
    """Responders reach their own alone, others everybody's."""
    return Ownership(kind, own, (Role.RESPONDER,), refusal)


OWN_CAMERA = responders_own(Kind.CAMERA, "cameras at their incidents that go on", HTTPStatus.FORBIDDEN)
OWN_INCIDENT = responders_own(Kind.INCIDENT, "incidents in which they have a task")
OWN_TASK = responders_own(Kind.TASK, "their tasks", HTTPStatus.FORBIDDEN)
OWN_EVENTS = responders_own(Kind.EVENT, "of their tasks, and of incidents in which they have one")
OWN_ACCOUNT = Ownership(Kind.ACCOUNT, "their own account", tuple(Role))
OWN_SESSION = Ownership(Kind.SESSION, "their own sessions", tuple(Role))
