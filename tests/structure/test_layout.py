"""Layout: the tables of docs/architecture.md name every room and nothing else, and the tests stand in the same ones."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.structure.sources import packages
from tests.support.paths import CHECKOUT

DOCUMENT = CHECKOUT / "docs" / "architecture.md"
ROW = re.compile(r"^\| `(?P<folder>[^`]+)/` \| (?P<text>.+) \|$", re.MULTILINE)
MIRRORING = ("camera_adapters", "command_center", "common", "config", "tools")
"""The folders of the checkout whose rooms the tests' folders repeat."""
OTHERS = ("config", "docs", "frontend", "tools")
"""Folders without Python packages that have one row each; of the page every room has one too."""
PAGE = CHECKOUT / "frontend" / "src"
TESTS = CHECKOUT / "tests"


def rows() -> dict[str, str]:
    """Folder and text of every row below the heading Layout."""
    section = DOCUMENT.read_text(encoding="utf-8").partition("\n## Layout\n")[2].partition("\n## ")[0]
    return {row["folder"]: row["text"] for row in ROW.finditer(section)}


def folders(below: Path) -> list[Path]:
    """The folders directly below, without what Python writes beside its sources."""
    return sorted(path for path in below.iterdir() if path.is_dir() and path.name != "__pycache__")


def told() -> dict[str, str]:
    """What the packages say about themselves: those of the product, and those of the tests that mirror nothing."""
    own = [TESTS, *(folder for folder in folders(TESTS) if folder.name not in MIRRORING)]
    return {package.name.replace(".", "/"): package.first_line for package in packages()} | {
        folder.relative_to(CHECKOUT).as_posix(): _first_line(folder / "__init__.py") for folder in own
    }


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_the_layout_names_every_room_and_nothing_else() -> None:
    page = [folder.relative_to(CHECKOUT).as_posix() for folder in folders(PAGE)]
    assert set(rows()) == {*told(), *OTHERS, *page}


@pytest.mark.parametrize("package", told())
def test_a_room_is_described_by_the_first_line_of_its_package(package: str) -> None:
    expected = told()[package]
    assert rows().get(package) == expected, f"the row should be: | `{package}/` | {expected} |"


def test_every_folder_of_tests_has_its_counterpart_in_the_source() -> None:
    mirrored = [path.parent.relative_to(TESTS) for root in MIRRORING for path in (TESTS / root).rglob("*.py")]
    assert [str(folder) for folder in mirrored if not (CHECKOUT / folder).is_dir()] == []


def test_every_folder_of_tests_is_a_package() -> None:
    assert {str(path.parent) for path in TESTS.rglob("*.py") if not (path.parent / "__init__.py").exists()} == set()
