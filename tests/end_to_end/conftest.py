"""What the end-to-end tests share: one browser, one first start of the demo, and the scenes that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers
from tests.support.prepared import Prepared


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A data folder to copy."""
    return Prepared.make(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="package")
def browser(prepared: Prepared) -> Iterator[Browser]:
    """Headless Chromium, one for all: while it is open no other event loop can run in this process."""
    if reason := browsers.missing():
        pytest.skip(reason)
    with browsers.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Path:
    """A folder of a module's own; its ``data`` is prepared."""
    made = tmp_path_factory.mktemp("e2e")
    prepared.copy(made / "data")
    return made
