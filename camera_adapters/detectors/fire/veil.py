"""Veil of smoke: blocks that are brighter or darker than usual in a way that light does not explain.

Works on blocks of 8 × 8 pixels of the steady 320-wide picture. A block is veiled when its mean stands out from its own
usual variation, its colour has not grown, and it is not merely lit otherwise: a shadow and the sun keep the ratio of
contrast to brightness and leave the texture visible, smoke and dust do not. Where the light always drifts, a block
usually differs by much; only the loss of its texture counts there. One look costs about 0.5 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.activity import Flags, block_means
from camera_adapters.detectors.features.texture import Texture
from camera_adapters.video.frames import Plane

Blocks = NDArray[np.float32]
Seen = tuple[Blocks, Blocks, Blocks, Blocks]
"""Of one picture: light, detail, tint, and the share of the usual texture that shows (NaN where there is none)."""

BACKGROUND_SECONDS = 120.0
SPARE = 0.1
"""What is veiled is learnt ten times as slowly, so that smoke does not become the background while it stands."""
MOST_SHARE = 0.3
"""Of a time lapse one picture teaches no more than this."""
YOUNG = 8.0
"""While young the background is a mean over this many looks and more."""
DEVIATIONS = 4.5
LEAST_GREY = 2.5
FIRST_DEVIATION = 1.5
LEAST_DEVIATION = 0.6
"""Mean of 64 pixels of a usual sensor varies by 0.2 to 0.5 grey levels, compression adds as much."""
TEXTURED, WEAK = 1.6, 3.0
"""Mean absolute detail from which contrast says something."""
KEPT = 0.9
"""Share of its usual texture from which a block is lit otherwise, and not veiled."""
STEADY, FIRST_LOSS = 0.2, 0.4
"""A texture is known as one that stays when its share varies by less than this; leaves and ripples do not stay."""
LIKE = (0.86, 1.16)
"""Where texture does not stay: contrast over brightness against the usual; within this it is light that changed."""
LOST = 0.35
"""Below this share a block may be veiled however much its brightness varies as a rule."""
LOST_DEVIATIONS = 3.0
AROUND = (11, 11)
BROAD = 0.35
"""Light comes over more than a hand's breadth: of 11 × 11 blocks the mean changes too. A streak of smoke may keep the
contrast of what is behind it, but it stands alone."""
COLOUR_RISE = 3.0
PERSIST_SECONDS = 8.0
PERSIST_MOST = 0.4
"""How fast a block is taken for veiled: six seconds live, two pictures of a time lapse."""
VEILED = 0.35
"""A narrow plume wavers between blocks: each is veiled for half the time."""
STARTED, HOLDS_ON = 0.15, 0.6
"""A block that has begun to be veiled needs this share of the mark to go on."""
LIVELY_SHARE = 0.2
CURVE_POINTS = 8
STRANGE_GREY, STRANGE_SHARE = 12.0, 0.2
"""After another exposure the view is a new one when more than this share of it differs by more than this."""


@dataclass(frozen=True, slots=True)
class Veil:
    """What is veiled in one look; arrays of shape (h / 8, w / 8)."""

    persistence: Blocks
    """0 to 1: how steadily each block is veiled."""
    difference: Blocks
    """Grey levels against the usual, the light of the whole picture removed."""
    liveliness: Blocks
    """Mean change from look to look in usual changes: things that stand still have 1, smoke 2 and more."""
    roughness: Blocks
    """Fine detail against the usual, grey levels: a person or a lorry brings edges, smoke is soft."""
    young: bool
    """Whether the background is too young to say anything."""
    alone: Blocks | None = None
    """Grey levels against what else is usually as bright; None while young. Dusk, haze and a camera's own contrast
    change dark and bright places by other shares, but all that are equally bright alike."""
    spread: float = 50.0
    """Standard deviation of the usual picture, grey levels: little in haze, much in a hard light."""

    @property
    def veiled(self) -> Flags:
        """Blocks that are steadily veiled."""
        return self.persistence > VEILED


@dataclass(slots=True)
class Usual:
    """What is usual for each block."""

    light: Blocks
    deviation: Blocks
    detail: Blocks
    colour: Blocks
    change: Blocks
    loss: Blocks
    """Mean deviation of the share of its texture that shows."""


class VeilModel:
    """The usual picture of one camera in blocks; one thread only."""

    def __init__(self, *, any_colour: bool = False) -> None:
        self._any_colour = any_colour
        self._texture = Texture()
        self.forget()

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._texture.forget()
        self._usual: Usual | None = None
        self._before: Blocks = np.empty(0, dtype=np.float32)
        self._persistence: Blocks = self._before
        self._liveliness: Blocks = self._before
        self._latched: Flags = np.empty(0, dtype=np.bool_)
        self._at = 0.0
        self._looks = 0
        self._interrupted = False

    def interrupt(self) -> None:
        """The exposure changes: nothing is learnt, and the next look tells whether the usual picture still holds."""
        self._interrupted = True

    def extract(self, steady: Plane, colour: tuple[Plane, Plane] | None, busy: Flags, now: float) -> Veil:
        """Take a picture (h, 320) with its chroma on the same grid; ``busy`` blocks (h / 8, 40) are never veiled."""
        light = block_means(steady.astype(np.float32))
        detail = block_means(np.asarray(cv2.absdiff(steady, cv2.blur(steady, (5, 5))), dtype=np.float32))
        tint = _tint(colour, light)
        usual = self._usual
        if usual is None or usual.light.shape != light.shape or not self._resumed(usual, light, now):
            self._start(light, detail, tint, now)
            return Veil(self._persistence, np.zeros_like(light), self._liveliness, np.zeros_like(light), young=True)
        elapsed, self._at = now - self._at, now
        self._looks += 1
        gain = float(np.median(light / np.maximum(usual.light, 4.0)))
        difference = light - gain * usual.light
        kept = self._texture.kept(steady, light, usual.light)
        hit = self._hit(usual, (light, detail, tint, kept), difference, self._unfit(busy))
        rough = np.asarray(detail - usual.detail, dtype=np.float32)
        share = min(PERSIST_MOST, 1.0 - exp(-elapsed / PERSIST_SECONDS))
        self._persistence += share * (hit - self._persistence)
        self._note_change(usual, light - gain * self._before, elapsed, hit)
        self._learn(usual, (light / gain, detail, tint, kept), difference, hit, elapsed)
        self._before = light / gain
        spread = float(usual.light.std())
        alone = light - retold(usual.light, light)
        young = self._looks < YOUNG
        return Veil(self._persistence, difference, self._liveliness, rough, young=young, alone=alone, spread=spread)

    def _start(self, light: Blocks, detail: Blocks, tint: Blocks, now: float) -> None:
        deviation = np.full_like(light, FIRST_DEVIATION)
        change, loss = np.full_like(light, LEAST_DEVIATION), np.full_like(light, FIRST_LOSS)
        self._usual = Usual(light.copy(), deviation, detail, tint, change, loss)
        self._before, self._persistence = light, np.zeros_like(light)
        self._liveliness, self._latched = np.ones_like(light), np.zeros(light.shape, dtype=np.bool_)
        self._at, self._looks = now, 1

    def _resumed(self, usual: Usual, light: Blocks, now: float) -> bool:
        """Whether the usual picture still holds; after another exposure it is first told in the new light."""
        if not self._interrupted:
            return True
        self._interrupted, self._at = False, now
        told = retold(usual.light, light)
        if float((np.abs(light - told) > STRANGE_GREY).mean()) > STRANGE_SHARE:
            return False
        usual.detail *= (told + 8.0) / (usual.light + 8.0)
        usual.light, self._before = told, light
        return True

    def _hit(self, usual: Usual, now: Seen, difference: Blocks, busy: Flags) -> Flags:
        light, detail, tint, kept = now
        begun = self._persistence > STARTED
        size = np.abs(difference)
        mark = np.maximum(LEAST_GREY, DEVIATIONS * np.maximum(usual.deviation, LEAST_DEVIATION))
        out = size > np.where(begun, HOLDS_ON, 1.0) * mark
        steady = ~np.isnan(kept) & (usual.loss < STEADY)
        share = np.where(steady, kept, 1.0)
        lost = (share < LOST) & (1.0 - share > LOST_DEVIATIONS * usual.loss) & (size > LEAST_GREY)
        around = np.abs(cv2.blur(difference, AROUND)) > BROAD * size
        dark_ground = (difference < 0) & (usual.light < 90.0)
        ratio = (detail / np.maximum(light, 8.0)) / np.maximum(usual.detail / np.maximum(usual.light, 8.0), 1e-3)
        alike = (ratio > LIKE[0]) & (ratio < LIKE[1]) & ((difference < 0) | around)
        # A plain block cannot tell a shadow from smoke, a dark one with little texture hardly can.
        loose = np.where(usual.detail > TEXTURED, alike, around) | (dark_ground & (usual.detail < WEAK))
        by_light = loose | (steady & (share > KEPT) & ((difference < 0) | around))
        coloured = np.zeros_like(steady) if self._any_colour else tint > usual.colour * 1.1 + COLOUR_RISE
        # What always changes is not looked at, unless its texture stayed through all of that and is lost now.
        fits: Flags = ((out & ~by_light & ~busy) | lost) & ~coloured & (light < 250.0)
        return fits

    def _unfit(self, busy: Flags) -> Flags:
        """Blocks that were busy before they were veiled; smoke itself makes its blocks busy after a while."""
        self._latched = np.where(self._persistence < STARTED, busy, self._latched)
        return self._latched

    def _note_change(self, usual: Usual, change: Blocks, elapsed: float, hit: Flags) -> None:
        size = np.abs(change)
        share = max(1.0 / (self._looks + 2.0), min(MOST_SHARE, 1.0 - exp(-elapsed / BACKGROUND_SECONDS)))
        usual.change += np.where(hit | (self._persistence > STARTED), 0.0, share) * (size - usual.change)
        relative = np.minimum(size / np.maximum(usual.change, 0.25), 8.0)
        self._liveliness += LIVELY_SHARE * (relative - self._liveliness)

    def _learn(self, usual: Usual, now: Seen, difference: Blocks, hit: Flags, elapsed: float) -> None:
        prior = 1.0 / (self._looks + 1.0)
        share = max(prior if self._looks < YOUNG else 0.0, min(MOST_SHARE, 1.0 - exp(-elapsed / BACKGROUND_SECONDS)))
        spared = np.where(hit | (self._persistence > STARTED), SPARE, 1.0).astype(np.float32) * np.float32(share)
        light, detail, tint, kept = now
        self._texture.learn(spared)
        usual.loss += spared * (np.minimum(np.abs(np.nan_to_num(kept, nan=1.0) - 1.0), 1.0) - usual.loss)
        usual.light += spared * (light - usual.light)
        usual.detail += spared * (detail - usual.detail)
        usual.colour += spared * (tint - usual.colour)
        usual.deviation += spared * (np.minimum(np.abs(difference), 12.0) - usual.deviation)


def retold(usual: Blocks, light: Blocks) -> Blocks:
    """What is usual under another exposure: by the curve through the medians of blocks that were alike."""
    alike = np.array_split(np.argsort(usual, axis=None), CURVE_POINTS)
    before, after = ([float(np.median(plane.ravel()[each])) for each in alike] for plane in (usual, light))
    steps = np.subtract(after, before)
    return np.asarray(usual + np.interp(usual, before, steps), np.float32)


def _tint(colour: tuple[Plane, Plane] | None, light: Blocks) -> Blocks:
    """How far the colour of each block is from grey."""
    if colour is None:
        return np.zeros_like(light)
    u, v = (block_means(plane.astype(np.float32)) - 128.0 for plane in colour)
    return np.asarray(np.abs(u) + np.abs(v), dtype=np.float32)
