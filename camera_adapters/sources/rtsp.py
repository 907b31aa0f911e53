"""RTSP cameras, ``rtsp://`` and ``rtsps://``: H.264 and H.265 over TCP, or UDP where asked for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import av
import av.error
from av.container import InputContainer

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.base import Source, SourceOptions
from camera_adapters.sources.coded import Changes, continues_picture, describe, joined, stamped, with_sets
from camera_adapters.sources.failures import check_address, opening_failed, reading_failed
from camera_adapters.sources.timestamps import Stamp, TimeStamps
from camera_adapters.video.nal import ParameterSets, has_picture
from camera_adapters.video.packets import Packet, StreamInfo

PROBE_MICROSECONDS = 500_000
"""How long the library may look at the stream before it opens: the parameter sets are in the SDP or first keyframe."""
READ_SLICE = 1.0
"""Seconds a read may block, so that ``close`` is heeded; ``read_timeout`` is counted over several."""
MAX_PARAMETER_WAIT = 30.0
"""Seconds to wait for a keyframe with parameter sets where the SDP has none: long GOPs are 20 s."""
MAX_CORRUPT_READS = 100
"""Reads in a row that the demuxer may reject before the stream counts as unreadable."""


def open_rtsp(url: str, options: SourceOptions) -> Source:
    """Open an RTSP camera; blocks for at most twice ``open_timeout``. Raises ``SourceError``."""
    check_address(url)
    started = time.monotonic()
    try:
        container = av.open(
            url,
            options={
                "rtsp_transport": options.transport,
                "allowed_media_types": "video",
                "analyzeduration": str(PROBE_MICROSECONDS),
                "fpsprobesize": "0",
                "user_agent": "camera-adapter",
            },
            timeout=(options.open_timeout, min(READ_SLICE, options.read_timeout)),
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        late = time.monotonic() - started >= options.open_timeout
        if late or isinstance(error, av.error.ExitError):  # the library calls an interrupted answer invalid data
            raise SourceError("timeout", f"no answer within {options.open_timeout:.0f} s") from None
        opening_failed(error, url, options.transport)
    try:
        return RtspSource(container, url, options)
    except BaseException:
        container.close()
        raise


class RtspSource:
    """One opened RTSP session; see ``Source``."""

    def __init__(self, container: InputContainer, url: str, options: SourceOptions) -> None:
        if not container.streams.video:
            raise SourceError("format", "the camera offers no video stream", retry=False)
        self._container, self._url, self._options = container, url, options
        self._stream = container.streams.video[0]
        self._closed = False
        self._early: list[_Arrival] = []
        info = describe(self._stream)
        if not ParameterSets.parse(info.codec, info.extradata).complete:
            info = self._await_parameters(info)
        self._changes = Changes(info)
        self._stamps = TimeStamps(info.time_base, info.fps)

    @property
    def info(self) -> StreamInfo:
        return self._changes.info

    def packets(self) -> Iterator[Packet]:
        held: list[_Arrival] = []
        try:
            for arrival in _whole_pictures(self._arrivals(), self.info):
                held.append(arrival)
                data = arrival.data
                stamp = Stamp(data.pts, data.dts, data.duration or 0, arrival.monotonic)
                for repaired in self._stamps.push(stamp):
                    first = held.pop(0)
                    changed = self._changes.extract(bytes(first.data)) if first.data.is_keyframe else None
                    yield stamped(first.data, repaired.pts, repaired.dts, first.captured_at, first.monotonic, changed)
        finally:
            self._container.close()

    def close(self) -> None:
        """See ``Source``: the reading thread sees it within ``READ_SLICE`` and frees the session."""
        self._closed = True

    def _ending(self) -> bool:
        return self._closed  # set by another thread

    def _await_parameters(self, info: StreamInfo) -> StreamInfo:
        sets = ParameterSets(info.codec, ())
        until = time.monotonic() + MAX_PARAMETER_WAIT
        for arrival in self._arrivals():
            self._early.append(arrival)
            found = sets.renewed(sets.split(bytes(arrival.data)))
            if found is not None and found.complete:
                return with_sets(info, found)
            sets = found or sets
            if arrival.monotonic > until:
                break
        raise SourceError("format", f"no parameter sets within {MAX_PARAMETER_WAIT:.0f} s")

    def _arrivals(self) -> Iterator[_Arrival]:
        """Packets with the time at which they began to arrive.

        The library gives a picture only when it sees the next one begin, or gives up after ``READ_SLICE`` of silence:
        taken then, the last picture of a camera that froze would seem a second younger than it is.
        """
        yield from self._early
        self._early = []
        last, corrupt = time.monotonic(), 0
        began: tuple[datetime, float] | None = None
        while not self._ending():
            try:
                for data in self._container.demux(self._stream):
                    given = self._options.now(), time.monotonic()
                    last, corrupt = given[1], 0
                    if data.size:
                        yield _Arrival(data, *(began or given))
                    began = given
                    if self._ending():
                        return
                raise SourceError("ended", "the camera ended the stream")
            except av.error.ExitError as error:
                began = None
                if time.monotonic() - last >= self._options.read_timeout:
                    raise SourceError("silent", f"no picture for {self._options.read_timeout:.0f} s") from error
            except av.error.InvalidDataError as error:
                corrupt += 1
                if corrupt >= MAX_CORRUPT_READS:
                    raise SourceError("format", "the stream cannot be read") from error
            except (av.error.FFmpegError, OSError) as error:
                reading_failed(error, self._url)


class _Arrival(NamedTuple):
    data: av.Packet[av.VideoStream]
    captured_at: datetime
    monotonic: float


def _whole_pictures(arrivals: Iterator[_Arrival], info: StreamInfo) -> Iterator[_Arrival]:
    """Join the first picture, which the library hands out in two packets when it consists of several slices.

    Only the first packets lack a pts; those that carry no slice (parameter sets on their own) go with the next.
    """
    sets = ParameterSets.parse(info.codec, info.extradata)
    waiting: _Arrival | None = None
    for arrival in arrivals:
        current = arrival
        if waiting is not None:
            bare = not has_picture(info.codec, sets.split(bytes(waiting.data)))
            if bare or continues_picture(info.codec, sets, bytes(arrival.data)):
                current = _Arrival(joined(waiting.data, arrival.data), arrival.captured_at, arrival.monotonic)
            else:
                yield waiting
            waiting = None
        if current.data.pts is None and current.data.dts is None:
            waiting = current
        else:
            yield current
