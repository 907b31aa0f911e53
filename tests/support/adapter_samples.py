"""Values that several tests need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import uuid_utils.compat as uuids

from camera_adapters.messages import AlertMessage, CameraSpec, Phase, Position
from common.text import Text

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def spec(camera_id: str, **changes: Any) -> CameraSpec:
    values: dict[str, Any] = {
        "id": camera_id,
        "name": Text(zh="甲", en="A"),
        "hotspot": "site",
        "position": Position(lon=113.0, lat=34.0),
        "main": "file:/nowhere.mp4",
    }
    return CameraSpec(**{**values, **changes})


def alert(place: str = "", adapter: str = "box-0") -> AlertMessage:
    return AlertMessage(
        event_id=uuids.uuid7(),
        episode_id=uuids.uuid7(),
        seq=0,
        phase=Phase.RAISED,
        adapter=adapter,
        camera_id="cam-01",
        kind="intrusion",
        place=place,
        score=0.9,
        started_at=NOW,
        captured_at=NOW,
        published_at=NOW,
    )
