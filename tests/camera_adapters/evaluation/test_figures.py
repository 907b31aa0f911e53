"""Bounds, ranks and levels, against values from tables."""

from __future__ import annotations

import pytest

from camera_adapters.evaluation.figures import at_most, median, poisson_bound, rank, rate_bound
from camera_adapters.evaluation.judge import Judgement, Patience, Told, Truth, judge
from camera_adapters.evaluation.levels import level_errors, metres_of, row_of
from camera_adapters.evaluation.summary import Watched, by_kind

TABLE = ((250.0, 0.9), (332.0, 0.7), (413.0, 0.5), (493.0, 0.3))


@pytest.mark.parametrize(
    ("count", "bound"), [(0, 2.9957), (1, 4.7439), (2, 6.2958), (5, 10.5130), (10, 16.9622), (100, 118.0787)]
)
def test_the_poisson_bound_is_that_of_the_tables(count: int, bound: float) -> None:
    assert poisson_bound(count) == pytest.approx(bound, abs=2e-3)
    assert at_most(count, poisson_bound(count)) == pytest.approx(0.05, abs=1e-9)


def test_nothing_false_in_72_hours_proves_one_a_day() -> None:
    assert rate_bound(0, 72.0) * 24 == pytest.approx(1.0, abs=0.002)
    assert rate_bound(0, 0.0) == float("inf")


def test_ranks_and_medians_are_values_that_were_seen_or_the_middle_of_two() -> None:
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert median([4.0, 1.0, 2.0, 3.0]) == 2.5
    assert rank([float(value) for value in range(1, 11)], 0.9) == 9.0
    assert rank([7.0], 0.9) == 7.0
    assert (median([]), rank([], 0.9)) == (None, None)


def test_rows_and_metres_go_both_ways_and_beyond_the_ends_of_the_table() -> None:
    assert row_of(0.8, TABLE) == pytest.approx(291.0)
    assert metres_of(row_of(0.42, TABLE), TABLE) == pytest.approx(0.42)
    assert metres_of(533.0, TABLE) == pytest.approx(0.2)
    assert row_of(1.0, TABLE) == pytest.approx(209.0)


def test_a_reading_of_something_else_is_gross_and_a_missing_one_is_none() -> None:
    truth = {0: 332.0, 1: 413.0, 2: 493.0}
    errors = level_errors("board", "board", TABLE, truth, {0: 0.7, 1: 0.45, 9: 0.5})
    assert (errors.pictures, errors.readings, errors.gross) == (3, 2, 1)
    assert errors.mean_px == pytest.approx(10.0)
    assert errors.mean_m == pytest.approx(0.025)
    assert level_errors("board", "board", TABLE, truth, {}).mean_px is None


def test_kinds_are_counted_over_clips_and_hours_only_where_they_were_looked_for() -> None:
    patience = Patience(60.0, 90.0)
    found: Judgement = judge([Truth("smoke", 10.0, 20.0)], [Told("smoke", 15.0, True)], patience)
    fooled: Judgement = judge([], [Told("smoke", 5.0, True), Told("flame", 6.0, True)], patience)
    rows = {
        row.kind: row
        for row in by_kind(
            [Watched(found, frozenset({"smoke"}), 0.5), Watched(fooled, frozenset({"smoke", "flame"}), 1.5)]
        )
    }
    smoke, flame = rows["smoke"], rows["flame"]
    assert (smoke.recall, smoke.precision, smoke.false, smoke.hours) == (1.0, 0.5, 1, 2.0)
    assert (smoke.delay_median, smoke.false_bound) == (5.0, pytest.approx(4.7439 / 2, abs=1e-3))
    assert (flame.recall, flame.precision, flame.hours) == (None, 0.0, 1.5)
