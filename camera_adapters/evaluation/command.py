"""``evaluate``: what the command line asks for, over all clips of a folder, on one or several processes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from camera_adapters.base import logs
from camera_adapters.base.errors import AdapterError, LabelError
from camera_adapters.detectors.objects.network import SharedNetwork, load
from camera_adapters.evaluation import report
from camera_adapters.evaluation.ablation import RULES_OFF, Ablation
from camera_adapters.evaluation.labels import LABELS, LabelledClip, read_labels, unknown_keys
from camera_adapters.evaluation.run import ClipResult, run_clip
from camera_adapters.evaluation.sheet import write_sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("folder", type=Path, help="folder of recordings with labels.json")
    parser.add_argument("--only", nargs="+", metavar="FILE", help="these recordings only")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write figures.csv, figures.json and sheet.png there")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the figures of the kinds there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
    parser.add_argument(
        "--without", nargs="+", default=(), metavar="RULE", choices=sorted(RULES_OFF), help=", ".join(sorted(RULES_OFF))
    )
    parser.add_argument("--network", type=Path, metavar="FILE", help="ONNX file of an object network to run with")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="recordings looked at at the same time")


def evaluate(options: argparse.Namespace) -> int:
    """Run the command; exit status 1 when a recording could not be judged or a detector failed."""
    logs.only_errors()
    clips = chosen(options.folder, options.only or ())
    aside = Console(stderr=True, width=report.WIDTH)
    for key in unknown_keys(options.folder):
        aside.print(f"note: {LABELS} has the key {key!r}, which means nothing here", highlight=False)
    results, faults = [], 0
    work = partial(_attempt, options.folder, Ablation(frozenset(options.without)), options.network)
    for clip, outcome in run_all(clips, options.jobs, work):
        if isinstance(outcome, ClipResult):
            results.append(outcome)
            faults += outcome.fault is not None
        else:
            faults += 1
            aside.print(f"error: {clip.file}: {outcome}", highlight=False)
    if results:
        report.show(results)
        _write(options, results)
    return 1 if faults else 0


def chosen(folder: Path, only: Sequence[str]) -> list[LabelledClip]:
    """The clips of the folder, or those named; ``LabelError`` for a name that the labels do not have."""
    clips = read_labels(folder)
    known = {clip.file for clip in clips}
    for name in only:
        if name not in known:
            raise LabelError(str(folder / LABELS), name, "file", "there is no entry of this file")
    return [clip for clip in clips if not only or clip.file in only]


def run_all(
    clips: Sequence[LabelledClip], jobs: int, work: Callable[[LabelledClip], ClipResult | AdapterError]
) -> Iterator[tuple[LabelledClip, ClipResult | AdapterError]]:
    """Each clip with its result, in order, or with why there is none: one bad file does not cost the others."""
    if jobs <= 1:
        yield from zip(clips, map(work, clips), strict=True)
        return
    with ProcessPoolExecutor(min(jobs, len(clips) or 1), get_context("spawn"), logs.only_errors) as pool:
        yield from zip(clips, pool.map(work, clips), strict=True)


@lru_cache(maxsize=1)
def _network(model: Path) -> SharedNetwork:
    """One for all clips of a process; a file that cannot be used is told before the first of them."""
    load(model)
    return SharedNetwork(model)


def _attempt(folder: Path, ablation: Ablation, model: Path | None, clip: LabelledClip) -> ClipResult | AdapterError:
    try:
        return run_clip(folder, clip, ablation, None if model is None else _network(model))
    except AdapterError as error:
        return error


def _write(options: argparse.Namespace, results: Sequence[ClipResult]) -> None:
    out: Path | None = options.out
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_sheet(results, out / "sheet.png")
    for path, name, text in (
        (options.csv, "figures.csv", report.to_csv(results)),
        (options.json, "figures.json", report.to_json(results, options.without)),
    ):
        for target in (path, out / name if out is not None else None):
            if target is not None:
                target.write_text(text, encoding="utf-8")
