"""Figures of live video."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

VIEWERS = Gauge("cc_live_viewers", "Pages with a live socket")
CHANNELS = Gauge("cc_live_channels", "Streams that somebody watches")
FRAGMENTS_READ = Counter("cc_live_fragments_total", "Fragments read from the live server")
MESSAGES_SENT = Counter("cc_live_messages_total", "Messages sent to pages")
BYTES_SENT = Counter("cc_live_bytes_total", "Bytes sent to pages")
FRAGMENTS_DROPPED = Counter("cc_live_dropped_total", "Fragments dropped because a page could not follow")
UNREADABLE = Counter("cc_live_unreadable_total", "Entries of live streams that no sense could be made of")
