"""RTSP servers for tests: that of ``tests/fakes``, and the bad ones beside it."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PYTHON = "/usr/bin/python3"
SERVER = Path(__file__).parents[1] / "fakes" / "rtsp_server.py"
_PROBE = (
    "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; "
    "Gst.init(None); import sys; "
    "sys.exit(not all(map(Gst.ElementFactory.find, ('qtdemux', 'tsdemux', 'h264parse', 'rtph264pay', 'rtph265pay'))))"
)


@cache
def missing() -> str | None:
    """Why the server cannot run here, or None."""
    if not Path(PYTHON).exists():
        return f"{PYTHON} is not installed"
    probe = subprocess.run([PYTHON, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False)
    return None if probe.returncode == 0 else f"GStreamer's RTSP server is not installed: {probe.stderr.strip()[-120:]}"


@dataclass(frozen=True)
class RtspServer:
    """A running server."""

    port: int
    process: subprocess.Popen[str]

    def url(self, mount: str, login: str = "") -> str:
        """The address of a mount; ``login`` is ``name:word``, percent-encoded."""
        return f"rtsp://{login + '@' if login else ''}127.0.0.1:{self.port}/{mount}"


@contextmanager
def rtsp_server(mounts: dict[str, str], *options: str) -> Iterator[RtspServer]:
    """Serve ``{mount: 'h264:/path/clip.mp4'}``; stopped and gone at the end."""
    arguments = [f"{mount}={clip}" for mount, clip in mounts.items()]
    process = subprocess.Popen(
        [PYTHON, str(SERVER), *options, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        word, _, port = process.stdout.readline().partition(" ")
        assert word == "ready", "the RTSP server did not start"
        yield RtspServer(int(port), process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def speechless_server() -> Iterator[int]:
    """The port of a server that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        kept: list[socket.socket] = []
        done = threading.Event()

        def accept() -> None:
            listener.settimeout(0.1)
            while not done.is_set():
                try:
                    kept.append(listener.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield int(listener.getsockname()[1])
        done.set()
        thread.join()
        for connection in kept:
            connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
