"""A process that is told to end ends, however often it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.support.paths import CHECKOUT

PROGRAM = """
from camera_adapters.base.stopping import stop_on_signals
stop = stop_on_signals()
print("ready", flush=True)
while not stop.wait(0.0001):
    pass
print("ended", flush=True)
"""


@pytest.mark.parametrize("told", [1, 300])
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_process_ends_on_a_signal_and_on_a_shower_of_them(name: signal.Signals, told: int) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(told):
            with suppress(ProcessLookupError):
                os.kill(process.pid, name)
        try:
            said, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (said, process.returncode) == ("ended\n", 0)


TOLD_WHILE_IT_ENDS = """
import os
from camera_adapters.base.stopping import stop_on_signals
stop_on_signals()

class Late:
    kill, told = os.kill, (os.getpid(), {number})

    def __del__(self):
        self.kill(*self.told)

late = Late()
"""


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_process_told_while_the_interpreter_ends_has_ended_well(name: signal.Signals) -> None:
    program = TOLD_WHILE_IT_ENDS.format(number=int(name))
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=CHECKOUT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
