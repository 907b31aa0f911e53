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

import cv2
import numpy as np

from camera_adapters.detectors.features.alignment import AlignmentCheck
from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.detectors.features.reference_view import (
    BLOCKS,
    DETAIL_SIZE,
    FEW_TEXTURED,
    Blocks,
    Grey,
    ReferenceView,
    block_means,
    compare,
    correlation,
    median_of,
    usual,
    view_of,
)
from camera_adapters.detectors.features.stabiliser import correlate
from camera_adapters.video.frames import Plane

TOGETHER = 5
"""So many pictures are learnt together by their median; something that passes may stand in two of them."""
FOLLOW_SECONDS = 60.0
"""Time constant of the slow average while the view is the known one."""
DARK_GREY = 34
"""Black is 16 in video range; what is below this shows nothing."""
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
SWAY_BETTER = 0.85
SWAY_SHARE = 0.7
"""A whole picture has moved when this share of its recognisable blocks fits better (to this share of the difference)
once it is moved back; a walker fits better, but all the rest worse."""
STRONG = 40.0
"""Mean square of detail from which noise does not blur whether a block fits better."""
STANDS = 0.2
"""Pixels of 160 below which a picture stands where its reference does: a third of the least that counts as shaking."""
MIN_TEXTURED = 12
"""With fewer recognisable blocks of 60 nothing is said about covering and moving."""


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


