"""The worlds, in a visible table. A new world is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from camera_adapters.sources.scene.world import MakeWorld, Polygon
from camera_adapters.sources.scene.worlds import mountain, reservoir, river, site, slope, street

WORLDS: Mapping[str, MakeWorld] = {
    "mountain": mountain.Mountain,
    "reservoir": reservoir.Reservoir,
    "river": river.River,
    "street": street.Street,
    "village": street.Village,
    "gate": street.Gate,
    "site": site.Site,
    "slope": slope.Slope,
}

ZONES: Mapping[str, Mapping[str, Polygon]] = {
    "mountain": {},
    "reservoir": reservoir.ZONES,
    "river": river.ZONES,
    "street": {},
    "village": {},
    "gate": {},
    "site": site.ZONES,
    "slope": {},
}
"""World → zone id → polygon: where its hazards happen, for the cameras' settings and for the truth."""

HAZARD_ZONES: Mapping[tuple[str, str], str] = {
    ("reservoir", "person"): "dam-crest",
    ("reservoir", "boat"): "water",
    ("reservoir", "swimmer"): "water",
    ("river", "debris"): "water",
    ("river", "flood"): "ground",
    ("river", "person"): "bank",
    ("site", "person"): "pit",
}
"""(world, hazard kind) → the zone that it enters."""


def zone_of(world: str, kind: str) -> str | None:
    """The zone in which this hazard happens; None where it is not bound to one."""
    return HAZARD_ZONES.get((world, kind))
