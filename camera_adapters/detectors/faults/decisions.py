"""Decisions on faults of the camera, from the measures of one picture. Pure; the policy makes them hold.

Each gives a score: 0.5 at its mark, 1 where there is no doubt, so the policy's thresholds give hysteresis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from camera_adapters.detectors.faults.picture_measures import ALIGN_PIXELS, MIN_TEXTURED, Measures
from common.kinds import cameras

FROZEN_GREY = 0.02
"""Real streams never differ by less than 0.1 grey level from second to second; a repeated picture by nothing."""
SLOW_SECONDS = 0.75
"""Pictures further apart than this (keyframes) are no proof by themselves that nothing happened between them."""
REPEATED_BYTES = 200.0
"""What encoders need for a picture that repeats: 10 to 150 bytes; the quietest real clips carry 1,800 on average. An
encoder that fills a constant rate needs more; its still pictures are found by ``stillness``, from two a second on."""
REPEATS = 0.8
"""Score of a picture of which only the code goes on changing."""
BLACK_SHARE = 0.97
BLACK_DEVIATION = 3.0
"""Dark pixels of a night picture still vary by its noise and shapes."""
BLURRED_SHARPNESS = 0.35
SAME_VIEW = 0.8
"""A blurred picture still is the known one when it is made coarse; a covered one is not."""
COVERED_SHARPNESS = 0.2
"""What covers the whole lens stands too near to be sharp; a turned camera shows something sharp."""
LOST_VIEW = 0.75
"""From here on nothing of the known view is left: blocks of another view are like by chance one time in ten."""
HIDDEN_PART = 0.18
"""A hand, a leaf or a web over a fifth of what can be recognised, while most of the picture keeps its brightness."""
KEPT_PART = 0.5
HIDDEN_OF_LOST = 0.5
"""What is lost without a change of brightness moved by itself: leaves, people, the camera."""
FLAT_PART = 0.3
"""Something smooth over a third of it, whatever the light does."""
MOVED_PIXELS = ALIGN_PIXELS
SHAKEN_PIXELS = 1.2
"""A mast in a breeze sways by less from second to second, in pixels of a 320-wide picture."""
CARRIED_PIXELS = 14.0
"""What moves further is turned or carried, and rolls; that it shakes says nothing new then."""
CLEAR_PART = 0.75
"""What is still recognised keeps this share of its contrast when a hand covers the rest; in fog it does not."""
HAZY = 0.5
"""Share of its usual detail that a picture has left when it is called hazy."""


def frozen(measures: Measures) -> float:
    """The same picture again and again, although packets come.

    Of a short clip in a loop a slow look finds the same picture every time, so then what lies between must say it too.
    """
    if measures.difference is None:
        return 0.0
    if measures.repeats:
        return REPEATS
    if measures.pause > SLOW_SECONDS and (measures.carried is None or measures.carried > REPEATED_BYTES):
        return 0.0
    return rated(measures.difference, FROZEN_GREY, 0.0)


def black(measures: Measures) -> float:
    """Whether the picture is black throughout."""
    if measures.dark_deviation > BLACK_DEVIATION:
        return 0.0
    return rated(measures.dark, BLACK_SHARE, 1.0)


def covered(measures: Measures) -> float:
    """Something stands before the lens: all of it unsharp, or a part of the known view hidden while the rest stands."""
    if not _comparable(measures) or black(measures) >= 0.5:
        return 0.0
    if measures.lost >= LOST_VIEW:
        return 0.0 if measures.fog else rated(measures.sharpness, COVERED_SHARPNESS, 0.0)
    if measures.shift > MOVED_PIXELS or not measures.steady or measures.veil < CLEAR_PART:
        return 0.0
    one_thing = measures.kept >= KEPT_PART and measures.hidden >= HIDDEN_OF_LOST * measures.lost
    part = rated(measures.hidden, HIDDEN_PART, 2.0 * HIDDEN_PART) if one_thing else 0.0
    return max(part, rated(measures.flat, FLAT_PART, 2.0 * FLAT_PART))


def moved(measures: Measures) -> float:
    """The view is another one, sharp and standing still; or the known one, shifted."""
    if not _comparable(measures) or not measures.steady or black(measures) >= 0.5:
        return 0.0
    if measures.shift > MOVED_PIXELS:
        return rated(measures.shift, MOVED_PIXELS, 2.0 * MOVED_PIXELS)
    if measures.sharpness <= COVERED_SHARPNESS or not measures.stable:
        return 0.0
    return rated(measures.lost, LOST_VIEW, 0.9)


def blurred(measures: Measures) -> float:
    """The known view without its fine detail, while what is coarse keeps its contrast: fog and dusk take from both."""
    if not measures.learnt or measures.kinship < SAME_VIEW or black(measures) >= 0.5:
        return 0.0
    sharpness = measures.sharpness / max(0.1, min(1.0, measures.veil)) ** 1.5
    return rated(sharpness, BLURRED_SHARPNESS, BLURRED_SHARPNESS / 3)


def shaking(measures: Measures) -> float:
    """The whole picture moves from one measure to the next, and is recognised."""
    if black(measures) >= 0.5 or measures.sway > CARRIED_PIXELS:
        return 0.0
    return rated(measures.sway, SHAKEN_PIXELS, 2.0 * SHAKEN_PIXELS)


def hazy(measures: Measures) -> float:
    """Fog, heavy rain, dusk without a lamp: a condition of the weather, and no fault of the camera."""
    if not measures.learnt or black(measures) >= 0.5 or covered(measures) >= 0.5 or moved(measures) >= 0.5:
        return 0.0
    return rated(measures.clarity, HAZY, HAZY / 2)


def rated(value: float, mark: float, sure: float) -> float:
    """A score from a number: 0.5 at ``mark``, 1 at ``sure`` and beyond, falling to 0 as far on the other side."""
    return min(1.0, max(0.0, 0.5 + 0.5 * (value - mark) / (sure - mark)))


def _comparable(measures: Measures) -> bool:
    return measures.learnt and measures.textured >= MIN_TEXTURED


FAULTS: Mapping[str, Callable[[Measures], float]] = MappingProxyType(
    {
        cameras.CAMERA_FROZEN.name: frozen,
        cameras.CAMERA_BLACK.name: black,
        cameras.CAMERA_COVERED.name: covered,
        cameras.CAMERA_MOVED.name: moved,
        cameras.CAMERA_BLURRED.name: blurred,
        cameras.CAMERA_SHAKING.name: shaking,
    }
)
"""The decision of each fault, by the kind it is told as."""

CONDITIONS: Mapping[str, Callable[[Measures], float]] = MappingProxyType({cameras.LOW_VISIBILITY.name: hazy})
"""What is no fault and nobody is called for, but stands in the camera's state."""
