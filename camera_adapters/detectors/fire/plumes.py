"""Plumes: pure geometry over time of the veiled blocks that form one, in blocks of 8 × 8 pixels.

A plume stays where it began and grows from there. A fog bank and a cloud move on, a parked lorry does not stir, and a
veil that covers a quarter of the picture at once is weather.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

import cv2
import numpy as np

from camera_adapters.detectors.features.activity import Flags
from camera_adapters.detectors.fire.veil import Blocks, Veil

CORE = 0.6
"""Persistence of a block that belongs to the anchored heart of a plume."""
LEAST_BLOCKS = 3
LEAST_CORE = 2
SETTLED = 2.0
MOST_SHARE = 0.15
"""A fire passes through this size; what is larger when it is first seen is weather."""
NEAR_SHARE = 0.005
"""From this share of the picture on it is smoke; what is smaller is a candidate for a person to judge."""
LIVELY = 1.45
"""Mean liveliness of its blocks; what merely stands there has 1."""
STIRRING = 1.0
"""Mean liveliness of a block and its neighbours from which it may belong to a plume."""
AROUND = (3, 3)
ANCHOR_SECONDS = 20.0
ANCHOR_LOOKS = 2
ANCHORED = 0.65
"""Share of its blocks of 20 s ago (or two pictures of a time lapse) that still are veiled."""
GOES_ON = 0.75
"""What was a plume at the look before needs this share of that, if it is higher than wide: a narrow plume
wavers in the wind, and is the same one; a fog bank is wide."""
BESIDE = 0.5
"""What a block counts for that is not veiled any more, but beside one that is."""
ELSEWHERE = 0.05
"""Share of the rest of the picture that may be veiled; more is weather or a light, not one fire."""
ASIDE, CHIEF = 0.01, 2.0
"""Of what stirs elsewhere there may be this share and so many times the plume's own. Rain and drifting light veil small
parts here and there; a plume is the chief of them."""
LEAST_CONTRAST = 3.0
"""Mean grey levels a plume differs by."""
ROUGHEST = 4.0
"""Grey levels of fine detail that it may add: billows before the sky add 3, a person 6 and more."""
FLAT, FAINT, FAINT_OF_SPREAD = 4.0, 12.0, 0.4
"""A band four times as wide as high that differs by few grey levels, or by little of what the picture's places differ
by among themselves, is haze along a ridge; smoke rises, or is dense."""
ALONE = 0.5
"""Share of its contrast that it must show against what is as bright as itself too; the light of dusk shows none."""
SCORE_AT_MARKS = 0.55

Box = tuple[float, float, float, float]

_NEXT = np.ones((3, 3), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One group of veiled blocks; box in fractions of the picture."""

    blocks: int
    core: int
    share: float
    contrast: float
    """Mean absolute difference against the usual, grey levels."""
    lively: float
    rough: float
    """Mean fine detail against the usual, grey levels."""
    anchored: float
    elsewhere: float
    """Share of the rest of the picture that is veiled too."""
    grounded: bool
    """Whether it reaches below the drawn sky."""
    box: Box
    flat: float = 1.0
    """Width divided by height, in blocks."""
    restless: float = 0.0
    """Share of the picture that is veiled elsewhere and stirs as smoke does."""

    spread: float = 50.0
    """Standard deviation of the usual picture, grey levels."""
    alone: float = 1.0
    """What it differs by from what is as bright as itself, by its contrast."""
    known: bool = False
    """Whether a plume was seen here at the look before."""

    @property
    def settled(self) -> float:
        """Its share of the picture, as far as half of it has stood for some seconds: a far plume flares up for a moment
        and is no near one."""
        return min(1.0, SETTLED * self.core / max(1, self.blocks)) * self.share


@dataclass(slots=True)
class Anchor:
    """Remembers what was veiled some time ago."""

    _past: deque[tuple[float, Flags]] = field(default_factory=deque)

    def clear(self) -> None:
        self._past.clear()

    def then(self, veiled: Flags, now: float) -> Flags | None:
        """What was veiled 20 s ago, or two looks ago where those are further apart; None when it is not known yet."""
        self._past.append((now, veiled.copy()))
        while len(self._past) > ANCHOR_LOOKS + 1 and now - self._past[1][0] >= ANCHOR_SECONDS:
            self._past.popleft()
        at, then = self._past[0]
        return then if now - at >= ANCHOR_SECONDS and len(self._past) > ANCHOR_LOOKS else None


