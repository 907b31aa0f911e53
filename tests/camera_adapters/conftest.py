"""Clips that several tests read, encoded once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.clips import Clip, encode


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``plain.mp4`` (H.264), ``bframes.mp4`` (with B-frames), ``hevc.mp4`` (H.265, B-frames): 4 s, GOP 1 s."""
    folder = tmp_path_factory.mktemp("clips")
    encode(folder / "plain.mp4")
    encode(folder / "bframes.mp4", Clip(bframes=2))
    encode(folder / "hevc.mp4", Clip(codec="libx265", bframes=2))
    return folder
