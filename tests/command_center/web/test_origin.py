"""Which pages may change something here."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from command_center.base.settings import Settings
from command_center.web.guards import origin_allowed

HERE = "centre:8000"


def allowed(settings: Settings, **headers: str) -> bool:
    return origin_allowed(Headers({name.replace("_", "-"): value for name, value in headers.items()}), settings)


@pytest.mark.parametrize("origin", [f"http://{HERE}", f"https://{HERE}"])
def test_our_own_page_is_let_in(origin: str) -> None:
    assert allowed(Settings(), origin=origin, host=HERE)


@pytest.mark.parametrize(
    "origin", ["null", "http://", "http://[", f"ftp://{HERE}", f"http://{HERE}.evil", f"http://{HERE}/x", HERE]
)
def test_another_page_and_nonsense_are_refused(origin: str) -> None:
    assert not allowed(Settings(), origin=origin, host=HERE)


def test_behind_a_proxy_only_the_named_origins_are_let_in() -> None:
    settings = Settings(public_origins=("https://centre.example.cn",))
    assert allowed(settings, origin="https://centre.example.cn", host=HERE)
    assert not allowed(settings, origin=f"http://{HERE}", host=HERE)


def test_a_script_sends_no_origin_and_a_foreign_page_without_one_is_refused() -> None:
    assert allowed(Settings(), host=HERE)
    assert not allowed(Settings(), host=HERE, sec_fetch_site="cross-site")
