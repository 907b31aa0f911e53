"""Numbers about one picture and how it compares with the picture that the camera usually gives.

Taken about once a second from the 320-pixel luminance and shared by all fault decisions; one set costs about 0.5 ms.

The reference is learnt from the stream: the median of its first five pictures, then a slow average (minutes) of the
medians of every five as long as the view is the known one. So what only passes does not get into it: on a plain road
the trace of a car would be all there is to recognise, and would be missed as hidden once the car is gone. The reference
survives reconnects, so that a camera that was turned while it was away is found. It is not yet a profile by hour of the
day: what changes faster than the slow average is judged as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, hypot
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.steady import correlate
from camera_adapters.frames import Plane

Grey = NDArray[np.float32]
Flags = NDArray[np.bool_]

TOGETHER = 5
"""So many pictures are learnt together by their median; something that passes may stand in two of them."""
FOLLOW_SECONDS = 60.0
"""Time constant of the slow average while the view is the known one."""
DARK_GREY = 34
"""Black is 16 in video range; what is below this shows nothing."""
BLOCKS = (10, 6)
DETAIL_SIZE = (160, 96)
DETAIL_WINDOW = (15, 15)
"""Detail is what stands out from the mean of this window, so that light and gain do not count."""
TEXTURED = 9.0
"""Mean square of detail from which a block can be recognised."""
KNOWN = 0.35
"""Correlation of a block's detail with the reference below which it is no longer what it was."""
LEVEL_GREY = 12.0
"""A block is hidden when it also became brighter or darker than the rest by this much."""
LEFT_KEPT = 0.75
"""What leaves is at most a quarter of the picture."""
LEFT_STEP = 0.6
"""Share of its step of brightness against its surroundings that may remain where something has left."""
LEFT_LIKE = 3.0
"""Factor by which its place and the surroundings may differ in detail then."""
FLAT = 0.3
"""A lost block is flat when its detail has less than this share of the reference's mean square."""
ALIGN_PIXELS = 8.0
"""Shifts up to this many pixels of 320 are vibration and are aligned before comparing."""
ALIGN_PEAK = 0.3
STEADY_LOST = 0.25
CLEAR_SECONDS = 6 * 3600.0
"""Time constant by which a clear day is forgotten."""
VEILED = 0.75
FOG_MEASURES = 15
FOG_MEMORY = 60
LOST_OF_FOG = 0.75
"""Fog takes at least 15 measures from when this share of the contrast is left until most of the view is lost."""
FEW_TEXTURED = 6
SWAY_BETTER = 0.85
SWAY_SHARE = 0.7
STRONG = 40.0
"""Mean square of detail from which noise does not blur whether a block fits better."""
"""A whole picture has moved when this share of its recognisable blocks fits better (to this share of the difference)
once it is moved back; a walker fits better, but all the rest worse."""
MIN_TEXTURED = 12
"""With fewer recognisable blocks of 60 nothing is said about covering and moving."""


