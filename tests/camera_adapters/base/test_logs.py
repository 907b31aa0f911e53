"""Logs: nothing over and over."""

from __future__ import annotations

from camera_adapters.base.logs import OncePer


def test_the_same_thing_is_said_once_a_minute() -> None:
    now = [0.0]
    may_say = OncePer(60.0, lambda: now[0])
    assert may_say("a")
    assert may_say("b")
    assert not may_say("a")
    now[0] = 60.0
    assert may_say("a")
