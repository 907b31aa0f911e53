"""A slope that has another face than before."""

from __future__ import annotations

import numpy as np

from camera_adapters.detectors.slope.scar import Scar, ScarModel
from tests.support.pictures import Picture, landscape, noisy

ALL = np.full((180, 320), 255, np.uint8)


def seen(change: Picture | None, shade: float = 1.0) -> Scar | None:
    model, rng, place = ScarModel(), np.random.default_rng(2), landscape(3)
    found = None
    for second in range(0, 260, 2):
        after = second > 120
        picture = np.clip((change if after and change is not None else place) * (shade if after else 1.0), 0, 255)
        found = model.extract(noisy(picture.astype(np.uint8), rng), ALL, 1000.0 + second)
    return found


def test_a_part_that_looks_another_for_a_minute_is_a_scar() -> None:
    slid = landscape(3)
    slid[60:120, 100:180] = landscape(8)[60:120, 100:180]
    scar = seen(slid)
    assert scar is not None
    assert 0.25 < scar.box[0] < 0.6
    assert 0.003 < scar.share < 0.1


def test_neither_dusk_nor_a_new_picture_is_a_scar() -> None:
    assert seen(None) is None
    assert seen(None, shade=0.6) is None
    assert seen(landscape(9)) is None
