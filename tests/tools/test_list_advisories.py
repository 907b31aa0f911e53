"""List of advisories, made from a folder as the advisory database keeps them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from tools.list_advisories import listed


def advisory(folder: Path, package: str, name: str, rest: str) -> None:
    path = folder / "vulns" / package / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"id: {name}\ndetails: Of {package}, see http://x.test/a\n{dedent(rest)}", encoding="utf-8")


AFFECTED = """\
    aliases: [CVE-1]
    affected:
    - package: {name: Some_Thing, ecosystem: PyPI}
      ranges:
      - type: GIT
        events: [{introduced: '0'}, {fixed: abc}]
      - type: ECOSYSTEM
        events: [{introduced: '0'}, {fixed: '1.2'}, {introduced: '2'}, {introduced: '3'}, {last_affected: '3.1'}]
      versions: ['1.0']
"""
NAMED = """\
    affected:
    - package: {name: some-thing, ecosystem: PyPI}
      versions: ['1.0', 1.1]
"""


def test_the_list_keeps_ranges_and_names_of_wanted_packages_and_no_address(tmp_path: Path) -> None:
    advisory(tmp_path, "some-thing", "PYSEC-1", AFFECTED)
    advisory(tmp_path, "some-thing", "PYSEC-2", NAMED)
    advisory(tmp_path, "some-thing", "PYSEC-3", f"    withdrawn: '2024-01-01'\n{AFFECTED}")
    advisory(tmp_path, "another", "PYSEC-4", NAMED)
    first, second = listed(tmp_path, ["some-thing"])
    assert first == {
        "id": "PYSEC-1",
        "aliases": ["CVE-1"],
        "package": "some-thing",
        "summary": "Of some-thing, see ",
        "ranges": [
            {"introduced": "0", "fixed": "1.2"},
            {"introduced": "2"},
            {"introduced": "3", "last_affected": "3.1"},
        ],
    }
    assert (second["id"], second["ranges"], second["versions"]) == ("PYSEC-2", [], ["1.0", "1.1"])
