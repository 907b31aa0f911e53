"""``python -m camera_adapters.sources.scene``: make scenes ready.

``render --cameras FILE`` renders what a cameras file names, where the adapters of the same settings look for it;
``bench DIR`` writes the labelled test bench, which ``python -m camera_adapters evaluate DIR`` judges.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from camera_adapters.base.settings import load_settings
from camera_adapters.sources.scene.batch import BatchProgress, SceneJob, render_all
from camera_adapters.sources.scene.bench import bench_scenes, write_labels
from camera_adapters.sources.scene.cache import clip_path


def scene_jobs(cameras: Path) -> list[SceneJob]:
    """The scenes that a cameras file names, each once; its other mistakes are for ``check-config`` to tell."""
    content = YAML(typ="safe", pure=True).load(cameras.read_text(encoding="utf-8"))
    jobs: dict[SceneJob, None] = {}
    for camera in content.get("cameras", []):
        for url in (camera.get("sub"), camera.get("main")):
            if isinstance(url, str) and url.startswith("scene:") and camera.get("enabled", True):
                jobs[SceneJob(url, camera["name"]["zh"])] = None
    return list(jobs)


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when every scene is ready, 1 when one failed, 2 when the file cannot be read."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _render(options: argparse.Namespace) -> int:
    try:
        jobs = scene_jobs(options.cameras)
    except (OSError, YAMLError, KeyError, TypeError, AttributeError) as error:
        print(f"{options.cameras}: {error}", file=sys.stderr)
        return 2
    cache = options.cache or load_settings().source_cache_dir
    last = (_render_json if options.json_progress else _render_bar)(jobs, cache, options.processes)
    return _failures(last)


def _bench(options: argparse.Namespace) -> int:
    scenes = [scene for scene in bench_scenes() if not options.only or scene.name in options.only]
    last = _render_bar([SceneJob(scene.url, "") for scene in scenes], options.folder, options.processes)
    if last.failed:
        return _failures(last)
    clips = [clip_path(scene.address, "", options.folder) for scene in scenes]
    for scene, clip in zip(scenes, clips, strict=True):
        place = options.folder / scene.name
        place.unlink(missing_ok=True)
        place.hardlink_to(clip)  # the name says what it shows, the clip's own name finds it again
    write_labels(options.folder, scenes, clips)
    return 0


def _failures(last: BatchProgress) -> int:
    for url, reason in last.failed:
        print(f"{url}: {reason}", file=sys.stderr)
    return 1 if last.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m camera_adapters.sources.scene", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="render | bench")
    render = verbs.add_parser("render", help="render the scenes that are not in the cache yet")
    render.add_argument("--cameras", type=Path, required=True, help="cameras file (YAML)")
    render.add_argument("--cache", type=Path, help="another folder than the one of the adapters' settings")
    render.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    render.add_argument("--json-progress", action="store_true", help='print lines {"done": frames, "total": frames}')
    render.set_defaults(command=_render)
    bench = verbs.add_parser("bench", help="write the labelled test bench into a folder")
    bench.add_argument("folder", type=Path, help="clips that stand there are used again")
    bench.add_argument("--only", nargs="+", metavar="NAME", help="these clips only")
    bench.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    bench.set_defaults(command=_bench)
    return parser


def _render_json(jobs: list[SceneJob], cache: Path, processes: int) -> BatchProgress:
    def report(progress: BatchProgress) -> None:
        print(json.dumps({"done": progress.done, "total": progress.total}), flush=True)

    return render_all(jobs, cache, processes, report)


def _render_bar(jobs: list[SceneJob], cache: Path, processes: int) -> BatchProgress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("绘制演示画面 Rendering demo cameras", total=None)

        def report(progress: BatchProgress) -> None:
            bars.update(task, completed=progress.done, total=progress.total)

        return render_all(jobs, cache, processes, report)


if __name__ == "__main__":
    sys.exit(main())
