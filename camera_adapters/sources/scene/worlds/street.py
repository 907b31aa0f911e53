"""Streets, village entrances and gates: houses, trees and poles along a road, people and cars on it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.plants import plant, tree_texture
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.town import Block, facades, look
from camera_adapters.sources.scene.traffic import Flat, Passage, Traffic, passages
from camera_adapters.sources.scene.world import Effect, Light

PLASTER = (
    (0.60, 0.66, 0.70),
    (0.66, 0.68, 0.68),
    (0.52, 0.60, 0.68),
    (0.62, 0.62, 0.58),
    (0.46, 0.52, 0.62),
    (0.70, 0.72, 0.72),
)
BRICK = ((0.30, 0.36, 0.52), (0.36, 0.42, 0.52), (0.55, 0.58, 0.60), (0.62, 0.65, 0.66))


@dataclass(frozen=True, slots=True)
class Plan:
    """What distinguishes one kind of street from another; metres."""

    road: float
    """Half of the road's width."""
    walk: float
    """Width of the pavement at each side."""
    floors: tuple[int, int]
    colours: tuple[tuple[float, float, float], ...]
    trees: int
    crossing: bool
    gate: bool
    busy: float
    camera: float
    """Metres of the camera above the road."""
    green: float
    """How much of the open ground is grown over, 0..1."""


STREET = Plan(6.0, 4.0, (3, 6), PLASTER, 7, crossing=True, gate=False, busy=1.7, camera=7.0, green=0.1)
VILLAGE = Plan(3.0, 1.6, (1, 2), BRICK, 10, crossing=False, gate=False, busy=0.9, camera=6.0, green=0.8)
GATE = Plan(4.5, 5.0, (4, 6), PLASTER, 5, crossing=True, gate=True, busy=1.4, camera=6.5, green=0.3)


