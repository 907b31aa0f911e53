"""A live server's streams as an adapter writes them."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

from camera_adapters.messages import LiveFields, init_key, live_key
from command_center.base.redis_bus import Bus

Header = dict[str, Any]


async def publish_init(bus: Bus, init_id: str = "i1", codec: str = "avc1.64001f") -> None:
    """Write an init segment."""
    fields: Any = {"codec": codec, "width": 640, "height": 360, "data": b"init of " + init_id.encode()}
    await bus.live.hset(init_key(init_id), mapping=fields)


async def publish(
    bus: Bus,
    camera: str,
    number: int,
    *,
    key: bool = False,
    init_id: str = "i1",
    stream: str = "sub",
    age: float = 0.0,
    note: str | None = None,
) -> None:
    """Write one fragment; its payload is its number."""
    fields: Any = {
        LiveFields.INIT_ID: init_id,
        LiveFields.KEYFRAME: b"1" if key else b"0",
        LiveFields.PTS: number * 200_000,
        LiveFields.DTS: number * 200_000,
        LiveFields.STEP: 40_000,
        LiveFields.DURATION: 200_000,
        LiveFields.CAPTURED_AT: int((time.time() - age) * 1_000_000),
        LiveFields.DATA: str(number).encode(),
    }
    if note is not None:
        fields[LiveFields.NOTE] = note
    await bus.live.xadd(live_key(camera, stream), fields)


def unpack(message: bytes | str) -> tuple[Header, bytes]:
    """Header and payload of a binary message."""
    assert isinstance(message, bytes)
    (length,) = struct.unpack(">I", message[:4])
    return json.loads(message[4 : 4 + length]), message[4 + length :]
