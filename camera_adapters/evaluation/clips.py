"""A recording as a camera would have shown it: on the clip's own clock, with a warm-up before and a rest after it.

A time lapse runs at the pace of what it shows. Before the clip, event-free pictures of its beginning may be played
forwards and backwards, because a camera at a site has been running for long. After it, its last second is played
so, because rules ask for how long a condition has held. Every picture is one of the clip's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import cycle, islice
from math import ceil
from pathlib import Path

import av
import av.error

from camera_adapters.analysis.sampling import CodedSize, Sampler
from camera_adapters.base.errors import SourceError
from camera_adapters.video.decoding import Rate, planes
from camera_adapters.video.frames import Frame

START = datetime(2026, 1, 1, tzinfo=UTC)
"""When every clip begins, so that two runs say the same."""
CLOCK = 1000.0
"""Monotonic seconds at the clip's first picture."""
LEAD_SECONDS = 20.0
"""No more than this is rolled before a clip: the pictures are held in memory."""
REST_SECONDS = 30.0
LAST_SECONDS = 1.0


class Part(Enum):
    """Where a picture comes from."""

    WARM_UP = "warm-up"
    CLIP = "clip"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class ClipFrame:
    """A picture to be looked at. ``number`` counts the clip's pictures; ``at``: the clip's own clock, seconds."""

    part: Part
    number: int
    at: float
    frame: Frame


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What the file says of itself. ``pace``: seconds of reality in one second of the recording."""

    width: int
    height: int
    step: float
    """Seconds of the recording between two pictures."""
    pace: float

    def clock(self, seconds: float) -> float:
        """Seconds of the recording → the clip's own clock."""
        return seconds * self.pace


class ClipFile:
    """One recording; ``lapse``: seconds of reality between two pictures of a time lapse."""

    def __init__(self, path: Path, lapse: float | None, rate: Rate) -> None:
        self._path, self._rate = path, rate
        self._lapse = lapse
        self.facts = self._probe()

    def shown(self, *, free: float, warm_up: float) -> Iterator[ClipFrame]:
        """Everything that is looked at, in order; ``free`` seconds of the recording's beginning show no event, and are
        rolled for ``warm_up`` seconds of its own clock before it."""
        yield from self._warm_up(free, warm_up)
        last: list[ClipFrame] = []
        for shown in self._sampled():
            last.append(shown)
            last = [each for each in last if shown.frame.pts - each.frame.pts < LAST_SECONDS]
            yield shown
        yield from self._rest(last)

    def _probe(self) -> ClipFacts:
        try:
            with av.open(str(self._path)) as container:
                if not container.streams.video:
                    raise SourceError("format", f"{self._path.name}: no video in this file", retry=False)
                stream = container.streams.video[0]
                rate = stream.average_rate or stream.guessed_rate
                step = float(1 / rate) if rate else 0.04
                size = stream.codec_context.width, stream.codec_context.height
        except (av.error.FFmpegError, OSError) as error:
            raise SourceError("format", f"{self._path.name}: not a video file that can be read", retry=False) from error
        return ClipFacts(*size, step, self._lapse / step if self._lapse else 1.0)

    def _warm_up(self, free: float, warm_up: float) -> Iterator[ClipFrame]:
        lead = []
        for shown in self._sampled() if warm_up > 0.0 else ():
            if shown.frame.pts >= min(free, LEAD_SECONDS):
                break
            lead.append(shown)
        if len(lead) < 2:
            return
        step = (lead[-1].at - lead[0].at) / (len(lead) - 1)
        wanted = ceil(warm_up / step)
        # The roll ends on the second picture on its way back, so that the clip's first picture follows it smoothly.
        rolled = list(islice(cycle([*lead[1:], *lead[-2::-1]]), wanted))[::-1]
        for index, shown in enumerate(rolled):
            yield _moved(shown, Part.WARM_UP, (index - wanted) * step)

    def _rest(self, last: Sequence[ClipFrame]) -> Iterator[ClipFrame]:
        if len(last) < 2:
            return
        step = (last[-1].at - last[0].at) / (len(last) - 1)
        backwards = cycle([*last[-2::-1], *last[1:]])
        for index, shown in enumerate(islice(backwards, int(REST_SECONDS / step))):
            yield _moved(shown, Part.REST, last[-1].at + (index + 1) * step)

    def _sampled(self) -> Iterator[ClipFrame]:
        """The clip's own pictures that a camera's detectors would see."""
        sampler, carried = Sampler(), CodedSize()
        for number, (picture, seconds) in enumerate(self._decoded(carried)):
            at = number * self._lapse if self._lapse else seconds
            luma, chroma = planes(picture)
            frame = Frame("clip", luma, chroma, _utc(at), CLOCK + at, seconds, picture.key_frame)
            if sampler.takes(frame, self._rate):
                yield ClipFrame(Part.CLIP, number, at, replace(frame, carried=carried.take()))

    def _decoded(self, carried: CodedSize) -> Iterator[tuple[av.VideoFrame, float]]:
        """Pictures with their seconds since the first; what is damaged is skipped, a torn end ends the clip."""
        first: float | None = None
        last = -self.facts.step
        with av.open(str(self._path)) as container:
            stream = container.streams.video[0]
            stream.codec_context.thread_count = 1
            for packet in container.demux(stream):
                carried.push(packet.size, keyframe=packet.is_keyframe)
                try:
                    pictures = packet.decode()
                except av.error.FFmpegError:
                    continue
                for picture in pictures:
                    first = picture.time if first is None else first
                    seconds = last + self.facts.step if picture.time is None else picture.time - (first or 0.0)
                    last = max(seconds, last + 1e-6)
                    yield picture, last


def _moved(shown: ClipFrame, part: Part, at: float) -> ClipFrame:
    frame = replace(shown.frame, monotonic=CLOCK + at, captured_at=_utc(at))
    return ClipFrame(part, shown.number, at, frame)


def _utc(at: float) -> datetime:
    return START + timedelta(seconds=at)
