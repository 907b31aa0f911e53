"""Motion: pixels that leave a background of mean and mean deviation, learnt for each pixel from the stream.

One background of the whole picture serves every detector of a camera; each asks for what moves in its own region with
its own contrast. One quiet picture of 320 × 180 costs about 0.1 ms on one core, a busy one 0.2 ms; a mixture of
Gaussians (MOG2) alone costs 0.9 ms there. What always flickers (leaves, waves) earns itself a high threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.order_statistics import median, percentile
from camera_adapters.detectors.features.tracks import Blob
from camera_adapters.video.frames import Plane

BACKGROUND_SECONDS = 20.0
FOREGROUND_SECONDS = 90.0
"""What stands still in the foreground becomes background this slowly."""
DEVIATION_SECONDS = 30.0
DEVIATIONS = 4.0
CONTRAST = 10.0
"""A pixel moves when it differs by more than this many grey levels + DEVIATIONS × its mean deviation."""
FIRST_DEVIATION = 6.0
"""What a pixel is thought to vary by before it is known: careful at first."""
CLIP = 48.0
"""A passer-by may not teach a pixel more than this."""
STIRS = 2.0
"""What differs from the background and changes from picture to picture by less than a half of that only stands there:
leaves, waves and lights come and go."""
STIRS_SECONDS = 1.0
"""Between pictures further apart a sign that flashes and a body that stands change alike."""
GAP_SECONDS = 30.0
"""After a longer gap the old background may be of another light: learn anew."""
GLOBAL_CELLS = (32, 18)
GLOBAL_GREY = 14.0
GLOBAL_CHANGE = 0.45
RELEARN_SECONDS = 3.0
"""A picture that differs as a whole (this share of its cells) for this long is the new picture."""
MAX_CONTOURS = 80
EDGE_GREY = 7
RIM = 2
"""Pixels around a blob in which its rim lies."""
STEEP = 0.75
"""Of the rim's steps this quantile is taken: a part of it may be lost in what lies behind."""
LIKE = 0.3
"""Textures of two things are this much alike by chance."""

_NEXT = np.ones((3, 3), dtype=np.uint8)
_CLOSE = np.ones((7, 5), dtype=np.uint8)  # taller than wide: a body is

