"""The adapters as a user starts them: ``python -m camera_adapters run`` in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import psutil

from camera_adapters.base.connection import Entry
from camera_adapters.messages import (
    COMMANDS_KEY,
    DESIRED_KEY,
    DESIRED_REVISION_FIELD,
    HEALTH,
    PAYLOAD_FIELD,
    AlertMessage,
    CameraHealth,
    CameraSpec,
    DesiredStateChanged,
    Heartbeat,
    SegmentMessage,
    Wire,
    alerts_key,
    health_key,
    segments_key,
)
from tests.support.paths import CHECKOUT
from tests.support.valkey import Valkey


@dataclass
class Adapters:
    """A supervisor with its workers, a control server and a live server. Leaving it ends all of them."""

    folder: Path
    workers: int = 2
    environment: dict[str, str] = field(default_factory=dict)
    revision: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.control = Valkey(self.folder / "control")
        self.live = Valkey(self.folder / "live")
        self.data = self.folder / "data"
        self.log = self.folder / "adapters.log"

    def __enter__(self) -> Adapters:
        self.control.start()
        self.live.start()
        self.client = self.control.client()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.process is not None and self.process.poll() is None:
                self._end(self.process)
        finally:
            self.client.close()
            self.control.stop()
            self.live.stop()

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Ask it to end; kill what does not, so that nothing stays behind a failed test."""
        workers = self.worker_processes()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            for each in (*workers, psutil.Process(process.pid) if process.poll() is None else None):
                if each is not None and each.is_running():
                    each.kill()
            process.wait(20)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "CC_DATA_DIR": str(self.data),
            "REDIS_URL": self.control.url,
            "LIVE_REDIS_URL": self.live.url,
            "CC_ADAPTER_NAME": "box",
            "CC_LOG_FORMAT": "json",
            **self.environment,
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "camera_adapters", "run", "--workers", str(self.workers)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env={**os.environ, **self.settings}, stderr=log)

    def want(self, *specs: CameraSpec) -> None:
        """Publish the desired state, and say so, as the centre does."""
        self.revision += 1
        with self.client.pipeline() as pipeline:
            pipeline.delete(DESIRED_KEY)
            for each in specs:
                pipeline.hset(DESIRED_KEY, each.id, each.model_dump_json())
            pipeline.hset(DESIRED_KEY, DESIRED_REVISION_FIELD, self.revision)
            pipeline.execute()
        self.say(DesiredStateChanged(revision=self.revision))

    def say(self, command: Wire) -> None:
        """Announce a command."""
        self.client.xadd(COMMANDS_KEY, {b"v": command.model_dump_json().encode()})

    def worker_processes(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children()

    def worker_of(self, camera_id: str) -> psutil.Process:
        """The process that runs the camera, by the last heartbeats."""
        beats = [message for message in self.health() if isinstance(message, Heartbeat)]
        return next(psutil.Process(beat.pid) for beat in reversed(beats) if camera_id in beat.cameras)

    def _entries(self, key: str) -> Iterable[bytes]:
        return (fields[PAYLOAD_FIELD] for _, fields in cast("list[Entry]", self.client.xrange(key)))

    def health(self) -> list[CameraHealth | Heartbeat]:
        return [HEALTH.validate_json(text) for text in self._entries(health_key())]

    def cameras(self) -> dict[str, CameraHealth]:
        """The last word on every camera."""
        return {message.camera_id: message for message in self.health() if isinstance(message, CameraHealth)}

    def links(self) -> dict[str, str]:
        return {name: message.link.value for name, message in self.cameras().items()}

    def alerts(self) -> list[AlertMessage]:
        return [AlertMessage.model_validate_json(text) for text in self._entries(alerts_key())]

    def segments(self) -> list[SegmentMessage]:
        return [SegmentMessage.model_validate_json(text) for text in self._entries(segments_key())]
