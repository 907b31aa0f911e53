"""Streams of pictures of a camera: their names, and which of them are recorded, shown on demand, or single pictures."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, get_args


class Stream(StrEnum):
    """One stream of pictures of a camera."""

    MAIN = "main"
    SUB = "sub"
    """The small stream, analysed and always shown; the main stream's pictures where a camera has only that one."""
    JPEG = "jpeg"
    """Still pictures, for pages that cannot play the video."""
    VIEW = "view"
    """Still pictures of what the detectors see."""

    def __repr__(self) -> str:
        """The value in quotes: pydantic writes it in the error about a word that is none of the choices."""
        return repr(self.value)


RecordedStream = Literal[Stream.MAIN, Stream.SUB]
WantedStream = Literal[Stream.MAIN, Stream.JPEG, Stream.VIEW]

ON_DEMAND: frozenset[Stream] = frozenset(get_args(WantedStream))
"""Streams that are published only while a viewer asks for them with ``Want``."""

STILLS = frozenset({Stream.JPEG, Stream.VIEW})
"""Streams of single pictures, each of which is shown without the others: only the newest matters."""
