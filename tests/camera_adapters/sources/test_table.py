"""The table of sources and the kinds of URL that the centre lets through are the same."""

from __future__ import annotations

from camera_adapters.messages import SOURCE_SCHEMES
from camera_adapters.sources import SOURCES


def test_every_kind_of_url_that_the_centre_takes_has_a_source_and_the_other_way_round() -> None:
    assert tuple(SOURCES) == SOURCE_SCHEMES
