"""The supervisor of processes, with real processes."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from command_center.base.errors import StartError
from command_center.run import pidfiles
from command_center.run.supervision import ProcessSupervisor, Program

SLEEPER = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0));"
    "open(sys.argv[1], 'a').write('x'); time.sleep(60)"
)
DEAF = SLEEPER.replace("lambda *_: sys.exit(0)", "signal.SIG_IGN")


def program(name: str, tmp_path: Path, code: str = SLEEPER, **more: object) -> Program:
    """A child that writes one letter for each start into a file of its name."""
    mark = tmp_path / f"{name}.mark"

    async def ready() -> bool:
        return mark.exists()

    settings: dict[str, object] = {"ready": ready, **more}
    command = (sys.executable, "-c", code, str(mark))
    return Program(name=name, command=command, environment=dict(os.environ), folder=tmp_path, **settings)  # type: ignore[arg-type]


def make(tmp_path: Path) -> ProcessSupervisor:
    return ProcessSupervisor(tmp_path / "run", tmp_path / "logs")


async def until(condition: object, seconds: float = 10.0) -> None:
    """Wait for a condition that another process brings about."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]  # noqa: ASYNC110 - nothing here could set an event
            await asyncio.sleep(0.02)


async def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    supervisor = make(tmp_path)
    await supervisor.start(program("one", tmp_path))
    first = supervisor.pid("one")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: supervisor.pid("one") not in {None, first}, 5)
    await supervisor.stop()


async def test_a_child_comes_back_once_the_disk_takes_its_log_again(tmp_path: Path) -> None:
    supervisor = make(tmp_path)
    await supervisor.start(program("one", tmp_path))
    first = supervisor.pid("one")
    assert first is not None
    for folder in ("run", "logs"):
        shutil.rmtree(tmp_path / folder)
    os.kill(first, signal.SIGKILL)
    await until(lambda: not psutil.pid_exists(first))
    (tmp_path / "logs").mkdir()  # the pid files' folder stays away
    await until(lambda: supervisor.pid("one") not in {None, first})
    await supervisor.stop()


async def test_children_stop_from_the_highest_layer_down(tmp_path: Path) -> None:
    order = tmp_path / "order"
    code = (
        "import signal, sys, time\n"
        f"def end(*_):\n    open({str(order)!r}, 'a').write(sys.argv[1][-6]); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end); open(sys.argv[1], 'a').write('x'); time.sleep(60)"
    )
    supervisor = make(tmp_path)
    for layer, name in enumerate("abc"):
        await supervisor.start(program(name, tmp_path, code, layer=layer))
    await supervisor.stop()
    assert order.read_text() == "cba"
    assert list((tmp_path / "run").glob("*.pid.json")) == []


async def test_a_child_that_ignores_the_request_to_stop_is_killed(tmp_path: Path) -> None:
    supervisor = make(tmp_path)
    await supervisor.start(program("deaf", tmp_path, DEAF, stop_seconds=0.2))
    pid = supervisor.pid("deaf")
    await supervisor.stop()
    assert pidfiles.started_at(pid or 0) is None


async def test_what_a_child_started_itself_goes_with_it(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
    )
    supervisor = make(tmp_path)
    await supervisor.start(program("parent", tmp_path, parent))
    await until(lambda: (tmp_path / "parent.mark").read_text().isdigit())
    grandchild = int((tmp_path / "parent.mark").read_text())
    assert pidfiles.started_at(grandchild) is not None
    await supervisor.stop()
    await until(lambda: pidfiles.started_at(grandchild) is None)


async def test_a_child_that_never_starts_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    supervisor = make(tmp_path)
    with pytest.raises(StartError, match="no such switch"):
        await supervisor.start(program("bad", tmp_path, "raise SystemExit('no such switch')"))
    await supervisor.stop()


def test_a_pid_that_belongs_to_somebody_else_now_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pidfiles.write(tmp_path, pidfiles.PidRecord("old", stranger.pid, 1.0, sys.executable, signal.SIGTERM))
        assert pidfiles.end_leftovers(tmp_path) == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_supervisors_cannot_use_one_data_folder(tmp_path: Path) -> None:
    second = pidfiles.sole_owner(tmp_path / "run", wait=0.1)
    with pidfiles.sole_owner(tmp_path / "run"), pytest.raises(StartError, match=str(os.getpid())):
        second.__enter__()


KILLED = """
import asyncio, os, sys
from pathlib import Path
from command_center.run.supervision import Program, ProcessSupervisor

async def main(folder):
    supervisor = ProcessSupervisor(folder / "run", folder / "logs")
    code = "import time; time.sleep(60)"
    for name in ("one", "two"):
        await supervisor.start(Program(name, (sys.executable, "-c", code), dict(os.environ), folder))
    (folder / "pids.new").write_text(f"{supervisor.pid('one')} {supervisor.pid('two')}")
    (folder / "pids.new").rename(folder / "pids")
    await asyncio.sleep(60)

asyncio.run(main(Path(sys.argv[1])))
"""


async def test_the_children_of_a_killed_supervisor_die_with_it(tmp_path: Path) -> None:
    supervisor = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(tmp_path))
    await until((tmp_path / "pids").exists, 30)
    pids = [int(word) for word in (tmp_path / "pids").read_text().split()]
    supervisor.kill()
    await supervisor.wait()
    await until(lambda: not any(psutil.pid_exists(pid) and pidfiles.started_at(pid) for pid in pids))
    assert pidfiles.end_leftovers(tmp_path / "run") == []
    assert list((tmp_path / "run").glob("*.pid.json")) == []
