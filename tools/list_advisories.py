"""List of advisories for the packages of the locks, made from a checkout of pypa/advisory-database.

python -m tools.list_advisories CHECKOUT writes tools/advisories.json.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tools.locks import canonical, locked

HERE = Path(__file__).parents[1]
FILE = HERE / "tools" / "advisories.json"
ADDRESS = re.compile(r"\w+://\S+|<[^>]*>")
SUMMARY = 160


def listed(checkout: Path, packages: Iterable[str]) -> list[dict[str, Any]]:
    """The advisories of these packages that were not withdrawn, in the order of package and name."""
    wanted = set(packages)
    folders = sorted(one for one in (checkout / "vulns").iterdir() if canonical(one.name) in wanted)
    documents = [YAML(typ="safe").load(path) for one in folders for path in sorted(one.glob("*.yaml"))]
    return [_entry(one, affected) for one in documents if "withdrawn" not in one for affected in one["affected"]]


def _entry(document: Mapping[str, Any], affected: Mapping[str, Any]) -> dict[str, Any]:
    ranges = [span for one in affected.get("ranges", ()) if one["type"] == "ECOSYSTEM" for span in _spans(one)]
    entry = {
        "id": document["id"],
        "aliases": list(document.get("aliases", ())),
        "package": canonical(affected["package"]["name"]),
        "summary": ADDRESS.sub("", " ".join(document["details"].split()))[:SUMMARY],
        "ranges": ranges,
    }
    return entry if ranges else entry | {"versions": [str(version) for version in affected.get("versions", ())]}


def _spans(one: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Pairs of the events: from an ``introduced`` to the ``fixed`` or ``last_affected`` behind it."""
    span: dict[str, str] = {}
    for event in one["events"]:
        if "introduced" in event and span:
            yield span
            span = {}
        span |= {name: str(value) for name, value in event.items()}
    if span:
        yield span


def _git(checkout: Path, form: str) -> str:
    command = ["git", "-C", str(checkout), "log", "-1", f"--format={form}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    source = Path(sys.argv[1])
    names = sorted({name for name, _ in locked(HERE)})
    document = {
        "source": "pypa/advisory-database, CC BY 4.0, shortened",
        "commit": _git(source, "%H"),
        "date": _git(source, "%cs"),
        "packages": names,
        "advisories": listed(source, names),
    }
    FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
