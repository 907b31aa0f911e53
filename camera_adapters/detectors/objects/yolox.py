"""Networks of the YOLOX kind as arithmetic: picture → input, output → findings. No session, no file.

The input is BGR, 0 to 255, letter-boxed from the upper left with grey 114. The output has one row for each cell of the
grids of strides 8, 16 and 32: x, y, w, h, objectness, then one score for each class. Some exports leave x, y, w, h as
offsets within their cell and logarithms of strides, others give pixels; ``Grid.decoded`` says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.objects.finding import SORTS, Detection, ObjectClass, merged
from camera_adapters.video.frames import Frame, Plane

STRIDES = (8, 16, 32)
GREY = 114
LARGEST_LOG = 8.0
"""Logarithms of sizes above this are no sizes; their exponential would overflow."""

_COCO_ROWS = (
    "person bicycle car motorbike aeroplane bus train truck boat traffic_light fire_hydrant stop_sign",
    "parking_meter bench bird cat dog horse sheep cow elephant bear zebra giraffe backpack umbrella",
    "handbag tie suitcase frisbee skis snowboard sports_ball kite baseball_bat baseball_glove skateboard",
    "surfboard tennis_racket bottle wine_glass cup fork knife spoon bowl banana apple sandwich orange",
    "broccoli carrot hot_dog pizza donut cake chair sofa pottedplant bed diningtable toilet tvmonitor",
    "laptop mouse remote keyboard cell_phone microwave oven toaster sink refrigerator book clock vase",
    "scissors teddy_bear hair_drier toothbrush",
)
COCO = tuple(name for row in _COCO_ROWS for name in row.split())
"""Names of the classes of a network that says nothing else and has eighty."""

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Grid:
    """The shape of one network: input size in pixels and whether its boxes are pixels already."""

    width: int
    height: int
    decoded: bool

    @staticmethod
    def rows(width: int, height: int) -> int:
        """How many rows the output of such an input has."""
        return sum((width // stride) * (height // stride) for stride in STRIDES)

    @cached_property
    def _cells(self) -> tuple[Rows, Rows]:
        """Corner of each row's cell in cells, shape (rows, 2), and its stride in pixels, shape (rows, 1)."""
        corners, strides = [], []
        for stride in STRIDES:
            ys, xs = np.mgrid[: self.height // stride, : self.width // stride]
            corners.append(np.stack([xs, ys], axis=-1).reshape(-1, 2))
            strides.append(np.full((corners[-1].shape[0], 1), stride))
        return np.concatenate(corners).astype(np.float32), np.concatenate(strides).astype(np.float32)

    def boxes(self, rows: Rows, chosen: NDArray[np.intp]) -> Rows:
        """Left, top, width, height in input pixels of the chosen rows, shape (n, 4)."""
        part = rows[chosen, :4]
        if self.decoded:
            centre, size = part[:, :2], part[:, 2:]
        else:
            corners, strides = (each[chosen] for each in self._cells)
            centre = (part[:, :2] + corners) * strides
            size = np.exp(np.minimum(part[:, 2:], LARGEST_LOG)) * strides
        return np.concatenate([centre - size / 2, size], axis=1)


def looks_decoded(rows: Rows, width: int) -> bool:
    """Whether centres are pixels, from the output for any picture: the last cells lie at the far edge, not at 0."""
    return bool(np.percentile(rows[:, 0], 95) > width / 4)


def findings(
    rows: Rows, grid: Grid, names: Sequence[str], covered: tuple[float, float], least: float
) -> list[Detection]:
    """What the output (rows, 5 + classes) says; boxes as fractions of the picture.

    ``covered`` is the width and height in input pixels that the picture takes; ``least`` the lowest score.
    """
    likely = np.flatnonzero(rows[:, 4] > least)
    scores = rows[likely, 4:5] * rows[likely, 5:]
    best = scores.argmax(axis=1) if likely.size else np.empty(0, dtype=np.intp)
    score = scores[np.arange(likely.size), best]
    good = score > least
    boxes = grid.boxes(rows, likely[good])
    found = []
    for box, index, sure in zip(boxes, best[good], score[good], strict=True):
        x0, y0 = (min(1.0, max(0.0, float(box[i]) / covered[i])) for i in (0, 1))
        x1, y1 = (min(1.0, max(0.0, float(box[i] + box[i + 2]) / covered[i])) for i in (0, 1))
        if x1 > x0 and y1 > y0:
            name = names[int(index)]
            sort = SORTS.get(name.replace(" ", "_"), ObjectClass.OTHER)
            found.append(Detection(sort, min(1.0, float(sure)), (x0, y0, x1 - x0, y1 - y0), name))
    return merged(found)


def letter_box(
    frame: Frame, crop: tuple[float, float, float, float], grid: Grid
) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """The crop (fractions of the picture) as input (1, 3, height, width), and what of it the crop covers in pixels.

    The planes are scaled before they are turned into colours: at 1080p that is a tenth of the work.
    """
    luma = _part(frame.luma, crop)
    scale = min(grid.width / luma.shape[1], grid.height / luma.shape[0])
    width, height = (max(2, round(side * scale) // 2 * 2) for side in luma.shape[::-1])
    packed = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
    cv2.resize(luma, (width, height), dst=packed[:height])
    if frame.chroma is not None:
        halves = [cv2.resize(_part(plane, crop), (width // 2, height // 2)).ravel() for plane in frame.chroma]
        packed[height:] = np.concatenate(halves).reshape(-1, width)
    boxed = np.full((grid.height, grid.width, 3), GREY, dtype=np.uint8)
    boxed[:height, :width] = cv2.cvtColor(packed, cv2.COLOR_YUV2BGR_I420)
    return np.ascontiguousarray(boxed.transpose(2, 0, 1)[None], dtype=np.float32), (float(width), float(height))


def _part(plane: Plane, crop: tuple[float, float, float, float]) -> Plane:
    rows, columns = plane.shape
    left, top, width, height = crop
    x0, y0 = min(columns - 2, int(left * columns)), min(rows - 2, int(top * rows))
    x1, y1 = max(x0 + 2, round((left + width) * columns)), max(y0 + 2, round((top + height) * rows))
    return plane[y0:y1, x0:x1]
