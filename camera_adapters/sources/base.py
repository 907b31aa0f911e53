"""Source of video: packets of one H.264 or H.265 stream, with repaired time stamps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from camera_adapters.video.packets import Packet, StreamInfo


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How to open a source."""

    camera_id: str
    cache_dir: Path
    """Where converted and rendered clips are kept; shared by all workers of the machine."""
    transport: str = "tcp"
    """``tcp`` or ``udp``; only RTSP sources look at it."""
    open_timeout: float = 8.0
    """Seconds that opening may take."""
    read_timeout: float = 8.0
    """Seconds without a packet after which the source has failed."""
    label: str = ""
    """The camera's name, burnt into rendered scenes."""
    now: Callable[[], datetime] = _utc_now
    """Aware UTC; stamps every packet."""
    progress: Callable[[float], None] | None = None
    """Called with 0 to 1 while a clip is converted or rendered."""


class Source(Protocol):
    """An opened source. It belongs to whoever opened it and is used by one thread; any thread may call ``close``."""

    @property
    def info(self) -> StreamInfo:
        """Description of the stream as it was opened, or the last ``Packet.info_changed``."""
        ...

    def packets(self) -> Iterator[Packet]:
        """Packets in decode order, at the pace of the source; blocks between them. Files and scenes loop for ever.

        The iterator ends only after ``close``. Raises ``SourceError`` when the source fails or gives no packet for
        ``read_timeout``; a new source must then be opened.
        """
        ...

    def close(self) -> None:
        """End ``packets`` within a second and free the connection or file. May be called twice."""
        ...


OpenSource = Callable[[str, SourceOptions], Source]
"""Opens a URL in which the secrets already stand; the caller closes the source. Raises ``SourceError``, whose
``detail`` carries no secret."""
