"""``cameras.yaml``: read whole, and refused whole with every problem in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from pydantic import Field

from camera_adapters.messages import SOURCE_SCHEMES, CameraSpec
from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from common.text import Strict

PLACEHOLDER = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
SECRET_KEYS = re.compile(r"pass|pwd|token|secret|auth|key|signature", re.IGNORECASE)
USE_NAME = "write a secret as ${NAME} and set NAME in the adapters' environment; it is never stored"


class CamerasFile(Strict):
    """The whole file."""

    cameras: tuple[CameraSpec, ...] = Field(min_length=1, max_length=1000)


def read_cameras(path: Path, hotspots: frozenset[str]) -> tuple[CameraSpec, ...]:
    """The cameras of a file. Raises ConfigError with every problem, each with its line."""
    file = YamlFile(path)
    cameras = file.read(CamerasFile).cameras
    problems = file.repeated("cameras", [camera.id for camera in cameras])
    for index, camera in enumerate(cameras):
        problems += [file.problem(["cameras", index, key], text) for key, text in spec_problems(camera, hotspots)]
    if problems:
        raise ConfigError(problems)
    return cameras


def spec_problems(camera: CameraSpec, hotspots: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with one camera beyond its shape: key and text. Never repeats a secret."""
    if camera.hotspot not in hotspots:
        yield "hotspot", f"{camera.hotspot!r} is not one of {', '.join(sorted(hotspots))}"
    for key, url in (("main", camera.main), ("sub", camera.sub)):
        if url is None:
            continue
        if url.partition(":")[0].lower() not in SOURCE_SCHEMES:  # not repeated: a password may stand there by mistake
            yield key, f"the URL must begin with {', '.join(f'{scheme}:' for scheme in SOURCE_SCHEMES)}"
        elif carries_secret(url):
            yield key, f"the URL carries a password; {USE_NAME}"


def carries_secret(url: str) -> bool:
    """Whether a password or token stands in the URL itself. What cannot be read as a URL is taken to carry none."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        return "@" in url
    if password and not PLACEHOLDER.fullmatch(password):
        return True
    query = parse_qsl(parts.query)
    return any(SECRET_KEYS.search(key) and value and not PLACEHOLDER.search(value) for key, value in query)


def shown_url(url: str) -> str:
    """The URL without user, password and query: what a person may see."""
    parts = urlsplit(url)
    if not parts.netloc:
        return f"{parts.scheme}:{parts.path}" if parts.scheme else parts.path
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
