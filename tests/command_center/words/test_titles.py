"""Titles of incidents, and kinds as a person may name them."""

from __future__ import annotations

from command_center.words.titles import title
from tests.conftest import MakeClient
from tests.support.incidents import error, gather_crew


def test_a_title_says_where_and_what() -> None:
    gate, zone = {"zh": "大坝闸门", "en": "Dam gate"}, {"zh": "泄洪道", "en": "Spillway"}
    assert title("debris", gate, zone) == {
        "zh": "大坝闸门 · 泄洪道：漂浮物",
        "en": "Dam gate · Spillway: Drifting debris",
    }


def test_an_alert_of_a_kind_that_only_another_version_knows_is_called_by_its_bare_name() -> None:
    assert title("quake", None, None) == {"zh": "quake", "en": "quake"}


async def test_a_person_cannot_tell_of_a_kind_that_has_no_words(client: MakeClient) -> None:
    crew = await gather_crew(client)
    answer = await crew.officer.post("/api/alerts", json={"kind": "sorcery", "hotspot": "river", "note": "?"})
    assert answer.status_code == 422
    assert "no such kind" in str(error(answer))
