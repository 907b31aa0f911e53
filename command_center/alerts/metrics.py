"""Counters of the way of an alert."""

from __future__ import annotations

from prometheus_client import Counter

ALERTS_RAISED = Counter("cc_alerts_raised_total", "Alerts stored as new ones", ["realm"])
MESSAGES = Counter("cc_alert_messages_total", "Messages of adapters taken from the stream", ["outcome"])


def count_stored(realm: str, *, raised: int, repeated: int, duplicates: int) -> None:
    """Count what a batch of messages did."""
    ALERTS_RAISED.labels(realm).inc(raised)
    MESSAGES.labels("new").inc(raised + repeated)
    MESSAGES.labels("duplicate").inc(duplicates)
