"""Acceptances of findings: what they cover, how often, and until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tools.acceptances import Acceptance, Finding, UnreasonedError, acceptances, faults, unused

DAY = date(2026, 12, 1)
FOUND = Finding("B104", "common/a.py", "line 3", ("B9",))


def accepted(where: str = "common/a.py", times: int = 1, until: date = DAY, what: str = "B104") -> Acceptance:
    return Acceptance(what, where, "a reason", until, times)


@pytest.mark.parametrize(
    ("found", "entries", "expected"),
    [
        ([FOUND], [], ["B104 in common/a.py: line 3"]),
        ([FOUND], [accepted()], []),
        ([FOUND], [accepted(what="B9")], []),
        ([FOUND], [accepted(where="common/b.py")], ["B104 in common/a.py: line 3"]),
        ([FOUND, FOUND], [accepted()], ["B104 in common/a.py: line 3"]),
        ([FOUND, FOUND], [accepted(times=2)], []),
        ([FOUND, FOUND], [accepted(where="*")], []),
        (
            [FOUND],
            [accepted(until=date(2026, 11, 30))],
            ["B104 in common/a.py: was accepted until 2026-11-30 only (a reason)"],
        ),
    ],
)
def test_a_finding_stands_as_often_as_it_is_accepted_and_until_the_last_day(
    found: list[Finding], entries: list[Acceptance], expected: list[str]
) -> None:
    assert faults(found, entries, DAY) == expected


def test_an_acceptance_of_what_is_no_longer_found_is_named() -> None:
    assert unused([FOUND], [accepted()]) == []
    told = unused([FOUND], [accepted(where="common/b.py")])
    assert told == ["B104 in common/b.py: is accepted and no longer found; delete the acceptance"]


@pytest.mark.parametrize("rest", ['reason = " ", until = 2026-12-01', 'reason = "why", until = "later"'])
def test_an_acceptance_without_reason_or_last_day_is_refused(tmp_path: Path, rest: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f'[tool.accepted]\ncode = [{{ what = "B104", where = "*", {rest} }}]\n', encoding="utf-8")
    with pytest.raises(UnreasonedError, match=r"B104 in \*: say the reason and the last day"):
        acceptances(file, "code")
