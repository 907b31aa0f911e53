"""Report of an evaluation: tables for a person, CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from io import StringIO
from math import isfinite
from typing import Any

from rich.console import Console
from rich.table import Table

from camera_adapters.evaluation.figures import median
from camera_adapters.evaluation.judge import Outcome, Told, TruthVerdict
from camera_adapters.evaluation.run import ClipResult
from camera_adapters.evaluation.summary import KindFigures, Watched, by_kind

FOOTAGE = ("real", "rendered")
COLUMNS = ("found", "precision", "false / h", "≤ /h (95 %)", "delay s (median, 90 %)")
WIDTH = 200


def split(results: Sequence[ClipResult]) -> dict[str, list[ClipResult]]:
    """Real and rendered footage, which are never counted together."""
    return {
        "real": [each for each in results if not each.clip.rendered],
        "rendered": [each for each in results if each.clip.rendered],
    }


def figures(results: Sequence[ClipResult]) -> dict[str, list[KindFigures]]:
    """Figures by kind for each sort of footage."""
    return {
        name: by_kind([Watched(each.judgement, each.kinds, each.hours) for each in part])
        for name, part in split(results).items()
    }


def show(results: Sequence[ClipResult]) -> None:
    """Print kinds, levels, costs, and every miss and false alert by name."""
    console = Console(width=WIDTH)
    console.print(_kinds(figures(results)))
    if any(each.levels for each in results):
        console.print(_levels(results))
    console.print(_costs(results))
    for line in findings(results):
        console.print(line, highlight=False)


def findings(results: Sequence[ClipResult]) -> Iterator[str]:
    """One line for each miss, each event that could not be judged, each false alert and each detector that failed."""
    for result in results:
        name = f"{result.clip.file} ({'rendered' if result.clip.rendered else 'real'})"
        for truth in result.judgement.truths:
            if truth.outcome is not Outcome.HIT:
                span = f"{truth.truth.begin:.1f}–{truth.truth.end:.1f} s"
                yield f"{truth.outcome.value}: {name}: {truth.truth.kind} {span}"
        for alert in result.judgement.alerts:
            if alert.outcome is Outcome.FALSE:
                yield f"false: {name}: {alert.told.kind} at {alert.told.at:.1f} s, score {alert.told.score:.2f}"
        if result.fault is not None:
            yield f"detector failed: {name}: {result.fault}"


def to_csv(results: Sequence[ClipResult]) -> str:
    """One row a kind and sort of footage."""
    text = StringIO()
    rows = [_row(footage, kind) for footage, kinds in figures(results).items() for kind in kinds]
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["footage", "kind"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def to_json(results: Sequence[ClipResult], without: Sequence[str]) -> str:
    """Everything: figures by kind, and for each clip its truths, alerts, levels and costs."""
    content = {
        "without": list(without),
        "kinds": [_row(footage, kind) for footage, kinds in figures(results).items() for kind in kinds],
        "clips": [_clip(result) for result in results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(footage: str, kind: KindFigures) -> dict[str, Any]:
    bound = kind.false_bound
    return {
        "footage": footage,
        **asdict(kind),
        "recall": kind.recall,
        "precision": kind.precision,
        "false_per_hour_bound_95": bound if isfinite(bound) else None,
    }


def _clip(result: ClipResult) -> dict[str, Any]:
    return {
        "file": result.clip.file,
        "rendered": result.clip.rendered,
        "hours": result.hours,
        "pictures": result.pictures,
        "fault": result.fault,
        "events": [_event(verdict) for verdict in result.judgement.truths],
        "alerts": [{"outcome": verdict.outcome.value, **_told(verdict.told)} for verdict in result.judgement.alerts],
        "levels": [asdict(levels) for levels in result.levels],
        "cost_ms": {name: round(cost, 3) for name, cost in result.costs.items()},
    }


def _event(verdict: TruthVerdict) -> dict[str, Any]:
    truth = verdict.truth
    event = {"kind": truth.kind, "begin": truth.begin, "end": truth.end, "outcome": verdict.outcome.value}
    return {**event, "delay": verdict.delay, "by": None if verdict.by is None else _told(verdict.by)}


def _told(told: Told) -> dict[str, Any]:
    return {key: value for key, value in asdict(told).items() if key != "number"}


def _kinds(all_figures: dict[str, list[KindFigures]]) -> Table:
    footage = [name for name in FOOTAGE if all_figures[name]]
    table = Table("kind", *(f"{name}: {column}" for name in footage for column in COLUMNS))
    rows = {name: {kind.kind: kind for kind in all_figures[name]} for name in footage}
    for kind in sorted({kind for row in rows.values() for kind in row}):
        table.add_row(kind, *(cell for name in footage for cell in cells(rows[name].get(kind))))
    return table


def cells(kind: KindFigures | None) -> tuple[str, ...]:
    """One kind's figures in the order of ``COLUMNS``."""
    if kind is None:
        return ("",) * len(COLUMNS)
    found = f"{kind.found}/{kind.found + kind.missed}" if kind.events else "–"
    found += f" (+{kind.not_judgeable} n. j.)" if kind.not_judgeable else ""
    precision = "–" if kind.precision is None else f"{kind.precision:.0%} of {kind.alerts}"
    bound = f"{kind.false_bound:.3g}" if isfinite(kind.false_bound) else "–"
    delay = "–" if kind.delay_median is None else f"{kind.delay_median:.1f}, {kind.delay_p90:.1f}"
    return found, precision, f"{kind.false} / {kind.hours:.2f}", bound, delay


def _levels(results: Sequence[ClipResult]) -> Table:
    table = Table("water level", "gauge", "readings", "mean px", "95 % px", "mean m", "95 % m", "gross")
    for result in results:
        for each in result.levels:
            numbers = ("–" if value is None else f"{value:.2f}" for value in (each.mean_px, each.p95_px))
            metres = ("–" if value is None else f"{value:.3f}" for value in (each.mean_m, each.p95_m))
            share = f"{each.readings}/{each.pictures}"
            table.add_row(result.clip.file, f"{each.gauge} ({each.kind})", share, *numbers, *metres, str(each.gross))
    return table


def _costs(results: Sequence[ClipResult]) -> Table:
    table = Table("ms a picture", *FOOTAGE)
    parts = split(results)
    names = sorted({name for result in results for name in result.costs}, key=lambda name: ("/" not in name, name))
    for name in names:
        middles = (median([each.costs[name] for each in parts[sort] if name in each.costs]) for sort in FOOTAGE)
        table.add_row(name, *("" if middle is None else f"{middle:.2f}" for middle in middles))
    return table
