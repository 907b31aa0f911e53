"""Figures, their bounds, and how they are shown."""

from __future__ import annotations

import json
import operator
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

BOUNDS: dict[str, Callable[[float, float], bool]] = {"≤": operator.le, "≥": operator.ge}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``bound`` and ``limit`` say what it ought to be, where something was promised."""

    name: str
    value: float
    unit: str
    bound: str | None = None
    limit: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the promise is kept; None where there is none."""
        return None if self.bound is None or self.limit is None else BOUNDS[self.bound](self.value, self.limit)


def spelt(value: float) -> str:
    """Three figures, but a count in full: 3130 of 3140 must not look like all of them."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(figures: Sequence[Figure]) -> None:
    """Print the table."""
    table = Table("figure", "value", "unit", "promised", "", "what")
    for figure in figures:
        promised = f"{figure.bound} {spelt(figure.limit)}" if figure.bound and figure.limit is not None else ""
        mark = {True: "reached", False: "[bold red]missed[/]", None: ""}[figure.reached]
        table.add_row(figure.name, spelt(figure.value), figure.unit, promised, mark, figure.note)
    Console(width=160).print(table)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write them as JSON, with the machine they were taken on."""
    machine = {
        "cores": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
    }
    rows = [{**asdict(figure), "reached": figure.reached} for figure in figures]
    path.write_text(
        json.dumps(
            {"at": datetime.now(UTC).isoformat(), "machine": machine, "figures": rows}, ensure_ascii=False, indent=1
        )
        + "\n"
    )
