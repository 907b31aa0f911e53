"""Each fault from its numbers alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.detectors.faults.decisions import (
    FAULTS,
    black,
    blurred,
    covered,
    frozen,
    hazy,
    moved,
    rated,
    shaking,
)
from camera_adapters.detectors.faults.picture_measures import Measures

USUAL = Measures(
    dark=0.05,
    dark_deviation=2.0,
    difference=0.6,
    sharpness=1.0,
    kinship=1.0,
    lost=0.02,
    hidden=0.0,
    flat=0.0,
    kept=0.95,
    shift=0.3,
    steady=True,
    stable=True,
    textured=50,
    learnt=True,
)


def test_the_usual_picture_has_no_fault() -> None:
    assert {kind: decide(USUAL) for kind, decide in FAULTS.items()} == dict.fromkeys(FAULTS, 0.0)


@pytest.mark.parametrize(("difference", "found"), [(0.0, True), (0.015, True), (0.1, False), (None, False)])
def test_frozen_is_a_picture_that_repeats(difference: float | None, *, found: bool) -> None:
    assert (frozen(replace(USUAL, difference=difference)) >= 0.5) is found


def test_black_is_dark_everywhere_and_a_night_with_lamps_is_not() -> None:
    assert black(replace(USUAL, dark=1.0, dark_deviation=0.5)) == 1.0
    assert black(replace(USUAL, dark=0.83, dark_deviation=2.0)) == 0.0
    assert black(replace(USUAL, dark=1.0, dark_deviation=5.0)) == 0.0


def test_a_lens_cap_is_black_and_nothing_else() -> None:
    cap = replace(USUAL, dark=1.0, dark_deviation=0.3, sharpness=0.0, kinship=0.0, lost=1.0, hidden=1.0)
    assert [kind for kind, decide in FAULTS.items() if decide(cap) >= 0.5] == ["camera_black"]


def test_covered_is_unsharp_all_over_or_hides_a_part() -> None:
    assert covered(replace(USUAL, lost=0.9, sharpness=0.04, kinship=0.7)) > 0.8
    assert covered(replace(USUAL, lost=0.36, hidden=0.22, kept=0.75)) > 0.5
    assert covered(replace(USUAL, lost=0.68, hidden=0.6, flat=0.5, kept=0.1, sharpness=0.15)) > 0.5
    assert covered(replace(USUAL, lost=0.14, hidden=0.0)) == 0.0


def test_clouds_and_dusk_change_brightness_everywhere_and_cover_nothing() -> None:
    assert covered(replace(USUAL, lost=0.65, hidden=0.5, flat=0.04, kept=0.22)) < 0.2
    assert covered(replace(USUAL, lost=0.62, hidden=0.19, kept=0.7)) < 0.2


def test_moved_is_another_sharp_view_that_stands_still() -> None:
    other = replace(USUAL, lost=0.9, hidden=0.8, kinship=0.05, sharpness=0.5)
    assert moved(other) == 1.0
    assert covered(other) < 0.5
    assert moved(replace(other, stable=False)) == 0.0
    assert moved(replace(other, steady=False)) == 0.0


def test_vibration_is_not_moved_and_a_shift_is() -> None:
    assert moved(replace(USUAL, shift=5.0)) == 0.0
    assert moved(replace(USUAL, shift=20.0)) == 1.0


def test_blurred_is_the_known_view_without_detail() -> None:
    assert blurred(replace(USUAL, sharpness=0.07, kinship=0.97)) == 1.0
    assert blurred(replace(USUAL, sharpness=0.07, kinship=0.5)) == 0.0
    assert blurred(replace(USUAL, sharpness=0.9)) == 0.0


def test_fog_takes_contrast_from_all_and_is_neither_blur_nor_cover() -> None:
    fog = replace(USUAL, sharpness=0.22, veil=0.35, clarity=0.3, lost=0.5, hidden=0.4, flat=0.5, kept=0.6)
    assert {kind: decide(fog) for kind, decide in FAULTS.items() if decide(fog) >= 0.4} == {}
    assert hazy(fog) > 0.8


def test_a_view_that_was_veiled_before_it_was_lost_is_lost_in_fog() -> None:
    gone = replace(USUAL, lost=1.0, sharpness=0.05)
    assert covered(gone) > 0.8
    assert covered(replace(gone, fog=True)) == 0.0


def test_a_hand_before_a_clear_view_is_no_bad_visibility() -> None:
    assert hazy(replace(USUAL, lost=0.9, sharpness=0.04, clarity=0.2)) == 0.0


@pytest.mark.parametrize(("sway", "found"), [(0.0, False), (0.6, False), (1.7, True), (20.0, False)])
def test_shaking_moves_the_whole_picture_and_a_carried_camera_is_another_matter(sway: float, *, found: bool) -> None:
    assert (shaking(replace(USUAL, sway=sway)) >= 0.5) is found


def test_without_a_reference_only_what_needs_none_is_judged() -> None:
    unknown = replace(USUAL, learnt=False, lost=1.0, sharpness=0.0, hidden=1.0)
    assert {kind for kind, decide in FAULTS.items() if decide(unknown) > 0.0} == set()


@given(st.floats(-10, 10), st.floats(-3, 3), st.floats(-3, 3))
def test_a_rating_is_a_share_and_a_half_at_its_mark(value: float, mark: float, sure: float) -> None:
    if abs(sure - mark) > 0.01:
        assert 0.0 <= rated(value, mark, sure) <= 1.0
        assert rated(mark, mark, sure) == 0.5
        assert rated(sure, mark, sure) == pytest.approx(1.0)
