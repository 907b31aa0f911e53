"""Answers that refuse something: each has words in Chinese and in English, whichever room raises it."""

from __future__ import annotations

import ast
import importlib

from pydantic import BaseModel, field_validator

from camera_adapters.messages import CameraSpec
from tests.structure.answers import CHINESE, bodies, kinds_of, places_of, raised_in_english, validators, wordless
from tests.structure.sources import modules

PLANTED = """
raise NotFound("no_gauge", "没有这支水尺")
raise Conflict("moved", "moved meanwhile", "moved meanwhile")
raise Invalid(fields={"unit": FieldWords(zh="请指定队伍", en="请指定队伍")})
raise Gone("expired", "已删除", f"已删除 {name}")
class Moved(Conflict):
    def __init__(self, who):
        super().__init__("moved", "moved meanwhile", f"moved by {who}")
raise Conflict("moved", "已被移动", "It was moved")
raise NotFound(code, zh, en)
"""


class Wrong(BaseModel):
    level: int

    @field_validator("level")
    @classmethod
    def _bound(cls, level: int) -> int:
        if level > 4:
            raise ValueError("no such level")
        return level


def test_each_refusal_has_words_in_both_languages() -> None:
    for name in modules():
        if name.startswith("command_center.") and not name.startswith("command_center.migrations"):
            importlib.import_module(name)
    kinds = kinds_of()
    assert {"NotFound", "WrongSetupError", "UnusableReading"} <= kinds.keys()
    assert not {name for name, kind in kinds.items() if not CHINESE.search(kind.zh) or CHINESE.search(kind.en)}
    places = {name: places_of(kind) for name, kind in kinds.items()}
    found = [f"{name} {line}" for name, module in modules().items() for line in wordless(module.tree, places)]
    assert not found, "\n".join(found)


def test_no_validator_of_a_body_raises_in_english_alone() -> None:
    assert CameraSpec in bodies()
    assert len(bodies()) > 30
    found = {f"{m.__name__}: {text}" for m in bodies() for each in validators(m) for text in raised_in_english(each)}
    assert not found, "raise PydanticCustomError with a code that has words in input_words.py"


def test_planted_refusals_without_words_are_found() -> None:
    found = list(wordless(ast.parse(PLANTED), dict.fromkeys([*kinds_of(), "Moved"], (1, 2))))
    assert sorted(line.partition(":")[0] for line in found) == ["line 2", "line 3", "line 4", "line 5", "line 8"]


def test_a_planted_validator_that_raises_in_english_is_found() -> None:
    assert [text for each in validators(Wrong) for text in raised_in_english(each)] == ["ValueError('no such level')"]
