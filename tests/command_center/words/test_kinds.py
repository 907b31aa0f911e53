"""What happens has the same words in a title, a call and a report as on the screen, in both languages."""

from __future__ import annotations

import re

import pytest

from camera_adapters.alerts.noise import NOISY
from camera_adapters.detectors.table import DETECTORS
from command_center.words.kinds import KINDS, title
from tests.conftest import MakeClient
from tests.support.incidents import error, gather_crew
from tests.support.paths import CHECKOUT


def on_the_screen(language: str) -> dict[str, str]:
    """The words of the pages, by kind."""
    source = (CHECKOUT / "frontend" / "src" / "i18n" / language / "terms.ts").read_text()
    block = re.search(r"^  kind: \{(.*?)^  \},", source, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(re.findall(r"(\w+): '([^']*)'", block[1]))


@pytest.mark.parametrize(("language", "place"), [("zh", 0), ("en", 1)])
def test_a_kind_is_called_the_same_everywhere(language: str, place: int) -> None:
    assert {kind: words[place] for kind, words in KINDS.items()} == on_the_screen(language)


def test_whatever_a_detector_tells_of_has_words() -> None:
    told = {kind for each in DETECTORS.values() for kind in each.raises} | {NOISY}
    assert told - set(KINDS) == set()


def test_a_title_says_where_and_what() -> None:
    gate, zone = {"zh": "大坝闸门", "en": "Dam gate"}, {"zh": "泄洪道", "en": "Spillway"}
    assert title("debris", gate, zone) == {
        "zh": "大坝闸门 · 泄洪道：漂浮物",
        "en": "Dam gate · Spillway: Drifting debris",
    }


async def test_a_person_cannot_tell_of_a_kind_that_has_no_words(client: MakeClient) -> None:
    crew = await gather_crew(client)
    answer = await crew.officer.post("/api/alerts", json={"kind": "sorcery", "hotspot": "river", "note": "?"})
    assert answer.status_code == 422
    assert "no such kind" in str(error(answer))
