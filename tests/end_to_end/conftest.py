"""What the end-to-end tests share: one browser, and the whole system over real clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one a module: while it is open no other event loop can run in this process."""
    if reason := browsers.missing():
        pytest.skip(reason)
    with browsers.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the data of a module's system."""
    return tmp_path_factory.mktemp("e2e")
