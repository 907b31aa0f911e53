"""Detectors of one camera, some of which fail."""

from __future__ import annotations

from camera_adapters.alerts.observation import Observation
from camera_adapters.analysis.detector_runner import RETRY_DETECTOR, DetectorRunner
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.base import FrameFeatures
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from tests.camera_adapters.analysis.samples import Sure, frame


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


def test_a_detector_that_fails_is_left_out_for_a_minute_and_the_others_go_on() -> None:
    fragile, status = Fragile(), CameraStatus()
    runner = DetectorRunner("c0", [fragile, Sure()], FeatureExtractor(), status.remark)
    assert [seen.detector for seen in runner.observe(frame(0.0))] == ["sure/2"]
    assert status.note == ("detector", "fragile/1: ZeroDivisionError: area")
    runner.observe(frame(1.0))
    assert fragile.calls == 1
    fragile.broken = False
    assert [seen.detector for seen in runner.observe(frame(RETRY_DETECTOR))] == ["fragile/1", "sure/2"]
    assert status.note is None
