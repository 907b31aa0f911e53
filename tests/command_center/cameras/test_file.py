"""``cameras.yaml``: every mistake is named with file, line and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_center.base.errors import ConfigError
from command_center.cameras.file import read_cameras

GOOD = """\
cameras:
  - id: gate
    name: {zh: 大门, en: Gate}
    hotspot: town
    position: {lon: 113.3, lat: 34.8}
    main: rtsp://${CAM_USER}:${CAM_PASSWORD}@10.0.0.1/main
    zones:
      - id: road
        name: {zh: 路, en: Road}
        polygon: [[0, 0], [1, 0], [1, 1]]
    detectors:
      - kind: intrusion
        zone: road
"""
TOWN = frozenset({"town"})


def problems(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with this text, without the folder."""
    path = tmp_path / "cameras.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_cameras(path, TOWN)
    return [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cameras.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert [camera.id for camera in read_cameras(path, TOWN)] == ["gate"]


def test_an_unknown_key_names_its_line(tmp_path: Path) -> None:
    wrong = GOOD.replace("    hotspot: town", "    hotspot: town\n    colour: red")
    assert problems(tmp_path, wrong) == ["cameras.yaml:5: cameras[0].colour: unknown key"]


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("lon: 113.3", "lon: 999").replace("[[0, 0], ", "[[0, 7], ").replace("    hotspot: town\n", "")
    found = problems(tmp_path, wrong)
    assert [problem.split(": ")[:2] for problem in found] == [
        ["cameras.yaml:2", "cameras[0].hotspot"],
        ["cameras.yaml:4", "cameras[0].position.lon"],
        ["cameras.yaml:9", "cameras[0].zones[0].polygon[0][1]"],
    ]


def test_a_detector_in_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("zone: road", "zone: lake"))
    assert len(found) == 1
    assert found[0].startswith("cameras.yaml:11: cameras[0].detectors: ")
    assert "'lake'" in found[0]


def test_an_unknown_hotspot_and_a_doubled_id_are_refused_with_their_lines(tmp_path: Path) -> None:
    second = GOOD.removeprefix("cameras:\n").replace("hotspot: town", "hotspot: moon")
    assert problems(tmp_path, GOOD + second) == [
        "cameras.yaml:2: cameras[0].id: 'gate' stands twice",
        "cameras.yaml:14: cameras[1].id: 'gate' stands twice",
        "cameras.yaml:16: cameras[1].hotspot: 'moon' is not one of town",
    ]


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, GOOD.replace("${CAM_PASSWORD}", "hunter2"))
    assert found.startswith("cameras.yaml:6: cameras[0].main: the URL carries a password; write a secret as ${CAM_")
    assert "hunter2" not in found


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/video", "10.0.0.1:554/main", "admin:hunter2@10.0.0.1/main", "/dev/video0"]
)
def test_a_url_that_no_adapter_can_open_is_refused_with_its_line(tmp_path: Path, url: str) -> None:
    (found,) = problems(tmp_path, re.sub(r"main: .*", f"main: '{url}'", GOOD))
    assert found == "cameras.yaml:6: cameras[0].main: the URL must begin with rtsp:, rtsps:, file:, scene:"


@pytest.mark.parametrize("url", ["RTSP://10.0.0.1/a", "rtsps://10.0.0.1/a", "file:clips/a.mp4", "scene:river?seed=2"])
def test_every_kind_of_url_that_adapters_open_is_taken(tmp_path: Path, url: str) -> None:
    path = tmp_path / "cameras.yaml"
    path.write_text(re.sub(r"main: .*", f"main: '{url}'\n    sub: '{url}'", GOOD), encoding="utf-8")
    assert [camera.sub for camera in read_cameras(path, TOWN)] == [url]


@pytest.mark.parametrize("text", ["cameras: [", "cameras:\n\t- id: x", "a: 1\na: 2\n"])
def test_what_is_not_yaml_names_its_line(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, text)
    assert found.startswith("cameras.yaml:")
    assert found.split(":")[1].isdigit()


def test_a_missing_file_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        read_cameras(tmp_path / "none.yaml", TOWN)
