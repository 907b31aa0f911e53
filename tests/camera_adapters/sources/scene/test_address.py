"""What a scene URL may say, and how it says what is wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.scene.address import Hazard, parse_address


def test_a_short_url_takes_the_defaults() -> None:
    address = parse_address("scene:mountain")
    assert (address.world, address.seed, address.width, address.height) == ("mountain", 1, 640, 360)
    assert address.fps == Fraction(25, 2)
    assert address.frames == 500


def test_every_key_is_read() -> None:
    address = parse_address("scene:river?seed=7&seconds=90&size=320x180&fps=5&hazards=rise@20-80,covered@5-12.5")
    assert (address.seed, address.seconds, address.width, address.height, address.fps) == (7, 90, 320, 180, 5)
    assert address.hazards == (Hazard("covered", 5, 12.5), Hazard("rise", 20, 80))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("scene:", "scene"),
        ("scene://mountain", "scene"),
        ("scene:mountain?speed=3", "speed"),
        ("scene:mountain?seed=one", "seed"),
        ("scene:mountain?seed=1.5", "seed"),
        ("scene:mountain?seed=1&seed=2", "query"),
        ("scene:mountain?seconds=0", "seconds"),
        ("scene:mountain?seconds=nan", "seconds"),
        ("scene:mountain?fps=500", "fps"),
        ("scene:mountain?size=641x360", "size"),
        ("scene:mountain?size=big", "size"),
        ("scene:mountain?hazards=smoke", "hazards"),
        ("scene:mountain?hazards=dragon@1-2", "hazards"),
        ("scene:mountain?hazards=smoke@20-10", "hazards"),
        ("scene:mountain?seconds=30&hazards=smoke@20-40", "hazards"),
        ("scene:mountain?nuisances=smoke@1-2", "nuisances"),
        ("scene:mountain?nuisances=fog@1", "nuisances"),
    ],
)
def test_a_wrong_url_is_refused_and_the_key_is_named(url: str, key: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_address(url)
    assert caught.value.reason == "address"
    assert not caught.value.retry
    assert key in caught.value.detail
