"""Figures of one worker for Prometheus, read from the objects that keep them at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

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


def serve(port: int, figures: Figures) -> Stop:
    """Answer Prometheus on ``port``; returns what ends it. Raises ``OSError`` when the port is taken."""
    registry = CollectorRegistry()
    registry.register(WorkerCollector(figures))
    ProcessCollector(registry=registry)
    server, _ = start_http_server(port, registry=registry)
    return server.shutdown
