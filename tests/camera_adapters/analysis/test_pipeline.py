"""Frames on their way through a camera's pipeline, and time that passes between them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuids

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.alerts.episode import Moment
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.pipeline import MOST_TICKS, Outputs, Pipeline, PipelineSetup, ticks_between
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.messages import AlertMessage, Phase
from camera_adapters.video.frames import Frame
from tests.camera_adapters.analysis.samples import Sure, frame
from tests.support.adapter_samples import NOW, spec


class Ears:
    """Keeps what is observed and what is published."""

    def __init__(self) -> None:
        self.heard: list[Observation] = []
        self.sent: list[tuple[AlertMessage, bytes | None]] = []

    def listen(self, _frame: Frame, found: list[Observation]) -> None:
        self.heard.extend(found)

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        self.sent.append((message, jpeg))


def pipeline(ears: Ears) -> Pipeline:
    setup, sender = PipelineSetup([Sure()], RuleBook(), FeatureExtractor()), Sender("box-0", 7, "c0")
    outputs = Outputs(ears, observations=ears.listen)
    return Pipeline(spec("c0"), setup, sender, outputs, new_id=uuids.uuid7, now=lambda: NOW)


def test_an_alert_carries_its_picture_its_detector_and_a_box_inside_the_picture() -> None:
    ears = Ears()
    looking = pipeline(ears)
    for number in range(6):
        looking.take_frame(frame(number / 5))
    assert [seen.detector for seen in ears.heard] == ["sure/2"] * 6
    (message, jpeg), *_ = ears.sent
    assert (message.phase, message.epoch, message.detector) == (Phase.RAISED, 7, "sure/2")
    assert (jpeg or b"").startswith(b"\xff\xd8\xff")
    assert message.box is not None
    assert message.box.x + message.box.w <= 1.0
    assert message.box.y == 0.0


def test_a_vetoed_kind_is_heard_with_its_reason_and_raises_nothing() -> None:
    ears = Ears()
    looking = pipeline(ears)
    for number in range(10):
        looking.take_frame(frame(number / 5), vetoed={"intrusion": "held"})
    assert {seen.veto for seen in ears.heard} == {"held"}
    assert ears.sent == []


def test_an_alert_ends_while_no_picture_comes() -> None:
    ears = Ears()
    looking = pipeline(ears)
    for number in range(6):
        looking.pass_until(Moment(number / 5, NOW + timedelta(seconds=number / 5)))
        looking.take_frame(frame(number / 5))
    looking.pass_until(Moment(60.0, NOW + timedelta(seconds=60)))
    *_, (ended, _) = ears.sent
    assert ended.phase is Phase.ENDED
    assert timedelta(seconds=20) < ended.captured_at - NOW < timedelta(seconds=23)


@pytest.mark.parametrize(("gap", "ticks"), [(0.2, 0), (1.0, 0), (1.1, 1), (2.5, 2), (3600.0, MOST_TICKS - 1)])
def test_time_passes_once_a_second_and_in_a_bounded_number_of_steps(gap: float, ticks: int) -> None:
    begin, end = Moment(1000.0, NOW), Moment(1000.0 + gap, NOW + timedelta(seconds=gap))
    passed = list(ticks_between(begin, end))
    assert len(passed) == ticks
    assert all(begin < each < end for each in passed)
    assert all(abs((each.captured_at - NOW).total_seconds() - (each.monotonic - 1000.0)) < 1e-5 for each in passed)