class Street:
    """The world: a straight road away from the camera."""

    plan = STREET

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        plan = self.plan
        self.view = View(width, height, float(rng.uniform(0.62, 0.8)), float(rng.uniform(0.24, 0.3)), plan.camera)
        aside = float(rng.uniform(-3.5, 3.5))
        colour = _still(self.view.scaled(1.6), plan, rng, aside)
        picture = develop(colour, (width, height))
        self._light = Light(picture, (picture * 0.9).astype(np.uint8), seconds, float(rng.random()))
        self.plate = self._light.plate
        self._traffic = Traffic(self.view, _passages(rng, plan, aside, seconds), seconds)

    def draw(self, canvas: Canvas, t: float) -> None:
        """The street and who is in it."""
        self._light.draw(canvas, t)
        self._traffic.draw(canvas, t)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Nothing but camera faults happens in a street so far."""
        del kind, lasts
        return None


class Village(Street):
    """A narrow road between low houses, trees and fields."""

    plan = VILLAGE


class Gate(Street):
    """The forecourt of a school or an estate."""

    plan = GATE


def _passages(rng: np.random.Generator, plan: Plan, aside: float, seconds: float) -> list[Passage]:
    lane = plan.road * 0.48
    far = 34.0 if plan.gate else 100.0
    lanes: list[tuple[Flat, Flat]] = [
        ((aside + lane, 4.6), (aside + lane, far)),
        ((aside - lane, far), (aside - lane, 4.6)),
    ]
    edge = plan.road + plan.walk * 0.55
    walks: list[tuple[Flat, Flat]] = [
        ((aside + edge, 6), (aside + edge, far * 0.55)),
        ((aside - edge, far * 0.5), (aside - edge, 7)),
    ]
    if plan.crossing:
        walks.append(((aside - edge - 1, 17.5), (aside + edge + 1, 17.5)))
    if plan.gate:
        walks += [((aside - 10, 23), (aside + 12, 25)), ((aside + 2, 33), (aside + 5, 9))]
        lanes = lanes[:1]
    return passages(rng, lanes, walks, seconds, plan.busy)


def _blocks(rng: np.random.Generator, plan: Plan, aside: float) -> list[Block]:
    blocks: list[Block] = []
    edge = plan.road + plan.walk
    for side in (-1, 1):
        z = float(rng.uniform(9, 16))
        while z < (30 if plan.gate else 150):
            long, deep = float(rng.uniform(9, 20)), float(rng.uniform(9, 14))
            floors = int(rng.integers(plan.floors[0], plan.floors[1] + 1))
            near = aside + side * (edge + float(rng.uniform(0.2, 1.6 + 5 * plan.green)))
            x0, x1 = sorted((near, near + side * deep))
            colour = plan.colours[int(rng.integers(len(plan.colours)))]
            blocks.append(Block(x0, x1, z, z + long, 3.1 * floors + float(rng.uniform(0.2, 0.9)), colour, floors))
            z += long + float(rng.uniform(0.4, 3 + 9 * plan.green))
    if plan.gate:
        blocks += _gate_blocks(rng, aside)
    return blocks


def _gate_blocks(rng: np.random.Generator, aside: float) -> list[Block]:
    wall, post = (0.62, 0.66, 0.70), (0.42, 0.46, 0.60)
    house = PLASTER[int(rng.integers(len(PLASTER)))]
    return [
        Block(aside - 40, aside - 7, 36, 36.6, 2.4, wall, 0),
        Block(aside + 7, aside + 40, 36, 36.6, 2.4, wall, 0),
        Block(aside - 7, aside - 5.6, 35.6, 37, 5.2, post, 0),
        Block(aside + 5.6, aside + 7, 35.6, 37, 5.2, post, 0),
        Block(aside + 8.2, aside + 12, 33, 36, 3.2, (0.7, 0.7, 0.68), 1, 1.9),
        Block(aside - 34, aside + 30, 66, 80, 16.5, house, 5, 3.0),
    ]


def _still(big: View, plan: Plan, rng: np.random.Generator, aside: float) -> Field:
    tile = spectral(rng, 512, 2.4)
    blocks = _blocks(rng, plan, aside)
    built = look(big, blocks)
    x, z = big.ground()
    z = np.minimum(z, 1e5)
    colour = _ground(x, z, plan, tile, aside)
    haze = (0.84, 0.82, 0.80)
    sky = paint_sky(big, spectral(rng, 512, 3.4), (0.78, 0.68, 0.58), (0.90, 0.88, 0.86), float(rng.uniform(0.2, 0.9)))
    skyline = _skyline(big, tile)
    open_sky = (np.arange(big.rows, dtype=np.float32)[:, None] + 0.5 < big.horizon_row) & np.ones((1, big.width), bool)
    scene = np.where(
        open_sky[..., None],
        np.where(skyline[..., None], np.asarray((0.66, 0.66, 0.62), np.float32), sky),
        add_haze(colour, z, 700, haze),
    )
    walls = add_haze(facades(big, blocks, built, tile), built.z, 500, haze)
    scene = np.where((built.which > 0)[..., None], walls, scene).astype(np.float32)
    _furnish(scene, big, plan, rng, aside)
    return scene


def _skyline(big: View, tile: Field) -> np.ndarray:
    column = np.arange(big.width, dtype=np.float32)[None, :]
    ridge = 0.05 + 0.03 * sample(tile, column, np.zeros_like(column), big.width * 2.0)
    row = np.arange(big.rows, dtype=np.float32)[:, None]
    return np.asarray(row > big.horizon_row - ridge * big.rows)


def _ground(x: Field, z: Field, plan: Plan, tile: Field, aside: float) -> Field:
    off = np.abs(x - aside)
    stain = (
        sample(tile, x, z * 0.5, 40) * 0.06 + sample(tile, x, z, 7) * 0.05 + sample(tile, x * 3, z * 0.25, 30) * 0.03
    )
    asphalt = np.asarray([0.37, 0.375, 0.37], np.float32) * (1 + stain)[..., None]
    tiles = ((np.mod(x, 1.2) < 0.05) | (np.mod(z, 1.2) < 0.06)) & (z < 30)
    paving = np.asarray([0.50, 0.53, 0.55], np.float32) * ((1 + 1.2 * stain) * np.where(tiles, 0.86, 1))[..., None]
    soil = np.asarray([0.30, 0.37, 0.42], np.float32) * (1 + 2.4 * stain)[..., None]
    grass = np.asarray([0.13, 0.26, 0.22], np.float32) * (1 + 3.5 * stain)[..., None]
    share = smoothstep(-0.6, 0.6, sample(tile, x, z, 60) + 2.2 * (plan.green - 0.5))[..., None]
    colour = np.where((off < plan.road)[..., None], asphalt, paving)
    colour = np.where((off > plan.road + plan.walk)[..., None], soil * (1 - share) + grass * share, colour)
    kerb = np.abs(off - plan.road) < 0.16
    colour = np.where(kerb[..., None], np.float32(0.62), colour)
    worn = np.clip(0.78 + 2.2 * stain, 0.5, 0.9)[..., None]
    return np.where(_paint(x - aside, off, z, plan)[..., None], worn, colour).astype(np.float32)


def _paint(x: Field, off: Field, z: Field, plan: Plan) -> np.ndarray:
    lines = (off < plan.road) & (z < 140)
    middle = (np.abs(x) < 0.09) & (np.mod(z, 9) < 5)
    edge = np.abs(off - plan.road + 0.5) < 0.08
    zebra = (z > 16) & (z < 19.5) & (np.mod(x + 0.3, 1.1) < 0.55) if plan.crossing else np.zeros_like(lines)
    stop = (z > 20.6) & (z < 21.1) if plan.crossing else np.zeros_like(lines)
    quiet = (z < 15) | (z > 21.2) if plan.crossing else np.ones_like(lines)
    return np.asarray(lines & (((middle | edge) & quiet) | zebra | stop))


def _furnish(scene: Field, big: View, plan: Plan, rng: np.random.Generator, aside: float) -> None:
    trees = [tree_texture(rng) for _ in range(3)]
    edge = plan.road + plan.walk * 0.82
    stand = [(15.0 + 19 * number, 0.0, aside + plan.road + 0.7) for number in range(5)]  # z, height (0: a lamp), x
    for side in (-1, 1):
        for _ in range(plan.trees):
            x = aside + side * (edge + float(rng.uniform(0, 1 + 6 * plan.green)))
            stand.append((float(rng.uniform(13, 90)), float(rng.uniform(4.5, 8)), x))
    for number, (z, tall, x) in enumerate(sorted(stand, reverse=True)):
        if tall == 0:
            _lamp(scene, big, x, z)
        else:
            leaves, cover = trees[number % 3]
            plant(scene, big, (x, z), tall, (leaves * np.float32(1 + 0.25 * z / 90), cover))


def _lamp(scene: Field, big: View, x: float, z: float) -> None:
    foot, top, arm = (big.project(np.asarray([spot]))[0] for spot in ((x, 0, z), (x, 7.5, z), (x - 1.8, 7.9, z)))
    thick = max(1, round(0.14 * big.metre(z)))
    for begin, end in ((foot, top), (top, arm)):
        a, b = (tuple(int(v) for v in np.rint(point)) for point in (begin, end))
        cv2.line(scene, a, b, (0.45, 0.46, 0.46), thick, cv2.LINE_AA)
