"""Rates of decoding and of detection."""

from __future__ import annotations

from camera_adapters.analysis.stream_analysis import LONG_GOP_RATE, decoding_rate, detection_rate


def test_keyframes_too_rare_are_replaced_by_a_low_rate() -> None:
    assert detection_rate("keyframes", None) == "keyframes"
    assert detection_rate("keyframes", 4.0) == "keyframes"
    assert detection_rate("keyframes", 10.0) == LONG_GOP_RATE
    assert detection_rate(5.0, 10.0) == 5.0


def test_a_viewer_of_single_pictures_has_two_a_second() -> None:
    assert decoding_rate("keyframes", jpeg=True) == 2.0
    assert decoding_rate(5.0, jpeg=True) == 5.0
    assert decoding_rate(0.5, jpeg=False) == 0.5
