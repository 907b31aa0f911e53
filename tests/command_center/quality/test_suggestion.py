"""What is suggested after officers have judged a detector's alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.alerts.model import AlertState
from command_center.quality.model import Judged, OfficerVerdict, tally, verdict, week_of
from command_center.quality.suggestion import Advice, AdviceReason, suggest

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CORNER = {"x": 0.1, "y": 0.1, "w": 0.1, "h": 0.1}


def alerts(said: OfficerVerdict, scores: Sequence[float], box: dict[str, float] | None = None) -> list[Judged]:
    return [Judged(UUID(int=number), NOON, score, said, box) for number, score in enumerate(scores, start=1)]


def test_nothing_is_suggested_on_few_verdicts() -> None:
    found = suggest(alerts(OfficerVerdict.FALSE, [0.5] * 7), 0.5)
    assert (found.advice, found.reason, found.judged) == (Advice.NONE, AdviceReason.TOO_FEW, 7)


def test_a_detector_that_is_mostly_right_is_left_alone() -> None:
    mixed = alerts(OfficerVerdict.CONFIRMED, [0.7] * 9) + alerts(OfficerVerdict.FALSE, [0.6] * 3)
    assert suggest(mixed, 0.5).reason is AdviceReason.GOOD


def test_a_threshold_spares_the_false_alerts_and_loses_none_that_was_real() -> None:
    mixed = alerts(OfficerVerdict.CONFIRMED, [0.81, 0.9]) + alerts(
        OfficerVerdict.FALSE, [0.55, 0.6, 0.6, 0.65, 0.7, 0.85]
    )
    found = suggest(mixed, 0.5)
    assert (found.advice, found.threshold, found.spared, found.judged) == (Advice.THRESHOLD, 0.79, 5, 8)


def test_no_threshold_is_suggested_where_real_alerts_are_as_weak_as_false_ones() -> None:
    mixed = alerts(OfficerVerdict.CONFIRMED, [0.56, 0.9]) + alerts(OfficerVerdict.FALSE, [0.7] * 8)
    assert suggest(mixed, 0.5).reason is AdviceReason.NOT_SEPARABLE


def test_false_alerts_at_one_place_are_better_masked() -> None:
    elsewhere = {"x": 0.7, "y": 0.7, "w": 0.1, "h": 0.1}
    mixed = alerts(OfficerVerdict.FALSE, [0.6] * 7, CORNER) + alerts(OfficerVerdict.FALSE, [0.6] * 2, elsewhere)
    found = suggest(mixed, 0.5)
    assert (found.advice, found.reason, found.spared) == (Advice.MASK, AdviceReason.SAME_PLACE, 7)
    assert found.alert_id is not None


def test_a_place_where_something_real_was_is_never_masked() -> None:
    mixed = alerts(OfficerVerdict.FALSE, [0.6] * 9, CORNER) + alerts(OfficerVerdict.CONFIRMED, [0.9], CORNER)
    assert suggest(mixed, 0.5).advice is Advice.THRESHOLD


scores = st.lists(st.floats(0.5, 1.0), max_size=20)


@given(scores, scores, st.floats(0.3, 0.9))
def test_no_suggestion_ever_loses_a_real_alert_or_makes_a_detector_laxer(
    false: list[float], real: list[float], threshold: float
) -> None:
    found = suggest(alerts(OfficerVerdict.FALSE, false) + alerts(OfficerVerdict.CONFIRMED, real), threshold)
    if found.threshold is not None:
        assert threshold < found.threshold <= 0.95
        assert all(score >= found.threshold for score in real)


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (AlertState.CONFIRMED, None, OfficerVerdict.CONFIRMED),
        (AlertState.DISMISSED, "false_alarm", OfficerVerdict.FALSE),
        (AlertState.DISMISSED, "known_work", OfficerVerdict.OTHER),
        (AlertState.ACKNOWLEDGED, None, OfficerVerdict.OPEN),
    ],
)
def test_only_a_false_alarm_speaks_against_the_detector(
    state: AlertState, reason: str | None, said: OfficerVerdict
) -> None:
    assert verdict(state, reason) is said


def test_the_ratio_leaves_out_what_nobody_judged() -> None:
    found = tally(
        alerts(OfficerVerdict.FALSE, [0.6])
        + alerts(OfficerVerdict.CONFIRMED, [0.6] * 3)
        + alerts(OfficerVerdict.OPEN, [0.6] * 9)
    )
    assert (found.alerts, found.ratio) == (13, 0.25)
    assert tally(alerts(OfficerVerdict.OPEN, [0.6])).ratio is None


def test_a_week_begins_on_monday_in_the_sites_zone() -> None:
    start, end = week_of(date(2026, 5, 3), ZoneInfo("Asia/Shanghai"))
    assert start.astimezone(UTC) == datetime(2026, 4, 26, 16, tzinfo=UTC)
    assert (end - start).days == 7
