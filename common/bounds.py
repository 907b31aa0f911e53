"""Bounds and words of settings, written once beside the default; ``check`` enforces them and forms show them::

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
    """Bounds of a setting: from ``low`` to ``high``, both allowed unless ``above`` is set, which excludes ``low``. None
    means no bound on that side."""

    low: float | None = None
    high: float | None = None
    above: bool = False
    unit: str | None = None
    """``s``, ``m``, ``grey``, ``share`` (of the picture) …; None for plain numbers."""
    words: Text | None = None
    """What a form calls the setting."""

    def problem(self, value: float) -> str | None:
        """What is wrong with the value, in English; None when it lies within the bounds."""
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return f"must be {'above' if self.above else 'at least'} {self.low:g}"
        return f"must be at most {self.high:g}" if self.high is not None and value > self.high else None


class OutOfBoundsError(ValueError):
    """A setting is out of its bounds. ``key`` is its name, ``problem`` says what is wrong."""

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
    """A field of a dataclass with a default, bounds and words. A text or a switch has words only."""
    return field(default=default, metadata={_KEY: Bounds(low, high, above, unit, words)})


def bounds_of(cls: type) -> Mapping[str, Bounds]:
    """Bounds by the name of the field, of those fields of a dataclass that were made with ``bounded``."""
    return {each.name: each.metadata[_KEY] for each in fields(cls) if _KEY in each.metadata}


def check(settings: Any) -> None:  # noqa: ANN401 - any dataclass
    """Raise OutOfBoundsError for the first field that is out of its bounds."""
    for name, bounds in bounds_of(type(settings)).items():
        problem = bounds.problem(getattr(settings, name))
        if problem is not None:
            raise OutOfBoundsError(name, problem)
