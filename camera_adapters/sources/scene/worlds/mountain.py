"""五云山: ridge behind ridge in the haze, woods and terraces, light that drifts."""

from __future__ import annotations

import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.land import Growth, Woodland
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky, shadowed
from camera_adapters.sources.scene.terrain import Hit, cast
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
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
        self.hit = cast(big, land.height, 40, 16000, 800)
        reach = float(rng.uniform(2500, 6500))
        colour = _colours(big, land, self.hit, ridges, reach, float(rng.uniform(0.2, 0.6)))
        cloudy = shadowed(colour, self.hit, ridges.broad, 0.5)
        self._light = Light(develop(colour, (width, height)), develop(cloudy, (width, height)), seconds, 0.0)
        self.plate = self._light.plate

    def draw(self, canvas: Canvas, t: float) -> None:
        """The land in this moment's light."""
        self._light.draw(canvas, t)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Smoke and flame behind a ridge, rocks down a slope."""
        del kind, lasts
        return None


def _colours(big: View, land: Woodland, hit: Hit, ridges: Ridges, reach: float, cover: float) -> Field:
    sky = paint_sky(big, ridges.broad, (0.72, 0.56, 0.42), (0.86, 0.83, 0.80), cover)
    ground = add_haze(land.shade(hit, big), hit.z, reach, (0.80, 0.77, 0.73))
    return np.where(hit.sky[..., None], sky, ground)
