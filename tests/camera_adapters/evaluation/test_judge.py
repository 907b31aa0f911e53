"""What counts as found, missed, false, a duplicate, or not judgeable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.evaluation.judge import Outcome, Patience, Told, Truth, judge, overlap

WALK = Truth("person", 10.0, 20.0, ((10.0, (100.0, 100.0, 40.0, 80.0)),))
PATIENT = Patience(60.0, 90.0)


def told(at: float, kind: str = "intrusion", *, raised: bool = True, box: tuple[float, ...] | None = None) -> Told:
    return Told(kind, at, raised, box)  # type: ignore[arg-type]


def outcomes(*words: Told, truth: Truth = WALK) -> tuple[Outcome, list[Outcome]]:
    judgement = judge([truth], words, PATIENT)
    return judgement.truths[0].outcome, [each.outcome for each in judgement.alerts]


@pytest.mark.parametrize("at", [10.0, 20.0, 49.9])
def test_an_alert_within_the_event_or_half_a_minute_after_it_is_a_hit(at: float) -> None:
    assert outcomes(told(at)) == (Outcome.HIT, [Outcome.HIT])


@pytest.mark.parametrize("at", [9.9, 50.1])
def test_an_alert_before_or_long_after_the_event_is_false_and_the_event_missed(at: float) -> None:
    assert outcomes(told(at)) == (Outcome.MISS, [Outcome.FALSE])


def test_motion_may_say_intrusion_but_no_other_kind_stands_for_a_person() -> None:
    assert outcomes(told(12.0, "person"))[0] is Outcome.HIT
    assert outcomes(told(12.0, "boat")) == (Outcome.MISS, [Outcome.FALSE])
    assert outcomes(told(12.0), truth=Truth("smoke", 10.0, 20.0)) == (Outcome.MISS, [Outcome.FALSE])


@pytest.mark.parametrize(("kind", "outcome"), [("smoke_far", Outcome.HIT), ("flame", Outcome.MISS)])
def test_smoke_is_smoke_also_as_a_far_candidate(kind: str, outcome: Outcome) -> None:
    assert outcomes(told(12.0, kind), truth=Truth("smoke", 10.0, 20.0))[0] is outcome


def test_the_second_alert_of_one_event_is_a_duplicate_and_not_false() -> None:
    assert outcomes(told(12.0), told(30.0)) == (Outcome.HIT, [Outcome.HIT, Outcome.DUPLICATE])


def test_an_update_finds_a_later_event_and_is_never_false() -> None:
    later = Truth("person", 30.0, 32.0)
    judgement = judge([Truth("person", 1.0, 2.0), later], [told(1.5), told(31.0, raised=False)], PATIENT)
    assert [each.outcome for each in judgement.truths] == [Outcome.HIT, Outcome.HIT]
    assert judgement.truths[1].delay == 1.0
    assert judge([], [told(5.0, raised=False)], PATIENT).alerts == ()


@pytest.mark.parametrize(
    ("box", "outcome"),
    [
        ((110.0, 110.0, 40.0, 80.0), Outcome.HIT),
        ((137.0, 130.0, 10.0, 10.0), Outcome.HIT),  # its centre lies within a fifth around the true box
        ((150.0, 130.0, 10.0, 10.0), Outcome.MISS),
        ((300.0, 100.0, 40.0, 80.0), Outcome.MISS),
        (None, Outcome.HIT),
    ],
)
def test_boxes_must_be_of_the_same_place(box: tuple[float, ...] | None, outcome: Outcome) -> None:
    assert outcomes(told(12.0, box=box))[0] is outcome


def test_the_true_box_follows_the_event() -> None:
    moving = Truth("person", 0.0, 9.0, ((0.0, (0.0, 0.0, 10.0, 10.0)), (5.0, (90.0, 0.0, 10.0, 10.0))))
    assert moving.box_at(4.9) == (0.0, 0.0, 10.0, 10.0)
    assert moving.box_at(20.0) == (90.0, 0.0, 10.0, 10.0)


def test_an_event_too_short_for_its_rule_is_neither_a_miss_nor_a_hit() -> None:
    patience = Patience(clip_end=12.0, held_until=42.0, needs={"smoke": 20.0, "camera_frozen": 10.0})
    early, late = Truth("smoke", 1.0, 11.0), Truth("smoke", 2.0, 12.0)
    frozen = Truth("camera_frozen", 5.0, 12.0)
    judgement = judge([early, late, frozen], [], patience)
    assert [each.outcome for each in judgement.truths] == [
        Outcome.NOT_JUDGEABLE,  # over before 20 s
        Outcome.MISS,  # goes on while the last second is held
        Outcome.NOT_JUDGEABLE,  # what is held must not be taken for frozen
    ]


boxes = st.tuples(*[st.floats(0.0, 50.0)] * 2, *[st.floats(1.0, 50.0)] * 2)


@given(boxes, boxes)
def test_overlap_is_symmetric_and_one_for_the_same_box(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    first, second = overlap(a, b), overlap(b, a)  # type: ignore[arg-type]
    assert first == pytest.approx(second)
    assert 0.0 <= first <= 1.0 + 1e-9
    assert overlap(a, a) == pytest.approx(1.0)  # type: ignore[arg-type]
