"""Canary: a synthetic alert that proves the way to the centre, for it takes the same path as a real one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from camera_adapters.messages import CANARY_REALM, AlertMessage, Phase

CANARY = "canary"


def canary_alert(token: str, adapter: str, event_id: UUID, now: datetime) -> AlertMessage:
    """The answer to ``CanaryRequest(token)``; ``place`` holds the token."""
    return AlertMessage(
        event_id=event_id,
        episode_id=event_id,
        seq=0,
        phase=Phase.RAISED,
        realm=CANARY_REALM,
        adapter=adapter,
        camera_id=CANARY,
        kind=CANARY,
        place=token,
        score=1.0,
        started_at=now,
        captured_at=now,
        published_at=now,
        detector="canary/1",
    )
