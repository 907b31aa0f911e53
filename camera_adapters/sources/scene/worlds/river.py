"""河道: a brown river coming towards the camera between its banks, a staff gauge standing at the edge."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.boards import draw_board, gauge_texture
from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.floating import Driftwood
from camera_adapters.sources.scene.land import Growth, Woodland
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import Person, Walker
from camera_adapters.sources.scene.sky import add_haze, develop, paint_sky
from camera_adapters.sources.scene.terrain import Hit, cast
from camera_adapters.sources.scene.textures import Field, crowns, generator, sample, smoothstep, spectral
from camera_adapters.sources.scene.visits import Path, PersonVisit, Spot, WaterVisit
from camera_adapters.sources.scene.water import Flow, Water, add_ripples, reflect
from camera_adapters.sources.scene.world import Effect, Light, Polygon, Seen

DETAIL = 1.6
GAUGE = (2.2, 9.8)
"""Where the gauge stands, (x, z)."""
GAUGE_FOOT = -1.0
GAUGE_METRES = 4.0
RISE = 1.7
"""Metres that the water rises when it does."""
FLOOD = 2.7
"""Metres that it rises when it comes over the bank."""
CLIMBS = 0.75
"""Share of a rise's time in which the level climbs."""
ZONES: dict[str, Polygon] = {
    "bank": ((0.72, 0.42), (0.99, 0.42), (0.99, 0.95), (0.78, 0.95), (0.72, 0.60)),
    "ground": ((0.76, 0.48), (0.97, 0.54), (0.97, 0.72), (0.76, 0.60)),
    "water": ((0.30, 0.45), (0.48, 0.45), (0.48, 0.97), (0.02, 0.97)),
}
GAUGE_BOX = (0.632, 0.535, 0.05, 0.45)
"""The gauge in the picture: left, top, width, height as fractions; the same for every seed."""
GAUGE_ROWS = ((0.549, 4.0), (0.676, 3.0), (0.803, 2.0), (0.930, 1.0))
"""(row as a fraction of the height, metres above the gauge's foot)."""


class Valley:
    """Channel, gravel, banks and hills; the water stands at zero."""

    def __init__(self, seed: int) -> None:
        rng = generator(seed, 4)
        self.tile = spectral(rng, 512, 3.0)
        self.pebble, self.shade = crowns(rng, 512, 3000, (3.0, 13.0))
        self._bend = float(rng.uniform(-1, 1))
        self._tall = float(rng.uniform(0.5, 1.4))
        self._turn = float(rng.uniform(0, 3000))

    def middle(self, z: Field) -> Field:
        """x of the river's middle."""
        return np.asarray(
            -9 + 30 * self._bend * smoothstep(60, 420, z) - 46 * self._bend * smoothstep(260, 900, z), np.float32
        )

    def __call__(self, x: Field, z: Field) -> Field:
        off = x - self.middle(z)
        rough = sample(self.tile, x, z, 46)
        edge = np.abs(off + 1.6 * sample(self.tile, x, z, 90)) - np.where(off > 0, 12.2, 15)
        bank = np.where(edge < 0, np.maximum(edge * 0.35, -2.5), 4.6 * smoothstep(-1.5, 9, edge) - 0.35)
        bank = bank + 0.16 * rough * smoothstep(-1, 3, edge)
        hills = self._tall * (26 * smoothstep(60, 300, edge) + 150 * smoothstep(250, 2400, edge))
        relief = 1 + 0.6 * sample(self.tile, x + self._turn, z, 1900) + 0.25 * sample(self.tile, x, z, 640)
        return np.asarray(bank + hills * np.maximum(relief, 0.1), np.float32)


