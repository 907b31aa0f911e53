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
    """How to open a source. Times are in seconds."""

    camera_id: str
    cache_dir: Path
    """Where converted and rendered clips are kept; shared by all workers of the machine."""
    transport: str = "tcp"
    open_timeout: float = 8.0
    read_timeout: float = 8.0
    label: str = ""
    """The camera's name, burnt into rendered scenes."""
    now: Callable[[], datetime] = _utc_now
    progress: Callable[[float], None] | None = None
    """Called with 0 to 1 while a clip is converted or rendered."""


class Source(Protocol):
    """An opened source; used by one thread, except ``close``, which any thread may call."""

    @property
    def info(self) -> StreamInfo:
        """The stream as it was when opened, or as the last ``Packet.info_changed`` said."""
        ...

    def packets(self) -> Iterator[Packet]:
        """Packets in decode order at the source's own pace. Blocks. Files and scenes loop for ever.

        Raises ``SourceError`` when the source fails or is silent for ``read_timeout``; ends only after ``close``.
        """
        ...

    def close(self) -> None:
        """End ``packets`` within a second and free what is held. May be called twice."""
        ...


OpenSource = Callable[[str, SourceOptions], Source]
"""Opens the URL, whose secrets are resolved; raises ``SourceError``."""
