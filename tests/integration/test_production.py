"""The production command as a service starts it: one administrator, no password in what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pyotp

from tests.support.paths import CHECKOUT
from tests.support.stack import Stack

CAMERAS = """\
cameras:
  - id: missing
    name: {zh: 没有的摄像头, en: Missing}
    hotspot: town
    position: {lon: 113.3, lat: 34.8}
    main: file:/nonexistent/clip.mp4
"""


def test_the_first_administrator_signs_in_and_the_journal_holds_no_password(tmp_path: Path) -> None:
    cameras = tmp_path / "cameras.yaml"
    cameras.write_text(CAMERAS)
    stack = Stack(tmp_path / "data", cameras, workers=1, command="run", accounts="first-password.txt")
    with stack:
        username, password = (stack.data / "first-password.txt").read_text().split()
        with httpx.Client(base_url=stack.url, headers={"Origin": stack.url}, timeout=20) as client:
            answer = client.post("/api/sessions", json={"username": username, "password": password})
            assert answer.status_code in (200, 201), answer.text
            assert client.get("/api/users").json()["error"]["code"] == "must_change_password"
            own = {"present": password, "password": "lantern bridge forty"}
            assert client.post("/api/password", json=own).status_code == 204
            assert client.get("/api/users").json()["error"]["code"] == "must_enrol"
            secret = client.post("/api/second-factor", json={"present": own["password"]}).json()["secret"]
            first = client.post("/api/second-factor/confirmation", json={"code": pyotp.TOTP(secret).now()})
            assert len(first.json()["codes"]) == 10
            assert client.get("/api/users").json()["total"] == 1
            assert reset(stack, username) == f"{username}: the second factor is taken away, and every session"
            assert client.get("/api/users").status_code == 401
    assert (stack.data / "second-factor.key").stat().st_mode & 0o777 == 0o600
    assert not (stack.data / "accounts.json").exists()
    printed = stack.log.read_text()
    assert "first-password.txt" in printed
    assert password not in printed
    assert secret not in printed


def reset(stack: Stack, username: str) -> str:
    """What the command says that lets the last administrator in again."""
    command = ["-m", "command_center", "users", "reset-second-factor", username, "--data", str(stack.data)]
    ended = subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout.partition(" of the account")[0]


def test_every_interface_without_tls_is_refused_before_anything_starts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "command_center", "run", "--data", str(tmp_path / "data"), "--host", "0.0.0.0"]  # noqa: S104
    ended = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ)
    )
    assert ended.returncode == 1
    assert "in clear" in ended.stderr
    assert not (tmp_path / "data").exists()
