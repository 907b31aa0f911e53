"""A real browser that nobody listens to: for measurements.

Playwright takes part in all a page does, also in each message of its WebSockets, which the browser must then copy
out as base64: with 44 live pictures that costs a fifth of a core, which no user pays. Here only JavaScript is asked.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import psutil
from websockets.sync.client import ClientConnection, connect

from tests.support.browser import ARGUMENTS, DESK, chromium_path
from tests.support.stack import Stack
from tests.support.waiting import eventually


@dataclass
class UnwatchedPage:
    """One tab, driven by the DevTools protocol's ``Runtime`` domain alone."""

    socket: ClientConnection
    session: str
    _ids: Iterator[int] = field(default_factory=lambda: count(100))

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression; a promise is awaited. Raises ``RuntimeError`` with what it threw."""
        answer = _call(
            self.socket,
            next(self._ids),
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True},
            self.session,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:400])
        return answer["result"].get("value")

    def sign_in(self, stack: Stack, role: str) -> None:
        """Sign in as the form does, and load the page of the role."""
        username, password = stack.account(role)
        body = json.dumps({"username": username, "password": password})
        self.evaluate(
            "fetch('/api/sessions', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: "
            f"{json.dumps(body)}}}).then((answer) => {{ if (!answer.ok) throw new Error(String(answer.status)) }})"
        )
        # The load that follows takes this tab's scripts with it, so the answer is not waited for.
        self.evaluate("void setTimeout(() => location.assign('/'), 0)")


@contextlib.contextmanager
def unwatched_page(url: str) -> Iterator[UnwatchedPage]:
    """A headless browser with one tab at ``url`` for as long as this is open."""
    program = chromium_path()
    assert program, "measuring needs the system's Chromium"
    with tempfile.TemporaryDirectory(prefix="chromium", ignore_cleanup_errors=True) as profile:
        size = f"--window-size={DESK['width']},{DESK['height']}"
        command = [
            program,
            "--headless=new",
            *ARGUMENTS,
            size,
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
        ]
        process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            with connect(_endpoint(process), max_size=None) as socket:
                target = _call(socket, 1, "Target.createTarget", {"url": url})["targetId"]
                attached = _call(socket, 2, "Target.attachToTarget", {"targetId": target, "flatten": True})
                page = UnwatchedPage(socket, attached["sessionId"])
                here = f"location.href.startsWith({json.dumps(url)}) && document.readyState === 'complete'"
                eventually(lambda: page.evaluate(here), within=30, what=f"{url} is loaded")
                yield page
        finally:
            _end(process)


def _endpoint(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"ws://\S+", line):
            return found[0]
    raise RuntimeError("Chromium ended without an address to talk to")


def _call(socket: ClientConnection, number: int, method: str, params: dict[str, Any], session: str = "") -> Any:
    message = {"id": number, "method": method, "params": params}
    socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
    while True:
        answer = json.loads(socket.recv(timeout=60))
        if answer.get("id") == number:
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            return answer["result"]


def _end(process: subprocess.Popen[str]) -> None:
    """The browser and all its helpers."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for each in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    process.wait()
    if process.stderr is not None:
        process.stderr.close()
