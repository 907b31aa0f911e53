"""Check of the locked packages for known advisories: asked of a service, or of the list in this folder.

python -m tools.check_advisories [FOLDER]; exit status 1 and a line a fault. ``ADVISORY_SERVICE`` is the address of a
service with the interface of OSV (it ends before ``/querybatch``); the page's packages are asked of npm's registry.
Where neither answers it says so, and no check fails for that alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from packaging.version import InvalidVersion, Version

from tools.acceptances import Finding, acceptances, faults
from tools.locks import locked

LIST = Path(__file__).with_name("advisories.json")
SERVICE = "ADVISORY_SERVICE"
PATIENCE_S = 8
"""For each of the two services: the check stays below twenty seconds when both are silent."""
NPM_AUDIT = ("audit", "--json", "--package-lock-only", "--fetch-retries=0", f"--fetch-timeout={PATIENCE_S}000")


class AwayError(Exception):
    """A service of advisories gave no answer that can be used."""


# ---------------------------------------------------------------- Python


def from_service(address: str, packages: Sequence[tuple[str, str]], client: httpx.Client) -> list[Finding]:
    """What the service knows of these versions. Raises AwayError."""
    if not address:
        raise AwayError(f"{SERVICE} is not set")
    queries = [{"package": {"ecosystem": "PyPI", "name": name}, "version": version} for name, version in packages]
    try:
        answer = client.post(f"{address.rstrip('/')}/querybatch", json={"queries": queries})
        answer.raise_for_status()
        results = answer.json()["results"]
        pairs = list(zip(packages, results, strict=True))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise AwayError(f"{SERVICE} gives no answer that can be used: {error}") from None
    return [
        Finding(one["id"], name, f"{version} is affected")
        for (name, version), result in pairs
        for one in result.get("vulns") or ()
    ]


def from_list(document: Mapping[str, Any], packages: Iterable[tuple[str, str]]) -> list[Finding]:
    """What the list in the repository knows of these versions."""
    return [
        Finding(one["id"], name, f"{version} is affected: {one['summary']}", tuple(one["aliases"]))
        for name, version in packages
        for one in document["advisories"]
        if one["package"] == name and is_affected(version, one)
    ]


def is_affected(version: str, advisory: Mapping[str, Any]) -> bool:
    """Whether a version lies in one of the advisory's ranges, or is one that it names."""
    return version in advisory.get("versions", ()) or any(_within(version, span) for span in advisory["ranges"])


def _within(version: str, span: Mapping[str, str]) -> bool:
    try:
        here = Version(version)
        begun = span["introduced"] == "0" or here >= Version(span["introduced"])
        fixed = "fixed" in span and here >= Version(span["fixed"])
        behind = "last_affected" in span and here > Version(span["last_affected"])
    except InvalidVersion:
        return True  # A version that cannot be compared is looked at by a person.
    return begun and not fixed and not behind


def python_findings(folder: Path, today: date) -> list[Finding]:
    """Of the locks in ``requirements/``; says where they come from when no service answers."""
    packages = locked(folder)
    try:
        with httpx.Client(timeout=PATIENCE_S) as client:
            return from_service(os.environ.get(SERVICE, ""), packages, client)
    except AwayError as error:
        document = json.loads(LIST.read_text(encoding="utf-8"))
        for line in _words_of_the_list(document, packages, today):
            print(f"!! {line}")
        print(f"!! {error}")
        return from_list(document, packages)


def _words_of_the_list(document: Mapping[str, Any], packages: Iterable[tuple[str, str]], today: date) -> Iterator[str]:
    age = (today - date.fromisoformat(document["date"])).days
    yield "ADVISORIES OF PYTHON PACKAGES WERE NOT ASKED OF A SERVICE"
    yield f"compared with the list of {document['date']} instead, {age} days old: nothing newer is known here"
    strange = sorted({name for name, _ in packages} - set(document["packages"]))
    if strange:
        yield f"not looked for when the list was made: {', '.join(strange)}"


# ---------------------------------------------------------------- the page


def npm_findings(folder: Path) -> list[Finding]:
    """Of the page's lock. Says that nobody could be asked when npm's registry gives no advisories."""
    try:
        return from_npm(_npm_answer(folder / "frontend"))
    except AwayError as error:
        print("!! ADVISORIES OF THE PAGE'S PACKAGES WERE NOT ASKED: there is no list of these here")
        print(f"!! {error}")
        return []


def _npm_answer(folder: Path) -> str:
    npm = shutil.which("npm")
    if npm is None or not (folder / "package-lock.json").is_file():
        raise AwayError("there is no npm, or no package-lock.json")
    try:
        done = subprocess.run(
            [npm, *NPM_AUDIT], cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        raise AwayError(f"npm audit did not answer within {PATIENCE_S} s") from None
    return done.stdout


def from_npm(answer: str) -> list[Finding]:
    """The advisories in the answer of ``npm audit --json``. Raises AwayError."""
    try:
        document = json.loads(answer)
        entries = document["vulnerabilities"].values()
    except (ValueError, KeyError, AttributeError, TypeError):
        raise AwayError(f"npm audit: {_message(answer)}") from None
    causes = {
        (str(via["url"]).rsplit("/", 1)[-1], via["name"]): via
        for entry in entries
        for via in entry["via"]
        if isinstance(via, dict)
    }
    return [
        Finding(name, package, f"{via['severity']}: {via['title']} ({via['range']})")
        for (name, package), via in sorted(causes.items())
    ]


def _message(answer: str) -> str:
    try:
        return str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return "no answer that can be read"


def main(folder: Path) -> int:
    """Print each fault; answers the exit status."""
    today = datetime.now(UTC).date()
    accepted = acceptances(folder / "pyproject.toml", "advisories")
    told = faults([*python_findings(folder, today), *npm_findings(folder)], accepted, today)
    for line in told:
        print(line)
    return bool(told)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
