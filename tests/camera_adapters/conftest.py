"""What several tests of the adapters need: clips, encoded once a session, and a real Valkey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.support.clips import Clip, encode
from tests.support.valkey import Valkey


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``plain.mp4`` (H.264), ``bframes.mp4`` (with B-frames), ``hevc.mp4`` (H.265, B-frames): 4 s, GOP 1 s."""
    folder = tmp_path_factory.mktemp("clips")
    encode(folder / "plain.mp4")
    encode(folder / "bframes.mp4", Clip(bframes=2))
    encode(folder / "hevc.mp4", Clip(codec="libx265", bframes=2))
    return folder


@pytest.fixture(scope="session")
def shared_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def client(shared_valkey: Valkey) -> Iterator[redis.Redis]:
    """A client of a running, empty server."""
    connection = shared_valkey.client()
    connection.flushall()
    yield connection
    connection.close()
