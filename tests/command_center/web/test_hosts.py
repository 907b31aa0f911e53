"""Names under which the centre answers."""

from __future__ import annotations

import pytest

from command_center.web.hosts import is_ours, known_names
from tests.conftest import MakeClient

NAMES = known_names(["https://centre.example.cn", "http://10.1.1.1:8000"])


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "[::1]:8000",
        "10.1.1.1",
        "localhost",
        "centre:8000",
        "Centre.Local",
        "centre.example.cn:443",
        "",
    ],
)
def test_addresses_local_names_and_public_origins_are_ours(host: str) -> None:
    assert is_ours(host, NAMES)


@pytest.mark.parametrize("host", ["evil.rebind", "10.1.1.1.evil.cn:8000", "centre.example.cn.evil", "[::1", "a.b@c.d"])
def test_a_name_of_the_public_dns_that_nobody_set_is_foreign(host: str) -> None:
    assert not is_ours(host, NAMES)


async def test_a_foreign_site_s_name_that_leads_here_is_refused_with_what_to_set(client: MakeClient) -> None:
    stranger = await client()
    answer = await stranger.get("/api/health", headers={"host": "evil.rebind"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "wrong_host")
    assert "CC_PUBLIC_ORIGINS" in answer.json()["error"]["message"]["zh"]
