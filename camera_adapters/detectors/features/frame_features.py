"""Features of one frame for all detectors of a camera: each computed once, and only if a detector asks for it.

A ``FeatureExtractor`` keeps the models of one camera and makes one ``FrameFeatures`` for each frame. Each feature is
computed when the first detector asks for it, and kept for the others. A model learns only from the frames for which a
detector asks, and measures the time between them: a detector that looks once a second and one that looks at every frame
share one background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from camera_adapters.base.once import once
from camera_adapters.detectors.features.activity import Activity, Flags
from camera_adapters.detectors.features.daylight import Daylight, Light
from camera_adapters.detectors.features.drift import Drift
from camera_adapters.detectors.features.global_change import GlobalChange, GlobalChangeModel, Reason
from camera_adapters.detectors.features.motion import Background, Motion
from camera_adapters.detectors.features.redness import RednessModel
from camera_adapters.detectors.features.stabiliser import Shift, Stabiliser
from camera_adapters.detectors.features.tracks import Blob
from camera_adapters.detectors.features.white_balance import without_cast
from camera_adapters.detectors.features.zone_masks import ZoneMasks
from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.messages import Purpose, Zone
from camera_adapters.video.frames import Frame, Plane


class FeatureExtractor:
    """The models of one camera's picture; used by its thread only.

    ``zones`` are those of the camera; masks and areas are drawn from them.
    """

    def __init__(self, zones: Sequence[Zone] = ()) -> None:
        self.rasters = ZoneMasks(zones)
        self.stabiliser = Stabiliser()
        self.drift = Drift()
        self.background = Background()
        self.tint = RednessModel()
        self.activity = Activity()
        self.upheaval = GlobalChangeModel()
        self.daylight = Daylight()
        self._shape: tuple[int, ...] = ()
        self._seen_at: float | None = None

    def extract(self, frame: Frame) -> FrameFeatures:
        """Features of the next frame, valid until the frame after it is decoded. ``frame.monotonic`` must grow.

        A frame of another size makes every model learn anew.
        """
        if frame.luma.shape != self._shape:
            self.reset()
            self._shape = frame.luma.shape
        elapsed = 0.0 if self._seen_at is None else frame.monotonic - self._seen_at
        self._seen_at = frame.monotonic
        return FrameFeatures(self, frame, elapsed)

    def reset(self) -> None:
        """Make every model learn anew: the stream was interrupted or its picture has changed size."""
        self.stabiliser.forget()
        self.drift.forget()
        self.background.forget()
        self.tint.forget()
        self.activity.forget()
        self.upheaval.forget()
        self.daylight.forget()
        self._seen_at = None


class FrameFeatures:
    """Features of one frame. Planes have the shape (h, 320), uint8, unless said otherwise; nobody writes into them."""

    def __init__(self, extractor: FeatureExtractor, frame: Frame, elapsed: float) -> None:
        self._extractor = extractor
        self.frame = frame
        self.elapsed = elapsed
        """Seconds since the frame before; 0 for the first one after an interruption."""

    @property
    def now(self) -> float:
        """Monotonic seconds of this frame, the only time that detectors measure with."""
        return self.frame.monotonic

    @property
    def small(self) -> Plane:
        """Luminance as the camera gave it, shape (h, 320), a copy that may be kept."""
        return self.frame.small

    @property
    def aspect(self) -> float:
        """Height of the picture divided by its width, in pixels."""
        height, width = self.frame.luma.shape
        return float(height / width)

    @once
    def colour(self) -> tuple[Plane, Plane] | None:
        """The U and V planes on the grid of ``small``, copies that may be kept; None for a grey picture."""
        if self.frame.chroma is None:
            return None
        size = self.small.shape[::-1]
        u, v = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in self.frame.chroma)
        return np.asarray(u, dtype=np.uint8), np.asarray(v, dtype=np.uint8)

    @once
    def white(self) -> tuple[Plane, Plane] | None:
        """``colour`` as it would be by white light; None for a grey picture."""
        return None if self.colour is None else without_cast(*self.colour)

    @once
    def shift(self) -> Shift:
        """Shift of the picture against the camera's usual view, in pixels of ``small``."""
        return self._extractor.stabiliser.measure(self.small, self.now)

    @once
    def steady(self) -> Plane:
        """``small`` moved back by ``shift`` where the camera shakes, ``small`` itself where it does not."""
        return self.shift.undo(self.small)

    @once
    def drifts(self) -> bool:
        """Whether the camera itself moves and its shift cannot be undone: then all pixels move, and that is nobody."""
        stands = self.shift.peak >= 1.0 or self.shift.shaken
        return self._extractor.drift.judge(self.small, self.now, stands=stands)

    @once
    def motion(self) -> Motion:
        """Pixels of the steady picture that differ from the background, those in a mask zone left out.

        While the camera drifts there is no background: each picture is ``fresh``.
        """
        if self.drifts:
            self._extractor.background.forget()
        return self._extractor.background.apply(self.steady, self.now, self.part(Purpose.MASK))

    @once
    def swimmers(self) -> tuple[Blob, ...]:
        """Blobs that are redder than the water around them. Empty where no water zone is drawn, in a grey picture, and
        while the camera drifts or shakes."""
        water = self.part(Purpose.WATER)
        if water is None or self.colour is None:
            return ()
        if self.drifts or self.shift.shaken:
            return ()
        return self._extractor.tint.redder(self.colour[1], water, self.now)

    @once
    def busy(self) -> Flags:
        """Blocks of 8 × 8 pixels that always move (leaves, glitter, traffic), shape (h / 8, 40), bool."""
        return self._extractor.activity.learn(self.steady, self.now)

    @once
    def light(self) -> Light:
        """Whether the camera works by daylight or by infrared light, judged by the colour of its pictures."""
        return self._extractor.daylight.judge(self.frame.chroma, self.now)

    @once
    def change(self) -> GlobalChange:
        """Whether the whole picture changed at once in the last 10 s: detectors may then conclude nothing from it.

        The same holds for 15 s after the camera changed between daylight and infrared.
        """
        change = self._extractor.upheaval.judge(self.small, self.now)
        return replace(change, veto=Reason.NIGHT) if self.light.held else change

    def part(self, purpose: Purpose) -> Plane | None:
        """Pixels of all zones with this purpose, 255 inside and 0 outside; None when no such zone is drawn."""
        return self._extractor.rasters.part(purpose, self.small.shape)

    def raster(self, polygon: Polygon) -> Plane:
        """Pixels of a polygon (corners as fractions of width and height), 255 inside and 0 outside; drawn once for each
        size of picture."""
        return self._extractor.rasters.polygon(polygon, self.small.shape)
