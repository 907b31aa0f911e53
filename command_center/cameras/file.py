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
from common.text import FieldWords, Strict


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
        problems += [file.problem(["cameras", index, key], words["en"]) for key, words in found]
    if problems:
        raise ConfigError(problems)
    return cameras


def spec_problems(
    camera: CameraSpec, hotspots: frozenset[str], names: SecretNames = OWN_NAMES
) -> Iterator[tuple[str, FieldWords]]:
    """What is wrong with one camera beyond its shape: key and words. Never repeats a secret."""
    if camera.hotspot not in hotspots:
        known = ", ".join(sorted(hotspots))
        zh, en = f"没有重点区域“{camera.hotspot}”，可用：{known}", f"{camera.hotspot!r} is not one of {known}"
        yield "hotspot", FieldWords(zh=zh, en=en)
    for key, url in (("main", camera.main), ("sub", camera.sub)):
        if url is None:
            continue
        if url.partition(":")[0].lower() not in SOURCE_SCHEMES:  # not repeated: a password may stand there by mistake
            begins = ", ".join(f"{scheme}:" for scheme in SOURCE_SCHEMES)
            yield key, FieldWords(zh=f"地址须以下列之一开头：{begins}", en=f"the URL must begin with {begins}")
        for problem in camera_urls.problems(url, names):
            yield key, problem
