"""The contact sheet: one picture of every hit, miss and false alert, with the true box and the alert's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from camera_adapters.evaluation.judge import Box, Outcome
from camera_adapters.evaluation.notes import THUMBNAIL, thumbnail
from camera_adapters.evaluation.run import ClipResult
from camera_adapters.video.frames import Plane

COLUMNS = 5
CAPTION = 40
HIGHEST = 260
GREEN, RED, WHITE, GREY = (80, 200, 80), (60, 60, 235), (255, 255, 255), (150, 150, 150)
COLOURS = {Outcome.HIT: GREEN, Outcome.DUPLICATE: GREEN, Outcome.FALSE: RED, Outcome.MISS: RED}
FIRST = (Outcome.FALSE, Outcome.MISS, Outcome.NOT_JUDGEABLE, Outcome.HIT, Outcome.DUPLICATE)
"""What a person must look at comes first."""


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One picture of the sheet; boxes in pixels of the recording."""

    outcome: Outcome
    lines: tuple[str, str]
    picture: Plane
    size: tuple[int, int]
    true: Box | None
    told: Box | None


def tiles(results: Sequence[ClipResult]) -> list[SheetPicture]:
    """Every event and every false alert, the bad ones first."""
    found = [tile for result in results for tile in (*_truths(result), *_false(result))]
    return sorted(found, key=lambda tile: FIRST.index(tile.outcome))


def write_sheet(results: Sequence[ClipResult], path: Path) -> None:
    """Write the sheet as PNG: white is the truth, green a hit, red what is wrong."""
    drawn = [_draw(tile) for tile in tiles(results)] or [np.zeros((HIGHEST, THUMBNAIL, 3), np.uint8)]
    rows = [drawn[start : start + COLUMNS] for start in range(0, len(drawn), COLUMNS)]
    _, encoded = cv2.imencode(".png", np.vstack([_row(row) for row in rows]))
    path.write_bytes(encoded.tobytes())


def _truths(result: ClipResult) -> Iterator[SheetPicture]:
    for number, verdict in enumerate(result.judgement.truths):
        truth, by = verdict.truth, verdict.by
        at = (truth.begin + truth.end) / 2 if by is None else by.at
        shot = result.snapshots.get(by.number) if by is not None else None
        picture = _decoded(shot) if shot is not None else result.scenes.get(number, _blank())
        delay = "" if verdict.delay is None else f" after {verdict.delay:.1f} s"
        line = f"{verdict.outcome.value}: {truth.kind}{delay}"
        yield SheetPicture(
            verdict.outcome, (result.clip.file, line), picture, result.size, truth.box_at(at), by.box if by else None
        )


def _false(result: ClipResult) -> Iterator[SheetPicture]:
    for verdict in result.judgement.alerts:
        if verdict.outcome is Outcome.FALSE:
            told = verdict.told
            shot = result.snapshots.get(told.number)
            picture = _blank() if shot is None else _decoded(shot)
            line = f"false: {told.kind} at {told.at:.1f} s"
            yield SheetPicture(Outcome.FALSE, (result.clip.file, line), picture, result.size, None, told.box)


def _decoded(jpeg: bytes) -> Plane:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return thumbnail(np.asarray(picture, np.uint8))


def _blank() -> Plane:
    return np.full((HIGHEST * 2 // 3, THUMBNAIL, 3), 60, np.uint8)


def _draw(tile: SheetPicture) -> Plane:
    picture = tile.picture[:HIGHEST].copy()
    colour = COLOURS.get(tile.outcome, GREY)
    for box, ink in ((tile.true, WHITE), (tile.told, colour)):
        if box is not None:
            _rectangle(picture, box, tile.size, ink)
    sheet = np.full((HIGHEST + CAPTION, THUMBNAIL, 3), 24, np.uint8)
    sheet[CAPTION : CAPTION + picture.shape[0]] = picture
    for row, (line, ink) in enumerate(zip(tile.lines, (WHITE, colour), strict=True)):
        cv2.putText(sheet, line[:44], (4, 15 + 17 * row), ink, cv2.FontFace("uni"), 14, 500)
    sheet[-1:] = sheet[:, -1:] = 90
    return sheet


def _rectangle(picture: Plane, box: Box, size: tuple[int, int], ink: tuple[int, int, int]) -> None:
    scale = THUMBNAIL / max(1, size[0])
    left, top, right, bottom = (round(value * scale) for value in (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    cv2.rectangle(picture, (left, top), (max(left + 1, right), max(top + 1, bottom)), ink, 1)


def _row(drawn: Sequence[Plane]) -> Plane:
    missing = COLUMNS - len(drawn)
    empty = np.full((HIGHEST + CAPTION, THUMBNAIL * missing, 3), 24, np.uint8)
    return np.hstack([*drawn, empty]) if missing else np.hstack(drawn)
