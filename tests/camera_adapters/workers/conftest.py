"""A real Valkey for the tests of the workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.camera_adapters.workers.valkey import Valkey


@pytest.fixture(scope="session")
def shared_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(shared_valkey: Valkey) -> Iterator[redis.Redis]:
    """A client of a running, empty server."""
    connection = shared_valkey.client()
    connection.flushall()
    yield connection
    connection.close()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A server of one's own, to be stopped and started."""
    server = Valkey(tmp_path / "valkey")
    server.start()
    yield server
    server.stop()
