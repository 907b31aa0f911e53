"""Cars and vans as solid bodies, drawn in perspective every frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Sprite
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import blot

CAR = (
    (-2.2, 0.35),
    (-2.25, 0.78),
    (-2.05, 1.0),
    (-1.55, 1.05),
    (-0.95, 1.46),
    (0.55, 1.48),
    (1.25, 1.02),
    (2.15, 0.88),
    (2.25, 0.6),
    (2.2, 0.35),
)
VAN = ((-2.4, 0.35), (-2.45, 1.2), (-2.35, 1.85), (1.2, 1.9), (1.75, 1.25), (2.35, 1.05), (2.45, 0.6), (2.4, 0.35))
GLASS = {CAR: (3, 5), VAN: (1, 3)}
PAINTS = ((225, 225, 222), (40, 40, 42), (140, 142, 145), (58, 54, 122), (98, 72, 56), (205, 205, 200), (60, 62, 66))
DETAIL = 2
"""Drawn at twice its size and scaled down."""


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A body: its side outline (s along, y up, metres), width and paint (BGR)."""

    outline: tuple[tuple[float, float], ...]
    wide: float
    paint: tuple[int, int, int]

    @classmethod
    def random(cls, rng: np.random.Generator) -> Vehicle:
        """Some car, one in four a van."""
        van = rng.random() < 0.25
        return cls(VAN if van else CAR, 1.75 if van else 1.78, PAINTS[int(rng.integers(len(PAINTS)))])

    def draw(self, canvas: Canvas, view: View, spot: tuple[float, float], heading: tuple[float, float]) -> Box | None:
        """Put it on level ground at (x, z), its front towards the unit vector ``heading`` (x, z)."""
        if spot[1] < 4.5:
            return None
        faces = sorted(self._faces(spot, heading), key=lambda face: -float(face[0][:, 2].mean()))
        pixels = [view.project(np.maximum(points, (-1e3, -1e3, 1.0))) for points, _ in faces]
        low, high = np.min([p.min(axis=0) for p in pixels], axis=0), np.max([p.max(axis=0) for p in pixels], axis=0)
        size = np.ceil(high - low).astype(int) + 4
        if (size < 5).any() or size[0] > canvas.width or low[0] > canvas.width or high[0] < 0 or low[1] > canvas.height:
            return None
        self._shadow(canvas, low, high)
        return canvas.stamp(_paint(faces, pixels, low, size), low[0] - 2, low[1] - 2)

    @staticmethod
    def _shadow(canvas: Canvas, low: np.ndarray, high: np.ndarray) -> None:
        wide = max(4, int((high[0] - low[0]) * 1.12) // 2 * 2)
        tall = max(2, int((high[1] - low[1]) * 0.34) // 2 * 2)
        canvas.stamp(blot(wide, tall, 0.62), low[0] - wide * 0.06, high[1] - tall * 0.62)

    def _faces(
        self, spot: tuple[float, float], heading: tuple[float, float]
    ) -> list[tuple[np.ndarray, tuple[int, int, int]]]:
        faces = []
        ahead, side = np.asarray([heading[0], 0, heading[1]]), np.asarray([heading[1], 0, -heading[0]])
        base = np.asarray([spot[0], 0, spot[1]])
        rings = [
            np.asarray(
                [
                    base + s * ahead + (0, y, 0) + way * side * self.wide / 2 * (0.86 if y > 1.1 else 1)
                    for s, y in self.outline
                ]
            )
            for way in (-1, 1)
        ]
        glass = GLASS[self.outline]
        for index in range(len(self.outline) - 1):
            quad = np.asarray([rings[0][index], rings[0][index + 1], rings[1][index + 1], rings[1][index]])
            slope = self.outline[index + 1][1] - self.outline[index][1]
            flat = 1.12 if abs(slope) < 0.12 else 0.82
            window = index in glass
            faces.append((quad, (52, 48, 44) if window else _tone(self.paint, flat)))
        toward = 0 if np.linalg.norm(rings[0].mean(axis=0)) < np.linalg.norm(rings[1].mean(axis=0)) else 1
        faces += self._side(rings[toward], base, ahead, (-1, 1)[toward] * side * self.wide / 2)
        return faces + self._lamps(base, ahead, side)

    def _side(
        self, ring: np.ndarray, base: np.ndarray, ahead: np.ndarray, out: np.ndarray
    ) -> list[tuple[np.ndarray, tuple[int, int, int]]]:
        nearer = ring * 0.9985  # drawn after the faces that share its edges
        window = (
            [(-1.35, 1.08), (-0.9, 1.38), (0.5, 1.40), (1.05, 1.06)]
            if self.outline is CAR
            else [(0.2, 1.2), (0.2, 1.7), (1.1, 1.7), (1.5, 1.2)]
        )
        parts = [(nearer, _tone(self.paint, 0.95))]
        parts.append((np.asarray([base + s * ahead + (0, y, 0) + out for s, y in window]) * 0.997, (50, 46, 42)))
        for axle in (-1.35, 1.35):
            turns = np.linspace(0, 2 * np.pi, 14)
            wheel = [base + (axle + 0.33 * np.cos(a)) * ahead + (0, 0.33 + 0.33 * np.sin(a), 0) + out for a in turns]
            parts.append((np.asarray(wheel) * 0.996, (26, 26, 28)))
        return parts

    def _lamps(
        self, base: np.ndarray, ahead: np.ndarray, side: np.ndarray
    ) -> list[tuple[np.ndarray, tuple[int, int, int]]]:
        lamps = []
        for end, colour in ((2.27, (215, 235, 240)), (-2.27, (40, 40, 190))):
            for way in (-0.7, 0.7):
                points = [(way - 0.16, 0.72), (way + 0.16, 0.72), (way + 0.16, 0.86), (way - 0.16, 0.86)]
                lamp = np.asarray([base + end * ahead + w * side + (0, y, 0) for w, y in points])
                if float((ahead * end) @ base) < 0:
                    lamps.append((lamp * 0.995, colour))
        return lamps


def _tone(colour: tuple[int, int, int], factor: float) -> tuple[int, int, int]:
    blue, green, red = (min(255, int(part * factor)) for part in colour)
    return (blue, green, red)


def _paint(
    faces: list[tuple[np.ndarray, tuple[int, int, int]]], pixels: list[np.ndarray], low: np.ndarray, size: np.ndarray
) -> Sprite:
    width, height = (int(part) * DETAIL for part in size)
    bgr, alpha = np.full((height, width, 3), 70, np.uint8), np.zeros((height, width), np.uint8)
    for (_, colour), where in zip(faces, pixels, strict=True):
        points = np.rint((where - low + 2) * DETAIL).astype(np.int32)
        cv2.fillPoly(bgr, [points], colour, cv2.LINE_AA)
        cv2.fillPoly(alpha, [points], 255)
    small = cv2.resize(bgr, (width // DETAIL, height // DETAIL), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(alpha, (width // DETAIL, height // DETAIL), interpolation=cv2.INTER_AREA)
    return Sprite.of(np.asarray(small, np.uint8), np.asarray(mask, np.uint8))
