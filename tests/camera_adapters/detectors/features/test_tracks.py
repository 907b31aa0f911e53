"""Blobs become tracks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.detectors.features.tracks import MAX_TRACKS, Blob, Tracker


def body(x: float, y: float, size: float = 0.08) -> Blob:
    return Blob(x, y, size, size, 0.7)


def test_a_body_that_crosses_is_one_track_with_its_way() -> None:
    tracker = Tracker()
    for i in range(20):
        tracks = tracker.update([body(0.1 + 0.03 * i, 0.3)], i * 0.2)
    [track] = tracks
    assert track.hits == 20
    assert track.persistence == 1.0
    assert track.net == pytest.approx(0.57, abs=0.01)
    assert track.straight > 0.99


def test_two_bodies_that_pass_each_other_apart_stay_two() -> None:
    tracker = Tracker()
    for i in range(20):
        tracker.update([body(0.1 + 0.03 * i, 0.1), body(0.8 - 0.03 * i, 0.4)], i * 0.2)
    assert sorted(track.number for track in tracker.tracks) == [1, 2]
    assert all(track.net > 0.5 for track in tracker.tracks)


def test_what_sways_in_place_has_no_way() -> None:
    tracker = Tracker()
    for i in range(60):
        tracks = tracker.update([body(0.5 + 0.02 * (i % 2), 0.3)], i * 0.2)
    [track] = tracks
    assert track.net < 0.03


def test_a_track_survives_a_missed_frame_and_ends_after_a_second() -> None:
    tracker = Tracker()
    for i in range(5):
        tracker.update([body(0.1 + 0.02 * i, 0.3)], i * 0.2)
    assert len(tracker.update([], 1.2)) == 1
    assert len(tracker.update([body(0.2, 0.3)], 1.4)) == 1
    for i in range(8):
        tracks = tracker.update([], 1.6 + 0.2 * i)
    assert len(tracks) == 0


def test_a_leap_is_no_way_unless_stones_are_followed() -> None:
    hops = [body(0.3 + 0.04 * (i % 4 > 1) + 0.01 * i, 0.3, 0.03) for i in range(20)]
    nets = []
    for leaps in (True, False):
        tracker = Tracker(leaps=leaps)
        for i, hop in enumerate(hops):
            tracks = tracker.update([hop], 0.4 * i)
        nets.append(max(track.net for track in tracks))
    assert nets[0] > 0.1 > nets[1]


def test_keyframes_every_two_seconds_still_make_a_track() -> None:
    tracker = Tracker()
    for i in range(4):
        tracks = tracker.update([body(0.1 + 0.15 * i, 0.3)], i * 2.0)
    [track] = tracks
    assert track.net == pytest.approx(0.45, abs=0.01)


@given(
    st.lists(st.lists(st.tuples(st.floats(0, 0.9), st.floats(0, 0.5), st.floats(0.02, 0.3)), max_size=40), max_size=8)
)
def test_tracks_are_bounded_and_numbers_are_unique(frames: list[list[tuple[float, float, float]]]) -> None:
    tracker = Tracker()
    for i, blobs in enumerate(frames):
        tracks = tracker.update([body(*blob) for blob in blobs], i * 0.2)
        assert len(tracks) <= MAX_TRACKS
        assert len({track.number for track in tracks}) == len(tracks)
        assert all(0.0 <= track.straight <= 1.0 for track in tracks)
