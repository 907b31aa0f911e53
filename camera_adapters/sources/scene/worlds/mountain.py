"""五云山: ridge behind ridge in the haze, woods and terraces, light that drifts."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.flame import Flame
from camera_adapters.sources.scene.land import Growth, Woodland
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.rocks import Rockfall
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky, shadowed
from camera_adapters.sources.scene.smoke import Fire, Plume
from camera_adapters.sources.scene.spots import falling_line, visible_spot
from camera_adapters.sources.scene.terrain import Hit, cast
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.visits import Spot
from camera_adapters.sources.scene.world import Effect, Light

DETAIL = 1.6
"""The still picture is cast at so many times the clip's size, then scaled down."""


class Ridges:
    """The mountain's bare height field, from a seed."""

    def __init__(self, seed: int) -> None:
        rng = generator(seed, 4)
        self.broad = spectral(rng, 512, 3.6)
        self._fine = spectral(rng, 512, 2.6)
        self._peak = float(rng.uniform(300, 520))
        self._offset = float(rng.uniform(0, 5000))

    def __call__(self, x: Field, z: Field) -> Field:
        wide = sample(self.broad, x + self._offset, z, 7000)
        ridge = 1 - np.minimum(np.abs(sample(self.broad, x * 1.2 + 0.35 * z, z + self._offset, 4600)), 1.6)
        rise = smoothstep(250, 4200, z)
        mountain = self._peak * rise * (0.35 + 0.25 * wide + 0.75 * ridge)
        valley = -70 * smoothstep(40, 400, z)
        gully = sample(self.broad, z * 0.9 - x * 0.4, x, 1700)
        return np.asarray(
            mountain + valley + (14 + 34 * rise) * gully + 1.6 * sample(self._fine, x, z, 300), np.float32
        )


class Mountain:
    """The world: still land under drifting light."""

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        ridges = Ridges(seed)
        ground = float(ridges(np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))[0, 0])
        self.view = View(width, height, 0.8, float(rng.uniform(0.3, 0.4)), ground + 45)
        land = Woodland(seed, ridges, Growth(density=float(rng.uniform(0.0, 0.45))))
        big = self.view.scaled(DETAIL)
        self._seed, self._ground = seed, land.height
        self._hit = cast(big, land.height, 40, 16000, 800)
        reach = float(rng.uniform(2500, 6500))
        colour = _colours(big, land, self._hit, ridges, reach, float(rng.uniform(0.2, 0.6)))
        cloudy = shadowed(colour, self._hit, ridges.broad, 0.5)
        self._light = Light(develop(colour, (width, height)), develop(cloudy, (width, height)), seconds, 0.0)
        self.plate = self._light.plate

    def draw(self, canvas: Canvas, t: float) -> None:
        """The land in this moment's light."""
        self._light.draw(canvas, t)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Smoke on a far slope, fire with smoke on a near one, rocks down a slope."""
        rng = generator(self._seed, 5, len(kind))
        if kind == "smoke":
            return self._plume(rng, self._spot(rng, (500, 1300)), Fire((0, 0, 0), 1.3, 9.0, pace=4.5), lasts)
        if kind == "flame":
            spot = self._spot(rng, (220, 600))
            plume = self._plume(rng, spot, Fire((0, 0, 0), 0.8, 5.0, (150, 129, 127)), lasts)
            return Flame(rng, self.view, spot, plume)
        if kind == "rock":
            line = falling_line(rng, self.view, self._hit, self._ground)
            x, y, z = line[len(line) // 2].tolist()
            dust = self._plume(rng, (x, y, z), Fire((0, 0, 0), 0.35, 9.0, (160, 122, 134), 1.4), lasts)
            return Rockfall(rng, self.view, line, dust)
        return None

    def _spot(self, rng: np.random.Generator, far: tuple[float, float]) -> Spot:
        x, y, z = visible_spot(rng, self.view, self._hit, self._ground, far).tolist()
        return (x, y, z)

    def _plume(self, rng: np.random.Generator, spot: Spot, fire: Fire, lasts: float) -> Plume:
        size = (self.view.width, self.view.rows)
        nearer = (~self._hit.sky & (self._hit.z < spot[2] - 40)).astype(np.float32)
        hidden = np.asarray(cv2.resize(nearer, size, interpolation=cv2.INTER_AREA), np.float32)
        return Plume(rng, self.view, replace(fire, spot=spot), hidden, lasts)


def _colours(big: View, land: Woodland, hit: Hit, ridges: Ridges, reach: float, cover: float) -> Field:
    sky = paint_sky(big, ridges.broad, (0.72, 0.56, 0.42), (0.86, 0.83, 0.80), cover)
    ground = add_haze(land.shade(hit, big), hit.z, reach, (0.80, 0.77, 0.73))
    return np.where(hit.sky[..., None], sky, ground)
