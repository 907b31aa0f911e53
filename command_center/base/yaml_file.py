"""YAML files that people write, read into strict models; every problem names file, line and key, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from command_center.base.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)
Step = str | int


class YamlFile:
    """A parsed file that still knows on which line each key stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._root = _parse(path)

    def read(self, model: type[Model]) -> Model:
        """The file as this model. Raises ConfigError with every problem."""
        try:
            return model.model_validate(self._root)
        except ValidationError as error:
            found = error.errors()
            raise ConfigError([self._describe(item) for item in found if not _follows(item, found)]) from None

    def problem(self, where: Sequence[Step], text: str) -> str:
        """One line about the value at this place, as ``read`` reports its own."""
        name = _dotted(where)
        return f"{self.path}:{self.line(where)}: {name + ': ' if name else ''}{text}"

    def repeated(self, key: str, ids: Sequence[str]) -> list[str]:
        """One line for every entry of the list under ``key`` whose id, of these in the list's order, is another's."""
        counted = Counter(ids)
        return [
            self.problem([key, index, "id"], f"{one!r} stands twice")
            for index, one in enumerate(ids)
            if counted[one] > 1
        ]

    def line(self, where: Sequence[Step]) -> int:
        """The line, from 1, of the deepest part of ``where`` that the file holds."""
        return [1, *(line for _, line in self._held(where))][-1]

    def _describe(self, item: ErrorDetails) -> str:
        where = item["loc"]
        if item["type"] == "extra_forbidden":
            return self.problem(where, "unknown key")
        if item["type"] == "missing":
            return self.problem(where, "is missing")
        return self.problem([step for step, _ in self._held(where)], item["msg"].removeprefix("Value error, "))

    def _held(self, where: Iterable[Step]) -> Iterator[tuple[Step, int]]:
        """The steps that the file holds, each with its line: pydantic adds steps for the members of a union."""
        node: object = self._root
        for step in where:
            if isinstance(node, CommentedMap) and step in node:
                line = node.lc.key(step)[0]
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = node.lc.item(step)[0]
            else:
                return
            node = node[step]
            yield step, int(line) + 1


def _parse(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read: {error}"]) from None
    try:
        root: object = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError([f"{path}:{line}: {error.problem or 'is not YAML'}"]) from None
    except YAMLError as error:
        raise ConfigError([f"{path}: is not YAML: {str(error).splitlines()[0]}"]) from None
    return {} if root is None else root


def _follows(item: ErrorDetails, others: Sequence[ErrorDetails]) -> bool:
    """Whether an error only says that too few valid members are left, where the members' own errors stand as well."""
    where = item["loc"]
    inner = (other for other in others if len(other["loc"]) > len(where) and other["loc"][: len(where)] == where)
    return item["type"] == "too_short" and any(inner)


def _dotted(where: Sequence[Step]) -> str:
    """The place as errors name it: ``cameras[3].zones[0].polygon``."""
    name = ""
    for step in where:
        name += f"[{step}]" if isinstance(step, int) else f".{step}"
    return name.lstrip(".")
