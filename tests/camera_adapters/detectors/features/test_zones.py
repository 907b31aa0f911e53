"""Points in zones and the pixels that a zone needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.detectors.features.zones import Area

L_SHAPE = Area(((0.2, 0.2), (0.8, 0.2), (0.8, 0.4), (0.4, 0.4), (0.4, 0.8), (0.2, 0.8)))


@pytest.mark.parametrize(("x", "y"), [(0.3, 0.7), (0.7, 0.3), (0.2, 0.2), (0.5, 0.2), (0.4, 0.6), (0.2, 0.5)])
def test_points_inside_and_on_the_border_belong_to_a_zone(x: float, y: float) -> None:
    assert L_SHAPE.contains(x, y)


@pytest.mark.parametrize(("x", "y"), [(0.6, 0.6), (0.1, 0.3), (0.9, 0.3), (0.41, 0.41), (0.3, 0.81)])
def test_points_outside_do_not(x: float, y: float) -> None:
    assert not L_SHAPE.contains(x, y)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_whole_picture_contains_every_point(x: float, y: float) -> None:
    assert Area().contains(x, y)


def test_the_watched_pixels_have_room_for_bodies_and_stay_in_the_picture() -> None:
    left, top, right, bottom = Area(((0.5, 0.5), (0.95, 0.5), (0.95, 0.9))).watched()
    assert (left, top, right, bottom) == pytest.approx((0.4, 0.2, 1.0, 1.0))