Watched = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the picture."""
WHOLE: Watched = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Motion:
    """What of one picture differs from the background; masks are made when asked for, once for each contrast."""

    difference: Plane
    """Grey levels (h, 320) by which each pixel differs once an exposure step is removed; 0 in masked parts."""
    excess: Plane
    """The part of it (h, 320) that is above what the pixel usually varies by."""
    changed: float
    """Share of coarse cells of the whole picture that differ from the background after an exposure step is removed."""
    age: float
    """Seconds this background has been learnt for."""
    frames: int
    """Pictures this background has been learnt from."""
    small: Plane
    """The picture (h, 320)."""
    background: Plane
    """What is usual there, with the exposure step added."""
    _masks: dict[float, Plane] = field(default_factory=dict)

    @property
    def fresh(self) -> bool:
        """Whether the background begins with this picture, so that whatever was followed is lost."""
        return self.frames <= 1

    def mask(self, contrast: float = CONTRAST) -> Plane:
        """255 where a pixel moves, (h, 320)."""
        if contrast not in self._masks:
            _, mask = cv2.threshold(self.excess, contrast, 255, cv2.THRESH_BINARY)
            self._masks[contrast] = np.asarray(mask, dtype=np.uint8)
        return self._masks[contrast]

    def moving(self, watched: Watched = WHOLE, contrast: float = CONTRAST) -> float:
        """Share of the watched pixels that move."""
        crop, _ = _crop(self.mask(contrast), watched)
        return cv2.countNonZero(crop) / max(1, crop.size)

    def blobs(self, min_area: float, watched: Watched = WHOLE, contrast: float = CONTRAST) -> tuple[Blob, ...]:
        """Moving regions of at least ``min_area`` (share of the picture), in picture widths."""
        crop, offset = _crop(self.mask(contrast), watched)
        height, width = self.difference.shape
        smallest = min_area * height * width
        if self.fresh or cv2.countNonZero(crop) < 0.5 * smallest:
            return ()
        return tuple(self.with_edge(blob) for blob in _blobs(crop, offset, width, smallest))

    def with_edge(self, blob: Blob) -> Blob:
        """The blob with how sharply it stands out: the steepness of its rim, by its mean difference.

        Where the ground's own texture goes on under it, it is light or shadow, and its edge counts for less.
        """
        height, width = self.difference.shape
        left, top = max(0, int(blob.x * width) - RIM), max(0, int(blob.y * width) - RIM)
        right, bottom = round((blob.x + blob.w) * width) + RIM, round((blob.y + blob.h) * width) + RIM
        place = np.s_[top : min(height, bottom), left : min(width, right)]
        part = self.difference[place]
        inside = cv2.threshold(part, EDGE_GREY, 255, cv2.THRESH_BINARY)[1]
        steps = cv2.morphologyEx(part, cv2.MORPH_GRADIENT, _NEXT)
        rim = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, _NEXT) > 0
        body = inside > 0
        if cv2.countNonZero(inside) == 0 or not rim.any():
            return blob
        lit = _kept(self.small[place], self.background[place], body)
        return replace(blob, edge=percentile(steps[rim], STEEP) / cv2.mean(part, mask=inside)[0] * (1.0 - lit))


class Background:
    """The background of one camera's whole picture; keeps float copies, one thread only."""

    def __init__(self) -> None:
        self._mean: NDArray[np.float32] | None = None
        self._deviation: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._cells: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._before: Plane = np.empty(0, dtype=np.uint8)
        self._age = 0.0
        self._frames = 0
        self._at = 0.0
        self._changed_since: float | None = None

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._mean = None

    def apply(self, small: Plane, now: float, ignored: Plane | None = None) -> Motion:
        """Compare a picture (h, 320) with the background, then learn from it.

        ``now`` in monotonic seconds; ``ignored`` is 255 (h, 320) where nothing counts.
        """
        cells = np.asarray(cv2.resize(small, GLOBAL_CELLS, interpolation=cv2.INTER_AREA), dtype=np.float32)
        if self._mean is None or self._mean.shape != small.shape or now - self._at > GAP_SECONDS:
            return self._start(small, cells, now)
        moved = cells - self._cells
        step = median(moved)
        changed = np.count_nonzero(np.abs(moved - step) > GLOBAL_GREY) / moved.size
        if self._is_another(changed, now):
            return self._start(small, cells, now)
        elapsed, self._at = now - self._at, now
        self._age += elapsed
        self._frames += 1
        background = cv2.convertScaleAbs(self._mean, alpha=1.0, beta=step if abs(step) > 1.0 else 0.0)
        difference = np.asarray(cv2.absdiff(small, background), dtype=np.uint8)
        if ignored is not None:
            difference[ignored > 0] = 0
        excess = np.asarray(cv2.subtract(difference, self._usual_variation()), dtype=np.uint8)
        motion = Motion(difference, excess, changed, self._age, self._frames, small, np.asarray(background, np.uint8))
        self._learn(self._mean, small, motion, elapsed)
        cv2.accumulateWeighted(cells, self._cells, self._share(elapsed, BACKGROUND_SECONDS))
        return motion

    def _usual_variation(self) -> Plane:
        return np.asarray(cv2.convertScaleAbs(self._deviation, alpha=DEVIATIONS), dtype=np.uint8)

    def _start(self, small: Plane, cells: NDArray[np.float32], now: float) -> Motion:
        self._mean = small.astype(np.float32)
        self._deviation = np.full(small.shape, FIRST_DEVIATION, dtype=np.float32)
        self._cells = cells
        self._before = small
        self._age, self._frames, self._at, self._changed_since = 0.0, 1, now, None
        nothing = np.zeros_like(small)
        return Motion(nothing, nothing, 0.0, 0.0, 1, small, small)

    def _is_another(self, changed: float, now: float) -> bool:
        """Whether the background no longer is of this picture: it has differed as a whole for some time."""
        if changed < GLOBAL_CHANGE:
            self._changed_since = None
        elif self._changed_since is None:
            self._changed_since = now
        return self._changed_since is not None and now - self._changed_since >= RELEARN_SECONDS

    def _learn(self, mean: NDArray[np.float32], small: Plane, motion: Motion, elapsed: float) -> None:
        mask = motion.mask()
        cv2.accumulateWeighted(small, mean, self._share(elapsed, BACKGROUND_SECONDS), cv2.bitwise_not(mask))
        cv2.accumulateWeighted(small, mean, self._share(elapsed, FOREGROUND_SECONDS), mask)
        _, clipped = cv2.threshold(motion.difference, CLIP, CLIP, cv2.THRESH_TRUNC)
        share = self._share(elapsed, DEVIATION_SECONDS, prior=4.0)
        varying = self._varying(small, motion, mask) if elapsed <= STIRS_SECONDS else None
        cv2.accumulateWeighted(clipped, self._deviation, share, varying)
        self._before = small

    def _varying(self, small: Plane, motion: Motion, mask: Plane) -> Plane:
        """255 where a pixel teaches what it varies by: not where a body stands or strolls, which would vanish in it."""
        change = cv2.convertScaleAbs(cv2.absdiff(small, self._before), alpha=STIRS)
        rests = cv2.bitwise_and(mask, cv2.compare(change, motion.difference, cv2.CMP_LT))
        return np.asarray(cv2.bitwise_not(rests), dtype=np.uint8)

    def _share(self, elapsed: float, seconds: float, prior: float = 1.0) -> float:
        # While young the background is a plain mean of what was seen, so a ghost of the first picture fades at once.
        return max(1.0 / (self._frames + prior), 1.0 - exp(-elapsed / seconds))


