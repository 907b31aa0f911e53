"""Land with what grows on it: woods, dry grass and bare earth, coloured by slope and chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.terrain import HeightField, Hit, lambert, normals
from camera_adapters.sources.scene.textures import Field, crowns, generator, sample, smoothstep, spectral

SUN = (-0.55, 0.62, -0.56)


@dataclass(frozen=True, slots=True)
class Growth:
    """How dense and how tall the trees stand."""

    density: float = 0.3
    """-1 nearly none, 1 nearly everywhere."""
    tall: float = 5.5
    """Metres."""
    spread: float = 160.0
    """Metres after which the pattern of trees comes again; smaller means smaller trees."""


class Woodland:
    """A height field clothed with trees, from a seed."""

    def __init__(self, seed: int, bare: HeightField, growth: Growth) -> None:
        rng = generator(seed, 1)
        self.bare = bare
        self._growth = growth
        self._fine = spectral(rng, 512, 2.6)
        self._grain = spectral(rng, 512, 0.9)
        self._crown, self._tint = crowns(rng, 512, 2200, (5.0, 12.0))
        self._season = float(rng.uniform(-0.5, 1.0))

    def woods(self, x: Field, z: Field) -> Field:
        """How much of the ground is under trees, 0..1."""
        return smoothstep(-0.55, 0.25, sample(self._fine, x + 900, z - 300, 1300) + np.float32(self._growth.density))

    def height(self, x: Field, z: Field) -> Field:
        """Metres of the surface with its trees."""
        crown = sample(self._crown, x, z, self._growth.spread)
        return np.asarray(self.bare(x, z) + self._growth.tall * self.woods(x, z) * crown, np.float32)

    def shade(self, hit: Hit, view: View) -> Field:
        """Colours (rows, width, 3) of what every pixel sees, before the haze."""
        z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
        foot = np.maximum(z / np.float32(view.f) * 1.2, 0.3).astype(np.float32)
        light = lambert(*normals(self.height, hit, foot), SUN)
        slope = np.hypot(*normals(self.bare, hit, np.maximum(foot, 6)))
        crown = sample(self._crown, hit.x, z, self._growth.spread)
        tint = sample(self._tint, hit.x, z, self._growth.spread)
        under = smoothstep(0.05, 0.35, crown * self.woods(hit.x, z))[..., None]
        ground = self._ground(hit.x, z, slope)
        season = np.float32(self._season)
        leaf = np.stack([0.05 + 0.012 * tint, 0.135 + 0.035 * tint, 0.10 + 0.05 * tint + 0.03 * season], -1)
        colour = ground * (1 - under) + leaf * under * (0.45 + 0.85 * crown)[..., None]
        lit = (0.42 + 1.35 * light)[..., None] * np.asarray([1.08, 1.0, 0.98], np.float32)
        return np.asarray(colour * lit, np.float32)

    def _ground(self, x: Field, z: Field, slope: Field) -> Field:
        dry = sample(self._fine, x, z, 300) + 0.5 * sample(self._fine, x, z, 37)
        blade = sample(self._grain, x, z * 0.6, 5) + sample(self._grain, x + 2, z * 0.7, 17)
        dry = dry + blade * np.clip(45 / z, 0, 1)
        grass = np.stack([0.11 + 0.012 * dry, 0.23 + 0.02 * dry, 0.22 + 0.035 * dry], -1)
        earth = np.stack([0.19 + 0.02 * dry, 0.27 + 0.025 * dry, 0.35 + 0.03 * dry], -1)
        return np.asarray(grass + (earth - grass) * smoothstep(0.25, 0.8, slope + 0.22 * dry)[..., None], np.float32)
