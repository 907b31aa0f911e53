"""Contracts of the import linter, checked on a copy of the sources in which imports have been planted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.structure.sources import ROOTS
from tests.support.paths import CHECKOUT

LINTER = """
import json, sys
from importlinter import configuration
configuration.configure()
from importlinter.application import use_cases
options = use_cases.read_user_options("pyproject.toml")
use_cases._register_contract_types(options)
report = use_cases.create_report(options, cache_dir=None)
print(json.dumps({one.name: check.metadata for one, check in report.get_contracts_and_checks()}, default=list))
"""
"""Prints what each contract found. In a process of its own, whose packages are those of the copy."""


@dataclass
class Findings:
    """What the linter found: illegal imports as (importer, imported), and packages that stand in no layer."""

    imports: set[tuple[str, str]] = field(default_factory=set)
    without_layer: set[str] = field(default_factory=set)

    def take(self, metadata: dict[str, Any]) -> None:
        """Add what one contract found."""
        self.without_layer |= set(metadata.get("undeclared_modules", ()))
        chains = [route for one in metadata.get("invalid_dependencies", ()) for route in one["routes"]]
        for route in chains:
            self.imports |= {(link["importer"], link["imported"]) for link in [*route["extra_firsts"], *route["chain"]]}
        for one in metadata.get("invalid_chains", ()):
            for chain in one["chains"]:
                self._take_chain(chain)

    def _take_chain(self, chain: Any) -> None:
        self.imports |= {(link["importer"], link["imported"]) for link in chain}


def copy_sources(folder: Path) -> None:
    """The product's Python files and the contracts."""
    for root in ROOTS:
        shutil.copytree(CHECKOUT / root, folder / root, ignore=_only_python)
    shutil.copy(CHECKOUT / "pyproject.toml", folder)


def _only_python(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == "__pycache__" or not _is_source(Path(folder, name))}


def _is_source(path: Path) -> bool:
    return path.is_dir() or path.suffix == ".py"


def lint(folder: Path) -> Findings:
    """Check the copy in this folder by its contracts."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    answer = subprocess.run(
        [sys.executable, "-c", LINTER], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    findings = Findings()
    for metadata in json.loads(answer.stdout.splitlines()[-1]).values():
        findings.take(metadata)
    return findings
