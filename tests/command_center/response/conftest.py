"""Fixture of the life tests: a town, one a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.servers import Servers
from tests.support.town import Town


@pytest.fixture(scope="module")
def town(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(servers, tmp_path_factory.mktemp("town"))
    made.open()
    yield made
    made.close()