class PictureMeter:
    """Measures the pictures of one camera against a reference that it learns; one thread only."""

    def __init__(self) -> None:
        self._window = np.asarray(cv2.createHanningWindow(DETAIL_SIZE, cv2.CV_32F), dtype=np.float32)
        self._shape: tuple[int, ...] = ()
        self.forget()

    def forget(self) -> None:
        """Learn the view anew."""
        self._recent: list[tuple[ReferenceView, Grey]] = []
        self._recent_seconds = 0.0
        self._reference: ReferenceView | None = None
        self._previous: tuple[Plane, ReferenceView] | None = None
        self._difference = 0.0
        self._usual_sharpness = np.zeros(BLOCKS[::-1], dtype=np.float32)
        self._steady = True
        self._standing: AlignmentCheck | None = None
        self._stood = False
        """Whether the picture before stood where the reference does."""
        self._clear_detail = 0.0
        self._veiled = 0

    def interrupt(self) -> None:
        """The stream was interrupted: the next picture does not follow the last one; the reference stays."""
        self._previous, self._difference, self._stood = None, 0.0, False

    def glance(self, small: Plane) -> None:
        """Look at a picture that is not measured, only for whether it differs from the one measured before."""
        if self._previous is not None and small.shape == self._shape:
            self._difference = max(self._difference, _difference(small, self._previous[0]))

    def measure(self, small: Plane, elapsed: float, *, follow: bool) -> Measures:
        """Measure a picture (h, 320). ``follow`` tells whether the reference may follow it (no fault is suspected)."""
        if small.shape != self._shape:
            self._shape = small.shape
            self.forget()
        view = view_of(small)
        edges = np.asarray(cv2.Laplacian(small, cv2.CV_32F), dtype=np.float32)
        raw_sharpness = block_means(edges * edges)
        stands = self._standing is not None and self._standing.stands(view.grey, STANDS)
        measures = self._compare(small, view, raw_sharpness, stands=stands)
        self._previous, self._difference, self._stood = (small, view), 0.0, stands
        if follow:
            self._remember_clear(view, measures, elapsed)
        self._learn(view, raw_sharpness, measures, elapsed, follow)
        return measures

    def _compare(self, small: Plane, view: ReferenceView, raw_sharpness: Grey, *, stands: bool) -> Measures:
        _, dark_mask = cv2.threshold(small, DARK_GREY - 1.0, 255, cv2.THRESH_BINARY_INV)
        dark = cv2.countNonZero(dark_mask) / small.size
        dark_deviation = float(cv2.meanStdDev(small, mask=dark_mask)[1][0, 0]) if dark > 0.0 else 0.0
        difference, stable, sway = None, False, 0.0
        if self._previous is not None:
            difference = max(self._difference, _difference(small, self._previous[0]))
            stable = stands and self._stood
            if not stable:  # two pictures that stand where the reference does stand where each other does
                stable = compare(self._previous[1], view).lost < STEADY_LOST
                sway = self._sway(self._previous[1], view)
        reference = self._reference
        if reference is None:
            shift, blocks, sharpness, kinship = 0.0, Blocks(0.0, 0.0, 0.0, 1.0, 1.0, 0), 1.0, 1.0
        else:
            shift, aligned = (0.0, view) if stands else self._align(reference, view)
            blocks = compare(reference, aligned)
            sharpness = median(raw_sharpness / np.maximum(self._usual_sharpness, 1.0))
            kinship = correlation(reference.coarse, view.coarse)
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

    def _align(self, reference: ReferenceView, view: ReferenceView) -> tuple[float, ReferenceView]:
        dx, dy, peak = correlate(reference.grey, view.grey, self._window)
        dy *= self._shape[0] / 320 * DETAIL_SIZE[0] / DETAIL_SIZE[1]  # the detail picture is not to scale
        shift = hypot(dx, dy) * 320 / DETAIL_SIZE[0]
        if peak < ALIGN_PEAK:
            return 0.0, view
        if not 0.4 <= shift <= ALIGN_PIXELS:
            return shift, view
        move = np.array([[1, 0, -dx], [0, 1, -dy]], dtype=np.float32)
        detail = cv2.warpAffine(view.detail, move, DETAIL_SIZE)
        return shift, ReferenceView(np.asarray(detail, dtype=np.float32), view.coarse, view.grey)

    def _clarity(self, view: ReferenceView) -> float:
        return view.contrast / self._clear_detail if self._clear_detail else 1.0

    def _remember_clear(self, view: ReferenceView, measures: Measures, elapsed: float) -> None:
        """A clear day is learnt in a minute and forgotten in many hours; how long the view has been veiled."""
        detail = view.contrast
        seconds = FOLLOW_SECONDS if detail > self._clear_detail else CLEAR_SECONDS
        share = 1.0 - exp(-elapsed / seconds) if self._clear_detail else 1.0
        self._clear_detail += share * (detail - self._clear_detail)
        if measures.lost < LOST_OF_FOG:
            veiled = measures.veil < VEILED or measures.clarity < VEILED
            self._veiled = min(FOG_MEMORY, self._veiled + 1) if veiled else max(0, self._veiled - 1)

    def _sway(self, before: ReferenceView, view: ReferenceView) -> float:
        """How far the whole picture moved since the one before; cheap, for it looks at detail only."""
        textured = before.energy > STRONG
        if int(textured.sum()) < FEW_TEXTURED:
            return 0.0
        dx, dy, _ = correlate(before.detail, view.detail, self._window)
        move = np.array([[1, 0, dx], [0, 1, dy]], dtype=np.float32)
        back = cv2.warpAffine(before.detail, move, DETAIL_SIZE, borderMode=cv2.BORDER_REPLICATE)
        stayed = block_means(np.abs(before.detail - view.detail))
        moved = block_means(np.abs(np.asarray(back, dtype=np.float32) - view.detail))
        if float(np.mean((moved < SWAY_BETTER * stayed)[textured])) < SWAY_SHARE:
            return 0.0
        return hypot(dx, dy * self._shape[0] / 320 * DETAIL_SIZE[0] / DETAIL_SIZE[1]) * 320 / DETAIL_SIZE[0]

    def _learn(
        self, view: ReferenceView, raw_sharpness: Grey, measures: Measures, elapsed: float, follow: bool
    ) -> None:
        if measures.learnt and not follow:
            return
        if measures.lost < STEADY_LOST and not self._steady:
            self._steady = measures.stable
        self._recent.append((view, raw_sharpness))
        self._recent_seconds += elapsed
        if len(self._recent) < TOGETHER:
            return
        common = usual([each for each, _ in self._recent])
        sharpness = median_of([each for _, each in self._recent])
        if self._reference is None:
            self._reference, self._usual_sharpness = common, sharpness
            self._steady = all(compare(common, each).lost < STEADY_LOST for each, _ in self._recent)
        else:
            share = 1.0 - exp(-self._recent_seconds / FOLLOW_SECONDS)
            self._reference.blend(common, share)
            cv2.accumulateWeighted(sharpness, self._usual_sharpness, share)
        self._standing = AlignmentCheck(self._reference.grey)
        self._recent, self._recent_seconds = [], 0.0


def _difference(a: Plane, b: Plane) -> float:
    return float(cv2.norm(a, b, cv2.NORM_L1)) / a.size
