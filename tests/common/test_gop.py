"""The distance of keyframes."""

from __future__ import annotations

from common.gop import GopMeter


def test_the_distance_of_keyframes_is_known_before_a_late_one_has_come() -> None:
    meter = GopMeter()
    assert not meter.push(keyframe=True, at=0.0)
    assert meter.push(keyframe=True, at=2.0)
    assert meter.seconds == 2.0
    for at in (3.0, 5.0, 9.0):
        meter.push(keyframe=False, at=at)
    assert meter.seconds == 7.0
