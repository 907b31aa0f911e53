"""What drifts on a drawn river, and waves that do not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from camera_adapters.messages import Phase
from tests.support.pictures import Picture, camera, landscape, noisy, watch


def river(seconds: float, speed: float) -> Iterator[tuple[float, Picture]]:
    place, rng = landscape(5) // 4 + 80, np.random.default_rng(6)
    for i in range(round(seconds * 5)):
        picture = noisy(place, rng, 4.0)
        gone = round(speed * max(0.0, i / 5 - 10.0))
        if 0 < gone < 250:
            picture[90:102, 20 + gone : 46 + gone] = 25
        yield i / 5, picture


@pytest.mark.parametrize(("speed", "told"), [(8.0, ["debris"]), (0.0, [])])
def test_what_the_current_carries_is_raised_once(speed: float, told: list[str]) -> None:
    decisions = watch(camera({"kind": "debris", "zone": "whole"}), river(30.0, speed))
    assert [each.kind for _, each in decisions if each.phase is Phase.RAISED] == told
