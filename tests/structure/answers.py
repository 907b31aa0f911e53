"""Answers that refuse something: what of them a person could not read, by the source and by the bodies' models."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, get_args

from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, BeforeValidator, PlainValidator, WrapValidator

from command_center.app import every_route
from command_center.base.errors import CentreError
from tests.structure.sources import modules

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAID_ELSEWHERE = ast.Name("words")
OF_A_FIELD = (AfterValidator, BeforeValidator, PlainValidator, WrapValidator)
CUSTOM = "PydanticCustomError"


def kinds_of(error: type[CentreError] = CentreError) -> dict[str, type[CentreError]]:
    """Every class of the centre's errors by its name. All modules of the product must have been imported."""
    found = {error.__name__: error}
    for kind in error.__subclasses__():
        found |= kinds_of(kind)
    return found


def places_of(kind: type[CentreError]) -> tuple[int, int] | None:
    """Where its words stand among the arguments; None where it puts them together itself."""
    names = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    return (names.index("zh"), names.index("en")) if {"zh", "en"} <= set(names) else None


def wordless(tree: ast.Module, places: Mapping[str, tuple[int, int] | None]) -> Iterator[str]:
    """Calls that make an error, or words, whose texts are not in both languages, by line."""
    for name, call in _calls(tree, places):
        if not _in_both(*_texts(name, call, places)):
            yield f"line {call.lineno}: {ast.unparse(call)}"


def _calls(tree: ast.AST, errors: Container[str]) -> Iterator[tuple[str, ast.Call]]:
    """What is called by its name; also what an error's class hands to the class that it extends."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node
        if isinstance(node, ast.ClassDef) and node.name in errors:
            inner = (one for one in ast.walk(node) if isinstance(one, ast.Call))
            yield from (("CentreError", one) for one in inner if ast.unparse(one.func) == "super().__init__")


def _texts(
    name: str, call: ast.Call, places: Mapping[str, tuple[int, int] | None]
) -> tuple[()] | tuple[ast.expr | None, ast.expr | None]:
    """What it says in Chinese and in English; nothing of a call that says nothing of its own."""
    if name == "FieldWords":
        said = {word.arg: word.value for word in call.keywords}
        return said.get("zh"), said.get("en")
    place = places.get(name)
    if place is None or len(call.args) <= min(place):
        return ()
    zh, en = (call.args[one] if one < len(call.args) else None for one in place)
    return zh, en


def _in_both(zh: ast.expr | None = SAID_ELSEWHERE, en: ast.expr | None = SAID_ELSEWHERE) -> bool:
    """Whether both are there; what is put together elsewhere is believed, what is written out is read."""
    if zh is None or en is None:
        return False
    chinese, english = _written(zh), _written(en)
    return (chinese is None or bool(CHINESE.search(chinese))) and (english is None or not CHINESE.search(english))


def _written(node: ast.expr) -> str | None:
    """The text that stands in the source; None where all words of it are put in when it runs."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return text if re.search(r"\w", text) else None


def codes_of_validators() -> set[str]:
    """The codes of our own that a validator of the product may raise."""
    calls = (node for module in modules().values() for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == CUSTOM and isinstance(node.args[0], ast.Constant)
    }


def bodies() -> set[type[BaseModel]]:
    """Every model that a client may send, and every model inside those."""
    found: set[type[BaseModel]] = set()
    for route in every_route():
        if isinstance(route, APIRoute):
            for field in route.dependant.body_params:
                _gather(field.field_info.annotation, found)
    return found


def _gather(kind: Any, found: set[type[BaseModel]]) -> None:
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found:
        found.add(kind)
        for field in kind.model_fields.values():
            _gather(field.annotation, found)
    for inner in get_args(getattr(kind, "__value__", kind)):
        _gather(inner, found)


def validators(model: type[BaseModel]) -> Iterator[Callable[..., Any]]:
    """The functions of ours that look at what was sent."""
    decorators = model.__pydantic_decorators__
    for found in (decorators.field_validators, decorators.model_validators, decorators.validators):
        yield from (_plain(one.func) for one in found.values())
    for field in model.model_fields.values():
        yield from (mark.func for mark in field.metadata if isinstance(mark, OF_A_FIELD))


def _plain(function: Any) -> Callable[..., Any]:
    return getattr(function, "__func__", function)


def raised_in_english(function: Callable[..., Any]) -> list[str]:
    """What a validator raises other than an error with a code, which has words."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return []
    raises = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc is not None]
    asserts = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    return asserts + [ast.unparse(one) for one in raises if not ast.unparse(one).startswith(f"{CUSTOM}(")]
