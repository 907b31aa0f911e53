"""Trees as flat pictures that stand in the world."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.boards import draw_board
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field

SIZE = 224


def tree_texture(rng: np.random.Generator) -> tuple[Field, Field]:
    """A broad-leaved tree: colours (SIZE, SIZE, 3) and transparency, trunk at the bottom's middle."""
    picture = np.full((SIZE, SIZE, 3), (0.07, 0.15, 0.12), np.float32)
    alpha = np.zeros((SIZE, SIZE), np.float32)
    middle = SIZE // 2
    cv2.line(picture, (middle, SIZE), (middle + 3, SIZE // 2), (0.16, 0.19, 0.22), 9, cv2.LINE_AA)
    cv2.line(alpha, (middle, SIZE), (middle + 3, SIZE // 2), 1.0, 9, cv2.LINE_AA)
    clumps = [(rng.normal(0, 0.42), rng.normal(0, 0.36), rng.uniform(0.16, 0.3)) for _ in range(22)]
    for cx, cy, radius in sorted(clumps, key=lambda clump: clump[1]):
        for _ in range(120):
            angle, reach = rng.uniform(0, 2 * np.pi), radius * np.sqrt(rng.random())
            x, y = (
                float(np.clip(cx, -0.62, 0.62)) + reach * np.cos(angle),
                float(np.clip(cy, -0.6, 0.6)) + reach * np.sin(angle),
            )
            light = 0.62 - 0.5 * y - 0.28 * x + 0.5 * (-np.sin(angle)) * reach / radius + rng.normal(0, 0.16)
            colour = np.asarray((0.085, 0.215, 0.165)) * max(0.25, 0.55 + 0.75 * light)
            place = (round(middle + x * SIZE * 0.46), round(SIZE * 0.37 + y * SIZE * 0.40))
            leaf = (int(rng.integers(1, 4)), int(rng.integers(1, 3)))
            turn = float(rng.uniform(0, 180))
            cv2.ellipse(picture, place, leaf, turn, 0, 360, colour.tolist(), -1, cv2.LINE_AA)
            cv2.ellipse(alpha, place, leaf, turn, 0, 360, 1.0, -1, cv2.LINE_AA)
    soft = (cv2.GaussianBlur(layer, (0, 0), 0.7) for layer in (picture, alpha))
    leaves, cover = (np.asarray(layer, np.float32) for layer in soft)
    return leaves, cover


def plant(picture: Field, view: View, spot: tuple[float, float], tall: float, tree: tuple[Field, Field]) -> None:
    """Stand a tree ``tall`` metres high at (x, z) on level ground, in place."""
    x, z = spot
    half = tall * 0.5
    corners = ((x - half, tall, z), (x + half, tall, z), (x + half, 0.0, z), (x - half, 0.0, z))
    draw_board(picture, view, corners, tree[0], tree[1])
