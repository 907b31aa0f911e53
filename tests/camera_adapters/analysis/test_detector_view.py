"""The detectors' own view: drawn only while somebody watches, with the scores that decide."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.detector_view import DetectorView
from camera_adapters.analysis.sketch import MOVING, sketch
from camera_adapters.detectors.base import FrameFeatures
from camera_adapters.detectors.drawing import Drawing
from camera_adapters.messages import CameraSpec, Purpose, ViewNote, Zone
from common.text import Text
from tests.camera_adapters.analysis.samples import frame
from tests.support.adapter_samples import spec

CORNERS = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
CAMERA = spec("c0", zones=(Zone(id="gate", name=Text(zh="门", en="Gate"), purpose=Purpose.WATCH, polygon=CORNERS),))


class Showing:
    """A detector that draws, and may fail at it."""

    version = "showing/1"

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken

    def observe(self, features: FrameFeatures) -> list[Observation]:
        return []

    def reset(self) -> None:
        pass

    def drawing(self) -> Drawing:
        if self.broken:
            raise ZeroDivisionError
        return Drawing(paths=(((0.1, 0.1), (0.2, 0.2)),))


class Screen:
    """Who watches, and what was shown."""

    def __init__(self, *, broken: bool = False, camera: CameraSpec = CAMERA) -> None:
        self.watched = True
        self.shown: list[ViewNote] = []
        self.jpeg = b""
        self.view = DetectorView(camera, [Showing(broken)], RuleBook(), lambda: self.watched, self._show)

    def _show(self, jpeg: bytes, captured_at: datetime, note: ViewNote) -> None:
        self.jpeg = jpeg
        self.shown.append(note)

    def hear(self, at: float, *scores: float) -> None:
        found = [Observation("intrusion", score, zone="gate", box=(0.4, 0.4, 0.1, 0.1)) for score in scores]
        self.view.hear(frame(at), found)


def test_nothing_is_drawn_while_nobody_watches() -> None:
    screen = Screen()
    screen.watched = False
    screen.hear(0.0, 0.9)
    assert screen.shown == []


def test_a_picture_carries_the_strongest_score_since_the_one_before_and_its_threshold() -> None:
    screen = Screen()
    screen.hear(0.0, 0.1)
    for at, score in ((0.1, 0.3), (0.2, 0.8), (0.3, 0.2), (0.5, 0.1)):
        screen.hear(at, score)
    assert [[(each.zone, each.score, each.threshold) for each in note.scores] for note in screen.shown] == [
        [("gate", 0.1, 0.5)],
        [("gate", 0.8, 0.5)],
    ]
    assert screen.jpeg.startswith(b"\xff\xd8\xff")
    assert (screen.shown[0].width, screen.shown[0].height) == (640, 360)


def test_a_drawing_that_fails_does_not_disturb_the_watch() -> None:
    screen = Screen(broken=True)
    screen.hear(0.0, 0.9)
    assert screen.shown == []


def test_zones_masks_and_boxes_are_drawn_where_they_are() -> None:
    grey = np.full((180, 320, 3), 100, dtype=np.uint8)
    mask = np.zeros((90, 160), dtype=np.uint8)
    mask[:20, :20] = 255
    drawn = sketch(grey, CAMERA, [Drawing(mask=mask)], [(0.4, 0.4, 0.2, 0.2)])
    assert drawn.shape == (360, 640, 3)
    assert tuple(drawn[10, 10]) == tuple(50 + colour // 2 for colour in MOVING)
    assert tuple(drawn[300, 600]) == (100, 100, 100)
    assert tuple(drawn[90, 320]) != (100, 100, 100), "the upper edge of the zone"
    assert tuple(drawn[144, 320]) != (100, 100, 100), "the upper edge of the box"
    assert tuple(grey[10, 10]) == (100, 100, 100), "the picture itself is left alone"
