"""Whether a picture plainly stands: never said of one that is shifted, and said of a quiet one for all its noise."""

from __future__ import annotations

from math import cos, radians, sin

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from camera_adapters.detectors.features.alignment import AlignmentCheck

LEAST = 0.2


def view(seed: int = 1, height: int = 90) -> NDArray[np.float32]:
    """A textured view (h, 160), with 20 pixels more on each side to be shifted over."""
    noise = np.random.default_rng(seed).random((height + 40, 200)).astype(np.float32)
    rough = cv2.GaussianBlur(noise, (0, 0), 2.0) * 400.0 + cv2.GaussianBlur(noise, (0, 0), 8.0) * 900.0
    return np.asarray(rough - rough.mean() + 110.0, dtype=np.float32)


def seen(
    wide: NDArray[np.float32], dx: float = 0.0, dy: float = 0.0, noise: float = 0.0, light: float = 0.0
) -> NDArray[np.float32]:
    """The middle of a view that stands (dx, dy) pixels off, with this noise and light in grey levels."""
    move = np.array([[1, 0, dx], [0, 1, dy]], dtype=np.float32)
    shifted = cv2.warpAffine(wide, move, wide.shape[::-1], flags=cv2.INTER_CUBIC)[20:-20, 20:-20]
    dirt = np.random.default_rng(7).normal(0.0, noise, shifted.shape) if noise else 0.0
    return np.asarray(shifted + dirt + light, dtype=np.float32)


@pytest.mark.parametrize("height", [90, 96, 120])
def test_a_quiet_view_stands_in_the_noise_of_a_camera(height: int) -> None:
    wide = view(height=height)
    assert AlignmentCheck(seen(wide)).stands(seen(wide, noise=2.0), LEAST)


@pytest.mark.parametrize("length", [0.3, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0])
@pytest.mark.parametrize("angle", range(0, 360, 45))
def test_a_shifted_view_never_stands(length: float, angle: int) -> None:
    wide = view()
    shifted = seen(wide, length * cos(radians(angle)), length * sin(radians(angle)), noise=2.0)
    assert not AlignmentCheck(seen(wide)).stands(shifted, LEAST)


def test_what_passes_through_a_third_of_the_view_does_not_make_it_move() -> None:
    wide = view()
    passing = seen(wide, noise=1.0)
    passing[:, 20:70] = 200.0
    assert AlignmentCheck(seen(wide)).stands(passing, LEAST)


def test_another_view_another_light_and_a_flat_one_are_left_to_the_correlation() -> None:
    wide = view()
    standing = AlignmentCheck(seen(wide))
    assert not standing.stands(seen(view(seed=2)), LEAST)
    assert not standing.stands(seen(wide, light=40.0), LEAST)
    flat = np.full((90, 160), 90.0, dtype=np.float32)
    assert not AlignmentCheck(flat).stands(flat, LEAST)
