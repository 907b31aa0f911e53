"""``python -m camera_adapters``: run | check | probe URL | evaluate FOLDER | health."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import redis

from camera_adapters.base import logs
from camera_adapters.base.connection import connect
from camera_adapters.base.errors import AdapterError, SourceError
from camera_adapters.base.secrets import resolve_secrets
from camera_adapters.base.settings import load_settings
from camera_adapters.base.stopping import stop_on_signals
from camera_adapters.camera.feed_plan import plan_feeds
from camera_adapters.detectors.objects.network import SharedNetwork, load
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.evaluation import command as judged_command
from camera_adapters.messages import CameraSpec
from camera_adapters.process.desired import EMPTY, read_desired
from camera_adapters.process.supervisor import Supervisor, die_with, unhealthy, worker_command
from camera_adapters.sources import SOURCES, SourceOptions, open_source
from camera_adapters.sources.probe import LOOK_FOR, probe
from common.masking import KNOWN, mask
from common.priority import go_first


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except AdapterError as error:
        print(f"error: {mask(str(error), getattr(options, 'url', ''))}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m camera_adapters", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="keep the worker processes running until Ctrl-C")
    run.add_argument("--workers", type=int, help="worker processes (CC_ADAPTER_WORKERS)")
    run.set_defaults(command=_run)
    work = commands.add_parser("work")  # one worker process; started by run
    work.add_argument("--slot", type=int, required=True)
    work.add_argument("--parent", type=int, required=True)
    work.set_defaults(command=_work)
    trial = commands.add_parser("trial")  # a specification over what was recorded; started by a worker
    trial.add_argument("--parent", type=int, required=True)
    trial.set_defaults(command=_trial)
    check = commands.add_parser("check", help="check settings and desired state, show what would run, start nothing")
    check.set_defaults(command=_check)
    look = commands.add_parser("probe", help="open a camera and show what it delivers; ${NAME} is resolved")
    look.add_argument("url")
    look.add_argument("--transport", choices=("tcp", "udp"), default="tcp")
    look.add_argument("--seconds", type=float, default=LOOK_FOR)
    look.set_defaults(command=_probe)
    judged = commands.add_parser("evaluate", help="run labelled recordings through the live detectors and judge them")
    judged_command.add_arguments(judged)
    judged.set_defaults(command=judged_command.evaluate)
    health = commands.add_parser("health", help="exit status 0 when all workers of this machine are well")
    health.set_defaults(command=_health)
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = load_settings(workers=options.workers)
    logs.configure(settings, process="supervisor")
    go_first()
    environ = {**os.environ, "CC_ADAPTER_WORKERS": str(settings.workers), "CC_ADAPTER_NAME": settings.name}
    Supervisor(settings, worker_command, environ).run(stop_on_signals())
    return 0


def _work(options: argparse.Namespace) -> int:
    from camera_adapters.process.worker import Worker  # noqa: PLC0415 - only a worker pays for av and cv2

    settings = load_settings()
    logs.configure(settings, worker=f"{settings.name}-{options.slot}")
    stop = stop_on_signals()
    die_with(options.parent, stop)
    Worker(settings, options.slot, os.environ).run(stop)
    sys.stderr.flush()
    os._exit(0)  # a thread that still hangs in a camera's library must not hold the process


def _trial(options: argparse.Namespace) -> int:
    from camera_adapters.trials.process import run_trial  # noqa: PLC0415 - as above

    settings = load_settings()
    logs.configure(settings, trial=options.parent)
    stop = stop_on_signals()
    die_with(options.parent, stop)
    network = None if settings.object_model is None else SharedNetwork(settings.object_model)
    return run_trial(settings.recordings_dir, Site(ZoneInfo(settings.time_zone), network), stop)


def _check(_options: argparse.Namespace) -> int:
    settings = load_settings()
    print(f"data folder   {settings.data_dir.resolve()}")
    print(f"workers       {settings.workers}, named {settings.name}-0 …")
    print(f"recordings    up to {settings.recording_limit_gb:g} GB, {settings.recording_min_free_gb:g} GB stay free")
    client = connect(settings.redis_url)
    try:
        connect(settings.live_redis_url).ping()
        state = read_desired(client, EMPTY.state)
    except redis.RedisError as error:
        print(f"error: Redis: {mask(str(error), settings.redis_url)}", file=sys.stderr)
        return 1
    if state.revision < 0:
        print("cameras       none: the centre has not published a desired state yet")
        return 0
    print(f"cameras       {len(state.cameras)}, revision {state.revision}")
    faults = [
        line for spec in state.cameras.values() for line in _check_camera(spec, settings.secret_names.of(os.environ))
    ]
    faults += _check_network(load_settings().object_model)
    for line in faults:
        print(f"error: {line}", file=sys.stderr)
    return 1 if faults else 0


def _check_network(model: Path | None) -> list[str]:
    """Say whether there is an object network; what is wrong with it."""
    if model is None:
        print("  object network: none (CC_OBJECT_MODEL), motion alone says that somebody is there")
        return []
    try:
        network = load(model)
    except AdapterError as error:
        return [str(error)]
    print(f"  object network: {model.name}, {len(network.names)} classes")
    return []


def _check_camera(spec: CameraSpec, environ: Mapping[str, str]) -> list[str]:
    """Print what would run; what is wrong with it."""
    feeds = plan_feeds(spec)
    for feed in feeds:
        purposes = [
            f"recorded as {feed.records}" if feed.records else "",
            f"analysed at {spec.analysis_fps}" if feed.analysed else "",
            "opened for viewers" if feed.on_demand else "",
        ]
        state = "" if spec.enabled else " (disabled)"
        print(f"  {spec.id}{state} {feed.stream}: {mask(feed.url, feed.url)}: {', '.join(filter(None, purposes))}")
    faults = [fault for feed in feeds for fault in _check_url(feed.url, environ)]
    try:
        build_detectors(spec, Site())
        build_rules(spec)
    except AdapterError as error:
        faults.append(str(error))
    return [f"camera {spec.id}: {fault}" for fault in faults]


def _check_url(url: str, environ: Mapping[str, str]) -> list[str]:
    scheme = url.partition(":")[0].lower()
    if scheme not in SOURCES:
        return [f"unknown kind of URL {scheme!r}, known: {', '.join(sorted(SOURCES))}"]
    try:
        resolve_secrets(url, environ)
    except SourceError as error:
        return [error.detail]
    return []


def _probe(options: argparse.Namespace) -> int:
    environ = load_settings().secret_names.of(os.environ)
    KNOWN.remember(environ.values())
    url = resolve_secrets(options.url, environ)
    with tempfile.TemporaryDirectory() as folder:
        source_options = SourceOptions(camera_id="probe", cache_dir=Path(folder), transport=options.transport)
        try:
            finding = probe(url, source_options, open_source, look_for=options.seconds)
        except SourceError as error:
            print(
                f"error: {mask(options.url, options.url)}: {error.reason}: {mask(error.detail, url)}", file=sys.stderr
            )
            return 1
    print("\n".join(finding.lines()))
    return 0


def _health(_options: argparse.Namespace) -> int:
    bad = unhealthy(load_settings())
    for file in bad:
        print(f"worker {file.stem} shows no sign of life", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
