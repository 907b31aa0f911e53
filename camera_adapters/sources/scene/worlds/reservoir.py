"""水库: a lake among hills, the dam with its crest road running away from the camera."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.boats import Boat
from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.floating import Swimmer
from camera_adapters.sources.scene.land import Growth, Woodland
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import Person, Walker
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky
from camera_adapters.sources.scene.terrain import Hit, cast
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.visits import Path, PersonVisit, Spot, WaterVisit
from camera_adapters.sources.scene.water import Flow, Water, add_ripples, reflect
from camera_adapters.sources.scene.world import Effect, Light, Polygon

CREST = 5.0
"""Metres of the dam's crest above the water."""
HALF = 4.0
"""Half of the crest's width, metres."""
START = (-8.5, 8.0)
TOWARDS = (0.33, 0.944)
"""The dam's axis on the map: from START (x, z) in this direction."""
LENGTH = 230.0
ZONES: dict[str, Polygon] = {
    "dam-crest": ((0.08, 0.98), (0.50, 0.47), (0.60, 0.47), (0.48, 0.98)),
    "water": ((0.64, 0.52), (0.98, 0.52), (0.98, 0.85), (0.64, 0.85)),
}


class Basin:
    """Hills around the lake, with the dam as part of the land."""

    def __init__(self, seed: int) -> None:
        rng = generator(seed, 4)
        self.tile = spectral(rng, 512, 3.7)
        self._tall = float(rng.uniform(0.75, 1.35))
        self._shore = float(rng.uniform(420, 640))
        self._turn = float(rng.uniform(0, 4000))

    def hills(self, x: Field, z: Field) -> Field:
        """The natural land; below zero is the lake's ground."""
        wobble = 90 * sample(self.tile, x, z + self._turn, 1900)
        away = np.hypot((x - 160) * 0.62, z - 120) - self._shore + wobble
        hill = self._tall * (58 * smoothstep(0, 420, away) + 170 * smoothstep(150, 2600, away))
        shape = 1 + 0.5 * sample(self.tile, x + self._turn, z, 2900) + 0.16 * sample(self.tile, z, x, 900)
        end = (START[0] + TOWARDS[0] * (LENGTH + 45), START[1] + TOWARDS[1] * (LENGTH + 45))
        abutment = 34 * np.exp(-(((x - end[0]) / 95) ** 2 + ((z - end[1]) / 62) ** 2)) - 8
        natural = np.where(away > 0, hill * np.maximum(shape, 0.15), np.maximum(away * 0.12, -12))
        return np.asarray(np.maximum(natural, abutment), np.float32)

    def __call__(self, x: Field, z: Field) -> Field:
        along, off = dam_frame(x, z)
        body = CREST - np.maximum(np.abs(off) - HALF, 0) * np.where(off > 0, 1.1, 0.55)
        wall = 0.95 * ((np.abs(off) > HALF - 0.35) & (np.abs(off) < HALF))
        inside = (along > -20) & (along < LENGTH)
        land = np.where(dry(x, z), self.valley(x, z), self.hills(x, z))
        return np.asarray(np.where(inside, np.maximum(body + wall, land), land), np.float32)

    def valley(self, x: Field, z: Field) -> Field:
        """The land below the dam, lower than the lake."""
        along, off = dam_frame(x, z)
        low = -15 + 0.10 * np.maximum(-off - 60, 0) + 2.5 * sample(self.tile, x, z, 260)
        share = np.maximum(smoothstep(LENGTH - 60, LENGTH + 70, along), smoothstep(250, 900, -off))
        return np.asarray(low + (np.maximum(self.hills(x, z), 1.0) - low) * share, np.float32)


def dry(x: Field, z: Field) -> np.ndarray:
    """Where no lake can be: below the dam."""
    _, off = dam_frame(x, z)
    return np.asarray(off < -HALF)


def dam_frame(x: Field, z: Field) -> tuple[Field, Field]:
    """Metres along the dam and to its water side (positive) of map positions."""
    dx, dz = x - START[0], z - START[1]
    return dx * TOWARDS[0] + dz * TOWARDS[1], dx * TOWARDS[1] - dz * TOWARDS[0]


