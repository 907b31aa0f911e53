"""Tables of all concepts, so that ``metadata`` is whole for migrations and their check."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import command_center

ABOVE = frozenset({"__main__", "app", "jobs", "migrations", "run", "web"})
"""What stands above the concepts, or beside them: no table is defined there."""


def import_concepts() -> None:
    """Import every module of every concept; one that cannot be imported stops the migration."""
    for concept in pkgutil.iter_modules(command_center.__path__):
        if concept.name in ABOVE:
            continue
        package = import_module(f"command_center.{concept.name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
