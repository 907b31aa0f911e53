"""The whole system as a user starts it: ``python -m command_center demo`` or ``run`` in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import redis

from command_center.run import secret_store
from command_center.run.embedded import urls_of
from command_center.run.redis_users import ADMIN
from tests.support.paths import CHECKOUT
from tests.support.waiting import eventually


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


METRICS_TOKEN = "token-of-the-tests-for-health-and-metrics"


@dataclass
class Stack:
    """A running demo. Use as a context manager; leaving it sends Ctrl-C and checks that no process stays behind."""

    data: Path
    cameras: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    workers: int = 2
    command: str = "demo"
    accounts: str = "accounts.json"
    """The file by which one signs in."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    def start(self) -> Stack:
        """Start without waiting; a second start after a stop continues with the same data."""
        command = [
            sys.executable,
            "-m",
            "command_center",
            self.command,
            "--data",
            str(self.data),
            "--port",
            str(self.port),
            "--cameras",
            str(self.cameras),
            "--workers",
            str(self.workers),
        ]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=CHECKOUT,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, "CC_METRICS_TOKEN": METRICS_TOKEN, **self.environment},
            )
        return self

    def __enter__(self) -> Stack:
        self.start()
        try:
            self.ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ready(self, within: float = 120) -> dict[str, Any]:
        """Wait until the health page answers and the accounts are written."""

        def look() -> dict[str, Any] | None:
            if self.process is None or self.process.poll() is not None:
                raise SystemExit(f"the demo ended; its log:\n{self.log.read_text(errors='replace')[-4000:]}")
            written = (self.data / self.accounts).exists()
            return self.health() if written and self._own_centre() else None

        return eventually(look, within=within, what="the demo answers") or {}

    def _own_centre(self) -> bool:
        """Whether the centre is of this start: one of a killed start may still be on its way out."""
        centre = json.loads((self.data / "run" / "centre.pid.json").read_text())["pid"]
        return any(process.pid == centre for process in self.children())

    def health(self) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {METRICS_TOKEN}"}
        answer = httpx.get(f"{self.url}/api/health/details", timeout=5, headers=headers)
        health: dict[str, Any] = answer.json()
        return health

    def online(self, count: int, within: float = 60) -> None:
        """Wait until that many cameras are online."""
        eventually(lambda: self.health()["cameras"]["online"] >= count, within=within, what=f"{count} cameras online")

    def account(self, role: str) -> tuple[str, str]:
        """User name and password of the account with this role."""
        for account in json.loads((self.data / "accounts.json").read_text()):
            if account["role"] == role:
                return account["username"], account["password"]
        raise AssertionError(f"no account with the role {role}")

    @contextlib.contextmanager
    def api(self, role: str = "duty_officer") -> Iterator[httpx.Client]:
        """A client that is signed in while this is open."""
        username, password = self.account(role)
        with httpx.Client(base_url=self.url, headers={"Origin": self.url}, timeout=20) as client:
            answer = client.post("/api/sessions", json={"username": username, "password": password})
            assert answer.status_code in (200, 201), answer.text
            yield client

    def children(self, *words: str) -> list[psutil.Process]:
        """Living processes below the demo whose command line holds all the words."""
        assert self.process is not None
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                line = " ".join(process.cmdline())
                if all(word in line for word in words) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def refused_by_redis(self) -> list[Any]:
        """What the embedded servers have refused to any process of the product, by their own logs."""
        urls = urls_of(secret_store.read(self.data / "secrets.json"), ADMIN)
        found: list[Any] = []
        for url in (urls.redis, urls.live_redis):
            with redis.Redis.from_url(url) as client:
                found += client.acl_log()
        return found

    def kill(self) -> None:
        """The demo dies without a word; what it started is on its own."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self, within: float = 60) -> int:
        """Ctrl-C, as a user would; whatever outlives it is killed and reported. The exit code; 0 if it did not run."""
        if self.process is None:
            return 0
        family = psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(within)
        finally:
            _, alive = psutil.wait_procs(family, timeout=3)
            for process in [*alive, *([self.process] if self.process.poll() is None else [])]:
                process.kill()
            self.process = None
        assert not alive, f"left behind after Ctrl-C: {alive}"
        return code
