"""Opening of video files that people name: containers of video only, and nothing that they point to."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import InputContainer

ONLY = {
    "format_whitelist": "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,gif,mjpeg,mpegvideo,m4v,h264,hevc",
    "protocol_whitelist": "file",
}
"""Play lists are no containers of video: one would lead on to any other file, or to another host."""


def open_video(path: Path) -> InputContainer:
    """The file's container; whoever opens it closes it. Raises FFmpegError for what is none, and OSError."""
    return av.open(str(path), options=dict(ONLY))
