"""What one camera's desk sends, whatever happens on the way."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

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


def dispatcher(kept: Kept) -> AlertDispatcher:
    sender = Sender("box-0", 3, "cam-01")
    return AlertDispatcher(sender, RuleBook(), kept, new_id=uuids.uuid7, now=lambda: NOW)


def broken_encoder() -> bytes:
    raise ValueError("the picture cannot be encoded")


def test_an_alert_whose_picture_fails_is_sent_without_it() -> None:
    kept = Kept()
    seen = [Observation(kind=LOST, score=1.0)]
    dispatcher(kept).observe(seen, monotonic=1.0, captured_at=NOW, picture=broken_encoder)
    ((message, jpeg),) = kept.sent
    assert (message.phase, message.kind, jpeg) == (Phase.RAISED, LOST, None)


def test_every_fact_of_an_observation_reaches_the_message_within_its_bounds() -> None:
    kept = Kept()
    seen = Observation(LOST, 1.2, "gate", "2-3", (0.9, -0.1, 0.3, 0.4), 4.5, "m", {"blocks": 9.0}, detector="flow/1")
    dispatcher(kept).observe([seen], monotonic=1.0, captured_at=NOW)
    ((message, _),) = kept.sent
    assert {each.name for each in fields(Observation)} - set(AlertMessage.model_fields) == {"veto"}
    assert (message.kind, message.zone, message.score, message.value, message.unit) == (LOST, "gate", 1.0, 4.5, "m")
    assert (message.adapter, message.epoch, message.camera_id, message.detector) == ("box-0", 3, "cam-01", "flow/1")
    assert (message.box, message.evidence["blocks"]) == (Box(x=0.9, y=0.0, w=1.0 - 0.9, h=0.4), 9.0)


def test_no_picture_is_made_while_there_is_no_alert() -> None:
    made: list[int] = []
    kept = Kept()
    dispatcher(kept).observe([], monotonic=0.0, captured_at=NOW, picture=lambda: made.append(1) or b"")
    assert made == []


def test_a_lost_camera_is_one_alert_that_ends_when_pictures_are_back() -> None:
    kept = Kept()
    alerts = dispatcher(kept)
    for second in range(100):
        alerts.tick(lost=10 <= second < 40, monotonic=float(second), captured_at=NOW + timedelta(seconds=second))
    phases = [message.phase for message, _ in kept.sent]
    assert phases[0] is Phase.RAISED
    assert phases[-1] is Phase.ENDED
    assert len({message.episode_id for message, _ in kept.sent}) == 1
    assert {message.detector for message, _ in kept.sent} == {"camera_lost/1"}


def test_a_frame_older_than_the_last_tick_does_not_turn_time_back() -> None:
    kept = Kept()
    alerts = dispatcher(kept)
    alerts.tick(lost=False, monotonic=10.0, captured_at=NOW)
    alerts.observe([Observation("intrusion", 0.9)], monotonic=9.0, captured_at=NOW)
    assert kept.sent == []
    for at in (10.2, 10.4, 10.6):
        alerts.observe([Observation("intrusion", 0.9)], monotonic=at, captured_at=NOW)
    assert [message.phase for message, _ in kept.sent] == [Phase.RAISED]