_NEXT = np.ones((3, 3), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured on one picture. Shares are 0 to 1, grey levels 0 to 255, pixels those of a 320-wide picture."""

    dark: float
    """Share of pixels that show nothing."""
    dark_deviation: float
    """Standard deviation of grey within those."""
    difference: float | None
    """Largest mean grey difference of any picture since from the one measured before; None on the first."""
    sharpness: float
    """Energy of the Laplacian divided by its usual value, median over blocks: burnt-in text always stays sharp."""
    kinship: float
    """Correlation of the coarse picture with the reference."""
    lost: float
    """Share of recognisable blocks that are no longer recognised."""
    hidden: float
    """Share of recognisable blocks that are lost and changed their brightness against the rest."""
    flat: float
    """Share of recognisable blocks that are lost and have little detail left."""
    kept: float
    """Share of all blocks that kept their brightness against the rest."""
    shift: float
    """How far the picture stands from its reference, pixels; 0 when that cannot be told."""
    steady: bool
    """Whether the reference was learnt from a view that stood still."""
    stable: bool
    """Whether this view is the one measured just before."""
    textured: int
    """How many of the 60 blocks of the reference can be recognised."""
    learnt: bool
    """Whether there is a reference; without one the comparisons say nothing."""
    veil: float = 1.0
    """Contrast of what is recognised, divided by its usual value, median over blocks: fog takes it from everything."""
    clarity: float = 1.0
    """Detail of the whole picture divided by what it has on a clear day."""
    fog: bool = False
    """Whether the view was veiled for a while before it was lost: a hand comes faster than fog."""
    sway: float = 0.0
    """How far the whole picture stands from the one measured before, pixels; 0 when only parts of it moved."""
    pause: float = 0.0
    """Longest time between two pictures since the one measured before, seconds."""
    carried: float | None = None
    """As in ``Frame``, the largest since the picture measured before."""
    repeats: bool = False
    """Whether all that changes is the work of the encoder."""


@dataclass(slots=True)
class View:
    """What of a picture is compared: detail (96, 160) without light, and the coarse picture (18, 32)."""

    detail: Grey
    coarse: Grey
    grey: Grey


class PictureMeter:
    """Measures the pictures of one camera against a reference that it learns; one thread only."""

    def __init__(self) -> None:
        self._window = np.asarray(cv2.createHanningWindow(DETAIL_SIZE, cv2.CV_32F), dtype=np.float32)
        self._shape: tuple[int, ...] = ()
        self.forget()

    def forget(self) -> None:
        """Learn the view anew."""
        self._recent: list[tuple[View, Grey]] = []
        self._recent_seconds = 0.0
        self._reference: View | None = None
        self._previous: tuple[Plane, View] | None = None
        self._difference = 0.0
        self._usual_sharpness = np.zeros(BLOCKS[::-1], dtype=np.float32)
        self._steady = True
        self._clear_detail = 0.0
        self._veiled = 0

    def interrupt(self) -> None:
        """The stream was interrupted: the next picture does not follow the last one; the reference stays."""
        self._previous, self._difference = None, 0.0

    def glance(self, small: Plane) -> None:
        """Look at a picture that is not measured, only for whether it differs from the one measured before."""
        if self._previous is not None and small.shape == self._shape:
            self._difference = max(self._difference, _difference(small, self._previous[0]))

    def measure(self, small: Plane, elapsed: float, *, follow: bool) -> Measures:
        """Measure a picture (h, 320). ``follow`` tells whether the reference may follow it (no fault is suspected)."""
        if small.shape != self._shape:
            self._shape = small.shape
            self.forget()
        view = _view(small)
        edges = np.asarray(cv2.Laplacian(small, cv2.CV_32F), dtype=np.float32)
        raw_sharpness = _block_means(edges * edges)
        measures = self._compare(small, view, raw_sharpness)
        self._previous, self._difference = (small, view), 0.0
        if follow:
            self._remember_clear(view, measures, elapsed)
        self._learn(view, raw_sharpness, measures, elapsed, follow)
        return measures

    def _compare(self, small: Plane, view: View, raw_sharpness: Grey) -> Measures:
        dark_mask = cv2.inRange(small, np.zeros(1), np.full(1, DARK_GREY - 1.0))
        dark = cv2.countNonZero(dark_mask) / small.size
        dark_deviation = float(cv2.meanStdDev(small, mask=dark_mask)[1][0, 0]) if dark > 0.0 else 0.0
        difference, stable, sway = None, False, 0.0
        if self._previous is not None:
            difference = max(self._difference, _difference(small, self._previous[0]))
            stable = _blocks(self._previous[1], view).lost < STEADY_LOST
            sway = self._sway(self._previous[1], view)
        reference = self._reference
        if reference is None:
            shift, blocks, sharpness, kinship = 0.0, Blocks(0.0, 0.0, 0.0, 1.0, 1.0, 0), 1.0, 1.0
        else:
            shift, aligned = self._align(reference, view)
            blocks = _blocks(reference, aligned)
            sharpness = float(np.median(raw_sharpness / np.maximum(self._usual_sharpness, 1.0)))
            kinship = _correlation(reference.coarse, view.coarse)
        return Measures(
            dark=dark,
            dark_deviation=dark_deviation,
            difference=difference,
            sharpness=sharpness,
            kinship=kinship,
            lost=blocks.lost,
            hidden=blocks.hidden,
            flat=blocks.flat,
            kept=blocks.kept,
            veil=blocks.veil,
            clarity=self._clarity(view),
            fog=self._veiled >= FOG_MEASURES,
            sway=sway,
            shift=shift,
            steady=self._steady,
            stable=stable,
            textured=blocks.textured,
            learnt=reference is not None,
        )

    def _align(self, reference: View, view: View) -> tuple[float, View]:
        dx, dy, peak = correlate(reference.grey, view.grey, self._window)
        dy *= self._shape[0] / 320 * DETAIL_SIZE[0] / DETAIL_SIZE[1]  # the detail picture is not to scale
        shift = hypot(dx, dy) * 320 / DETAIL_SIZE[0]
        if peak < ALIGN_PEAK:
            return 0.0, view
        if not 0.4 <= shift <= ALIGN_PIXELS:
            return shift, view
        move = np.array([[1, 0, -dx], [0, 1, -dy]], dtype=np.float32)
        detail = cv2.warpAffine(view.detail, move, DETAIL_SIZE)
        return shift, View(np.asarray(detail, dtype=np.float32), view.coarse, view.grey)

    def _clarity(self, view: View) -> float:
        return float(np.sqrt(np.mean(view.detail * view.detail))) / self._clear_detail if self._clear_detail else 1.0

    def _remember_clear(self, view: View, measures: Measures, elapsed: float) -> None:
        """A clear day is learnt in a minute and forgotten in many hours; how long the view has been veiled."""
        detail = float(np.sqrt(np.mean(view.detail * view.detail)))
        seconds = FOLLOW_SECONDS if detail > self._clear_detail else CLEAR_SECONDS
        share = 1.0 - exp(-elapsed / seconds) if self._clear_detail else 1.0
        self._clear_detail += share * (detail - self._clear_detail)
        if measures.lost < LOST_OF_FOG:
            veiled = measures.veil < VEILED or measures.clarity < VEILED
            self._veiled = min(FOG_MEMORY, self._veiled + 1) if veiled else max(0, self._veiled - 1)

    def _sway(self, before: View, view: View) -> float:
        """How far the whole picture moved since the one before; cheap, for it looks at detail only."""
        textured = _block_means(before.detail * before.detail) > STRONG
        if int(textured.sum()) < FEW_TEXTURED:
            return 0.0
        dx, dy, _ = correlate(before.detail, view.detail, self._window)
        move = np.array([[1, 0, dx], [0, 1, dy]], dtype=np.float32)
        back = cv2.warpAffine(before.detail, move, DETAIL_SIZE, borderMode=cv2.BORDER_REPLICATE)
        stayed = _block_means(np.abs(before.detail - view.detail))
        moved = _block_means(np.abs(np.asarray(back, dtype=np.float32) - view.detail))
        if float(np.mean((moved < SWAY_BETTER * stayed)[textured])) < SWAY_SHARE:
            return 0.0
        return hypot(dx, dy * self._shape[0] / 320 * DETAIL_SIZE[0] / DETAIL_SIZE[1]) * 320 / DETAIL_SIZE[0]

    def _learn(self, view: View, raw_sharpness: Grey, measures: Measures, elapsed: float, follow: bool) -> None:
        if measures.learnt and not follow:
            return
        if measures.lost < STEADY_LOST and not self._steady:
            self._steady = measures.stable
        self._recent.append((view, raw_sharpness))
        self._recent_seconds += elapsed
        if len(self._recent) < TOGETHER:
            return
        usual = _usual([each for each, _ in self._recent])
        sharpness = _median([each for _, each in self._recent])
        if self._reference is None:
            self._reference, self._usual_sharpness = usual, sharpness
            self._steady = all(_blocks(usual, each).lost < STEADY_LOST for each, _ in self._recent)
        else:
            self._blend(self._reference, usual, sharpness, 1.0 - exp(-self._recent_seconds / FOLLOW_SECONDS))
        self._recent, self._recent_seconds = [], 0.0

    def _blend(self, reference: View, usual: View, sharpness: Grey, share: float) -> None:
        cv2.accumulateWeighted(usual.detail, reference.detail, share)
        cv2.accumulateWeighted(usual.coarse, reference.coarse, share)
        cv2.accumulateWeighted(usual.grey, reference.grey, share)
        cv2.accumulateWeighted(sharpness, self._usual_sharpness, share)


def _view(small: Plane) -> View:
    grey = np.asarray(cv2.resize(small, DETAIL_SIZE, interpolation=cv2.INTER_AREA), dtype=np.float32)
    coarse = np.asarray(cv2.resize(small, (32, 18), interpolation=cv2.INTER_AREA), dtype=np.float32)
    return View(grey - cv2.blur(grey, DETAIL_WINDOW), coarse, grey)


def _usual(views: list[View]) -> View:
    """What stands in most of the views."""
    return View(
        _median([view.detail for view in views]),
        _median([view.coarse for view in views]),
        _median([view.grey for view in views]),
    )


def _median(five: list[Grey]) -> Grey:
    """By comparisons of whole planes, fifty times as fast as sorting each pixel's values."""
    a, b, c, d, e = five
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(e, low), np.minimum(np.maximum(e, low), high))


