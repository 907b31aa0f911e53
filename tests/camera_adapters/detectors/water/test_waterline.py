"""Where the water line is found on drawn gauges, and on the real ones."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from camera_adapters.detectors.water.gauge import GaugeBox, GaugeReader, Reading, Scale, cut
from camera_adapters.detectors.water.waterline import Kind
from tests.support.gauges import BOARD, METRES, STAFF, Picture, nothing, picture
from tests.support.pictures import decode, footage

ROWS = (110, 155, 200, 251, 300)


def reader(kind: Kind, place: GaugeBox | None = None, points: tuple[tuple[float, float], ...] = METRES) -> GaugeReader:
    place = place or GaugeBox(*(STAFF if kind == "staff" else BOARD))
    return GaugeReader(kind, place, Scale(points), fastest_m_per_h=1.0, least_quality=0.1)


def read(on: GaugeReader, luma: Picture, place: tuple[int, int, int, int], now: float) -> Reading | None:
    return on.read(*cut(luma, GaugeBox(*place)), now)


@pytest.mark.parametrize("light", [1.0, 0.3, 0.08], ids=["day", "dusk", "night"])
@pytest.mark.parametrize("row", ROWS)
def test_a_board_is_read_to_a_row_and_a_half_by_day_and_night(row: int, light: float) -> None:
    found = read(reader("board"), picture(row, light=light), BOARD, 0.0)
    assert found is not None
    assert found.row == pytest.approx(row, abs=1.5)
    assert found.metres == pytest.approx(4.0 - (row - 80) / 100, abs=0.015)


@pytest.mark.parametrize("light", [1.0, 0.3])
@pytest.mark.parametrize("row", ROWS)
def test_the_stripes_of_a_staff_are_not_the_water(row: int, light: float) -> None:
    found = read(reader("staff"), picture(row, light=light), STAFF, 0.0)
    assert found is not None
    assert found.row == pytest.approx(row, abs=2.0)


def test_a_staff_that_is_not_in_the_picture_gives_no_reading() -> None:
    assert read(reader("staff"), nothing(), STAFF, 0.0) is None


def test_water_below_the_gauge_gives_no_reading_of_a_staff() -> None:
    place = (STAFF[0], STAFF[1], STAFF[2], 150)
    assert read(reader("staff", GaugeBox(*place)), picture(300), place, 0.0) is None


def test_a_picture_of_one_grey_gives_no_reading() -> None:
    grey = np.full((360, 640), 128, dtype=np.uint8)
    assert read(reader("board"), grey, BOARD, 0.0) is None
    assert read(reader("staff"), grey, STAFF, 0.0) is None


def test_the_gauge_moves_with_a_shaken_picture() -> None:
    shaken = np.roll(picture(200), (4, -3), axis=(0, 1))
    on = reader("board")
    found = on.read(*cut(shaken, GaugeBox(*BOARD), -3.0, 4.0), 0.0)
    assert found is not None
    assert found.row == pytest.approx(200, abs=1.5)


def test_a_single_wrong_line_is_not_told() -> None:
    on = reader("board")
    for second in range(4):
        read(on, picture(200, seed=second), BOARD, 20.0 * second)
    found = read(on, picture(212, seed=9), BOARD, 60.0)
    assert found is not None
    assert found.row == pytest.approx(200, abs=1.5)


def test_a_line_that_was_followed_wrongly_is_left_when_another_has_been_clearer_for_a_minute() -> None:
    on = reader("board")
    read(on, picture(110), BOARD, 0.0)
    seen = [read(on, picture(290, seed=second), BOARD, 3.0 * second) for second in range(1, 26)]
    rows = [found.row for found in seen if found is not None]
    assert rows[-1] == pytest.approx(290, abs=1.5)


def test_a_bank_has_a_row_and_no_metres() -> None:
    found = read(reader("bank", GaugeBox(*BOARD), ()), picture(200), BOARD, 0.0)
    assert found is not None
    assert found.metres is None


def darkened(luma: Picture, rng: np.random.Generator) -> Picture:
    return np.clip(luma * 0.15 + 8 + rng.normal(0, 2, luma.shape), 0, 255).astype(np.uint8)


def infrared(luma: Picture, rng: np.random.Generator) -> Picture:
    y, x = np.mgrid[-1 : 1 : luma.shape[0] * 1j, -1 : 1 : luma.shape[1] * 1j]  # type: ignore[misc]
    lit = luma * np.exp(-(x**2 + y**2) / 0.8)
    return np.clip(lit + rng.normal(0, 4, luma.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("light", [None, darkened, infrared], ids=["day", "dark", "infrared"])
@pytest.mark.parametrize(("name", "mean", "worst"), [("board", 1.5, 5.0), ("staff", 4.0, 7.0)])
def test_real_gauges_are_read_within_their_bounds(name: str, mean: float, worst: float, light: Any) -> None:
    path = footage("gauge_level_falling.mp4")
    label = next(
        each for each in json.loads((path.parent / "labels.json").read_text("utf-8")) if each["file"] == path.name
    )
    setup = next(each for each in label["setup"]["gauges"] if each["name"] == name)
    place = GaugeBox(*setup["roi_xywh"])
    on = reader(setup["kind"], place, tuple((float(row), metre) for row, metre in setup["points_y_px_m"]))
    rng = np.random.default_rng(3)
    errors = []
    for number, (_, luma) in enumerate(decode(path, 100.0)):
        found = on.read(*cut(luma if light is None else light(luma, rng), place), 900.0 * number)
        if found is not None:
            errors.append(abs(found.row - label["waterline_y_px_per_frame"][number]))
    assert len(errors) >= 14
    assert sum(errors) / len(errors) <= mean
    assert max(errors) <= worst
