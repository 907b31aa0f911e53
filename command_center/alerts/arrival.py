"""From a stream entry to a message that the database can hold."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import ValidationError

from camera_adapters.messages import JPEG_FIELD, PAYLOAD_FIELD, AlertMessage, is_realm
from command_center.base.redis_bus import Entry

LONGEST_TEXT = 200
"""Characters of any text of a message; ours are far shorter, and an index row cannot hold more than 2.7 kB."""
LARGEST_INTEGER = 2**63 - 1
LARGEST_SNAPSHOT = 4 * 1024 * 1024
"""Bytes; a picture above it is left out, its alert is not."""
JPEG_MARK = b"\xff\xd8\xff"


class UnreadableMessageError(Exception):
    """An entry cannot become an alert. ``receipt``: which adapter is to be told so, where that is legible."""

    def __init__(self, reason: str, receipt: tuple[str, UUID] | None) -> None:
        self.receipt = receipt
        super().__init__(reason)


class Incoming(Protocol):
    """What the intake takes, however it came."""

    @property
    def message(self) -> AlertMessage: ...

    @property
    def snapshot(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Own:
    """A message that the centre itself has made, of a station's reading."""

    message: AlertMessage
    snapshot: bytes | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message and its picture, and the entry they came in."""

    entry: Entry
    message: AlertMessage
    snapshot: bytes | None


def read_entry(entry: Entry) -> Arrival:
    """Parse an entry. Raises UnreadableMessageError."""
    payload = entry.fields.get(PAYLOAD_FIELD, b"")
    try:
        message = tame(AlertMessage.model_validate_json(payload))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "message"
        raise UnreadableMessageError(f"{place}: {first['msg']}", _receipt(payload)) from None
    if not is_realm(message.realm):
        raise UnreadableMessageError("realm: there is none of this name", _receipt(payload))
    return Arrival(entry, message, _picture(entry.fields.get(JPEG_FIELD)))


def tame(message: AlertMessage) -> AlertMessage:
    """The same message without what PostgreSQL cannot store: NUL characters, endless texts, numbers beyond 64 bits,
    times outside the calendar. An alert with a clipped word is better than no alert."""
    changes: dict[str, Any] = {}
    for name, value in message:
        kept = _tamed(value)
        if kept is not value:
            changes[name] = kept
    return message.model_copy(update=changes) if changes else message


def _tamed(value: object) -> object:
    if isinstance(value, str) and type(value) is str and ("\0" in value or len(value) > LONGEST_TEXT):
        return value.replace("\0", "")[:LONGEST_TEXT]
    if type(value) is int and value > LARGEST_INTEGER:
        return LARGEST_INTEGER
    if isinstance(value, datetime):
        return _on_the_calendar(value)
    if isinstance(value, dict) and any("\0" in key for key in value):
        return {key.replace("\0", ""): item for key, item in value.items()}
    return value


def _on_the_calendar(moment: datetime) -> datetime:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        utc = datetime(1970, 1, 1, tzinfo=UTC) if moment.year < 1970 else datetime(2999, 12, 31, tzinfo=UTC)
    return moment if utc == moment else utc


def _picture(jpeg: bytes | None) -> bytes | None:
    fits = jpeg is not None and len(jpeg) <= LARGEST_SNAPSHOT and jpeg.startswith(JPEG_MARK)
    return jpeg if fits else None


def _receipt(payload: bytes) -> tuple[str, UUID] | None:
    """Sender and event of a message that is wrong elsewhere: without a receipt it would be sent again for ever."""
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raw = json.loads(payload)
        return str(raw["adapter"])[:LONGEST_TEXT], UUID(raw["event_id"])
    return None
