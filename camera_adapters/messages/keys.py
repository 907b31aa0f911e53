"""Names of the streams, hashes and fields by which adapters and centre meet."""

from __future__ import annotations

from camera_adapters.messages.streams import Stream

LIVE_REALM = "live"
"""The realm of everything that is real."""

CANARY_REALM = "canary"
"""The realm of the synthetic alert that proves the path; it uses the live streams and is never shown to people."""

REALMS = frozenset({LIVE_REALM, CANARY_REALM})


def is_realm(name: str) -> bool:
    """Whether messages may say that they are of this realm: a realm that does not exist would begin a chain of its own,
    or take the name of another chain."""
    return name in REALMS


CENTRE_GROUP = "centre"
"""The consumer group of the centre's replicas on every ``{realm}:…`` stream."""

PAYLOAD_FIELD = b"v"

JPEG_FIELD = b"jpeg"

DESIRED_KEY = "cameras"
"""Hash: one field a camera id holding ``CameraSpec`` as JSON, and ``revision`` (integer, grows with every change)."""

DESIRED_REVISION_FIELD = "revision"

COMMANDS_KEY = "commands"

STREAM_CAP = {"health": 10_000, "commands": 1_000, "acks": 10_000}
"""MAXLEN of the streams that may be cut; ``alerts`` and ``segments`` are only cut behind what is committed."""


def alerts_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``AlertMessage``; entries are deleted once their transaction is committed."""
    return f"{realm}:alerts"


def health_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``HealthMessage`` of cameras and workers; cut at ``STREAM_CAP``."""
    return f"{realm}:health"


def segments_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``SegmentMessage``; entries are deleted once they are committed."""
    return f"{realm}:segments"


def events_key(realm: str = LIVE_REALM) -> str:
    """Stream that wakes the centre's replicas; the numbered rows are read from PostgreSQL."""
    return f"{realm}:events"


def dead_letters_key(realm: str = LIVE_REALM) -> str:
    """Stream of entries that could not be parsed: fields ``stream``, ``entry``, ``reason``, and the original ones."""
    return f"{realm}:dead"


def acks_key(adapter: str) -> str:
    """Stream of ``AckMessage`` for one adapter worker."""
    return f"acks:{adapter}"


def lease_key(camera_id: str) -> str:
    """String ``adapter|epoch`` with a time to live: who runs the camera."""
    return f"lease:{camera_id}"


def adapter_key(adapter: str) -> str:
    """String with a time to live of ``ADAPTER_TTL_MS``: this adapter worker is alive."""
    return f"adapter:{adapter}"


ADAPTER_TTL_MS = 5_000
"""Milliseconds after its last sign of life until a worker counts as dead and its cameras are given to others."""


def history_key(camera_id: str) -> str:
    """Hash with the scores of a camera's zones by time of day: ``kind|zone`` → JSON {ten minutes since 1970: score}."""
    return f"history:{camera_id}"


def lessons_key(camera_id: str) -> str:
    """List of ``Lesson`` as JSON, one for each alert of the camera that a person confirmed; its worker removes them."""
    return f"lessons:{camera_id}"


HISTORY_SECONDS = 8 * 86_400
"""How long the hash of ``history_key`` is kept after its last change."""


def epoch_key(camera_id: str) -> str:
    """Counter from which a new holder of the lease draws its fencing epoch."""
    return f"epoch:{camera_id}"


def live_key(camera_id: str, stream: Stream) -> str:
    """Stream on the live server with the pictures of one stream of a camera."""
    return f"live:{camera_id}:{stream}"


def init_key(init_id: str) -> str:
    """Hash on the live server: ``LiveInit``."""
    return f"init:{init_id}"
