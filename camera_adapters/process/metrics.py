"""Figures of one worker for Prometheus, read from the objects that keep them at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hmac import compare_digest
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

COUNTERS: Mapping[str, str] = {
    "live_published": "Fragments sent to the live server",
    "live_dropped": "Fragments that no viewer will see: the queue was full or the live server away",
    "recordings_deleted": "Recording files deleted by retention",
    "recordings_sync_failed": "Times that recordings could not be made durable",
    "spool_refused": "Alerts that the disk refused; they were kept in memory",
    "spool_damaged": "Spool files set aside because they were damaged",
    "commands_unreadable": "Announcements that could not be read",
}
GAUGES: Mapping[str, str] = {
    "cameras": "Cameras this worker runs",
    "cameras_online": "Cameras whose pictures arrive",
    "alerts_spooled": "Alerts the centre has not confirmed",
    "segments_waiting": "News of recording files that Redis has not taken",
    "recordings_sync_seconds": "How long the disk last took to make recordings durable; 0 where another worker does it",
}

Figures = Callable[[], Mapping[str, float]]
Stop = Callable[[], None]


class WorkerCollector(Collector):
    """Makes metrics of the figures; a figure without a line in the tables above is a fault in the program."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        for name, value in self._figures().items():
            if name in COUNTERS:
                yield CounterMetricFamily(f"cc_adapter_{name}", COUNTERS[name], value=value)
            else:
                yield GaugeMetricFamily(f"cc_adapter_{name}", GAUGES[name], value=value)


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing of each question."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def guarded(application: WSGIApplication, token: str) -> WSGIApplication:
    """The same for those who say ``Authorization: Bearer`` with the token; 401 for everybody else."""
    expected = f"Bearer {token}".encode()

    def guard(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if compare_digest(environ.get("HTTP_AUTHORIZATION", "").encode(), expected):
            return application(environ, start_response)
        start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer"), ("Content-Length", "0")])
        return []

    return guard


def serve(port: int, token: str, figures: Figures) -> Stop:
    """Answer Prometheus on ``port``; returns what ends it. Raises ``OSError`` when the port is taken.

    Other machines are answered with a token only; without one it listens on the loopback interface.
    """
    registry = CollectorRegistry()
    registry.register(WorkerCollector(figures))
    ProcessCollector(registry=registry)
    application = make_wsgi_app(registry)
    host = "0.0.0.0" if token else "127.0.0.1"  # noqa: S104 - asked for by the token
    server = make_server(host, port, guarded(application, token) if token else application, _Server, _Handler)
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    return stop
