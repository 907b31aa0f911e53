"""A frozen picture behind an encoder that goes on refining it, against pictures that live."""

from __future__ import annotations

import numpy as np

from camera_adapters.detectors.faults.stillness import Step, Stillness

GOP = [Step(2.5, 2.4, 1.2), Step(1.1, 1.0, 0.6), Step(0.6, 0.6, 0.3), Step(0.3, 0.28, 0.2), Step(0.004, 0.0, 0.0)]
"""What five pictures after a keyframe change: ever less, and everywhere."""


def run(steps: list[Step], still: Stillness | None = None, begin: float = 100.0) -> Stillness:
    still = still or Stillness()
    still.push(np.zeros((180, 320), np.uint8), begin)
    for number, each in enumerate(steps):
        still.note(each, begin + 0.4 * (number + 1))
    return still


def test_refining_that_comes_to_an_end_again_and_again_is_a_frozen_picture() -> None:
    assert run(GOP * 3).repeats(106.0)


def test_what_never_comes_to_an_end_lives() -> None:
    assert not run([Step(max(each.mean, 0.2), each.median, each.moved) for each in GOP * 3]).repeats(106.0)


def test_something_that_moves_in_a_part_of_it_lives() -> None:
    assert not run([*GOP * 3, Step(0.1, 0.0, 9.0)]).repeats(106.4)


def test_a_quiet_picture_that_is_not_even_refined_is_left_to_the_other_measures() -> None:
    assert not run([Step(0.0, 0.0, 0.0)] * 15).repeats(106.0)


def test_a_picture_that_repeats_only_now_and_then_lives() -> None:
    slow_change = [Step(0.25, 0.2, 0.6), Step(1.1, 1.0, 1.8), Step(2.3, 2.0, 2.9), Step(1.8, 1.0, 2.2)]
    assert not run([*slow_change * 2, Step(0.0, 0.0, 0.0), *slow_change * 2]).repeats(106.8)


def test_an_interruption_forgets() -> None:
    still = run(GOP * 3)
    still.forget()
    assert not still.repeats(106.0)
