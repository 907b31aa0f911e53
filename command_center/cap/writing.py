"""Writing a CAP message; element by element, in the order of the standard. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lxml import etree

from camera_adapters.messages import CANARY_REALM, LIVE_REALM
from command_center.cap.vocabulary import NAMESPACE, SEVERITY_OF_LEVEL, cap_time
from command_center.reports.config import CapSender
from common.kinds import kind_of

RADIUS_KM = 0.5
"""Around a place: a hotspot's camera sees about as far."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a message says, in our own words."""

    realm: str
    identifier: str
    message_type: str
    sent: datetime
    level: int
    kind: str
    certainty: str
    urgency: str
    response: str
    event: str
    headline: str
    description: str
    instruction: str
    area: str
    sender_name: str
    position: Mapping[str, float] | None = None
    references: tuple[tuple[str, datetime], ...] = ()
    """Identifier and time of the messages that this one replaces."""
    incident: str | None = None
    onset: datetime | None = None


def write(message: Outgoing, sender: CapSender, time_zone: tzinfo) -> bytes:
    """The message as XML."""
    alert = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _add(alert, "identifier", message.identifier)
    _add(alert, "sender", sender.sender)
    _add(alert, "sent", cap_time(message.sent, time_zone))
    status, note = _status(message.realm)
    _add(alert, "status", status)
    _add(alert, "msgType", message.message_type)
    _add(alert, "scope", sender.scope)
    if sender.scope == "Restricted":
        _add(alert, "restriction", sender.restriction or "")
    if sender.scope == "Private":
        _add(alert, "addresses", " ".join(f'"{one}"' if " " in one else one for one in sender.addresses))
    if note:
        _add(alert, "note", note)
    if message.references:
        before = (f"{sender.sender},{one},{cap_time(at, time_zone)}" for one, at in message.references)
        _add(alert, "references", " ".join(before))
    if message.incident:
        _add(alert, "incidents", message.incident)
    _info(etree.SubElement(alert, f"{{{NAMESPACE}}}info"), message, time_zone)
    return etree.tostring(alert, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _status(realm: str) -> tuple[str, str | None]:
    """A drill never looks real."""
    if realm == LIVE_REALM:
        return "Actual", None
    if realm == CANARY_REALM:
        return "System", None
    return "Exercise", f"【演练】演练 {realm}，非真实事件 / exercise {realm}, this is not real"


def _info(info: etree._Element, message: Outgoing, time_zone: tzinfo) -> None:
    _add(info, "language", "zh-CN")
    for category in kind_of(message.kind).categories:
        _add(info, "category", category)
    _add(info, "event", message.event)
    _add(info, "responseType", message.response)
    _add(info, "urgency", message.urgency)
    _add(info, "severity", SEVERITY_OF_LEVEL[message.level - 1])
    _add(info, "certainty", message.certainty)
    if message.onset:
        _add(info, "onset", cap_time(message.onset, time_zone))
    _add(info, "senderName", message.sender_name)
    _add(info, "headline", message.headline)
    _add(info, "description", message.description)
    _add(info, "instruction", message.instruction)
    _parameter(info, "level", str(message.level))
    _parameter(info, "kind", message.kind)
    area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
    _add(area, "areaDesc", message.area)
    if message.position:
        _add(area, "circle", f"{message.position['lat']:.6f},{message.position['lon']:.6f} {RADIUS_KM}")


def _parameter(info: etree._Element, name: str, value: str) -> None:
    parameter = etree.SubElement(info, f"{{{NAMESPACE}}}parameter")
    _add(parameter, "valueName", name)
    _add(parameter, "value", value)


def _add(parent: etree._Element, name: str, text: str) -> None:
    """XML holds no control characters; what people pasted loses them."""
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    child.text = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