def _block_means(plane: Grey) -> Grey:
    return np.asarray(cv2.resize(plane, BLOCKS, interpolation=cv2.INTER_AREA), dtype=np.float32)


class Blocks(NamedTuple):
    """Shares as in ``Measures``."""

    lost: float
    hidden: float
    flat: float
    kept: float
    veil: float
    textured: int


def _blocks(reference: View, view: View) -> Blocks:
    """Compare two views block by block."""
    known = _block_means(reference.detail * reference.detail)
    now = _block_means(view.detail * view.detail)
    likeness = _block_means(reference.detail * view.detail) / np.sqrt(known * now + 1e-3)
    level = _block_means(view.coarse - reference.coarse)
    level_kept = np.abs(level - np.median(level)) <= LEVEL_GREY
    textured = known > TEXTURED
    count = int(textured.sum())
    if count == 0:
        return Blocks(0.0, 0.0, 0.0, float(level_kept.mean()), 1.0, 0)
    lost = textured & (likeness < KNOWN)
    if lost.any() and float(level_kept.mean()) >= LEFT_KEPT:
        lost &= ~_left(reference, view, lost)
    recognised = textured & (likeness >= KNOWN)
    enough = int(recognised.sum()) >= FEW_TEXTURED
    veil = float(np.median(np.sqrt(now[recognised] / known[recognised]))) if enough else 1.0
    return Blocks(
        lost=float(lost.sum()) / count,
        hidden=float((lost & ~level_kept).sum()) / count,
        flat=float((lost & (now < FLAT * known)).sum()) / count,
        kept=float(level_kept.mean()),
        veil=veil,
        textured=count,
    )