class Reservoir:
    """The world: ripples on the lake, the dam with nobody on it."""

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        basin = Basin(seed)
        self.view = View(width, height, 0.72, 0.30, CREST + 9.0)
        land = Woodland(seed, basin, Growth(density=float(rng.uniform(-0.1, 0.35)), tall=4.2, spread=190.0))
        big = self.view.scaled(1.6)
        colour, wet = _colours(big, land, basin, rng)
        picture = develop(colour, (width, height))
        self._light = Light(picture, (picture * 0.9).astype(np.uint8), seconds, float(rng.random()))
        self.plate = self._light.plate
        self._water = Water(self.view, 0.0, Flow(26.0, 0.5, 0.7, 10.0), seed)
        small = cv2.resize(wet.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
        self._seed = seed
        self._wet = np.asarray(small[self._water.top :], np.float32)

    def draw(self, canvas: Canvas, t: float) -> None:
        """The lake's ripples over the still picture."""
        self._light.draw(canvas, t)
        add_ripples(canvas.y[self._water.top :], self._water.ripple(t) * self._wet)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Somebody on the dam, a boat or a swimmer in the closed water."""
        rng = generator(self._seed, 5, len(kind))
        if kind == "person":
            spots = [_on_dam(along, off) for along, off in ((30, -3.0), (19, 0.4), (15, 1.5), (22, -0.6), (32, -3.0))]
            return PersonVisit(self.view, Walker(Person.random(rng)), Path(spots, lasts))
        if kind == "boat":
            return WaterVisit(self.view, Boat(rng), Path([(62, 0, 72), (40, 0, 52), (27, 0, 46), (34, 0, 60)], lasts))
        if kind == "swimmer":
            return WaterVisit(self.view, Swimmer(), Path([(24, 0, 42), (18, 0, 39), (14, 0, 40), (22, 0, 46)], lasts))
        return None


def _on_dam(along: float, off: float) -> Spot:
    return (START[0] + along * TOWARDS[0] + off * TOWARDS[1], CREST, START[1] + along * TOWARDS[1] - off * TOWARDS[0])


def _colours(big: View, land: Woodland, basin: Basin, rng: np.random.Generator) -> tuple[Field, np.ndarray]:
    def surface(x: Field, z: Field) -> Field:
        below = dry(x, z)
        _, off = dam_frame(x, z)
        tree = (basin.hills(x, z) > 1.5) & ~below | (off < -HALF - 48)
        return np.where(tree, land.height(x, z), np.where(below, basin(x, z), np.maximum(basin(x, z), 0))).astype(
            np.float32
        )

    hit = cast(big, surface, 5, 12000, 1000)
    z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
    wet = (basin(hit.x, z) <= 0.02) & ~hit.sky & ~dry(hit.x, z)
    along, off = dam_frame(hit.x, z)
    built = (along > -20) & (along < LENGTH) & (off > -HALF - 34) & (off < HALF + 6) & ~wet & ~hit.sky
    colour = np.where(built[..., None], _dam(along, off, hit, basin), land.shade(hit, big))
    haze = (0.82, 0.80, 0.77)
    sky = paint_sky(big, basin.tile, (0.74, 0.60, 0.48), (0.88, 0.86, 0.83), float(rng.uniform(0.3, 0.7)))
    scene = np.where(hit.sky[..., None], sky, add_haze(colour, hit.z, float(rng.uniform(2200, 5000)), haze))
    return _lake(scene.astype(np.float32), wet, z, big), wet


def _dam(along: Field, off: Field, hit: Hit, basin: Basin) -> Field:
    z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
    stain = sample(basin.tile, along, off * 3, 60) * 0.5 + sample(basin.tile, along, off, 9) * 0.35
    concrete = np.asarray([0.47, 0.50, 0.51], np.float32) * (1 + 0.10 * stain)[..., None]
    road = np.asarray([0.34, 0.345, 0.34], np.float32) * (1 + 0.06 * stain)[..., None]
    colour = np.where((np.abs(off) < HALF - 0.9)[..., None], road, concrete)
    line = (np.abs(off) < 0.08) & (np.mod(along, 6) < 3.2)
    colour = np.where(line[..., None], np.float32(0.75), colour)
    wall = (np.abs(off) > HALF - 0.35) & (np.abs(off) < HALF + 0.05)
    paint = np.where(np.mod(along, 4) < 2, 0.70, 0.60)[..., None] * np.asarray([0.92, 0.95, 1.0], np.float32)
    colour = np.where(wall[..., None], paint * (1 + 0.05 * stain)[..., None], colour)
    joint = np.mod(along, 12) < np.maximum(0.12, z / 900)
    face = np.abs(off) > HALF
    colour = np.where((joint & face)[..., None], colour * 0.72, colour)
    damp = smoothstep(1.9, 0.2, CREST - (np.abs(off) - HALF) * 1.1)
    return np.asarray(colour * (1 - 0.45 * damp * face * (off > 0))[..., None], np.float32)


def _lake(scene: Field, wet: np.ndarray, z: Field, big: View) -> Field:
    mirrored = reflect(scene, wet, max(3, big.rows // 40))
    steep = np.clip((big.height / np.maximum(z, 1)) * 2.6, 0, 1)[..., None]
    body = np.asarray([0.36, 0.40, 0.33], np.float32)
    water = mirrored * (0.80 - 0.5 * steep) + body * (0.14 + 0.42 * steep)
    return np.where(wet[..., None], water, scene).astype(np.float32)
