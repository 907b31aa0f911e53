"""Live fragments and their init segments as plain Redis fields, and the note of a picture of the detectors' view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from camera_adapters.messages.wire import Unit, Wire


class LiveFields:
    """Names of the plain Redis fields of one live fragment."""

    INIT_ID = b"i"
    KEYFRAME = b"k"  # b"1" when the fragment starts with a keyframe
    PTS = b"p"  # microseconds on the timeline of its init segment when its first picture is shown
    DTS = b"t"  # and when that is decoded: what tells whether a fragment follows the one before
    STEP = b"s"  # microseconds that its last picture lasts
    DURATION = b"d"  # microseconds
    CAPTURED_AT = b"c"  # microseconds since 1970-01-01 UTC when the last packet of the fragment arrived
    DATA = b"b"  # moof + mdat, or a JPEG on the ``jpeg`` and ``view`` streams
    NOTE = b"n"  # ``ViewNote`` as JSON on the ``view`` stream


@dataclass(frozen=True, slots=True)
class LiveInit:
    """Init segment that a decoder needs before the fragments of one stream, as the hash ``init_key`` holds it."""

    codec: str
    """RFC 6381, ``avc1.64001f``."""
    width: int
    height: int
    data: bytes
    """The fMP4 init segment."""

    def fields(self) -> dict[bytes, bytes]:
        """The fields of its hash; ``from_fields`` reads them back."""
        return {
            b"codec": self.codec.encode(),
            b"width": b"%d" % self.width,
            b"height": b"%d" % self.height,
            b"data": self.data,
        }

    @classmethod
    def from_fields(cls, fields: Mapping[bytes, bytes]) -> LiveInit:
        """The init segment of a hash. Raises KeyError where a field is missing, ValueError where one is no number."""
        return cls(fields[b"codec"].decode(), int(fields[b"width"]), int(fields[b"height"]), fields[b"data"])


class ViewScore(Wire):
    """Highest score of a kind and zone since the picture before, and the threshold of its rule."""

    kind: str
    zone: str | None = None
    score: Unit
    threshold: float
    value: float | None = None
    unit: str | None = None
    veto: str | None = None
    """Why the score did not count; None where it did."""


class ViewNote(Wire):
    """Note of a picture of the detectors' view: its size in pixels, and the scores of the detectors."""

    width: int
    height: int
    scores: tuple[ViewScore, ...] = ()


def utc_micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime."""
    return int(moment.timestamp() * 1_000_000)
