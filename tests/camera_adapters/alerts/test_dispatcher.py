"""What one camera's desk sends, whatever happens on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import uuid_utils.compat as uuids

from camera_adapters.alerts.dispatcher import LOST, LOST_DETECTOR, AlertDispatcher, Sender
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import AlertMessage, Phase

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Kept:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.sent: list[tuple[AlertMessage, bytes | None]] = []

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        self.sent.append((message, jpeg))


def broken_encoder() -> bytes:
    raise ValueError("the picture cannot be encoded")


def test_an_alert_whose_picture_fails_is_sent_without_it() -> None:
    kept = Kept()
    policy = AlertPolicy(RuleBook(), uuids.uuid7)
    dispatcher = AlertDispatcher(Sender("box-0", 1, "cam-01"), policy, kept, now=lambda: NOW)
    seen = [(Observation(kind=LOST, score=1.0), LOST_DETECTOR)]
    dispatcher.observe(seen, monotonic=1.0, captured_at=NOW, picture=broken_encoder)
    ((message, jpeg),) = kept.sent
    assert (message.phase, message.kind, jpeg) == (Phase.RAISED, LOST, None)
