"""The desired state: every camera's specification, read from Redis and remembered on disk."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.messages import DESIRED_KEY, DESIRED_REVISION_FIELD, CameraSpec

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DesiredState:
    """All cameras of the site as the centre wants them."""

    revision: int
    cameras: Mapping[str, CameraSpec]

    @property
    def enabled(self) -> dict[str, CameraSpec]:
        """The cameras that are to run."""
        return {name: spec for name, spec in self.cameras.items() if spec.enabled}


@dataclass(frozen=True, slots=True)
class Memory:
    """What a worker remembers over its restart."""

    state: DesiredState
    epochs: Mapping[str, int] = field(default_factory=dict)
    """Camera → the highest epoch this worker held for it."""
    running: tuple[str, ...] = ()
    """The cameras it ran last."""


EMPTY = Memory(DesiredState(-1, {}))


def read_desired(client: redis.Redis, known: DesiredState) -> DesiredState:
    """The desired state of now; ``known`` itself while its revision stands or the centre has not published one yet.

    A specification that cannot be read leaves that camera as it was. Raises ``redis.RedisError``.
    """
    revision = cast("bytes | None", client.hget(DESIRED_KEY, DESIRED_REVISION_FIELD))
    if revision is None or int(revision) == known.revision:
        return known
    fields = cast("dict[bytes, bytes]", client.hgetall(DESIRED_KEY))
    number = int(fields.pop(DESIRED_REVISION_FIELD.encode(), b"0"))
    return DesiredState(number, parse_cameras(fields, known.cameras))


def parse_cameras(fields: Mapping[bytes, bytes], known: Mapping[str, CameraSpec]) -> dict[str, CameraSpec]:
    """Specifications by camera; for one that is wrong the known one, if there is any."""
    cameras: dict[str, CameraSpec] = {}
    for name, text in fields.items():
        camera_id = name.decode(errors="replace")
        try:
            cameras[camera_id] = _parse(camera_id, text)
        except ValueError as error:
            logger.warning("camera_spec_unreadable", camera=camera_id, error=_brief(error))
            if camera_id in known:
                cameras[camera_id] = known[camera_id]
    return cameras


def _parse(camera_id: str, text: bytes) -> CameraSpec:
    spec = CameraSpec.model_validate_json(text)
    if spec.id != camera_id:
        raise ValueError(f"stands under {camera_id!r} but calls itself {spec.id!r}")
    return spec


def _brief(error: ValueError) -> str:
    """The errors without the values: a URL may hold a password."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
    return str(error)


class MemoryFile:
    """Keeps a worker's memory on disk; replaced as a whole, so it is the old one or the new one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "desired.json"
        folder.mkdir(parents=True, exist_ok=True)

    def load(self) -> Memory:
        """The desired state that was saved last; empty when there is none or it cannot be read."""
        try:
            found = json.loads(self._path.read_text())
            cameras = {each["id"]: CameraSpec.model_validate(each) for each in found["cameras"]}
            return Memory(DesiredState(found["revision"], cameras), dict(found["epochs"]), tuple(found["running"]))
        except FileNotFoundError:
            return EMPTY
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("memory_unreadable", file=str(self._path), error=type(error).__name__)
            return EMPTY

    def save(self, memory: Memory) -> None:
        """Replace what is saved; a disk that refuses is reported and costs only the memory."""
        content = {
            "revision": memory.state.revision,
            "cameras": [spec.model_dump(mode="json") for spec in memory.state.cameras.values()],
            "epochs": dict(memory.epochs),
            "running": list(memory.running),
        }
        aside = self._path.with_suffix(".new")
        try:
            with aside.open("w") as file:
                json.dump(content, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._path)
        except OSError as error:
            logger.warning("memory_refused", file=str(self._path), error=str(error))


@dataclass(frozen=True, slots=True)
class Changes:
    """Running cameras to stop and to restart, so that all run as the desired state says."""

    stop: tuple[str, ...] = ()
    restart: tuple[str, ...] = ()


def changes(running: Mapping[str, CameraSpec], enabled: Mapping[str, CameraSpec]) -> Changes:
    """Of the running cameras: those to stop (gone or disabled) and those to restart (changed)."""
    stop = tuple(sorted(name for name in running if name not in enabled))
    restart = tuple(sorted(name for name, spec in running.items() if name in enabled and enabled[name] != spec))
    return Changes(stop, restart)