def groups(veil: Veil, veiled: Flags, then: Flags | None, sky: Flags | None) -> Sequence[Candidate]:
    """The connected groups of ``veiled`` blocks (those of the veil that count), largest first, at most five."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(veiled.astype(np.uint8), connectivity=8)
    rows, columns = veiled.shape
    restless = veiled & (veil.liveliness >= LIVELY)
    found = []
    for number in sorted(range(1, count), key=lambda each: -int(stats[each, cv2.CC_STAT_AREA]))[:5]:
        inside = labels == number
        blocks = int(inside.sum())
        x, y, w, h = (int(value) for value in stats[number, :4])
        known = None if then is None else then & inside
        found.append(
            Candidate(
                blocks=blocks,
                core=int((veil.persistence[inside] > CORE).sum()),
                share=blocks / veiled.size,
                contrast=float(np.abs(veil.difference[inside]).mean()),
                lively=float(veil.liveliness[inside].mean()),
                rough=float(veil.roughness[inside].mean()),
                anchored=0.0 if then is None or known is None else _anchored(then, veiled, inside),
                elsewhere=float(veiled.sum() - blocks) / veiled.size,
                grounded=sky is None or bool((inside & ~sky).any()),
                box=(x / columns, y / rows, w / columns, h / rows),
                flat=w / h,
                restless=float((restless & ~inside).sum()) / veiled.size,
                spread=veil.spread,
                alone=1.0 if veil.alone is None else _alone(veil.difference[inside], veil.alone[inside]),
            )
        )
    return found


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes have something in common."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def stirring(veil: Veil, veiled: Flags) -> Flags:
    """Blocks around which what veils the picture stirs: haze and the light of a cloud, before which a plume may stand,
    do not, and must not be taken for one thing with it."""
    here = veiled.astype(np.float32)
    mean = cv2.blur(here * veil.liveliness, AROUND) / np.maximum(cv2.blur(here, AROUND), 1e-3)
    return np.asarray(mean >= STIRRING)


def _alone(difference: Blocks, alone: Blocks) -> float:
    """Mean of the part of each difference, of the same sign, that remains, by its mean."""
    left = np.where(difference * alone > 0.0, np.abs(alone), 0.0)
    return float(np.minimum(left, np.abs(difference)).mean() / max(1e-3, float(np.abs(difference).mean())))


def _anchored(then: Flags, veiled: Flags, inside: Flags) -> float:
    """Of what was veiled then around here, the share that still is; 0 when nothing was.

    A narrow plume sways by a block: what lies beside a block that is veiled counts for a half.
    """
    _, before = cv2.connectedComponents(then.astype(np.uint8), connectivity=8)
    touching = np.unique(before[inside & then])
    origin = np.isin(before, touching[touching > 0])
    if not origin.any():
        return 0.0
    beside = cv2.dilate(veiled.astype(np.uint8), _NEXT) > 0
    return float(BESIDE * (beside & origin).sum() + (1.0 - BESIDE) * (veiled & origin).sum()) / float(origin.sum())


def plume(candidate: Candidate) -> float:
    """Confidence 0 to 1 that this is a plume: 0 unless every condition holds."""
    holds = (
        candidate.blocks >= LEAST_BLOCKS
        and candidate.core >= LEAST_CORE
        and candidate.share <= MOST_SHARE
        and candidate.lively >= LIVELY
        and candidate.anchored >= (GOES_ON if candidate.known and candidate.flat < 1.0 else 1.0) * ANCHORED
        and candidate.elsewhere <= ELSEWHERE
        and candidate.restless <= ASIDE + CHIEF * candidate.share
        and candidate.grounded
        and candidate.contrast >= LEAST_CONTRAST
        and candidate.rough <= ROUGHEST
        and not (candidate.flat >= FLAT and candidate.contrast < max(FAINT, FAINT_OF_SPREAD * candidate.spread))
        and candidate.alone >= ALONE
    )
    if not holds:
        return 0.0
    size = min(1.0, log2(candidate.blocks / LEAST_BLOCKS) / 4.0)
    stirs = min(1.0, candidate.lively / LIVELY - 1.0)
    stands = max(0.0, candidate.anchored - ANCHORED) / (1.0 - ANCHORED)
    return SCORE_AT_MARKS + 0.15 * size + 0.1 * stirs + 0.1 * stands + 0.05 * min(1.0, candidate.contrast / 15.0)
