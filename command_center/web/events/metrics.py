"""Figures of the event sockets."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

LISTENERS = Gauge("cc_event_listeners", "Pages that follow events")
EVENTS_SENT = Counter("cc_event_messages_total", "Event messages put into pages' queues")
SLOW_LISTENERS = Counter("cc_event_listeners_too_slow_total", "Pages closed because they read too slowly")
