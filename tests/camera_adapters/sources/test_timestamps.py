from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.sources.timestamps import MAX_HELD, Repaired, Stamp, TimeStamps

STEP = 3600
MISSING = None


def repaired(stamps: list[tuple[int | None, int | None]], gap: float = 0.04) -> list[tuple[int, int]]:
    """pts and dts after repair of packets that arrive ``gap`` seconds apart."""
    repairer = TimeStamps(Fraction(1, 90_000), 25.0)
    found: list[Repaired] = []
    for index, (pts, dts) in enumerate(stamps):
        found += repairer.push(Stamp(pts, dts, STEP, 100.0 + index * gap))
    return [(stamp.pts, stamp.dts) for stamp in found]


def test_a_first_keyframe_without_time_stamps_gets_those_before_the_second() -> None:
    assert repaired([(MISSING, MISSING), (7200, 7200), (10800, 10800)]) == [(3600, 3600), (7200, 7200), (10800, 10800)]


def test_missing_decode_times_of_reordered_pictures_are_counted_back() -> None:
    stamps = [(MISSING, MISSING), (10800, MISSING), (7200, MISSING), (3600, 3600), (21600, 7200)]

    assert repaired(stamps) == [(0, -7200), (10800, -3600), (7200, 0), (3600, 3600), (21600, 7200)]


def test_nothing_is_held_for_ever_where_no_decode_time_comes() -> None:
    found = repaired([(MISSING, MISSING)] * (MAX_HELD + 4))

    assert [dts for _, dts in found] == [index * STEP for index in range(MAX_HELD + 4)]


def test_a_missing_pair_in_mid_stream_is_filled_in() -> None:
    assert repaired([(0, 0), (MISSING, MISSING), (7200, 7200)]) == [(0, 0), (3600, 3600), (7200, 7200)]


def test_a_camera_that_resets_its_clock_goes_on_without_a_leap() -> None:
    assert repaired([(900_000, 900_000), (903_600, 903_600), (0, 0), (3600, 3600)]) == [
        (900_000, 900_000),
        (903_600, 903_600),
        (907_200, 907_200),
        (910_800, 910_800),
    ]


def test_a_clock_that_jumps_ahead_is_brought_back() -> None:
    found = repaired([(0, 0), (3600, 3600), (90_000_000, 90_000_000), (90_003_600, 90_003_600)])

    assert [dts for _, dts in found] == [0, 3600, 7200, 10800]


def test_a_real_gap_stays_a_gap() -> None:
    assert repaired([(0, 0), (1_800_000, 1_800_000)], gap=20.0) == [(0, 0), (1_800_000, 1_800_000)]


@given(
    st.lists(st.tuples(st.none() | st.integers(-(2**40), 2**40), st.none() | st.integers(-(2**40), 2**40)), max_size=60)
)
def test_whatever_comes_decode_times_grow_and_nothing_is_shown_before_it_is_decoded(
    stamps: list[tuple[int | None, int | None]],
) -> None:
    found = repaired(stamps)

    assert len(found) in (len(stamps), 0) or len(stamps) < MAX_HELD
    assert all(pts >= dts for pts, dts in found)
    assert all(after > before for (_, before), (_, after) in itertools.pairwise(found))
