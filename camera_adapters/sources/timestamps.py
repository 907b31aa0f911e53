"""Time stamps as everything downstream needs them: always there, decode time growing, no leaps of the camera's clock.

Over RTSP the first keyframe has neither pts nor dts, streams with B-frames lack dts on several packets more (the
library learns their order only while reading), and cameras reset their clock. Dropping such packets would cost a GOP.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

MAX_HELD = 16
"""Packets held back at the start until one carries a decode time: H.264 reorders at most 16 pictures."""
MAX_LEAP = 10.0
"""Seconds that decode time may run ahead of the wall between two packets before it counts as a reset clock."""
MAX_BACK = 1.0
"""Seconds that decode time may step back before it counts as a reset clock instead of jitter."""


class Stamp(NamedTuple):
    """Time stamps of one packet in ticks, None where missing; ``monotonic`` is its arrival in seconds."""

    pts: int | None
    dts: int | None
    duration: int
    monotonic: float


class Repaired(NamedTuple):
    """Ticks on the repaired timeline; ``pts >= dts``, and dts grows with every packet."""

    pts: int
    dts: int


class TimeStamps:
    """Repairs the stamps of one stream. Answers come in order, those of the first packets late, together."""

    def __init__(self, time_base: Fraction, fps: float | None) -> None:
        self._second = float(1 / time_base)
        self._step = max(1, round(self._second / (fps or 25.0)))
        self._held: list[Stamp] = []
        self._started = False
        self._offset = 0
        self._last_dts = 0
        self._last_monotonic = 0.0

    def push(self, stamp: Stamp) -> Sequence[Repaired]:
        """The stamps that are settled now: none while the start is unclear, then those of all packets held."""
        if self._started:
            return (self._continue(stamp),)
        self._held.append(stamp)
        if stamp.dts is None and len(self._held) < MAX_HELD:
            return ()
        self._started = True
        self._step = stamp.duration or self._step
        first, *rest = _filled_back(self._held, self._step)
        self._held = []
        start = self._first(first)
        return (start, *(self._continue(other) for other in rest))

    def _first(self, stamp: Stamp) -> Repaired:
        dts = stamp.dts or 0
        self._last_dts, self._last_monotonic = dts, stamp.monotonic
        return Repaired(max(dts, dts if stamp.pts is None else stamp.pts), dts)

    def _continue(self, stamp: Stamp) -> Repaired:
        dts = self._decode_time(stamp)
        pts = dts if stamp.pts is None else stamp.pts + self._offset
        self._last_dts, self._last_monotonic = dts, stamp.monotonic
        return Repaired(max(pts, dts), dts)

    def _decode_time(self, stamp: Stamp) -> int:
        expected = self._last_dts + (stamp.duration or self._step)
        if stamp.dts is None:
            shown = expected if stamp.pts is None else stamp.pts + self._offset
            return max(self._last_dts + 1, min(expected, shown))
        dts = stamp.dts + self._offset
        elapsed = max(0, round((stamp.monotonic - self._last_monotonic) * self._second))
        ahead = dts - self._last_dts
        if ahead > elapsed + MAX_LEAP * self._second or ahead < -MAX_BACK * self._second:
            target = max(expected, self._last_dts + elapsed)
            self._offset += target - dts
            return target
        return max(dts, self._last_dts + 1)


def _filled_back(held: list[Stamp], step: int) -> list[Stamp]:
    """Decode times counted back from the last packet, and the missing pts of a first keyframe before all others."""
    end = held[-1].dts
    if end is None:
        shown = [stamp.pts for stamp in held if stamp.pts is not None]
        end = (min(shown) if shown else 0) + step * (len(held) - 1)
    filled = [
        stamp._replace(dts=end - step * back) for back, stamp in zip(range(len(held) - 1, -1, -1), held, strict=True)
    ]
    known = [stamp.pts for stamp in filled if stamp.pts is not None]
    if filled[0].pts is None and known:
        filled[0] = filled[0]._replace(pts=min(known) - step)
    return filled
