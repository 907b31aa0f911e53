"""The front end's files and the headers around everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_center.base.settings import Settings
from tests.conftest import MakeClient


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """With a small front end of its own."""
    root = tmp_path / "web"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html><p>the page</p>")
    (root / "assets" / "index-abc.js").write_text("//" + "x" * 4000)
    return settings.model_copy(update={"web_root": root})


@pytest.mark.parametrize("path", ["/", "/map", "/incidents/0192", "/index.html"])
async def test_every_address_of_a_page_gives_the_page(client: MakeClient, path: str) -> None:
    answer = await (await client()).get(path)
    assert (answer.status_code, "the page" in answer.text) == (200, True)
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


async def test_hashed_files_are_kept_for_ever_and_compressed(client: MakeClient) -> None:
    answer = await (await client()).get("/assets/index-abc.js")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/assets/none.js", "/api/none", "/%2e%2e/secrets.json"])
async def test_what_does_not_exist_is_not_the_page(client: MakeClient, path: str) -> None:
    answer = await (await client()).get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]["zh"] == "未找到"


async def test_a_front_end_that_is_not_built_says_so(client: MakeClient, settings: Settings) -> None:
    (settings.web_root / "index.html").unlink()
    answer = await (await client()).get("/")
    assert answer.status_code == 503
    assert "make install" in answer.text
