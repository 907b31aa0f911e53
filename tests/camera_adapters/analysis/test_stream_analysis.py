"""Detectors that fail, and alerts with their pictures, on real packets."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import uuid_utils.compat as uuids

from camera_adapters.alerts.dispatcher import AlertDispatcher, Sender
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.stream_analysis import RETRY_DETECTOR, DetectorRunner, Sampler
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.base import FrameFeatures
from camera_adapters.messages import AlertMessage, Phase
from camera_adapters.video.frames import Frame
from tests.support.adapter_samples import NOW


class Fragile:
    """A detector that fails until it is mended."""

    version = "fragile/1"

    def __init__(self) -> None:
        self.broken = True
        self.calls = 0

    def observe(self, features: FrameFeatures) -> list[Observation]:
        self.calls += 1
        if self.broken:
            raise ZeroDivisionError("area")
        return [Observation("intrusion", 0.9)]

    def reset(self) -> None:
        pass


class Sure:
    """A detector that always sees somebody."""

    version = "sure/2"

    def observe(self, features: FrameFeatures) -> list[Observation]:
        return [Observation("intrusion", 0.9, box=(0.9, -0.1, 0.3, 0.4))]

    def reset(self) -> None:
        pass


class Post:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.sent: list[tuple[AlertMessage, bytes | None]] = []

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        self.sent.append((message, jpeg))


def frame(at: float, *, keyframe: bool = True) -> Frame:
    captured = NOW + timedelta(seconds=at)
    return Frame("c0", np.zeros((36, 64), dtype=np.uint8), None, captured, at, at, keyframe)


def dispatcher(post: Post) -> AlertDispatcher:
    return AlertDispatcher(Sender("box-0", 7, "c0"), RuleBook(), post, new_id=uuids.uuid7, now=lambda: NOW)


def test_a_detector_that_fails_is_left_out_for_a_minute_and_the_others_go_on() -> None:
    fragile, status = Fragile(), CameraStatus()
    runner = DetectorRunner("c0", [fragile, Sure()], status.remark)
    assert [seen.detector for seen in runner.observe(frame(0.0))] == ["sure/2"]
    assert status.note == ("detector", "fragile/1: ZeroDivisionError: area")
    runner.observe(frame(1.0))
    assert fragile.calls == 1
    fragile.broken = False
    assert [seen.detector for seen in runner.observe(frame(RETRY_DETECTOR))] == ["fragile/1", "sure/2"]
    assert status.note is None


def test_an_alert_carries_its_picture_its_detector_and_a_box_inside_the_picture() -> None:
    post = Post()
    alerts = dispatcher(post)
    runner = DetectorRunner("c0", [Sure()], CameraStatus().remark)
    for number in range(6):
        shot = frame(number / 5)
        alerts.observe(
            runner.observe(shot), monotonic=shot.monotonic, captured_at=shot.captured_at, picture=lambda: b"jpeg"
        )
    (message, jpeg), *_ = post.sent
    assert (message.phase, message.epoch, message.detector, jpeg) == (Phase.RAISED, 7, "sure/2", b"jpeg")
    assert message.box is not None
    assert message.box.x + message.box.w <= 1.0
    assert message.box.y == 0.0


def test_no_picture_is_made_while_there_is_no_alert() -> None:
    made: list[int] = []
    post = Post()
    dispatcher(post).observe([], monotonic=0.0, captured_at=NOW, picture=lambda: made.append(1) or b"")
    assert made == []


def test_a_lost_camera_is_one_alert_that_ends_when_pictures_are_back() -> None:
    post = Post()
    alerts = dispatcher(post)
    for second in range(100):
        alerts.tick(lost=10 <= second < 40, monotonic=float(second), captured_at=NOW + timedelta(seconds=second))
    phases = [message.phase for message, _ in post.sent]
    assert phases[0] is Phase.RAISED
    assert phases[-1] is Phase.ENDED
    assert len({message.episode_id for message, _ in post.sent}) == 1
    assert {message.detector for message, _ in post.sent} == {"camera_lost/1"}


def test_a_frame_older_than_the_last_tick_does_not_turn_time_back() -> None:
    post = Post()
    alerts = dispatcher(post)
    alerts.tick(lost=False, monotonic=10.0, captured_at=NOW)
    alerts.observe([Observation("intrusion", 0.9)], monotonic=9.0, captured_at=NOW)
    assert post.sent == []
    for at in (10.2, 10.4, 10.6):
        alerts.observe([Observation("intrusion", 0.9)], monotonic=at, captured_at=NOW)
    assert [message.phase for message, _ in post.sent] == [Phase.RAISED]


def test_detectors_see_the_same_frames_whether_or_not_a_viewer_has_more_decoded() -> None:
    sampler = Sampler()
    seen = [number for number in range(10) if sampler.takes(frame(number / 2, keyframe=number % 4 == 0), "keyframes")]
    assert seen == [0, 4, 8]
    sampler = Sampler()
    taken = sum(sampler.takes(frame(number / 10), 5.0) for number in range(100))
    assert 45 <= taken <= 55
