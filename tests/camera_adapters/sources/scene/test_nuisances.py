"""What fools detectors: each layer changes the picture while it holds, and only then, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from camera_adapters.sources.scene import parse_address
from camera_adapters.sources.scene.address import NUISANCE_KINDS
from camera_adapters.sources.scene.nuisances import NUISANCES
from camera_adapters.sources.scene.render import Scene
from tests.camera_adapters.sources.scene.small import picture_hash

SMALL = "scene:site?seed=4&seconds=24&size=160x88&fps=2"


def pictures(url: str) -> list[np.ndarray]:
    return [canvas.i420.copy() for canvas in Scene(parse_address(url), "").frames()]


@pytest.fixture(scope="module")
def plain() -> list[np.ndarray]:
    return pictures(SMALL)


def test_the_address_knows_every_layer_of_the_table() -> None:
    assert frozenset(NUISANCES) == NUISANCE_KINDS


@pytest.mark.parametrize("kind", sorted(NUISANCES))
def test_a_layer_changes_the_picture_while_it_holds_and_not_before(kind: str, plain: list[np.ndarray]) -> None:
    changed = pictures(f"{SMALL}&nuisances={kind}@4-22")
    same = [np.array_equal(a, b) for a, b in zip(plain, changed, strict=True)]
    assert all(same[:8])
    assert all(same[44:])
    assert same[8:44].count(False) >= 1


@pytest.mark.parametrize("kind", ["insects", "snow", "shake"])
def test_a_layer_is_the_same_for_the_same_seed_and_another_for_another(kind: str) -> None:
    url = f"{SMALL}&nuisances={kind}@0-24"
    assert picture_hash(url) == picture_hash(url)
    assert picture_hash(url) != picture_hash(url.replace("seed=4", "seed=5"))


def test_infrared_light_has_no_colour_and_fog_takes_contrast() -> None:
    rows = 88
    infrared = pictures(f"{SMALL}&nuisances=infrared@0-24")[20]
    assert np.all(infrared[rows:] == 128)
    plain, foggy = pictures(SMALL)[24], pictures(f"{SMALL}&nuisances=fog@0-24")[24]
    assert foggy[20:rows].std() < 0.9 * plain[20:rows].std()


def test_what_burns_shines_on_when_it_gets_dark() -> None:
    url = "scene:mountain?seed=18&seconds=64&size=320x180&fps=1&hazards=flame@0-64"
    by_day, at_dusk = (pictures(url + more)[32][:180] for more in ("", "&nuisances=dusk@0-64"))
    assert at_dusk.mean() < 0.4 * by_day.mean()
    assert at_dusk.max() > 0.9 * by_day.max() > 190


def test_layers_may_hold_together_and_beside_a_hazard(plain: list[np.ndarray]) -> None:
    scene = Scene(parse_address(f"{SMALL}&nuisances=rain@2-20,lightning@2-20,dusk@2-20&hazards=person@4-20"), "")
    frames = [canvas.y.copy() for canvas in scene.frames()]
    assert frames[22].mean() < 0.9 * plain[22][:88].mean()
    assert scene.events[0].boxes
