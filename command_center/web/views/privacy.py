"""Phone number of whoever reported an incident: left out for those who do not have to call back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from command_center.auth.model import DUTY, Role
from command_center.incidents.model import Incident
from command_center.web.views.incidents import IncidentDetailReply, IncidentReply
from command_center.web.views.transitions import TransitionReply

PHONE_READERS = frozenset((*DUTY, Role.REVIEWER, Role.ADMIN))
"""Who calls back, who judges how it went, and who answers for the installation."""

LEFT_OUT = "***"

Shown = TypeVar("Shown", bound=IncidentReply)


def may_read_phone(role: Role | None) -> bool:
    """None is the centre itself."""
    return role is None or role in PHONE_READERS


def incident_for(role: Role | None, reply: Shown) -> Shown:
    """An incident as this role sees it, its timeline included."""
    return reply if may_read_phone(role) else incident_without_phone(reply)


def incident_without_phone(reply: Shown) -> Shown:
    """The same object where there is no number in it."""
    changed: dict[str, object] = {}
    if reply.source and reply.source.phone is not None:
        changed["source"] = reply.source.model_copy(update={"phone": None})
    if isinstance(reply, IncidentDetailReply):
        changed["timeline"] = [transition_without_phone(row) for row in reply.timeline]
    return reply.model_copy(update=changed) if changed else reply


def transition_without_phone(reply: TransitionReply) -> TransitionReply:
    """The opening of an incident keeps how it was reported; other rows have no such number."""
    if reply.subject != "incident" or "phone" not in reply.data:
        return reply
    return reply.model_copy(update={"data": {name: said for name, said in reply.data.items() if name != "phone"}})


def body_for(role: Role, body: Mapping[str, str], incident: Incident) -> dict[str, str]:
    """What a report says to this role: its text begins with the number of who reported the incident."""
    phone = incident.source.get("phone")
    if may_read_phone(role) or not phone:
        return dict(body)
    return {name: said.replace(phone, LEFT_OUT) for name, said in body.items()}
