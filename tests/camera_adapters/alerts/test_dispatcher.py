"""What one camera's desk sends, whatever happens on the way."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import uuid_utils.compat as uuids

from camera_adapters.alerts.dispatcher import LOST, AlertDispatcher, Sender
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import AlertMessage, Box, Phase

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
    dispatcher = AlertDispatcher(Sender("box-0", 1, "cam-01"), RuleBook(), kept, new_id=uuids.uuid7, now=lambda: NOW)
    seen = [Observation(kind=LOST, score=1.0)]
    dispatcher.observe(seen, monotonic=1.0, captured_at=NOW, picture=broken_encoder)
    ((message, jpeg),) = kept.sent
    assert (message.phase, message.kind, jpeg) == (Phase.RAISED, LOST, None)


def test_every_fact_of_an_observation_reaches_the_message_within_its_bounds() -> None:
    kept = Kept()
    dispatcher = AlertDispatcher(Sender("box-0", 3, "cam-01"), RuleBook(), kept, new_id=uuids.uuid7, now=lambda: NOW)
    seen = Observation(LOST, 1.2, "gate", "2-3", (0.9, -0.1, 0.3, 0.4), 4.5, "m", {"blocks": 9.0}, detector="flow/1")
    dispatcher.observe([seen], monotonic=1.0, captured_at=NOW)
    ((message, _),) = kept.sent
    assert {each.name for each in fields(Observation)} - set(AlertMessage.model_fields) == {"veto"}
    assert (message.kind, message.zone, message.score, message.value, message.unit) == (LOST, "gate", 1.0, 4.5, "m")
    assert (message.adapter, message.epoch, message.camera_id, message.detector) == ("box-0", 3, "cam-01", "flow/1")
    assert (message.box, message.evidence["blocks"]) == (Box(x=0.9, y=0.0, w=1.0 - 0.9, h=0.4), 9.0)
