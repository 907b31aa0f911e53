"""Built land: blocks on level ground, met by every pixel's ray exactly, their façades painted by function."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field, sample

SIGNS = (
    (0.16, 0.16, 0.50),
    (0.45, 0.28, 0.16),
    (0.22, 0.40, 0.20),
    (0.62, 0.62, 0.60),
    (0.14, 0.30, 0.55),
    (0.30, 0.30, 0.32),
)
"""Colours of the boards over shops."""


@dataclass(frozen=True, slots=True)
class Block:
    """A building or a wall on level ground. ``floors`` 0 is a plain wall without windows."""

    x0: float
    x1: float
    z0: float
    z1: float
    tall: float
    colour: tuple[float, float, float]
    floors: int = 3
    bay: float = 3.2
    """Metres from one window to the next."""
    shops: bool = True
    """Whether the ground floor has shops with boards above them."""


@dataclass(frozen=True, slots=True)
class Built:
    """What blocks every pixel sees; arrays of shape (rows, width)."""

    which: np.ndarray
    """Number of the block from 1; 0 sees none."""
    z: Field
    """Metres away."""
    face: np.ndarray
    """0 the front, 1 a side, 2 the roof."""


def look(view: View, blocks: list[Block]) -> Built:
    """Meet every pixel's ray with every block, exactly; the nearest counts."""
    across = (np.arange(view.width, dtype=np.float32)[None, :] + 0.5 - view.width / 2) / np.float32(view.f)
    down = (np.arange(view.rows, dtype=np.float32)[:, None] + 0.5 - view.horizon_row) / np.float32(view.f)
    across = np.where(np.abs(across) < 1e-6, np.float32(1e-6), across)
    down = np.where(np.abs(down) < 1e-6, np.float32(1e-6), down)
    shape = (view.rows, view.width)
    which, face = np.zeros(shape, np.int32), np.zeros(shape, np.int8)
    nearest = np.full(shape, 1e4, np.float32)
    for number, block in enumerate(blocks, 1):
        sides = np.sort(np.stack([block.x0 / across, block.x1 / across]), axis=0)
        roof = np.sort(np.stack([view.height / down, (view.height - block.tall) / down]), axis=0)
        enter = np.maximum(np.maximum(sides[0], roof[0]), block.z0)
        leave = np.minimum(np.minimum(sides[1], roof[1]), block.z1)
        seen = (enter < leave) & (enter > 0.5) & (enter < nearest)
        nearest = np.where(seen, enter, nearest)
        which = np.where(seen, number, which)
        side = np.where(enter <= block.z0, 0, np.where(enter == sides[0], 1, 2))
        face = np.where(seen, side, face).astype(np.int8)
    return Built(which, nearest, face)


def facades(view: View, blocks: list[Block], built: Built, tile: Field) -> Field:
    """Colours (rows, width, 3) of the blocks' walls and roofs."""
    limits = np.asarray([(0, 0)] + [(block.x0, block.z0) for block in blocks], np.float32)[built.which]
    column = (np.arange(view.width, dtype=np.float32)[None, :] + 0.5 - view.width / 2) / np.float32(view.f)
    row = (np.arange(view.rows, dtype=np.float32)[:, None] + 0.5 - view.horizon_row) / np.float32(view.f)
    up = np.asarray(view.height - row * built.z, np.float32)
    along = np.where(built.face == 0, column * built.z - limits[..., 0], built.z - limits[..., 1]).astype(np.float32)
    colour = np.zeros((*built.which.shape, 3), np.float32)
    for number, block in enumerate(blocks, 1):
        here = built.which == number
        if here.any():
            colour[here] = _wall(block, along[here], up[here], number)
    colour = np.where((built.face == 2)[..., None], np.float32(0.46), colour)
    stain = sample(tile, along, up * 2.2, 14) * 0.05 + sample(tile, along * 3, up * 0.4, 21) * 0.05
    lit = np.where(built.face == 0, 0.86, np.where(column * built.z < 0, 1.08, 0.66)) * (1 + stain)
    return np.asarray(colour * lit[..., None], np.float32)


def _wall(block: Block, along: Field, up: Field, number: int) -> Field:
    colour = np.broadcast_to(np.asarray(block.colour, np.float32), (*along.shape, 3)).copy()
    colour[up > block.tall - 0.35] *= 1.12
    if block.floors == 0:
        colour[np.mod(along, 3.0) < 0.25] *= 0.88
        colour[up < 0.5] *= 0.8
        return colour
    storey = block.tall / block.floors
    floor, bay = np.floor(up / storey), np.floor(along / block.bay)
    within, beside = up - floor * storey, along - bay * block.bay
    ground = (floor < 1) & block.shops
    window = (
        (within > storey * 0.32) & (within < storey * 0.82) & (beside > block.bay * 0.22) & (beside < block.bay * 0.80)
    )
    frame = window & (np.abs(beside - block.bay * 0.51) < 0.05)
    chance = np.mod(np.sin(bay * 12.9898 + floor * 78.233 + number * 37.7) * 43758.5453, 1.0)
    glass = np.stack([0.20 + 0.22 * chance, 0.19 + 0.19 * chance, 0.17 + 0.16 * chance], -1)
    shop = ground & (within < storey * 0.74) & (beside > 0.25) & (beside < block.bay - 0.25)
    sign = ground & (within > storey * 0.76) & (within < storey * 0.98)
    unit = (
        (within > storey * 0.06) & (within < storey * 0.24) & (beside > block.bay * 0.3) & (beside < block.bay * 0.55)
    )
    paint = np.asarray(SIGNS, np.float32)[(chance * len(SIGNS)).astype(np.int32) % len(SIGNS)]
    colour[window & ~ground] = glass[window & ~ground]
    colour[frame & ~ground] = 0.62
    colour[unit & ~ground & (chance > 0.35)] = (0.66, 0.67, 0.66)
    colour[shop] = (glass * 0.75)[shop]
    colour[sign] = paint[sign]
    return np.asarray(colour, np.float32)
