"""Figures of the doors, one attack after the other; the modules beside this one carry them out."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.doors import archive, bodies, guessing, readings, slow
from tests.benchmarks.report import Figure

ATTACKS = (readings.run, guessing.run, bodies.run, archive.run, slow.run)
"""The last is the one that needs cameras."""


def run(work: Path) -> list[Figure]:
    """All of them."""
    return [figure for attack in ATTACKS for figure in attack(work)]