class River:
    """The world: running water below banks; its level is zero until it rises."""

    def __init__(self, width: int, height: int, seed: int, seconds: float) -> None:
        rng = generator(seed, 3)
        valley = Valley(seed)
        self.view = View(width, height, 0.70, 0.27, 5.2)
        big = self.view.scaled(DETAIL)
        land = Woodland(seed, valley, Growth(float(rng.uniform(-0.35, 0.25)), 1.9, 52.0))
        dry, wet, self._rise_map = _still(big, land, valley, rng, (width, height))
        self._light = Light(dry, (dry * 0.9).astype(np.uint8), seconds, float(rng.random()))
        self._wet_light = Light(wet, (wet * 0.9).astype(np.uint8), seconds, float(rng.random()))
        self._water = Water(self.view, 0.0, Flow(17.0, 1.5, 0.15, 17.0, 1.6), seed)
        self._seed, self._valley = seed, valley
        self.level = 0.0
        self._flood(0.0)
        self.plate = Canvas(width, height)
        self._light.draw(self.plate, 0.0)
        self._merge(self.plate, self._wet_light.plate)
        self._below = Canvas(width, height)

    def draw(self, canvas: Canvas, t: float) -> None:
        """Banks, and the river up to its level."""
        if self.level != self._flooded:
            self._flood(self.level)
        self._light.draw(canvas, t)
        self._wet_light.draw(self._below, t)
        add_ripples(self._below.y[self._water.top :], self._water.ripple(t))
        self._merge(canvas, self._below)

    def _flood(self, level: float) -> None:
        share = np.clip((level - self._rise_map) / 0.05 + 0.5, 0, 1)
        share = cv2.GaussianBlur(share, (0, 0), 0.7)
        rows, width = share.shape
        half = cv2.resize(share, (width // 2, rows // 2), interpolation=cv2.INTER_AREA)
        self._share = (share * 255).astype(np.uint8), (half * 255).astype(np.uint8)
        self._masks = [np.ascontiguousarray(part, np.float32) / 255 for part in self._share]
        self._dry_masks = [1 - mask for mask in self._masks]
        self._flooded = level

    def _merge(self, canvas: Canvas, below: Canvas) -> None:
        full, half = self._masks
        not_full, not_half = self._dry_masks
        top = self._water.top
        for over, under, wet, dry in (
            (below.y[top:], canvas.y[top:], full[top:], not_full[top:]),
            (below.u[top // 2 :], canvas.u[top // 2 :], half[top // 2 :], not_half[top // 2 :]),
            (below.v[top // 2 :], canvas.v[top // 2 :], half[top // 2 :], not_half[top // 2 :]),
        ):
            under[:] = cv2.blendLinear(over, under, wet, dry)

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """The water rises at the gauge or over the bank, driftwood comes down, somebody comes down the bank."""
        if kind == "rise":
            return Rise(self, lasts, RISE)
        if kind == "flood":
            return Flood(self, lasts)
        if kind == "debris":
            return WaterVisit(self.view, Driftwood(generator(self._seed, 6)), Path(self._down_the_river(), lasts))
        if kind == "person":
            walker = Walker(Person.random(generator(self._seed, 5)))
            return PersonVisit(
                self.view,
                walker,
                Path(self._on_bank(((12.5, 24), (7.6, 16), (5.8, 12), (6.8, 14.5), (9.5, 19))), lasts),
            )
        return None

    def _down_the_river(self) -> list[Spot]:
        z = np.geomspace(70, 9.5, 12).astype(np.float32)
        x = self._valley.middle(z[None])[0] + 4.0
        return [(float(a), 0.0, float(b)) for a, b in zip(x, z, strict=True)]

    def wet_share(self, polygon: Polygon) -> float:
        """How much of a part of the picture is under water now, 0..1."""
        share = self._share[0]
        corners = np.rint(np.asarray(polygon) * (share.shape[1], share.shape[0])).astype(np.int32)
        inside = cv2.fillPoly(np.zeros_like(share), [corners], 1)
        return float(share[inside > 0].mean() / 255)

    def _on_bank(self, corners: tuple[tuple[float, float], ...]) -> list[Spot]:
        """A way over the bank through these (x, z), with its feet on the ground everywhere."""
        ends = np.arange(len(corners))
        steps = np.linspace(0, len(corners) - 1, 6 * len(corners))
        x, z = (np.interp(steps, ends, [corner[axis] for corner in corners]).astype(np.float32) for axis in range(2))
        y = self._valley(x[None], z[None])[0]
        return [(float(a), float(b), float(c)) for a, b, c in zip(x, y, z, strict=True)]


class Rise:
    """The level climbs to ``metres`` within three quarters of its time, holds, and falls at the end."""

    def __init__(self, river: River, lasts: float, metres: float) -> None:
        self._river, self._lasts, self._metres = river, lasts, metres

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """Set the level for the next frame; steps of a centimetre."""
        del canvas
        share = float(smoothstep(0, CLIMBS, t / self._lasts) * smoothstep(1.0, 0.93, t / self._lasts))
        self._river.level = round(self._metres * share, 2)
        x, z = GAUGE
        ends = np.asarray([(x - 0.35, GAUGE_FOOT + GAUGE_METRES, z), (x + 0.35, self._river.level, z)])
        (left, top), (right, bottom) = self._river.view.project(ends) / (self._river.view.width, self._river.view.rows)
        return Seen((left, top, right - left, bottom - top), self._river.level - GAUGE_FOOT)


class Flood:
    """The same, but over the bank; it is seen as a flood while a third of the dry ground is under water."""

    def __init__(self, river: River, lasts: float) -> None:
        self._river, self._rise = river, Rise(river, lasts, FLOOD)
        left, top = np.min(ZONES["ground"], axis=0)
        right, bottom = np.max(ZONES["ground"], axis=0)
        self._box = (float(left), float(top), float(right - left), float(bottom - top))

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """Set the level for the next frame."""
        level = self._rise.draw(canvas, t).value
        return Seen(self._box if self._river.wet_share(ZONES["ground"]) >= 0.33 else None, level)


def _still(
    big: View, land: Woodland, valley: Valley, rng: np.random.Generator, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, Field]:
    """The land without water, the water everywhere, and for every pixel the level in metres at which it is flooded."""

    def surface(x: Field, z: Field) -> Field:
        bare = valley(x, z)
        return np.where(bare > 4.3, land.height(x, z), bare).astype(np.float32)

    hit = cast(big, surface, 4, 9000, 900)
    haze, reach = (0.83, 0.81, 0.78), float(rng.uniform(1500, 4000))
    sky = paint_sky(big, valley.tile, (0.76, 0.66, 0.56), (0.89, 0.87, 0.85), float(rng.uniform(0.5, 0.95)))
    colour = _banks(land.shade(hit, big), hit, valley)
    scene = np.where(hit.sky[..., None], sky, add_haze(colour, hit.z, reach, haze)).astype(np.float32)
    height = np.where(hit.sky, 1e3, valley(hit.x, np.where(hit.sky, 1.0, hit.z))).astype(np.float32)
    height = _stand_gauge(scene, big, height)
    water = _river(scene, height < 0, big)
    level = cv2.resize(height, size, interpolation=cv2.INTER_AREA)
    return develop(scene, size), develop(water, size), np.asarray(level, np.float32)


def _banks(colour: Field, hit: Hit, valley: Valley) -> Field:
    z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
    high = valley(hit.x, z)
    near = np.clip(40 / z, 0, 1)
    dome, tint = sample(valley.pebble, hit.x, z, 9), sample(valley.shade, hit.x, z, 9)
    grain = (1.3 * dome - 0.75 + 0.45 * tint) * near + 0.4 * sample(valley.tile, hit.x, z, 13)
    gravel = np.asarray([0.42, 0.46, 0.48], np.float32) * (1 + 0.42 * grain)[..., None]
    mud = np.asarray([0.21, 0.27, 0.31], np.float32) * (1 + 0.25 * grain)[..., None]
    low = smoothstep(2.6, 1.2, high + 0.25 * grain)[..., None]
    wet = smoothstep(0.75, 0.1, high)[..., None]
    return np.asarray(colour * (1 - low) + (gravel * (1 - wet) + mud * wet) * low, np.float32)


def _stand_gauge(scene: Field, big: View, height: Field) -> Field:
    x, z = GAUGE
    top = GAUGE_FOOT + GAUGE_METRES
    post = (
        (x - 0.5, top + 0.15, z + 0.1),
        (x + 0.5, top + 0.15, z + 0.1),
        (x + 0.5, -3, z + 0.1),
        (x - 0.5, -3, z + 0.1),
    )
    board = ((x - 0.34, top, z), (x + 0.34, top, z), (x + 0.34, GAUGE_FOOT, z), (x - 0.34, GAUGE_FOOT, z))
    concrete = (
        np.full((64, 16, 3), (0.50, 0.53, 0.54), np.float32)
        * np.linspace(1.1, 0.8, 16, dtype=np.float32)[None, :, None]
    )
    mask = draw_board(scene, big, post, concrete)
    draw_board(scene, big, board, gauge_texture(GAUGE_METRES) * 0.85)
    row = np.arange(big.rows, dtype=np.float32)[:, None] + 0.5
    elevation = big.height - (row - big.horizon_row) * z / np.float32(big.f)
    return np.where(mask > 0.5, np.broadcast_to(elevation, height.shape), height).astype(np.float32)


def _river(scene: Field, wet: np.ndarray, big: View) -> Field:
    mirrored = reflect(scene, wet, max(3, big.rows // 30))
    _, z = big.ground()
    steep = np.clip(big.height / np.maximum(z, 1) * 2.2, 0, 1)[..., None]
    body = np.asarray([0.30, 0.40, 0.46], np.float32)
    return np.asarray(mirrored * (0.62 - 0.47 * steep) + body * (0.32 + 0.55 * steep), np.float32)
