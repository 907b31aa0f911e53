"""People as a camera sees them from a distance: a walking figure, shaded, with its shadow on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Plane, Sprite
from camera_adapters.sources.scene.optics import View

PHASES = 8
"""Pictures of one double step."""
TALL, WIDE = 192, 128
"""Pixels of a figure as it is drawn, before it is scaled down to its distance."""
TOPS = (
    (62, 60, 118),
    (104, 84, 62),
    (72, 72, 72),
    (165, 162, 158),
    (66, 84, 70),
    (78, 104, 140),
    (58, 50, 48),
    (96, 92, 88),
)
TROUSERS = ((60, 50, 45), (90, 80, 75), (55, 60, 70), (110, 100, 90))
SKIN = (120, 150, 190)


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody looks; ``pace`` in metres a second."""

    top: tuple[int, int, int]
    trousers: tuple[int, int, int]
    stature: float = 1.7
    pace: float = 1.3

    @classmethod
    def random(cls, rng: np.random.Generator) -> Person:
        top, trousers = TOPS[int(rng.integers(len(TOPS)))], TROUSERS[int(rng.integers(len(TROUSERS)))]
        return cls(top, trousers, float(rng.uniform(1.55, 1.82)), float(rng.uniform(0.9, 1.5)))


class Walker:
    """Draws one person at places in the world; keeps the figures of every phase of the step."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._figures = [_figure(person, phase / PHASES) for phase in range(PHASES)]

    def draw(
        self, canvas: Canvas, view: View, place: tuple[float, float, float], walked: float, left: bool
    ) -> Box | None:
        """Stand the figure with its feet at ``place`` (x, y, z); ``walked`` metres choose the step."""
        foot = view.project(np.asarray([place]))[0]
        height = self.person.stature * view.metre(place[2])
        if height < 3:
            return None
        width = height * WIDE / TALL
        self._shadow(canvas, foot, height)
        bgr, alpha = self._figures[int(walked / 1.45 * PHASES) % PHASES]
        if left:
            bgr, alpha = bgr[:, ::-1], alpha[:, ::-1]
        sprite = scaled(bgr, alpha, (max(4, round(width)), max(6, round(height))))
        return canvas.stamp(sprite, foot[0] - width / 2, foot[1] - height)

    @staticmethod
    def _shadow(canvas: Canvas, foot: np.ndarray, height: float) -> None:
        reach = max(4, round(height * 0.75) // 2 * 2)
        thick = max(2, round(height * 0.12) // 2 * 2)
        canvas.stamp(blot(reach, thick, 0.5), foot[0] - reach * 0.1, foot[1] - thick * 0.55)


def blot(width: int, height: int, depth: float) -> Sprite:
    """A soft dark ellipse: the shadow of something on the ground; even sides in pixels."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    alpha = np.clip(1.15 - (x * x + y * y), 0, 1) * depth * 255
    return Sprite.flat(28, 130, 126, alpha.astype(np.uint8))


def scaled(bgr: Plane, alpha: Plane, size: tuple[int, int]) -> Sprite:
    """A picture and its transparency at ``size`` (width, height) pixels, colours kept clean at the edges."""
    small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    return Sprite.of(np.asarray(small, np.uint8), np.asarray(mask, np.uint8))


def _figure(person: Person, phase: float) -> tuple[Plane, Plane]:
    bgr = np.empty((TALL, WIDE, 3), np.uint8)
    bgr[:] = person.trousers
    bgr[: TALL * 55 // 100] = person.top
    alpha = np.zeros((TALL, WIDE), np.uint8)
    swing = float(np.sin(2 * np.pi * phase))
    hip, shoulder, head = (60, 102), (62, 44), (65, 18)
    for side, shade in ((-1, 0.62), (1, 1.0)):
        _leg(bgr, alpha, hip, side * swing, _dark(person.trousers, shade))
        _arm(bgr, alpha, shoulder, -side * swing, _dark(person.top, shade * 0.9))
    _body(bgr, alpha, person)
    cv2.circle(bgr, head, 12, SKIN, -1, cv2.LINE_AA)
    cv2.ellipse(bgr, (head[0] - 2, head[1] - 4), (12, 10), 0, 150, 370, (30, 28, 28), -1, cv2.LINE_AA)
    cv2.circle(alpha, head, 13, 255, -1, cv2.LINE_AA)
    light = np.linspace(0.72, 1.18, WIDE)[None, ::-1, None] * np.linspace(1.12, 0.82, TALL)[:, None, None]
    return np.clip(cv2.GaussianBlur(bgr, (0, 0), 1.5) * light, 0, 255).astype(np.uint8), alpha


def _dark(colour: tuple[int, int, int], factor: float) -> tuple[int, int, int]:
    blue, green, red = (int(part * factor) for part in colour)
    return (blue, green, red)


def _body(bgr: Plane, alpha: Plane, person: Person) -> None:
    outline = np.asarray([(50, 32), (76, 32), (82, 48), (78, 84), (76, 110), (48, 110), (46, 80), (44, 48)], np.int32)
    cv2.fillPoly(bgr, [outline], person.top, cv2.LINE_AA)
    cv2.fillPoly(alpha, [outline], 255, cv2.LINE_AA)


def _leg(bgr: Plane, alpha: Plane, hip: tuple[int, int], swing: float, colour: tuple[int, int, int]) -> None:
    knee = (round(hip[0] + 20 * swing + 5), 142)
    foot = (round(hip[0] + 36 * swing - 6 * (swing < 0)), round(184 - 7 * max(-swing, 0)))
    _limb(bgr, alpha, (hip, knee, foot), 17, colour)
    _limb(bgr, alpha, (foot, (foot[0] + 10, foot[1] + 2)), 9, (35, 35, 38))


def _arm(bgr: Plane, alpha: Plane, shoulder: tuple[int, int], swing: float, colour: tuple[int, int, int]) -> None:
    elbow = (round(shoulder[0] + 13 * swing - 2), 70)
    hand = (round(shoulder[0] + 26 * swing + 6), 96)
    _limb(bgr, alpha, (shoulder, elbow, hand), 12, colour)
    cv2.circle(bgr, hand, 6, SKIN, -1, cv2.LINE_AA)


def _limb(
    bgr: Plane, alpha: Plane, points: tuple[tuple[int, int], ...], thick: int, colour: tuple[int, int, int]
) -> None:
    line = np.asarray(points, np.int32)
    cv2.polylines(bgr, [line], False, colour, thick, cv2.LINE_AA)
    cv2.polylines(alpha, [line], False, 255, thick, cv2.LINE_AA)
