"""Live fragments as they go out: header and payload put together once, for every viewer the same bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from camera_adapters.messages import LiveFields, LiveInit, Stream


class StreamKey(NamedTuple):
    """Which pictures: a camera and one of its streams."""

    camera: str
    stream: Stream


@dataclass(frozen=True, slots=True)
class Init:
    """What a decoder must know first. ``data`` is the packed message."""

    init_id: str
    codec: str
    data: bytes

    @property
    def family(self) -> str:
        """Family of a codec string: ``avc1`` of ``avc1.64001f``."""
        return self.codec.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """One fragment or still picture, packed. ``init`` is None for a still."""

    init: Init | None
    keyframe: bool
    captured_at: int
    """Microseconds since 1970, UTC."""
    data: bytes


def pack(header: Mapping[str, object], payload: bytes = b"") -> bytes:
    """Length of the header (uint32, big-endian), header, payload."""
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack(">I", len(text)) + text + payload


def refusal(key: StreamKey, reason: str) -> bytes:
    """The message that says why there is no picture."""
    return pack({"t": "none", "camera": key.camera, "stream": key.stream, "reason": reason})


def read_init(key: StreamKey, init_id: str, fields: Mapping[bytes, bytes]) -> Init:
    """An init segment from its Redis hash. Raises KeyError or ValueError where something is missing."""
    init = LiveInit.from_fields(fields)
    header = {
        "t": "init",
        "camera": key.camera,
        "stream": key.stream,
        "init_id": init_id,
        "codec": init.codec,
        "width": init.width,
        "height": init.height,
    }
    return Init(init_id, init.codec, pack(header, init.data))


def read_piece(key: StreamKey, fields: Mapping[bytes, bytes], init: Init | None) -> Piece:
    """A fragment or still from its Redis entry. Raises KeyError or ValueError where something is missing.

    Built by hand: 220 of these pass a second, and ``json.dumps`` of nine members costs as much as all the rest.
    """
    captured_at, keyframe = int(fields[LiveFields.CAPTURED_AT]), fields[LiveFields.KEYFRAME] == b"1"
    if init is None:
        # The note is JSON of the adapter, checked here: a page must not get a header that it cannot read.
        note = f',"note":{json.dumps(json.loads(fields[LiveFields.NOTE]))}' if LiveFields.NOTE in fields else ""
        text = f'{{"t":"jpeg","camera":"{key.camera}","stream":"{key.stream}","captured_at":{captured_at}{note}}}'
    else:
        text = (
            f'{{"t":"frag","camera":"{key.camera}","stream":"{key.stream}","init_id":"{init.init_id}",'
            f'"key":{"true" if keyframe else "false"},"pts":{int(fields[LiveFields.PTS])},'
            f'"dts":{int(fields[LiveFields.DTS])},"step":{int(fields[LiveFields.STEP])},'
            f'"dur":{int(fields[LiveFields.DURATION])},"captured_at":{captured_at}}}'
        )
    header = text.encode()
    return Piece(
        init, keyframe, captured_at, b"".join((struct.pack(">I", len(header)), header, fields[LiveFields.DATA]))
    )
