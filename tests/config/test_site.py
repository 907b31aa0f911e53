"""The files of the site agree with each other and with the program."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from ruamel.yaml import YAML

from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors
from camera_adapters.messages import CameraSpec
from camera_adapters.sources.scene import parse_address
from camera_adapters.sources.scene.faults import FAULTS
from camera_adapters.sources.scene.worlds import WORLDS, ZONES, zone_of
from tests.support.paths import CONFIG


def load(name: str) -> list[dict[str, object]]:
    content = YAML(typ="safe", pure=True).load((CONFIG / name).read_text(encoding="utf-8"))
    return list(content[name.removesuffix(".yaml")])


@pytest.fixture(scope="module")
def cameras() -> list[CameraSpec]:
    return [CameraSpec.model_validate(camera) for camera in load("cameras.yaml")]


def test_the_township_has_44_cameras_of_its_own_name_and_place(cameras: list[CameraSpec]) -> None:
    assert len({camera.id for camera in cameras}) == 44
    assert len({camera.name.zh for camera in cameras}) == len({camera.name.en for camera in cameras}) == 44
    assert len({(camera.position.lon, camera.position.lat) for camera in cameras}) == 44
    counts = {name: sum(camera.hotspot == name for camera in cameras) for name in {c.hotspot for c in cameras}}
    assert counts == {"wuyun-mountain": 12, "river": 10, "reservoir": 8, "town": 14}
    assert {str(hotspot["id"]) for hotspot in load("hotspots.yaml")} == set(counts)


def test_every_scene_exists_and_its_zones_are_those_of_its_world(cameras: list[CameraSpec]) -> None:
    for camera in cameras:
        address = parse_address(camera.main)
        assert address.world in WORLDS, camera.id
        for zone in camera.zones:
            assert zone.polygon == ZONES[address.world][zone.id], camera.id


def test_who_comes_on_schedule_comes_into_a_zone_that_is_watched(cameras: list[CameraSpec]) -> None:
    for camera in cameras:
        address = parse_address(camera.main)
        watched = {detector.zone for detector in camera.detectors if detector.kind == "intrusion"}
        for hazard in address.hazards:
            zone = zone_of(address.world, hazard.kind)
            assert zone is None or zone in watched, camera.id


def test_the_first_hazard_that_is_detected_shows_within_a_minute_and_they_do_not_come_at_once(
    cameras: list[CameraSpec],
) -> None:
    starts = []
    for camera in cameras:
        address = parse_address(camera.main)
        starts += [h.start for h in address.hazards if h.kind in FAULTS or zone_of(address.world, h.kind)]
    starts.sort()
    assert starts[0] < 60
    assert all(later - earlier >= 20 for earlier, later in pairwise(starts))


def test_every_detector_of_the_cameras_can_be_built(cameras: list[CameraSpec]) -> None:
    for camera in cameras:
        assert build_detectors(camera, Site()), camera.id


def test_the_map_holds_every_camera_within_the_township() -> None:
    features = json.loads((CONFIG / "map.geojson").read_text(encoding="utf-8"))["features"]
    assert all(feature["properties"]["name"].keys() == {"zh", "en"} for feature in features)
    kinds = {feature["properties"]["kind"] for feature in features}
    assert {"boundary", "river", "reservoir", "mountain", "road", "village"} <= kinds
    (ring,) = (f["geometry"]["coordinates"][0] for f in features if f["properties"]["kind"] == "boundary")
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    for camera in load("cameras.yaml"):
        position = CameraSpec.model_validate(camera).position
        assert west < position.lon < east, camera["id"]
        assert south < position.lat < north, camera["id"]
