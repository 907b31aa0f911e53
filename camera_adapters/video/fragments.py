"""Fragments of a stream: its packets as fMP4 moof + mdat of about 200 ms; each keyframe starts a fragment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from camera_adapters.base.errors import FragmentError
from camera_adapters.video.fmp4 import TIMESCALE, Sample, fragment, init_segment
from camera_adapters.video.nal import ParameterSets
from camera_adapters.video.packets import Packet, StreamInfo

MAX_SAMPLES = 64
"""Most pictures of a fragment; it bounds a fragment of a camera whose time stamps hardly move."""
MAX_STEP = 2 * TIMESCALE
"""Longest duration of a picture, in ticks; a longer silence is a gap, not a still picture."""
MAX_GAP = TIMESCALE
"""Ticks that may be missing between two fragments before they count as a discontinuity."""


@dataclass(frozen=True, slots=True)
class InitSegment:
    """The fMP4 header (ftyp + moov) that must be fed before any of its fragments."""

    init_id: str
    """Hash of ``data``, so the same bytes always have the same id."""
    codec: str
    """RFC 6381, ``avc1.64001E`` or ``hvc1.1.6.L93.B0``."""
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Fragment:
    """Consecutive coded pictures as fMP4 moof + mdat."""

    init: InitSegment
    keyframe: bool
    """Whether it starts with a keyframe, so that a viewer can begin here."""
    pts_us: int
    """When its first picture is shown: microseconds on a timeline that starts at the UTC time of the first packet."""
    dts_us: int
    """When its first picture is decoded, microseconds on the same timeline. Compare this, not ``pts_us``, to see
    whether a fragment follows the one before: with B-frames the times of showing go back and forth."""
    step_us: int
    """Duration of its last picture, microseconds: a smaller gap before the next fragment is none."""
    duration_us: int
    """Length of the fragment on the timeline of decoding, microseconds."""
    captured_at: datetime
    """UTC, when its last packet arrived."""
    started_at: datetime
    """UTC, when its first packet arrived."""
    data: bytes
    discontinuity: bool
    """True when pictures are missing before this fragment, or when its timeline begins here."""


class Fragmenter:
    """Turns the packets of one connection into fragments; used by one thread, holds at most one fragment.

    A fragment is returned with its last packet: the duration of its last picture is estimated from the pictures before.
    Such errors do not add up, because each fragment states its own decode time. Packets before the first keyframe are
    dropped. The timeline starts at the UTC time of the first packet, so the fragments of the
    next connection come later on the same timeline.
    """

    def __init__(self, info: StreamInfo, *, target_ms: int = 200) -> None:
        """Start with the stream ``info``; ``target_ms`` is the length of a fragment in milliseconds.

        Raises ``FragmentError`` where the parameter sets of ``info`` are missing or cannot be read.
        """
        self._target = target_ms * TIMESCALE // 1000
        self._pending: list[Sample] = []
        self._started_at = self._captured_at = datetime.fromtimestamp(0, UTC)
        self._origin: int | None = None
        self._sequence = 0
        self._step = TIMESCALE // 25
        self._expected: int | None = None
        self._use(info)

    def push(self, packet: Packet) -> list[Fragment]:
        """The fragments that this packet completes: none, one, or two where a keyframe ends one and fills the next.

        Raises ``FragmentError`` where ``packet.info_changed`` has parameter sets that cannot be read.
        """
        done: list[Fragment] = []
        if packet.keyframe and self._pending:
            done.append(self._cut(packet.dts * self._scale[0] // self._scale[1] + (self._origin or 0)))
        if packet.info_changed is not None:
            self._use(packet.info_changed)
        if self._origin is None:
            if not packet.keyframe:
                return done
            self._begin(packet)
        self._add(packet)
        if not self._pending:
            return done
        span = self._pending[-1].dts - self._pending[0].dts + self._step
        if span + self._step // 2 >= self._target or len(self._pending) >= MAX_SAMPLES:
            done.append(self._cut(None))
        return done

    def flush(self) -> list[Fragment]:
        """The fragment that is pending at the end of the stream, in a list; an empty list where there is none."""
        return [self._cut(None)] if self._pending else []

    def _use(self, info: StreamInfo) -> None:
        self._sets = ParameterSets.parse(info.codec, info.extradata)
        self._scale = (info.time_base.numerator * TIMESCALE, info.time_base.denominator)
        if info.fps:
            self._step = max(1, round(TIMESCALE / info.fps))
        self.init = _init(self._sets)

    def _begin(self, packet: Packet) -> None:
        now = int(packet.captured_at.timestamp() * TIMESCALE)
        self._origin = now - packet.dts * self._scale[0] // self._scale[1]

    def _add(self, packet: Packet) -> None:
        data = bytes(packet.data)
        if self._sets.length_size != 4:
            data = self._with_lengths(data)
        if not data:
            return  # parameter sets on their own, or rubbish: no picture
        scale, base = self._scale
        origin = self._origin or 0
        dts = packet.dts * scale // base + origin
        if self._pending:
            last = self._pending[-1]
            dts = max(dts, last.dts + 1)
            last.duration = self._step = min(dts - last.dts, MAX_STEP)
        else:
            self._started_at = packet.captured_at
        pts = max(dts, packet.pts * scale // base + origin)
        self._captured_at = packet.captured_at
        self._pending.append(Sample(data, dts, pts, packet.keyframe, self._step))

    def _with_lengths(self, data: bytes) -> bytes:
        """4-byte lengths in place of start codes; parameter sets that stand in the init segment are left out."""
        known = self._sets.units
        parts: list[bytes] = []
        for unit in self._sets.split(data):
            if unit not in known:
                parts += (len(unit).to_bytes(4, "big"), unit)
        return b"".join(parts)

    def _cut(self, next_dts: int | None) -> Fragment:
        samples, self._pending = self._pending, []
        if next_dts is not None:
            samples[-1].duration = min(max(1, next_dts - samples[-1].dts), MAX_STEP)
        start = samples[0].dts
        gap = self._expected is None or start - self._expected > MAX_GAP
        self._expected = samples[-1].dts + samples[-1].duration
        self._sequence += 1
        return Fragment(
            init=self.init,
            keyframe=samples[0].keyframe,
            pts_us=min(sample.pts for sample in samples) * 100 // 9,
            dts_us=start * 100 // 9,
            step_us=samples[-1].duration * 100 // 9,
            duration_us=(self._expected - start) * 100 // 9,
            captured_at=self._captured_at,
            started_at=self._started_at,
            data=fragment(self._sequence, samples),
            discontinuity=gap,
        )


def _init(sets: ParameterSets) -> InitSegment:
    try:
        data, facts = init_segment(sets), sets.facts
    except ValueError as error:
        raise FragmentError(f"{sets.codec}: {error}") from error
    if not sets.complete:
        raise FragmentError(f"{sets.codec}: parameter sets are missing")
    init_id = hashlib.sha256(data).hexdigest()[:16]
    return InitSegment(init_id, facts.codec_string, facts.width, facts.height, data)
