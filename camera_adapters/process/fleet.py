"""The cameras that one worker process runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Protocol

import structlog

from camera_adapters.camera.health import HealthSchedule
from camera_adapters.messages import CameraHealth, CameraSpec
from camera_adapters.process.history_store import HistoryOwner

CLOSING_SECONDS = 3.0
"""How long to wait for the files of cameras that are stopped; a thread that hangs in its source is left behind."""
logger = structlog.get_logger(__name__)


class RunningCamera(HistoryOwner, Protocol):
    """A running camera; see ``camera.camera.Camera``."""

    @property
    def spec(self) -> CameraSpec: ...

    @property
    def epoch(self) -> int: ...

    def start(self) -> None: ...

    def stop(self) -> None:
        """Ask the camera to end; returns at once."""
        ...

    def join(self, timeout: float) -> bool: ...

    def tick(self) -> None:
        """Let the time of the camera's alert policy pass."""
        ...

    def health(self) -> CameraHealth: ...


class Fleet:
    """Starts and stops cameras; used by the control thread only."""

    def __init__(
        self, make: Callable[[CameraSpec, int], RunningCamera], clock: Callable[[], float] = monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._cameras: dict[str, RunningCamera] = {}
        self._schedules: dict[str, HealthSchedule] = {}

    @property
    def epochs(self) -> dict[str, int]:
        """Fencing epoch of every running camera, by id."""
        return {name: camera.epoch for name, camera in self._cameras.items()}

    @property
    def specs(self) -> dict[str, CameraSpec]:
        """Specification of every running camera, by id."""
        return {name: camera.spec for name, camera in self._cameras.items()}

    @property
    def cameras(self) -> tuple[RunningCamera, ...]:
        return tuple(self._cameras.values())

    def start(self, spec: CameraSpec, epoch: int) -> None:
        camera = self._make(spec, epoch)
        self._cameras[spec.id], self._schedules[spec.id] = camera, HealthSchedule()
        camera.start()
        logger.info("camera_started", camera=spec.id, epoch=epoch)

    def stop(self, camera_ids: Iterable[str], reason: str, timeout: float = CLOSING_SECONDS) -> None:
        """Stop cameras, all at once, and wait until their files are closed, together at most ``timeout`` seconds."""
        stopped = [(name, self._cameras.pop(name)) for name in camera_ids if name in self._cameras]
        for name, camera in stopped:
            camera.stop()
            del self._schedules[name]
        deadline = self._clock() + timeout
        for name, camera in stopped:
            closed = camera.join(max(0.0, deadline - self._clock()))
            logger.info("camera_stopped", camera=name, reason=reason, closed=closed)

    def restart(self, specs: Iterable[CameraSpec], epochs: Mapping[str, int]) -> None:
        """Give cameras their new specification under a new epoch each; the others run on untouched.

        By the epoch the centre sees that a successor watches, and ends what only the camera before has told of.
        """
        changed = list(specs)
        self.stop([spec.id for spec in changed], "changed")
        for spec in changed:
            self.start(spec, epochs[spec.id])

    def tick(self) -> None:
        """Let the policies' time pass."""
        for camera in self._cameras.values():
            camera.tick()

    def due_health(self, now: float) -> list[CameraHealth]:
        """The health that is worth a message now, in monotonic seconds; ``health_told`` once it is on its way."""
        healths = [(self._schedules[name], camera.health()) for name, camera in self._cameras.items()]
        return [health for schedule, health in healths if schedule.due(health, now)]

    def health_told(self, told: Iterable[CameraHealth], now: float) -> None:
        """These are on their way."""
        for health in told:
            self._schedules[health.camera_id].sent(health, now)
