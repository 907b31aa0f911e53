"""When the intake waits: in a storm, and never for a single alert."""

from __future__ import annotations

from command_center.alerts.batching import BREATH, STORM, BatchPause


def test_a_lively_day_never_waits() -> None:
    pace = BatchPause()
    assert [pace.pause(1, number / 10) for number in range(100)] == [0.0] * 100


def test_a_storm_gathers_until_it_is_over() -> None:
    pace = BatchPause()
    assert [pace.pause(4, number / 10) for number in range(10)] == [0.0] * 4 + [BREATH] * 6
    assert pace.pause(1, 2.5) == 0.0


def test_one_large_batch_is_a_storm_too() -> None:
    assert BatchPause().pause(STORM, 0.0) == BREATH
