"""Rates of decoding and of detection, and which frames the detectors see."""

from __future__ import annotations

from camera_adapters.analysis.sampling import LONG_GOP_RATE, Sampler, decoding_rate, detection_rate
from tests.camera_adapters.analysis.samples import frame


def test_keyframes_too_rare_are_replaced_by_a_low_rate() -> None:
    assert detection_rate("keyframes", None) == "keyframes"
    assert detection_rate("keyframes", 4.0) == "keyframes"
    assert detection_rate("keyframes", 10.0) == LONG_GOP_RATE
    assert detection_rate(5.0, 10.0) == 5.0


def test_a_viewer_of_single_pictures_has_two_a_second() -> None:
    assert decoding_rate("keyframes", jpeg=True) == 2.0
    assert decoding_rate(5.0, jpeg=True) == 5.0
    assert decoding_rate(0.5, jpeg=False) == 0.5


def test_detectors_see_the_same_frames_whether_or_not_a_viewer_has_more_decoded() -> None:
    sampler = Sampler()
    seen = [number for number in range(10) if sampler.takes(frame(number / 2, keyframe=number % 4 == 0), "keyframes")]
    assert seen == [0, 4, 8]
    sampler = Sampler()
    taken = sum(sampler.takes(frame(number / 10), 5.0) for number in range(100))
    assert 45 <= taken <= 55
