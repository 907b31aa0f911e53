"""Classifier of one zone: asks the network when it is time, and names what motion found there."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import inf

from camera_adapters.alerts.observation import Observation
from camera_adapters.base.boxes import BoxTuple
from camera_adapters.detectors.features.frame_features import FrameFeatures
from camera_adapters.detectors.objects.labelling import Circumstances, Labelling, NetworkLook
from camera_adapters.detectors.objects.network import ObjectNetwork
from camera_adapters.detectors.objects.schedule import close_up, interval, is_due
from camera_adapters.video.frames import WORK_WIDTH

HURRIES, HURRY_SECONDS = 8, 10.0
"""Leaves that flutter must not keep the network busy: so many quick looks in so many seconds, then one a second."""
FIRST_LOOKS = 5
"""What is new is looked at so often without a pause: something small and unsure needs that many to be believed."""
STIRRING = 0.1
"""Score of a track from which something stirs in the zone."""
LOST_SWAY = 0.15
"""How far a picture may have moved, in its widths, when the view is not recognised at all."""


class ZoneClassifier:
    """The network's view of one zone of one camera; used by its thread only."""

    def __init__(self, network: ObjectNetwork, labelling: Labelling, crop: BoxTuple, idle_seconds: float) -> None:
        self._network = network
        self._labelling = labelling
        self._crop = crop
        self._idle_seconds = idle_seconds
        self._looked_at: float | None = None
        self._hurries: deque[float] = deque(maxlen=HURRIES)
        self._answering = True
        self._closer = False

    def observe(self, features: FrameFeatures, seen: Sequence[Observation]) -> list[Observation]:
        """What motion saw, with names where the network has some, and what it sees that does not move."""
        network_look = self._look(features, seen)
        at = Circumstances(features.now, night=features.light.night, sway=_sway(features))
        return self._labelling.decide(seen, network_look, at, answering=self._answering)

    def forget(self) -> None:
        """Forget all names: the stream was interrupted or its picture has changed size."""
        self._labelling.forget()
        self._looked_at = None

    def _look(self, features: FrameFeatures, seen: Sequence[Observation]) -> NetworkLook | None:
        boxes = self._labelling.unnamed(seen)
        hurry = bool(boxes) and self._may_hurry(features.now)
        objects, doubtful = self._labelling.objects.known, self._labelling.doubtful()
        new = doubtful is not None or any(len(tracked.looks) < FIRST_LOOKS for tracked in objects)
        fresh = new and (features.drifts or self._may_hurry(features.now))
        busy = bool(objects) or any(each.veto is not None or each.score >= STIRRING for each in seen)
        wait = interval(hurry=hurry or fresh, busy=busy, idle_seconds=self._idle_seconds, blind=features.drifts)
        if not is_due(features.now, self._looked_at, wait):
            return None
        self._looked_at = features.now
        if hurry or fresh:
            self._hurries.append(features.now)
        self._closer = not self._closer and doubtful is not None  # by turns: what surrounds it tells something, too
        closely = boxes if hurry else [doubtful] if self._closer and doubtful is not None else []
        crop = close_up(closely, self._crop)
        findings = self._network.extract(features.frame, crop)
        self._answering = findings is not None
        return None if findings is None else NetworkLook(findings, crop)

    def _may_hurry(self, now: float) -> bool:
        return len(self._hurries) < HURRIES or now - self._hurries[0] > HURRY_SECONDS


def _sway(features: FrameFeatures) -> float:
    if features.drifts:
        return inf
    return features.shift.length / WORK_WIDTH if features.shift.known else LOST_SWAY
