"""Contracts of the import linter: an arrow that points upward is found in every room, and so is a room without a layer.

One copy of the sources is planted with everything at once and linted once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from tests.structure.linting import Findings, copy_sources, lint
from tests.structure.sources import ROOTS, packages
from tests.support.paths import CHECKOUT

SEED = "planted"
"""Name of the modules and packages that are added to the copy."""
NEW_ROOMS = [f"{root}.{SEED}" for root in ("camera_adapters", "command_center")]
NEWCOMER = "camera_adapters.base.newcomer"
"""A module of the adapters that no contract knows by name."""
CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


@dataclass
class Floors:
    """What stands on what: of each container its layers, the highest first, each with its rooms."""

    of: dict[str, list[list[str]]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Floors:
        """The exhaustive contracts, and the one between the root packages."""
        floors = cls()
        for contract in CONTRACTS:
            if contract["type"] == "layers" and (contract.get("exhaustive") or "containers" not in contract):
                for container in contract.get("containers", [""]):
                    floors.of[container] = [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]
        return floors

    def above(self, package: str) -> str | None:
        """A room on a floor above this package: the next one in its container, else what stands above the container."""
        container, _, room = package.rpartition(".")
        layers = self.of.get(container, [])
        for higher, layer in pairwise(layers):
            if room in layer:
                return f"{container}.{higher[0]}".removeprefix(".")
        return self.above(container) if container else None


FLOORS = Floors.read()
UPWARD = {package.name: FLOORS.above(package.name) for package in packages() if FLOORS.above(package.name)}
"""Of each package, what it must not import."""


def planted_in(package: str) -> str:
    """The module that gets the import: a new one; the package itself where every module must stand in a layer."""
    return package if package in FLOORS.of or package in ROOTS else f"{package}.{SEED}"


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Findings]:
    folder = tmp_path_factory.mktemp("planted")
    copy_sources(folder)

    def plant(module: str, imported: str) -> None:
        path = folder.joinpath(*module.split("."))
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")

    for package, above in UPWARD.items():
        plant(planted_in(package), str(above))
    for room in NEW_ROOMS:
        folder.joinpath(*room.split(".")).mkdir()
        plant(f"{room}.__init__", "json")
    plant(NEWCOMER, "json")
    plant(f"command_center.base.{SEED}", NEWCOMER)
    return lint(folder)


def test_every_package_but_the_highest_has_something_above_it() -> None:
    assert {package.name for package in packages()} - set(UPWARD) == {"command_center"}


@pytest.mark.parametrize("package", UPWARD)
def test_a_package_that_imports_upward_breaks_a_contract(package: str, findings: Findings) -> None:
    assert (planted_in(package), UPWARD[package]) in findings.imports


@pytest.mark.parametrize("room", NEW_ROOMS)
def test_a_new_package_that_stands_in_no_layer_breaks_a_contract(room: str, findings: Findings) -> None:
    assert room in findings.without_layer


def test_a_new_module_of_the_adapters_cannot_be_imported_by_the_centre(findings: Findings) -> None:
    assert (f"command_center.base.{SEED}", NEWCOMER) in findings.imports
