"""RTSP servers for tests: that of ``tests/fakes``, and the bad ones beside it."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
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


SDP = "v=0\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n"


@contextmanager
def answering_server(step: str, status: int, headers: Sequence[str], *, sign_in: str = "") -> Iterator[int]:
    """The port of a server that takes every step of RTSP and answers one with a status; it never sends a picture.

    ``sign_in``: the challenge that it answers to requests without ``Authorization``.
    """

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError), connection.makefile("r", encoding="latin-1", newline="\r\n") as lines:
            if connection.recv(1, socket.MSG_PEEK) == b"\x16":
                return  # somebody begins to encrypt, which it does not know
            for first in lines:
                asked = [line.strip() for line in takewhile(str.strip, lines)]
                method, number = first.partition(" ")[0], next((one for one in asked if one.startswith("CSeq")), "")
                signed = not sign_in or any(one.startswith("Authorization") for one in asked)
                code, said, body = (status, headers, "") if method == step else (200, (), _body(method))
                if not signed:
                    code, said, body = 401, (sign_in,), ""
                more = [*said, "Session: 1", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Public: DESCRIBE"]
                lengths = ["Content-Type: application/sdp", f"Content-Length: {len(body)}"] if body else []
                head = [f"RTSP/1.0 {code} As asked", number, *more, *lengths, "", ""]
                connection.sendall(("\r\n".join(head) + body).encode())

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=accept)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _body(method: str) -> str:
    return SDP if method == "DESCRIBE" else ""
