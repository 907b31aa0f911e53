"""Source files of the product as syntax trees, and what imports what."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.paths import CHECKOUT

ROOTS = ("camera_adapters", "command_center", "common")
Arrows = dict[str, set[str]]
"""Importer to imported, by dotted name."""


@dataclass(frozen=True)
class Module:
    """One file: its dotted name (a package's is that of its ``__init__``) and its tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    @property
    def first_line(self) -> str:
        """The first line of its docstring."""
        return (ast.get_docstring(self.tree) or "").partition("\n")[0]


@cache
def modules() -> Mapping[str, Module]:
    """Every module of the product by its dotted name."""
    found = {}
    for root in ROOTS:
        for path in sorted((CHECKOUT / root).rglob("*.py")):
            name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


def packages() -> list[Module]:
    """The packages among them."""
    return [module for module in modules().values() if module.is_package]


def imported(tree: ast.Module, known: Iterable[str]) -> set[str]:
    """The known modules that this file imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {member if member in known else str(node.module) for member in members}
    return names & set(known)


def arrows() -> Arrows:
    """Which module imports which."""
    known = modules()
    return {name: imported(module.tree, known) - {name} for name, module in known.items()}


def arrows_inside(package: str, between: Mapping[str, set[str]]) -> Arrows:
    """The arrows between the children of a package; those of the whole product for ``""``."""
    inside: Arrows = {}
    for importer, targets in between.items():
        here = child_of(package, importer)
        for target in targets:
            there = child_of(package, target)
            if here and there and here != there:
                inside.setdefault(here, set()).add(there)
    return inside


def child_of(package: str, module: str) -> str | None:
    """The child of the package in which the module lies; none for the package itself and for modules outside."""
    prefix = f"{package}." if package else ""
    return module.removeprefix(prefix).partition(".")[0] if module.startswith(prefix) else None


@dataclass(frozen=True)
class Function:
    """A function or method, and how many lines it has from ``def`` to its end."""

    module: str
    name: str
    lines: int


def functions() -> Iterator[Function]:
    """Every function of the product."""
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert node.end_lineno is not None
                yield Function(module.name, node.name, node.end_lineno - node.lineno + 1)
