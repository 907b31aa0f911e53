"""工地: a building's concrete frame, a crane, an excavation pit behind a fence that nobody should pass."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import Person, Walker
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.town import Block, facades, look
from camera_adapters.sources.scene.traffic import Flat, Passage, Traffic, passages
from camera_adapters.sources.scene.visits import Path, PersonVisit
from camera_adapters.sources.scene.world import Effect, Light, Polygon

PIT = (2.5, 19.0, 14.0, 26.0)
"""The excavation on the map: x from, x to, z from, z to."""
ZONES: dict[str, Polygon] = {"pit": ((0.58, 0.52), (0.96, 0.52), (0.99, 0.60), (0.99, 0.94), (0.60, 0.94))}
BLUE, CONCRETE = (0.55, 0.40, 0.24), (0.50, 0.53, 0.54)


class Site:
    """The world: workers on the left, the pit on the right."""

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        self.view = View(width, height, 0.72, 0.26, 7.5)
        picture = develop(_still(self.view.scaled(1.6), rng), (width, height))
        self._light = Light(picture, (picture * 0.9).astype(np.uint8), seconds, float(rng.random()))
        self.plate = self._light.plate
        self._traffic = Traffic(self.view, _workers(rng, seconds), seconds)
        self._seed = seed

    def draw(self, canvas: Canvas, t: float) -> None:
        """The site and its workers."""
        self._light.draw(canvas, t)
        self._traffic.draw(canvas, t)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Somebody goes to the edge of the pit."""
        if kind != "person":
            return None
        walker = Walker(Person.random(generator(self._seed, 5)))
        return PersonVisit(
            self.view, walker, Path([(9, 0, 27.5), (3.6, 0, 21), (3.2, 0, 14.5), (4.4, 0, 22), (10, 0, 27.5)], lasts)
        )


def _workers(rng: np.random.Generator, seconds: float) -> list[Passage]:
    walks: list[tuple[Flat, Flat]] = [((-6, 9), (-5, 30)), ((-11, 16), (-3.5, 21)), ((-12, 30), (-2, 33))]
    return passages(rng, [], walks, seconds, 1.0)


def _blocks(rng: np.random.Generator) -> list[Block]:
    first, second = int(rng.integers(3, 6)), int(rng.integers(4, 7))
    blocks = [
        Block(-36, -15, 46, 60, 3.2 * first, CONCRETE, first, 4.0, shops=False),
        Block(-4, 22, 66, 80, 3.1 * second, (0.56, 0.58, 0.58), second, 3.6, shops=False),
        Block(-90, 90, 90, 90.5, 2.6, BLUE, 0),
        Block(24, 24.4, 12, 90, 2.6, BLUE, 0),
    ]
    for _ in range(9):
        x, z = float(rng.uniform(-24, -8)), float(rng.uniform(13, 40))
        colour = ((0.32, 0.38, 0.56), (0.42, 0.52, 0.58), (0.30, 0.36, 0.44), (0.60, 0.62, 0.62))[int(rng.integers(4))]
        blocks.append(
            Block(
                x,
                x + float(rng.uniform(1.2, 4)),
                z,
                z + float(rng.uniform(1, 2.5)),
                float(rng.uniform(0.4, 1.5)),
                colour,
                0,
            )
        )
    return blocks


def _still(big: View, rng: np.random.Generator) -> Field:
    tile, blocks = spectral(rng, 512, 2.2), _blocks(rng)
    built = look(big, blocks)
    x, z = big.ground()
    z = np.minimum(z, 1e5)
    haze = (0.84, 0.83, 0.81)
    sky = paint_sky(big, spectral(rng, 512, 3.4), (0.76, 0.66, 0.56), (0.90, 0.88, 0.86), float(rng.uniform(0.3, 0.9)))
    above = np.arange(big.rows, dtype=np.float32)[:, None] + 0.5 < big.horizon_row
    scene = np.where(above[..., None], sky, add_haze(_ground(x, z, tile), z, 600, haze))
    walls = add_haze(facades(big, blocks, built, tile), built.z, 500, haze)
    scene = np.where((built.which > 0)[..., None], walls, scene).astype(np.float32)
    _crane(scene, big, float(rng.uniform(-16, 8)), float(rng.uniform(-1, 1)))
    _fence(scene, big)
    return scene


def _ground(x: Field, z: Field, tile: Field) -> Field:
    rough = sample(tile, x, z, 24) * 0.09 + sample(tile, x, z, 5) * 0.06
    track = smoothstep(0.5, 1.4, sample(tile, x * 2.2, z * 0.12, 30)) * 0.16
    soil = np.asarray([0.33, 0.42, 0.50], np.float32) * (1 + rough - track)[..., None]
    left, right, near, far = PIT
    inside = (x > left) & (x < right) & (z > near) & (z < far)
    wall = smoothstep(far - 7.5, far - 0.5, z)
    layers = 1 + 0.10 * np.sin(z * 3.1 + 2 * rough)
    deep = np.asarray([0.20, 0.265, 0.33], np.float32) * ((0.62 + 0.75 * wall) * layers * (1 + rough))[..., None]
    return np.asarray(np.where(inside[..., None], deep, soil), np.float32)


def _line(
    scene: Field,
    big: View,
    begin: tuple[float, float, float],
    end: tuple[float, float, float],
    look_: tuple[float, float, float],
    metres: float,
) -> None:
    a, b = np.rint(big.project(np.asarray([begin, end]))).astype(int).tolist()
    cv2.line(scene, a, b, look_, max(1, round(metres * big.metre((begin[2] + end[2]) / 2))), cv2.LINE_AA)


def _crane(scene: Field, big: View, x: float, turn: float) -> None:
    yellow, z, top = (0.25, 0.52, 0.66), 120.0, 29.0
    for side in (-0.9, 0.9):
        _line(scene, big, (x + side, 0, z), (x + side, top, z), yellow, 0.22)
    for step in range(0, 34, 2):
        _line(scene, big, (x - 0.9, step, z), (x + 0.9, step + 2, z), yellow, 0.12)
    tip = (x + 30 * np.cos(turn), top, z + 14 * np.sin(turn))
    back = (x - 11 * np.cos(turn), top, z - 5 * np.sin(turn))
    for low in (0.0, 1.3):
        _line(scene, big, (back[0], top + low, back[2]), (tip[0], top + low, tip[2]), yellow, 0.2)
    _line(scene, big, (x, top + 6, z), tip, (0.4, 0.4, 0.4), 0.08)
    _line(scene, big, (x, top + 6, z), back, (0.4, 0.4, 0.4), 0.08)
    hook = (x + 19 * np.cos(turn), top, z + 9 * np.sin(turn))
    _line(scene, big, hook, (hook[0], 17, hook[2]), (0.35, 0.35, 0.35), 0.08)


def _fence(scene: Field, big: View) -> None:
    left, right, near, far = PIT
    corners: list[Flat] = [(left, near), (left, far), (right, far), (right, near)]
    for (x0, z0), (x1, z1) in pairwise(corners):
        for high in (0.55, 1.1):
            _line(scene, big, (x0, high, z0), (x1, high, z1), (0.25, 0.30, 0.75), 0.07)
        for share in np.linspace(0, 1, 8):
            x, z = x0 + (x1 - x0) * share, z0 + (z1 - z0) * share
            _line(scene, big, (x, 0, z), (x, 1.15, z), (0.85, 0.85, 0.85), 0.08)
