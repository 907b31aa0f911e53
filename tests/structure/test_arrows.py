"""Arrows: no module and no package, at any depth, reaches itself again."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.structure.sources import arrows, arrows_inside, packages


def circle(between: Mapping[str, set[str]]) -> list[str]:
    """One circle of the arrows, or nothing."""
    try:
        TopologicalSorter(between).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_circle_of_modules() -> None:
    assert circle(arrows()) == []


def test_no_circle_of_packages_at_any_depth() -> None:
    between = arrows()
    circles = {package: circle(arrows_inside(package, between)) for package in ("", *(one.name for one in packages()))}
    assert {package: found for package, found in circles.items() if found} == {}


@pytest.mark.parametrize(
    ("between", "package", "found"),
    [
        ({"a.b": {"a.c"}, "a.c": {"a.b"}}, "a", ["b", "c", "b"]),
        ({"a.b.x": {"a.c.x"}, "a.c.y": {"a.b.y"}}, "a", ["b", "c", "b"]),
        ({"a.b.x": {"a.c.x"}, "a.c.y": {"a.d.y"}}, "a", []),
        ({"a.b": {"c.d"}, "c.e": {"a.f"}}, "", ["a", "c", "a"]),
    ],
    ids=["of two modules", "of two packages whose modules make none", "none", "of two roots"],
)
def test_a_circle_is_found_where_there_is_one(between: dict[str, set[str]], package: str, found: list[str]) -> None:
    assert circle(arrows_inside(package, between)) in (found, [*found[1:], *found[1:2]])
