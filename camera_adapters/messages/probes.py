"""Probes of a camera before it is stored: what its addresses deliver, a picture of each, or why there is none."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from camera_adapters.messages.streams import RecordedStream
from camera_adapters.messages.wire import Wire

PROBE_TTL_SECONDS = 300
"""How long a probe's report, with its pictures, is kept."""


def probe_key(token: str) -> str:
    """String with the ``ProbeReport`` of a probe as JSON, kept for ``PROBE_TTL_SECONDS``."""
    return f"probe:{token}"


def probe_claim_key(token: str) -> str:
    """String that the worker sets with NX when it takes a probe: only one worker opens the camera."""
    return f"probe-claim:{token}"


class ProbePhase(StrEnum):
    """Where a probe stands. ``done``: every address has been looked at; ``nobody``: no worker took it."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    NOBODY = "nobody"


class ProbedStream(Wire):
    """What one address delivered: its form and a picture, or ``reason`` as in ``CameraHealth`` and ``detail``."""

    stream: RecordedStream
    reason: str | None = None
    detail: str | None = None
    """For people; carries no secret."""
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    jpeg: str | None = None
    """In base64."""


class ProbeReport(Wire):
    """State and findings of a probe."""

    phase: ProbePhase
    asked_at: AwareDatetime
    adapter: str | None = None
    streams: tuple[ProbedStream, ...] = ()