def _kept(part: Plane, usual: Plane, inside: NDArray[np.bool_]) -> float:
    """How much of the usual texture goes on here, 0 to 1: likeness of what stands out of 5 × 5 pixels."""
    now = (part.astype(np.int16) - cv2.blur(part, (5, 5)))[inside].astype(np.float32)
    then = (usual.astype(np.int16) - cv2.blur(usual, (5, 5)))[inside].astype(np.float32)
    norm = float(np.sqrt((now @ now) * (then @ then)))
    likeness = float(now @ then) / norm if norm > 0.0 else 0.0
    return max(0.0, likeness - LIKE) / (1.0 - LIKE)


def _crop(mask: Plane, watched: Watched) -> tuple[Plane, tuple[int, int]]:
    """The watched part of a mask, and where it begins."""
    height, width = mask.shape
    left, top, right, bottom = watched
    x0, y0, x1, y1 = int(left * width), int(top * height), round(right * width), round(bottom * height)
    return mask[y0:y1, x0:x1], (x0, y0)


def _blobs(mask: Plane, offset: tuple[int, int], width: int, min_pixels: float) -> tuple[Blob, ...]:
    # The median drops specks and keeps legs two pixels wide; closing joins head, body and legs.
    closed = cv2.morphologyEx(cv2.medianBlur(mask, 3), cv2.MORPH_CLOSE, _CLOSE)
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if len(contours) > MAX_CONTOURS:
        contours = sorted(contours, key=len, reverse=True)[:MAX_CONTOURS]
    found = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if w * h < min_pixels:
            continue
        filled = cv2.countNonZero(closed[y : y + h, x : x + w])
        if filled >= min_pixels:
            found.append(Blob((x + offset[0]) / width, (y + offset[1]) / width, w / width, h / width, filled / (w * h)))
    return tuple(found)
