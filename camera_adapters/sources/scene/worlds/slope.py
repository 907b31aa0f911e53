"""山坡近景: a bare cutting above a road, so near that every stone that comes down it is seen."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.land import Growth, Woodland
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.rocks import Rockfall, Stones
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky, shadowed
from camera_adapters.sources.scene.smoke import Fire, Plume
from camera_adapters.sources.scene.spots import Fallen, falling_line
from camera_adapters.sources.scene.terrain import cast
from camera_adapters.sources.scene.textures import Field, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.world import Effect, Light

DETAIL = 1.6
"""The still picture is cast at so many times the clip's size, then scaled down."""
STONES = Stones(size=(0.6, 1.4), aside=0.8, leap=1.1, hop=2.6)
WAY = Fallen(far=(66, 90), step=1.0, count=90, least=0.2)


class Cutting:
    """The slope's bare height field, from a seed: a road's edge, then forty metres of earth and rock."""

    def __init__(self, seed: int) -> None:
        rng = generator(seed, 4)
        self.broad = spectral(rng, 512, 3.2)
        self._fine = spectral(rng, 512, 2.4)
        self._high = float(rng.uniform(40, 50))
        self._foot = float(rng.uniform(38, 46))

    def __call__(self, x: Field, z: Field) -> Field:
        foot = self._foot + 3 * sample(self.broad, x, z * 0.1, 90)
        rise = smoothstep(0, 1, np.asarray((z - foot) / 54, np.float32))
        gully = sample(self.broad, x, z * 0.3, 45)
        return np.asarray(
            self._high * rise + (0.2 + 2.2 * rise) * gully + 0.35 * sample(self._fine, x, z, 11), np.float32
        )


class Slope:
    """The world: a still slope under drifting light."""

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        self._land = Cutting(seed)
        ground = float(self._land(np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))[0, 0])
        self.view = View(width, height, 0.8, float(rng.uniform(0.66, 0.74)), ground + 5)
        growth = Growth(density=float(rng.uniform(-1.0, -0.5)), tall=1.2, spread=34)
        big, clothed = self.view.scaled(DETAIL), Woodland(seed, self._land, growth)
        self._seed = seed
        self._hit = cast(big, clothed.height, 8, 400, 900)
        sky = paint_sky(big, self._land.broad, (0.72, 0.56, 0.42), (0.86, 0.83, 0.80), float(rng.uniform(0.2, 0.6)))
        ground_colour = add_haze(clothed.shade(self._hit, big), self._hit.z, 1800, (0.80, 0.77, 0.73))
        colour = np.where(self._hit.sky[..., None], sky, ground_colour)
        cloudy = shadowed(colour, self._hit, self._land.broad, 0.3)
        self._light = Light(develop(colour, (width, height)), develop(cloudy, (width, height)), seconds, 0.0)
        self.plate = self._light.plate

    def draw(self, canvas: Canvas, t: float) -> None:
        """The slope in this moment's light."""
        self._light.draw(canvas, t)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """Stones come down, and raise dust."""
        if kind != "rock":
            return None
        rng = generator(self._seed, 5)
        line = falling_line(rng, self.view, self._hit, self._land, WAY)
        x, y, z = line[len(line) * 2 // 3].tolist()
        size = (self.view.width, self.view.rows)
        nearer = (~self._hit.sky & (self._hit.z < z - 8)).astype(np.float32)
        hidden = np.asarray(cv2.resize(nearer, size, interpolation=cv2.INTER_AREA), np.float32)
        dust = Plume(rng, self.view, Fire((x, y, z), 0.3, 1.6, (160, 122, 134), 1.2), hidden, lasts)
        return Rockfall(rng, self.view, line, dust, STONES)
