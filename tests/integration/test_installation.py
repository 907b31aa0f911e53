"""Files of the installation: what must not stand in them is found, and they are free of it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.paths import CHECKOUT

COMPOSE = (CHECKOUT / "docker-compose.yml").read_text()
UNIT = (CHECKOUT / "docs" / "systemd" / "command-center.service").read_text()
MOST_EXPOSED = 2.0
"""Of systemd's ten; 1.7 today, 9.2 is a unit that says nothing."""


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_installation", CHECKOUT / "tools" / "check_installation.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018 - the file is there
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_files_have_no_fault() -> None:
    checked = subprocess.run(
        [sys.executable, "tools/check_installation.py"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("cap_drop: [ALL]", "cap_drop: []", "command-center: capabilities are not dropped"),
        ("security_opt: [", "x-opt: [", "adapters: no-new-privileges is not set"),
        ("read_only: true\n  logging", "read_only: false\n  logging", "redis: its file system is not read-only"),
        ("test: [CMD, python, -m, camera_adapters, health]", "", "adapters: it runs without a health check"),
        ("-127.0.0.1}:${CC_PORT", "-0.0.0.0}:${CC_PORT", "command-center: port"),
        (
            "      CC_HTTP_PORT:",
            "      DATABASE_OWNER_URL: postgresql://cc_owner:x@postgres/y\n      CC_HTTP_PORT:",
            "command-center: it knows the database's owner",
        ),
        ("--aclfile, /users/control.acl", '--requirepass, "${REDIS_PASSWORD}"', "redis: a password stands on its"),
        ("cap_drop: [ALL]", "cap_drop: [ALL]\n  privileged: true", "command-center: privileged is set"),
        ("cap_drop: [ALL]", "cap_drop: [ALL]\n  cap_add: [SYS_ADMIN]", "command-center: cap_add is set"),
        ("cap_drop: [ALL]", "cap_drop: [ALL]\n  network_mode: host", "redis: it shares the host's network"),
        ("target: /data/spool, volume: {subpath: spool}", "target: /data", "adapters: it may write /data"),
    ],
)
def test_a_planted_fault_of_the_compose_file_is_found(tool: ModuleType, written: str, instead: str, fault: str) -> None:
    assert written in COMPOSE
    text = COMPOSE.replace(written, instead)
    if "health check" in fault:
        text = re.sub(r"    healthcheck:\n      \n(      .*\n){4}", "", text)
    assert any(one.startswith(fault) for one in tool.compose_faults(text)), tool.compose_faults(text)


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        (" run --data", " run --host 0.0.0.0 --data", "plain HTTP on 0.0.0.0"),
        (" run --data", " demo --data", "it runs the demo"),
        ("CapabilityBoundingSet=\n", "CapabilityBoundingSet=CAP_SYS_NICE\n", "CapabilityBoundingSet= is missing"),
        ("ProtectSystem=strict\n", "", "ProtectSystem=strict is missing"),
        (
            "EnvironmentFile=-/etc/command-center/environment\n",
            "EnvironmentFile=/etc/command-center/owner-environment\n",
            "it knows the database's owner",
        ),
        ("User=centre\n", "", "it runs as root"),
    ],
)
def test_a_planted_fault_of_the_unit_is_found(tool: ModuleType, written: str, instead: str, fault: str) -> None:
    assert written in UNIT
    assert tool.unit_faults(UNIT.replace(written, instead)) == [fault]


@pytest.mark.parametrize("name", ["command-center.service", "command-center-migrate.service"])
def test_systemd_itself_finds_little_exposed(name: str) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze on this machine")
    judged = subprocess.run(
        [program, "security", "--offline=true", "--no-pager", str(Path("docs", "systemd", name))],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    if found is None:
        pytest.skip(f"systemd-analyze cannot judge a file here: {judged.stderr.strip()}")
    assert float(found[1]) <= MOST_EXPOSED
