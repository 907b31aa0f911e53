"""Conversion between WGS84 and the datum of Chinese map apps, at points whose both coordinates are published."""

from __future__ import annotations

import pytest

from command_center.base.datum import to_gcj02, to_wgs84

METRE = 1e-5
"""About one metre, degrees."""
PUBLISHED = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
"""WGS84 and GCJ-02 in Shanghai, Shenzhen and Beijing, from the tests of eviltransform."""


@pytest.mark.parametrize(("wgs84", "gcj02"), PUBLISHED)
def test_published_points_are_met_in_both_directions(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=METRE)
    assert to_wgs84(*gcj02) == pytest.approx(wgs84, abs=METRE)


def test_outside_of_china_both_are_the_same() -> None:
    assert to_gcj02(2.35, 48.85) == (2.35, 48.85)
