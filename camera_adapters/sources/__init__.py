"""Sources of video: one module a kind, in a visible table by URL scheme.

A new kind is one module with an ``open_…(url, options) -> Source`` and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from urllib.parse import urlsplit

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.base import OpenSource, Source, SourceOptions
from camera_adapters.video.packets import Packet, StreamInfo

__all__ = ["SOURCES", "OpenSource", "Packet", "Source", "SourceOptions", "StreamInfo", "open_source"]


def _lazy(module: str, name: str) -> OpenSource:
    """Import the module at first use: a machine without scenes never loads the renderer."""

    def opener(url: str, options: SourceOptions) -> Source:
        source: Source = getattr(import_module(f"camera_adapters.sources.{module}"), name)(url, options)
        return source

    return opener


SOURCES: Mapping[str, OpenSource] = {
    "rtsp": _lazy("rtsp", "open_rtsp"),
    "rtsps": _lazy("rtsp", "open_rtsp"),
    "file": _lazy("file", "open_file"),
    "scene": _lazy("scene", "open_scene"),
}


def open_source(url: str, options: SourceOptions) -> Source:
    """Open what ``url`` names; its secrets are already resolved. Raises ``SourceError``."""
    scheme = urlsplit(url).scheme.lower()
    opener = SOURCES.get(scheme)
    if opener is None:
        known = ", ".join(sorted(SOURCES))
        raise SourceError("address", f"unknown kind of URL {scheme!r}, known: {known}", retry=False)
    return opener(url, options)