def _left(reference: View, view: View, lost: Flags) -> Flags:
    """Of what is lost the parts where something has gone and nothing is hidden: they now look like what is around them.

    A car that leaves a plain road takes with it all that could be recognised there. What covers a lens makes a step of
    brightness where there was none, or is smoother than what surrounds it; what leaves takes its step along.
    """
    before, after = (_block_means(each.coarse) for each in (reference, view))
    detail = _block_means(view.detail * view.detail) + 1.0
    count, parts = cv2.connectedComponents(lost.astype(np.uint8))
    left = np.zeros_like(lost)
    for number in range(1, count):
        part = np.asarray(parts == number)
        around = np.asarray(cv2.dilate(part.astype(np.uint8), _NEXT)).astype(bool) & ~lost
        if not around.any():
            continue
        step_before = float(np.abs(before[part] - np.median(before[around])).mean())
        step_after = float(np.abs(after[part] - np.median(after[around])).mean())
        like = float(np.median(detail[part]) / np.median(detail[around]))
        if step_after < LEFT_STEP * step_before and 1.0 / LEFT_LIKE < like < LEFT_LIKE:
            left |= part
    return left


def _difference(a: Plane, b: Plane) -> float:
    return float(cv2.norm(a, b, cv2.NORM_L1)) / a.size


def _correlation(a: Grey, b: Grey) -> float:
    a0, b0 = a - a.mean(), b - b.mean()
    norm = float(np.sqrt((a0 * a0).sum() * (b0 * b0).sum()))
    return float((a0 * b0).sum()) / norm if norm > 1e-3 else 0.0
