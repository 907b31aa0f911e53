"""What a zone scores every day at the same hour raises its threshold, and what was true does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.alerts.history import MOST, ScoreHistory
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import SAME_HOUR, AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import Phase
from common.kinds.rule import Rule

NOW = datetime(2026, 5, 8, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def history(*scores: tuple[timedelta, float]) -> ScoreHistory:
    """Scores of smoke on the slope, each so long before now."""
    kept = ScoreHistory()
    for before, score in sorted(scores, reverse=True):
        kept.note("smoke", "slope", score, NOW - before)
    return kept


def threshold(kept: ScoreHistory) -> float:
    return kept.threshold("smoke", "slope", NOW, 0.5)


def test_without_a_history_the_usual_threshold_holds() -> None:
    assert threshold(history()) == 0.5


@pytest.mark.parametrize(("highest", "wanted"), [(0.3, 0.65), (0.4, 0.7), (0.7, 0.9), (0.95, MOST)])
def test_the_threshold_stands_above_the_highest_of_the_hour(highest: float, wanted: float) -> None:
    assert threshold(history((DAY, highest), (2 * DAY, 0.25))) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("before", "counts"),
    [
        (timedelta(hours=1), False),
        (timedelta(hours=11), False),
        (DAY - timedelta(minutes=55), True),
        (DAY + timedelta(minutes=55), True),
        (DAY + timedelta(minutes=85), False),
        (7 * DAY, True),
        (8 * DAY, False),
    ],
)
def test_only_the_same_hour_of_the_last_week_counts(before: timedelta, counts: bool) -> None:
    assert (threshold(history((before, 0.6))) > 0.5) is counts


def test_what_a_person_confirmed_does_not_raise_it() -> None:
    kept = history((DAY, 0.9))
    kept.confirmed("smoke", "slope", NOW - DAY - timedelta(minutes=5), NOW - DAY + timedelta(minutes=5))
    assert threshold(kept) == 0.5


def test_zones_and_kinds_have_their_own() -> None:
    kept = history((DAY, 0.9))
    assert kept.threshold("smoke", "valley", NOW, 0.5) == 0.5
    assert kept.threshold("flame", "slope", NOW, 0.5) == 0.5


def test_it_is_bounded_and_goes_on_from_what_was_kept() -> None:
    kept = ScoreHistory()
    for minute in range(0, 20 * 24 * 60, 5):
        kept.note("smoke", "slope", 0.4, NOW - 20 * DAY + timedelta(minutes=minute))
    remembered = kept.exchange({}, (), NOW)
    [slots] = remembered.values()
    assert len(slots) <= 1081
    assert threshold(ScoreHistory(remembered)) == threshold(kept) > 0.5


@given(st.lists(st.tuples(st.floats(0.5, 7.0), st.floats(0.0, 1.0))), st.floats(0.3, 0.9))
def test_it_never_lowers_a_threshold_nor_makes_a_place_deaf(scores: list[tuple[float, float]], usual: float) -> None:
    kept = history(*((timedelta(days=days), score) for days, score in scores))
    assert usual <= kept.threshold("smoke", "slope", NOW, usual) <= max(MOST, usual)


def watch(kept: ScoreHistory, score: float) -> tuple[list[Phase], AlertPolicy]:
    numbers, told = count(1), []
    rule = Rule(threshold=0.5, needed=2, window=3, by_history=True)
    policy = AlertPolicy(RuleBook({("smoke", "slope"): rule}), lambda: UUID(int=next(numbers)), kept)
    for second in range(5):
        seen = [Observation("smoke", score, zone="slope")]
        told += policy.step(seen, monotonic=float(second), captured_at=NOW + timedelta(seconds=second))
    return [each.phase for each in told], policy


def test_the_policy_waits_for_more_than_the_hour_usually_brings_and_says_why() -> None:
    assert watch(history(), 0.7)[0] == [Phase.RAISED]
    told, policy = watch(history((DAY, 0.6)), 0.7)
    assert told == []
    assert policy.vetoes["smoke", SAME_HOUR] > 0
    assert watch(history((DAY, 0.6)), 0.85)[0] == [Phase.RAISED]
