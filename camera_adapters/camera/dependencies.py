"""Dependencies that every camera of a worker shares, handed to it as one record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from camera_adapters.alerts.dispatcher import Publisher
from camera_adapters.detectors.site import Site
from camera_adapters.live.wants import Wants
from camera_adapters.messages import SegmentMessage, Stream, ViewNote
from camera_adapters.sources.base import OpenSource
from camera_adapters.video.fragments import Fragment
from common.backoff import Backoff


class Live(Protocol):
    """Shows fragments and single pictures to viewers; never raises when its server is away."""

    def publish(self, camera_id: str, stream: Stream, fragment: Fragment) -> None:
        """Queue a fragment for the viewers; never raises or waits."""
        ...

    def publish_jpeg(self, camera_id: str, jpeg: bytes, captured_at: datetime) -> None:
        """Show a picture to pages that cannot play the stream."""
        ...

    def publish_view(self, camera_id: str, jpeg: bytes, captured_at: datetime, note: ViewNote) -> None:
        """Queue a JPEG of what the detectors see, with its note; never raises or waits."""
        ...


@dataclass(frozen=True, slots=True)
class CameraDependencies:
    """The dependencies of a camera, the same for all cameras of a worker."""

    adapter: str
    recordings_dir: Path
    source_cache_dir: Path
    publisher: Publisher
    live: Live
    announce: Callable[[SegmentMessage], None]
    wants: Wants
    open_source: OpenSource
    site: Site
    backoff: Backoff
    environ: Mapping[str, str]
    new_id: Callable[[], UUID]
    now: Callable[[], datetime]
