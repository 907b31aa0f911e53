"""Words for wrong input: every error that the validator knows is told in both languages, in none of its own words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic_core._pydantic_core import list_all_errors

from command_center.auth.model import Role
from command_center.base.input_words import SEVERAL, WORDS, input_words
from tests.conftest import MakeClient
from tests.structure.answers import codes_of_validators

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPELLED_BY_PYTHON = re.compile(r"['<>{}]|[A-Z]\w+\.[A-Z_]+|Input should|Value error")


@pytest.mark.parametrize("known", list_all_errors(), ids=lambda known: str(known["type"]))
def test_each_error_of_the_validator_is_told_in_both_languages(known: Any) -> None:
    told = input_words(known["type"], known.get("example_context") or {})
    assert CHINESE.search(told["zh"])
    assert not SPELLED_BY_PYTHON.search(told["en"] + told["zh"])
    assert told["en"] != known["example_message_python"]


def test_each_type_that_has_words_is_one_that_the_validator_knows_or_ours() -> None:
    ours = codes_of_validators() | {SEVERAL}
    assert WORDS.keys() - {known["type"] for known in list_all_errors()} == ours


@pytest.mark.parametrize(
    ("path", "body", "field", "zh", "en"),
    [
        ("/api/incidents", {}, "kind", "必须填写", "is missing"),
        ("/api/incidents", {"level": 9}, "level", "不得大于 4", "must be 4 or less"),
        ("/api/incidents", {"note": "x" * 4001}, "note", "长度不得超过 4000", "is longer than 4000"),
        ("/api/incidents", {"nonsense": 1}, "nonsense", "不认识该项", "is not known here"),
        (
            "/api/incidents/0192f0c4-7d3e-7000-8000-000000000000/reports",
            {"kind": "first"},
            "kind",
            "只能是：follow_up, final",
            "must be one of: follow_up, final",
        ),
        (
            "/api/incidents/0192f0c4-7d3e-7000-8000-000000000000/notes",
            {"text": "  "},
            "text",
            "不能为空",
            "must not be empty",
        ),
        ("/api/incidents/not-an-id/notes", {"text": "x"}, "incident_id", "不是有效的编号", "is not a valid id"),
    ],
)
async def test_a_wrong_field_is_answered_with_its_bound_in_both_languages(
    client: MakeClient, path: str, body: dict[str, object], field: str, zh: str, en: str
) -> None:
    answer = await (await client(Role.DUTY_OFFICER)).post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"][field] == {"zh": zh, "en": en}
