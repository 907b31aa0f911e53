"""A CAP message becomes an alert, by the same intake as what cameras see."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from camera_adapters.messages import LIVE_REALM, AlertMessage, Phase
from command_center.alerts.arrival import Arrival
from command_center.alerts.ingest import Ingest
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Entry
from command_center.cap import repository
from command_center.cap.reading import Incoming, RefusedError, read
from command_center.cap.vocabulary import SCORE_OF_SEVERITY
from command_center.stations.rate_limits import Limiter
from common.kinds.reported import EXTERNAL

STATION = "cap"
KIND = EXTERNAL.name
AHEAD = timedelta(minutes=10)
"""How far a sender's clock may run ahead. A later message must not be older than one that was forged."""
PHASES = {"Alert": Phase.RAISED, "Update": Phase.UPDATED, "Cancel": Phase.ENDED}


@dataclass(frozen=True, slots=True)
class SendingRight:
    """For whom somebody may send, and under which name their messages are counted."""

    name: str
    only: str | None = None
    """The one sender that they may speak for."""
    never: frozenset[str] = frozenset()
    """Senders that have tokens of their own."""

    def covers(self, sender: str) -> bool:
        return sender not in self.never if self.only is None else sender == self.only


@dataclass(frozen=True, slots=True)
class Receiving:
    """The use case. The message is kept first: when storing the alert fails, sending it again completes it."""

    database: Database
    clock: Clock
    ingest: Ingest
    limiter: Limiter = field(default_factory=lambda: Limiter(60, 60.0))
    """Of messages by whoever sends them: 60 a minute."""

    async def receive(self, data: bytes, right: SendingRight) -> tuple[Incoming, AlertMessage]:
        """Store a message and its alert; the same message again changes nothing. Raises RefusedError."""
        incoming = read(data)
        now = self.clock.now()
        check_sender(incoming, right, now)
        message = alert_message(incoming, now)
        async with self.database.transaction() as connection:
            await repository.insert_one(connection, _row(incoming, message, now, data))
        await self.ingest.store([Arrival(Entry("cap", b"0-0", {}), message, None)])
        return incoming, message


def check_sender(incoming: Incoming, right: SendingRight, now: datetime) -> None:
    """A message is of somebody who may send it, of now, and about messages of its own sender. Raises RefusedError."""
    if not right.covers(incoming.sender):
        raise RefusedError("alert/sender", "is not whom this token speaks for", "与令牌不符")
    if incoming.sent > now + AHEAD:
        raise RefusedError("alert/sent", "lies in the future: set the sender's clock", "时间超前，请校准发送方时钟")
    if any(sender != incoming.sender for sender, _ in incoming.references):
        raise RefusedError("alert/references", "names a message of another sender", "不能更新或取消其他发送方的消息")


def alert_message(incoming: Incoming, now: datetime) -> AlertMessage:
    """The message as an adapter would have said it. An update goes on with the episode of what it refers to. Pure."""
    sender, root = incoming.references[0] if incoming.references else (incoming.sender, incoming.identifier)
    sent = min(incoming.sent, now)
    return AlertMessage(
        event_id=_name(incoming.sender, incoming.identifier, incoming.sent.isoformat()),
        episode_id=_name(sender, root),
        seq=max(0, int(incoming.sent.timestamp())),
        phase=PHASES[incoming.message_type],
        adapter="cap",
        station_id=STATION,
        kind=KIND,
        place=hashlib.sha256(f"{sender},{root}".encode()).hexdigest()[:16],
        score=SCORE_OF_SEVERITY[incoming.severity],
        started_at=min(incoming.onset or sent, sent),
        captured_at=sent,
        published_at=now,
        detector="cap/1.2",
    )


def _name(*parts: str) -> UUID:
    return uuid5(NAMESPACE_URL, "cap:" + ",".join(parts))


def _row(incoming: Incoming, message: AlertMessage, now: datetime, data: bytes) -> Mapping[str, Any]:
    facts = {
        "message_type": incoming.message_type,
        "categories": list(incoming.categories),
        "event": incoming.event,
        "severity": incoming.severity,
        "certainty": incoming.certainty,
        "description": incoming.description,
        "area": incoming.area,
        "position": {"lon": incoming.position[0], "lat": incoming.position[1]} if incoming.position else None,
    }
    return {
        "realm": LIVE_REALM,
        "event_id": message.event_id,
        "episode_id": message.episode_id,
        "sender": incoming.sender,
        "identifier": incoming.identifier,
        "sent": incoming.sent,
        "headline": incoming.headline,
        "facts": facts,
        "received_at": now,
        "xml": data,
    }
