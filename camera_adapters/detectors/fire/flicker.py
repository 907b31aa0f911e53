"""Flicker: the pure decision whether a flame-coloured spot burns, from its shape and light over some seconds.

Lights that blink come back in the same shape, and things that are carried move on; a fire stays, and at every look it
has another shape of about the same size.
"""

from __future__ import annotations

from dataclasses import dataclass

MIN_PICTURES = 6
PRESENT = 0.8
"""Share of pictures in which a fire shows at all; a blinking light is away every other time."""
INTERMITTENT = 0.6
"""Share of its pixels that are flame-coloured now and then: a fire 0.9, a lamp's pixels are always or never."""
NOVELTY = 0.4
"""How far each shape differs from the likest other one of the window: 0.55 to 0.6 in a fire at any rate of looks. What
blinks comes back (neon 0.25), what is walked past is the same before and after (paving in the sun 0.2 to 0.34)."""
NOVELTY_SMALL = 0.22
SMALL, LARGE = 30.0, 120.0
"""A spot of 30 pixels has few shapes: there the mark is lower, and rises to the full one at 120 pixels."""
FEW = 45.0
"""Of a spot of so few pixels the shapes say little. What tells then is its light, which comes back in a lamp that
blinks, and in a fire does not."""
FRESH = 0.42
"""How far the light of each picture differs from the likest other one, of what two pictures of it differ by as a rule:
a small fire 0.4 to 0.7, neon 0.2 to 0.4."""
FLICKER_FEW, TOGGLES_FEW = 12.0, 0.13
TOGGLES = 0.2
"""Share of pixels that change from look to look: a fire 0.3 to 0.4, lights and traffic under 0.2 most of the time."""
FLICKER_GREY = 8.0
"""Mean change of luminance from picture to picture; a jacket or a flag has its colour but not the light."""
RELIEF_GREY = 14.0
"""Standard deviation of luminance within it: a fire has a bright heart, paint has one brightness."""
HEAT, HOTTEST = 42.0, 0.9
"""Cr - Cb that its reddest tenth must reach: the rim of a flame is deep orange (69 to 79), leaves and grass in the sun
are yellow throughout (34 to 41)."""
DRIFT = 0.6
DRIFT_PIXELS = 3.0
"""How far its middle may move: this share of its side, and some pixels."""
MOST_AREA = 0.35
"""Share of the picture: a sunset, a lamp before the lens."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is measured of one spot over a window of pictures; pixels of a 320-wide picture."""

    pictures: int
    area: float
    """Median of flame-coloured pixels."""
    present: float
    intermittent: float
    novelty: float
    """Median over the pictures of how far their shape differs from the likest other one, 0 to 1."""
    flicker: float
    """Mean change of its luminance from picture to picture, grey levels."""
    relief: float
    """Standard deviation of luminance within it, grey levels."""
    toggles: float
    """Mean share of its pixels that gain or lose the colour from picture to picture."""
    drift: float
    """Displacement of its middle from the first to the second half of the window, pixels."""
    share: float
    """Area as a share of the picture."""
    heat: float = 255.0
    """Cr - Cb of its reddest tenth, the cast of the light removed; not measured: as hot as may be."""
    fresh: float = 0.0
    """Median over the pictures of how far their light differs from that of the likest other one, of what two of them
    differ by as a rule; 0 where it is not measured."""


def novelty_mark(area: float) -> float:
    """What a spot of this many pixels must show of new shapes."""
    share = min(1.0, max(0.0, (area - SMALL) / (LARGE - SMALL)))
    return NOVELTY_SMALL + share * (NOVELTY - NOVELTY_SMALL)


def burning(spot: Spot, min_area: float) -> float:
    """Confidence 0 to 1 that it burns: the weakest of the conditions decides; what misses one mark stays below 0.45."""
    if spot.pictures < MIN_PICTURES or spot.area < min_area or spot.share > MOST_AREA or spot.present < PRESENT:
        return 0.0
    if spot.heat < HEAT:
        return 0.0
    if spot.drift > DRIFT * spot.area**0.5 + DRIFT_PIXELS:
        return 0.0
    always = min(spot.intermittent / INTERMITTENT, spot.relief / RELIEF_GREY)
    shapes = min(spot.novelty / novelty_mark(spot.area), spot.toggles / TOGGLES, spot.flicker / FLICKER_GREY)
    light = min(spot.fresh / FRESH, spot.toggles / TOGGLES_FEW, spot.flicker / FLICKER_FEW)
    weakest = min(always, light if spot.area <= FEW else shapes)
    return 0.45 * weakest if weakest < 1.0 else 0.62 + 0.33 * min(1.0, weakest - 1.0)
