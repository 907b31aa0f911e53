"""docker-compose.yml run without an engine: every service's command and health check as plain processes.

Only what a container would bring is put in its place: host names become loopback ports, ``/data`` a temporary folder,
the images' binaries those of the machine. Commands, settings and health checks are the file's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from command_center.run.placement import wheel_postgres, wheel_valkey
from tests.support.paths import CHECKOUT
from tests.support.stack import free_port

VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}")
DATABASE_BINARIES = wheel_postgres()


def interpolate(value: Any, variables: Mapping[str, str]) -> Any:
    """Compose's ``${NAME}``, ``${NAME:-default}`` and ``${NAME:?message}``; the last raises when unset."""
    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        known = variables.get(match["name"], "")
        if known or match["kind"] is None:
            return known
        if match["kind"] == "?":
            raise KeyError(match["text"] or match["name"])
        return match["text"]

    return VARIABLE.sub(replace, value)


def binaries(folder: Path) -> Path:
    """A folder for PATH with the programs that the images of the servers hold. Missing ones are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    programs = {"valkey-server": str(wheel_valkey()), "python": sys.executable}
    if client := shutil.which("valkey-cli") or shutil.which("redis-cli"):
        programs["valkey-cli"] = client
    for name, target in programs.items():
        wrapper = folder / name
        wrapper.write_text(f'#!/bin/sh\nexec "{target}" "$@"\n')
        wrapper.chmod(0o755)
    return folder


@dataclass
class Compose:
    """The services of the file with their variables filled in, and the processes started of them."""

    data: Path
    variables: Mapping[str, str]
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in HOSTS})
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text = (CHECKOUT / "docker-compose.yml").read_text()
        self.services: dict[str, Any] = interpolate(YAML(typ="safe").load(text), self.variables)["services"]
        self.path = binaries(self.data / "bin")

    def local(self, text: str) -> str:
        """The same text with this machine's ports and folders."""
        for name, port in HOSTS.items():
            text = text.replace(f"@{name}:{port}", f"@127.0.0.1:{self.ports[name]}")
        return text.replace("/data", str(self.data)).replace("/users", str(self.data / "users"))

    def environment(self, service: str) -> dict[str, str]:
        """What the container would see, on top of this machine's PATH."""
        own = {key: self.local(str(value)) for key, value in self.services[service].get("environment", {}).items()}
        if "CC_HTTP_PORT" in own:
            own["CC_HTTP_PORT"] = str(self.ports["command-center"])
        path = f"{self.path}:{DATABASE_BINARIES}:{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "CC_CONFIG_DIR": str(CHECKOUT / "config"), **own}

    def command(self, service: str) -> list[str]:
        """The service's command, its program found where the service would find it."""
        program, *rest = (self.local(str(word)) for word in self.services[service]["command"])
        return [shutil.which(program, path=self.environment(service)["PATH"]) or program, *rest]

    def start(self, service: str, *extra: str, **how: Any) -> subprocess.Popen[bytes]:
        """Start a service's own command; ``extra`` and ``how`` stand for what the image's entry point adds."""
        with (self.data / f"{service}.log").open("ab") as log:
            process = subprocess.Popen(
                [*self.command(service), *extra],
                cwd=CHECKOUT,
                env=self.environment(service),
                stdout=log,
                stderr=log,
                **how,
            )
        self.processes[service] = process
        return process

    def run(self, service: str, *, within: float = 120, file: Path | None = None) -> subprocess.CompletedProcess[str]:
        """A service that ends by itself (migrate, scenes); ``file`` stands in for the cameras of the site."""
        words = [
            word.replace("config/cameras.yaml", str(file or "config/cameras.yaml")) for word in self.command(service)
        ]
        return subprocess.run(
            words,
            cwd=CHECKOUT,
            env=self.environment(service),
            timeout=within,
            capture_output=True,
            text=True,
            check=False,
        )

    def healthy(self, service: str, *extra: str, **more: str) -> bool:
        """Whether the service's own health check passes; ``extra`` are words that only this machine needs."""
        words = self.services[service]["healthcheck"]["test"]
        assert words[0] == "CMD", f"{service}: the health check must not need a shell"
        program, *rest = (self.local(str(word)) for word in words[1:])
        environment = {**self.environment(service), **more}
        checked = subprocess.run(
            [shutil.which(program, path=environment["PATH"]) or program, *extra, *rest],
            cwd=CHECKOUT,
            env=environment,
            timeout=30,
            capture_output=True,
            check=False,
        )
        return checked.returncode == 0

    def stop(self) -> None:
        """End what was started, servers last."""
        for process in reversed(list(self.processes.values())):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


HOSTS = {"redis": 6379, "redis-live": 6379, "postgres": 5432, "command-center": 8000}
