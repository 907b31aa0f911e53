"""Supervisor of processes: starts each when the one before is healthy, restarts with back-off, stops in reverse order.

Every child leads a process group of its own and dies with the supervisor; a pid file names it in case it does not.
Ctrl-C in a terminal therefore reaches the supervisor only, which then stops the children in order.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import structlog

from command_center.base.errors import StartError
from command_center.run import pidfiles
from common.backoff import stepped

log = structlog.get_logger(__name__)

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_LIMIT = 20 * 1024 * 1024
"""A child's log is moved aside at its start when it is longer than this, bytes; one older one is kept."""
HEALTHY_AFTER = 20.0
"""A child that ran this many seconds starts with a fresh back-off."""
DELAYS = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each restart: the first comes at once, and none waits so long that 5 s pass."""
FIRST_TRIES = 5
"""A child that ends this often before it was ever ready will not come: give up with the end of its log."""


@dataclass(frozen=True, slots=True)
class RunAs:
    """An unprivileged user."""

    name: str
    uid: int
    gid: int


async def always_ready() -> bool:
    """Readiness of a child that serves no requests: it is ready at once."""
    return True


@dataclass(frozen=True)
class Program:
    """What to run, and how one sees that it serves. Higher layers stop first."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    layer: int = 1
    user: RunAs | None = None
    ready: Callable[[], Awaitable[bool]] = always_ready
    before: Callable[[], None] | None = None
    """Called before every start, for what a crash leaves in the way."""
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 10.0
    ready_seconds: float = 60.0


@dataclass
class _Child:
    program: Program
    process: Process | None = None
    was_ready: asyncio.Event = field(default_factory=asyncio.Event)
    failure: str | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.Task[None] | None = None


class ProcessSupervisor:
    """Runs programs for one data folder. ``run_dir`` holds pid files, ``log_dir`` what the children print."""

    def __init__(self, run_dir: Path, log_dir: Path) -> None:
        self._run_dir = run_dir
        self._log_dir = log_dir
        self._children: dict[str, _Child] = {}
        for folder in (run_dir, log_dir):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def pid(self, name: str) -> int | None:
        """The child's process id while it runs."""
        process = self._children[name].process
        return process.pid if process is not None and process.returncode is None else None

    async def start(self, program: Program) -> None:
        """Start it and return once it is ready. Raises StartError with the end of its log when it never gets there."""
        child = _Child(program)
        self._children[program.name] = child
        child.loop = asyncio.create_task(self._keep(child), name=f"supervise-{program.name}")
        await child.was_ready.wait()
        if child.failure is not None:
            raise StartError(child.failure)

    async def stop(self) -> None:
        """Stop every child, the highest layer first, and wait until it is gone. No process of its group stays."""
        for layer in sorted({child.program.layer for child in self._children.values()}, reverse=True):
            own = [child for child in self._children.values() if child.program.layer == layer]
            await asyncio.gather(*(self._stop(child) for child in own))
        self._children.clear()

    async def _keep(self, child: _Child) -> None:
        pauses, tries = stepped(*DELAYS), 0
        while not child.stopping.is_set():
            started = time.monotonic()
            tries += 1
            try:
                await self._run_once(child)
            except OSError as error:
                # A full disk or no process left: what ended because of it must come back when there is room again.
                log.warning("child_not_started", child=child.program.name, error=str(error))
            if child.stopping.is_set():
                return
            if not child.was_ready.is_set() and tries >= FIRST_TRIES:
                child.failure = f"{child.program.name} does not start:\n{self._log_tail(child.program)}"
                child.was_ready.set()
                return
            if time.monotonic() - started > HEALTHY_AFTER:
                pauses = stepped(*DELAYS)
            await asyncio.sleep(next(pauses))

    async def _run_once(self, child: _Child) -> None:
        """One life of the child, from its start to its end."""
        program = child.program
        process = await self._spawn(program)
        child.process = process
        watcher = asyncio.create_task(self._announce(child, process))
        code = await process.wait()
        watcher.cancel()
        self._end_group(process.pid)
        pidfiles.forget(self._run_dir, program.name)
        if not child.stopping.is_set():
            log.warning("child_ended", child=program.name, pid=process.pid, code=code)

    async def _announce(self, child: _Child, process: Process) -> None:
        began = time.monotonic()
        while not await _is_ready(child.program):
            if time.monotonic() - began > child.program.ready_seconds:
                log.error("child_never_ready", child=child.program.name, seconds=child.program.ready_seconds)
                process.kill()
                return
            await asyncio.sleep(0.05)
        log.info("child_ready", child=child.program.name, pid=process.pid, seconds=round(time.monotonic() - began, 2))
        child.was_ready.set()

    async def _spawn(self, program: Program) -> Process:
        if program.before is not None:
            program.before()
        user = program.user
        identity = (str(user.uid), str(user.gid)) if user else ("-1", "-1")
        launch = (sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(program.stop_signal)), *identity)
        with self._open_log(program.name) as output:
            process = await asyncio.create_subprocess_exec(
                *launch,
                str(0o077),
                *program.command,
                cwd=program.folder,
                env=dict(program.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        started = pidfiles.started_at(process.pid) or time.time()
        record = pidfiles.PidRecord(program.name, process.pid, started, program.command[0], int(program.stop_signal))
        try:
            pidfiles.write(self._run_dir, record)
        except OSError as error:  # it serves the next start only; the child runs and must be looked after
            log.warning("pid_file_not_written", child=program.name, error=str(error))
        return process

    async def _stop(self, child: _Child) -> None:
        child.stopping.set()
        process = child.process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(child.program.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), child.program.stop_seconds)
            except TimeoutError:
                log.warning("child_killed", child=child.program.name, seconds=child.program.stop_seconds)
                self._end_group(process.pid)
        if child.loop is not None:
            await _finish(child.loop)
        child.was_ready.set()

    @staticmethod
    def _end_group(leader: int) -> None:
        """Kill what is left of a child's group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)

    def _open_log(self, name: str) -> BinaryIO:
        path = self._log_dir / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _log_tail(self, program: Program, lines: int = 12) -> str:
        path = self._log_dir / f"{program.name}.log"
        text = path.read_bytes()[-8000:].decode(errors="replace") if path.exists() else ""
        return "\n".join(f"  {line}" for line in text.splitlines()[-lines:]) + f"\n  (whole log: {path})"


async def _is_ready(program: Program) -> bool:
    with suppress(Exception):  # whatever a probe raises while the server comes up means: not yet
        return await program.ready()
    return False


async def _finish(loop: asyncio.Task[None]) -> None:
    """Wait for a child's loop; a loop that sleeps before a restart is cancelled."""
    done, _ = await asyncio.wait({loop}, timeout=1.0)
    if not done:
        loop.cancel()
        await asyncio.wait({loop})
