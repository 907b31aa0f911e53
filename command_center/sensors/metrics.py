"""Counters of the way of a reading."""

from __future__ import annotations

from prometheus_client import Counter

READINGS = Counter("cc_station_readings_total", "Readings of stations taken in", ["source", "outcome"])
