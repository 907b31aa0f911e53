"""Settings that know their own bounds and words: written once beside the default, kept by ``check``, read by forms.

@dataclass(frozen=True, slots=True)
class Settings:
    contrast: float = bounded(10.0, 2, 100, unit="grey", words=Text(zh="与背景的差", en="Contrast"))

    def __post_init__(self) -> None:
        check(self)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from common.text import Text

T = TypeVar("T")
_KEY = "bounds"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From ``low`` to ``high``, both allowed unless ``above``: then ``low`` is not. None is no bound."""

    low: float | None = None
    high: float | None = None
    above: bool = False
    unit: str | None = None
    """``s``, ``m``, ``grey``, ``share`` (of the picture) …; None for plain numbers."""
    words: Text | None = None
    """What a form calls the setting."""

    def problem(self, value: float) -> str | None:
        """What is wrong with a value, in words; None when it lies within."""
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return f"must be {'above' if self.above else 'at least'} {self.low:g}"
        return f"must be at most {self.high:g}" if self.high is not None and value > self.high else None


class OutOfBoundsError(ValueError):
    """A setting is out of its bounds; carries its name."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key} {problem}")
        self.key, self.problem = key, problem


def bounded(
    default: T,
    low: float | None = None,
    high: float | None = None,
    *,
    above: bool = False,
    unit: str | None = None,
    words: Text | None = None,
) -> T:
    """A field of a dataclass with a default and bounds; a text or a yes or no has no bounds, but words."""
    return field(default=default, metadata={_KEY: Bounds(low, high, above, unit, words)})


def bounds_of(cls: type) -> Mapping[str, Bounds]:
    """The bounds of a dataclass's fields; those without any are left out."""
    return {each.name: each.metadata[_KEY] for each in fields(cls) if _KEY in each.metadata}


def check(settings: Any) -> None:  # noqa: ANN401 - any dataclass
    """Raise OutOfBoundsError for the first field that is out of its bounds."""
    for name, bounds in bounds_of(type(settings)).items():
        problem = bounds.problem(getattr(settings, name))
        if problem is not None:
            raise OutOfBoundsError(name, problem)
