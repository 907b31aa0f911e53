"""``make bench``: the figures that the product promises, measured on this machine, as a table and as JSON.

python -m tests.benchmarks [--out bench.json] [--only ingest|wall|storm|lists|audit|doors …] [--work FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks import audit, detect, ingest, lists, nuisance, report, storm, wall
from tests.benchmarks.doors import every as doors
from tests.support.farm import missing

BENCHES = {
    "ingest": ingest.run,
    "detect": detect.run,
    "nuisance": nuisance.run,
    "wall": wall.run,
    "storm": storm.run,
    "lists": lists.run,
    "audit": audit.run,
    "doors": doors.run,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    parser.add_argument("--only", action="append", choices=list(BENCHES))
    parser.add_argument("--work", type=Path, default=Path("var/bench"), help="clips are kept here")
    options = parser.parse_args()
    if reason := missing():
        print(f"The benchmarks need RTSP cameras: {reason}", file=sys.stderr)
        return 2
    figures: list[report.Figure] = []
    for name in options.only or BENCHES:
        print(f"— {name}", flush=True)
        figures += BENCHES[name](options.work.resolve())
        report.show(figures)
        report.write(figures, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
