"""Pid files: what runs for a data folder, so that the next start can end what a killed supervisor left behind."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from command_center.base.errors import StartError


@dataclass(frozen=True, slots=True)
class PidRecord:
    """A started child. ``started`` is when the kernel started it, in seconds; a recycled pid differs in it."""

    name: str
    pid: int
    started: float
    program: str
    stop_signal: int


def started_at(pid: int) -> float | None:
    """Start time of a process; None when there is none with this pid."""
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else process.create_time()
    except psutil.Error:
        return None


def write(folder: Path, record: PidRecord) -> None:
    """Remember a child."""
    target = folder / f"{record.name}.pid.json"
    draft = target.with_suffix(".new")
    draft.write_text(json.dumps(asdict(record)))
    draft.replace(target)


def forget(folder: Path, name: str) -> None:
    """The child has ended."""
    (folder / f"{name}.pid.json").unlink(missing_ok=True)


def records(folder: Path) -> Iterator[PidRecord]:
    """What the folder remembers; an unreadable file is skipped and removed."""
    for path in sorted(folder.glob("*.pid.json")):
        try:
            yield PidRecord(**json.loads(path.read_text()))
        except (ValueError, TypeError):
            path.unlink(missing_ok=True)


def members(record: PidRecord) -> list[psutil.Process]:
    """Processes of the child's group that are still alive; never a stranger that got the pid later."""
    started = started_at(record.pid)
    if started is not None and (abs(started - record.started) > 1 or not _runs(record)):
        return []
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            born = started_at(process.pid)
            if born is not None and os.getpgid(process.pid) == record.pid and born >= record.started - 1:
                found.append(process)
    return found


def _runs(record: PidRecord) -> bool:
    """Whether the pid runs the program (or still the launcher, or a server that renamed itself)."""
    with suppress(psutil.Error):
        words = [*psutil.Process(record.pid).cmdline(), psutil.Process(record.pid).name()]
        return any(Path(record.program).name in word for word in words)
    return False


def end_leftovers(folder: Path, patience: float = 10.0) -> list[str]:
    """End what an earlier supervisor left running: politely, after ``patience`` seconds for certain. Answers names."""
    left = [(record, members(record)) for record in records(folder)]
    ended = [record.name for record, processes in left if processes]
    for record, processes in left:
        for process in processes:
            if process.pid == record.pid:
                _signal(process, record.stop_signal)
    everyone = [process for _, processes in left for process in processes]
    for process in _outlast(everyone, patience):
        _signal(process, signal.SIGKILL)
    _outlast(everyone, 5.0)
    for record, _ in left:
        forget(folder, record.name)
    return ended


def _outlast(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after this time. A zombie counts as ended: who must reap it may never do so."""
    deadline = time.monotonic() + seconds
    alive = processes
    while alive and time.monotonic() < deadline:
        alive = [process for process in alive if process.is_running() and started_at(process.pid) is not None]
        time.sleep(0.02 if alive else 0)
    return alive


def _signal(process: psutil.Process, number: int) -> None:
    with suppress(psutil.Error):
        process.send_signal(number)


@contextmanager
def sole_owner(folder: Path, wait: float = 5.0) -> Iterator[None]:
    """Hold the data folder's lock, freed by the kernel at death. Raises StartError when another supervisor has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "supervisor.lock").open("a+") as lock:
        deadline = time.monotonic() + wait
        while not _locked(lock.fileno()):
            if time.monotonic() > deadline:
                lock.seek(0)
                raise StartError(f"{folder.parent} is already in use by process {lock.read().strip() or '?'}")
            time.sleep(0.1)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
