"""Supervisor of one machine's worker processes: starts them, restarts the dead and the hung, stops them cleanly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, time

import structlog

from camera_adapters.base.settings import AdapterSettings
from common.backoff import stepped

LOOK_EVERY = 0.25
PATIENT_FOR = 60.0
"""A worker that lived this long did not die of its start; the next one comes at once."""
DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds before a restart after each of several short lives in a row: five within 5 s each, then a crash loop."""
NO_PROCESS_PAUSE = 2.0
"""Seconds until the next attempt where the machine has no memory or process left for a worker."""
STOP_SECONDS = 10.0
HUNG_AFTER = 60.0
"""Seconds without a touch of its alive file after which a worker is ended; its cameras' leases expired long before."""
CHILD_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""One arena a core keeps 44 threads' memory from scattering; pictures are small, threads in libraries only cost."""
logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class WorkerSlot:
    """One worker: its process, and how it has fared."""

    number: int
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delays: Iterator[float] = field(default_factory=lambda: stepped(*DELAYS))
    due: float = float("-inf")
    """When it is to be started next, monotonic seconds."""

    def died(self, now: float) -> float:
        """Note that the process has ended; the seconds until the next start."""
        if now - self.started >= PATIENT_FOR:
            self.delays, delay = stepped(*DELAYS), DELAYS[0]
        else:
            delay = next(self.delays)
        self.process, self.due = None, now + delay
        return delay


class Supervisor:
    """Runs ``settings.workers`` processes until ``stop`` is set. Used by the main thread."""

    def __init__(
        self,
        settings: AdapterSettings,
        command: Callable[[int], list[str]],
        environ: Mapping[str, str],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._settings = settings
        self._command = command
        self._environ = {**environ, **CHILD_ENVIRONMENT}
        self._clock = clock
        self._slots = [WorkerSlot(number) for number in range(settings.workers)]

    def run(self, stop: threading.Event) -> None:
        """Look after the workers; returns when all of them have ended."""
        while not stop.wait(LOOK_EVERY):
            for slot in self._slots:
                self._look_after(slot)
        self._stop_all()

    def _look_after(self, slot: WorkerSlot) -> None:
        now = self._clock()
        if slot.process is None:
            if now >= slot.due:
                self._start(slot, now)
        elif slot.process.poll() is not None:
            status = slot.process.returncode
            delay = slot.died(now)
            logger.warning("worker_died", slot=slot.number, status=status, restart_in=delay)
        elif now - slot.started > HUNG_AFTER and self._silent_for(slot) > HUNG_AFTER:
            logger.error("worker_hangs", slot=slot.number, pid=slot.process.pid)
            slot.process.kill()

    def _start(self, slot: WorkerSlot, now: float) -> None:
        try:
            slot.process = subprocess.Popen(self._command(slot.number), env=self._environ)
        except OSError as error:  # no memory, no process left: the other workers live on, this one is tried again
            slot.due = now + NO_PROCESS_PAUSE
            logger.warning("worker_not_started", slot=slot.number, error=str(error))
            return
        slot.started = now
        logger.info("worker_forked", slot=slot.number, pid=slot.process.pid)

    def _silent_for(self, slot: WorkerSlot) -> float:
        file = self._settings.alive_file(f"{self._settings.name}-{slot.number}")
        try:
            return time() - file.stat().st_mtime
        except FileNotFoundError:
            return self._clock() - slot.started

    def _stop_all(self) -> None:
        processes = [slot.process for slot in self._slots if slot.process is not None]
        for process in processes:
            process.terminate()
        deadline = self._clock() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, deadline - self._clock()))
            except subprocess.TimeoutExpired:
                logger.warning("worker_killed", pid=process.pid, reason=f"did not end within {STOP_SECONDS:.0f} s")
                process.kill()
                process.wait()


def worker_command(slot: int) -> list[str]:
    """How a worker process is started: it learns its supervisor's process id, with which it is to die."""
    return [sys.executable, "-m", "camera_adapters", "work", "--slot", str(slot), "--parent", str(os.getpid())]


PR_SET_PDEATHSIG = 1


def die_with(parent: int, stop: threading.Event) -> None:
    """End this worker when its supervisor is gone, however that died: by the kernel's signal, and by looking."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)

    def watch() -> None:
        while not stop.wait(1.0):
            if os.getppid() != parent:
                logger.warning("supervisor_gone", parent=parent)
                stop.set()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def unhealthy(settings: AdapterSettings, within: float = 15.0) -> list[Path]:
    """The alive files of this machine's workers that are missing or too old."""
    files = [settings.alive_file(f"{settings.name}-{slot}") for slot in range(settings.workers)]
    return [file for file in files if not file.exists() or time() - file.stat().st_mtime > within]
