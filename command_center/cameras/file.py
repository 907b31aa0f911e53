"""``cameras.yaml``: read whole, and refused whole with every problem in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from camera_adapters.messages import SOURCE_SCHEMES, CameraSpec
from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from common import camera_urls
from common.camera_urls import OWN_NAMES, SecretNames
from common.text import Strict


class CamerasFile(Strict):
    """Content of a cameras file."""

    cameras: tuple[CameraSpec, ...] = Field(min_length=1, max_length=1000)


def read_cameras(path: Path, hotspots: frozenset[str], names: SecretNames = OWN_NAMES) -> tuple[CameraSpec, ...]:
    """The cameras of a file. Raises ConfigError with every problem, each with its line."""
    file = YamlFile(path)
    cameras = file.read(CamerasFile).cameras
    problems = file.repeated("cameras", [camera.id for camera in cameras])
    for index, camera in enumerate(cameras):
        found = spec_problems(camera, hotspots, names)
        problems += [file.problem(["cameras", index, key], text) for key, text in found]
    if problems:
        raise ConfigError(problems)
    return cameras


def spec_problems(
    camera: CameraSpec, hotspots: frozenset[str], names: SecretNames = OWN_NAMES
) -> Iterator[tuple[str, str]]:
    """What is wrong with one camera beyond its shape: key and text. Never repeats a secret."""
    if camera.hotspot not in hotspots:
        yield "hotspot", f"{camera.hotspot!r} is not one of {', '.join(sorted(hotspots))}"
    for key, url in (("main", camera.main), ("sub", camera.sub)):
        if url is None:
            continue
        if url.partition(":")[0].lower() not in SOURCE_SCHEMES:  # not repeated: a password may stand there by mistake
            yield key, f"the URL must begin with {', '.join(f'{scheme}:' for scheme in SOURCE_SCHEMES)}"
        for problem in camera_urls.problems(url, names):
            yield key, problem
