"""Acceptances of findings: what a check may find, where, why and until when; tables in pyproject.toml.

A finding that nobody accepted is a fault, and so is an acceptance whose day is over.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the name of its rule or of an advisory, the file or package, and a line for people.
    ``aliases`` are other names of the same."""

    what: str
    where: str
    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a finding may stand. ``times`` bounds how often in one file; ``where`` ``*`` is everywhere, unbounded."""

    what: str
    where: str
    reason: str
    until: date
    times: int = 1

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of this finding."""
        return self.what in {finding.what, *finding.aliases} and self.where in {EVERYWHERE, finding.where}

    def __str__(self) -> str:
        return f"{self.what} in {self.where}"


class UnreasonedError(Exception):
    """An acceptance lacks its reason or its last day."""


def acceptances(pyproject: Path, kind: str) -> list[Acceptance]:
    """The entries of ``tool.accepted.KIND``."""
    tool = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("tool", {})
    entries = [Acceptance(**entry) for entry in tool.get("accepted", {}).get(kind, ())]
    for one in entries:
        if not one.reason.strip() or not isinstance(one.until, date):
            raise UnreasonedError(f"{one}: say the reason and the last day (until = YYYY-MM-DD) of this acceptance")
    return entries


def faults(findings: Iterable[Finding], accepted: Sequence[Acceptance], today: date) -> list[str]:
    """What must not stay: findings beyond what is accepted, and acceptances whose day is over."""
    over = [f"{one}: was accepted until {one.until} only ({one.reason})" for one in accepted if one.until < today]
    used: Counter[Acceptance] = Counter()
    open_findings = []
    for finding in findings:
        cover = next((one for one in accepted if one.covers(finding) and _holds(one, used)), None)
        if cover is None:
            open_findings.append(f"{finding.what} in {finding.where}: {finding.text}")
        else:
            used[cover] += 1
    return [*over, *open_findings]


def unused(findings: Sequence[Finding], accepted: Sequence[Acceptance]) -> list[str]:
    """Acceptances of what is no longer found: they would hide the next one."""
    stale = (one for one in accepted if not any(one.covers(finding) for finding in findings))
    return [f"{one}: is accepted and no longer found; delete the acceptance" for one in stale]


def _holds(acceptance: Acceptance, used: Counter[Acceptance]) -> bool:
    return acceptance.where == EVERYWHERE or used[acceptance] < acceptance.times
