"""How fast the water rises: stretches long enough to know it."""

from __future__ import annotations

import random
from itertools import count

from camera_adapters.detectors.water.rise import RiseWatch

ROW = 0.0025
"""Metres a row."""


def rates(watch: RiseWatch, levels: list[tuple[float, float]]) -> list[float]:
    return [rate for now, level in levels if (rate := watch.push(now, level)) is not None]


def every(seconds: float, total: float, metres_per_hour: float, noise: float = 0.0) -> list[tuple[float, float]]:
    rng = random.Random(1)
    steps = int(total / seconds)
    return [(i * seconds, 1.0 + metres_per_hour * i * seconds / 3600 + rng.gauss(0, noise)) for i in range(steps)]


def test_steady_water_with_the_noise_of_a_row_never_rises_three_times_in_a_row() -> None:
    said = [rate >= 0.03 for rate in rates(RiseWatch(0.03, ROW), every(2.0, 8 * 3600, 0.0, noise=ROW))]
    assert len(said) >= 30
    assert not any(all(said[i : i + 3]) for i in range(len(said) - 2))


def test_a_slow_rise_is_measured_over_a_quarter_of_an_hour() -> None:
    found = rates(RiseWatch(0.03, ROW), every(2.0, 2 * 3600, 0.04, noise=ROW))
    assert all(abs(rate - 0.04) < 0.01 for rate in found[1:])


def test_a_fast_rise_needs_minutes_only() -> None:
    watch = RiseWatch(0.03, ROW)
    known = count()
    for now, level in every(2.0, 400, 1.0):
        rate = watch.push(now, level)
        if rate is not None and rate >= 0.03 and next(known) == 2:
            assert now <= 240
            return
    raise AssertionError("a metre an hour was not seen three times in 400 s")


def test_falling_water_has_a_rate_below_zero() -> None:
    assert all(rate < 0 for rate in rates(RiseWatch(0.03, ROW), every(900.0, 6 * 3600, -0.1)))


def test_after_hours_without_a_reading_nothing_is_known() -> None:
    watch = RiseWatch(0.03, ROW)
    rates(watch, every(900.0, 3600, 0.1))
    assert watch.push(5 * 3600, 9.0) is None
    assert watch.rate is None
