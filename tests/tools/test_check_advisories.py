"""Check of the locked packages for advisories: by a service, by the list in the repository, and by npm."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.paths import CHECKOUT
from tools.acceptances import Finding
from tools.check_advisories import LIST, SERVICE, AwayError, from_npm, from_service, is_affected, main
from tools.locks import locked

KNOWN = "PYSEC-2018-52"
"""Of cryptography from 1.9 to before 2.3, as CVE-2018-10903."""
PACKAGES = [("cryptography", "2.2"), ("idna", "3.10")]


@pytest.fixture(autouse=True)
def _no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SERVICE, raising=False)


def checkout(folder: Path, version: str, accepted: str = "") -> Path:
    """A checkout whose lock fixes one package, and which has no page."""
    (folder / "requirements").mkdir(exist_ok=True)
    (folder / "requirements" / "runtime.txt").write_text(
        f"Cryptography=={version} ; sys_platform != 'win32' \\\n    --hash=sha256:00\n", encoding="utf-8"
    )
    (folder / "pyproject.toml").write_text(f"[tool.accepted]\nadvisories = [{accepted}]\n", encoding="utf-8")
    return folder


def acceptance(name: str, until: str) -> str:
    return f'{{ what = "{name}", where = "cryptography", until = {until}, reason = "planted" }}, '


def test_a_planted_version_with_a_known_advisory_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(checkout(tmp_path, "2.2")) == 1
    assert f"{KNOWN} in cryptography: 2.2 is affected" in capsys.readouterr().out


def test_without_a_service_it_says_so_and_names_the_day_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(checkout(tmp_path, "9999")) == 0
    told = capsys.readouterr().out
    assert "!! ADVISORIES OF PYTHON PACKAGES WERE NOT ASKED OF A SERVICE" in told
    assert f"the list of {json.loads(LIST.read_text(encoding='utf-8'))['date']} instead" in told
    assert "!! ADVISORIES OF THE PAGE'S PACKAGES WERE NOT ASKED" in told


def test_an_expired_acceptance_fails_and_one_that_holds_does_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(checkout(tmp_path, "2.2"))
    ids = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("PYSEC-")]
    rest = "".join(acceptance(name, "9999-12-31") for name in ids if name != KNOWN)
    assert main(checkout(tmp_path, "2.2", rest + acceptance("CVE-2018-10903", "9999-12-31"))) == 0
    capsys.readouterr()
    assert main(checkout(tmp_path, "2.2", rest + acceptance(KNOWN, "2026-01-01"))) == 1
    assert f"{KNOWN} in cryptography: was accepted until 2026-01-01 only (planted)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("version", "spans", "affected"),
    [
        ("1.8", [{"introduced": "1.9", "fixed": "2.3"}], False),
        ("1.9", [{"introduced": "1.9", "fixed": "2.3"}], True),
        ("2.3", [{"introduced": "1.9", "fixed": "2.3"}], False),
        ("2.10", [{"introduced": "0", "last_affected": "2.10"}], True),
        ("2.10.1", [{"introduced": "0", "last_affected": "2.10"}], False),
        ("5", [{"introduced": "0", "fixed": "2"}, {"introduced": "4"}], True),
        ("3", [{"introduced": "0", "fixed": "2"}, {"introduced": "4"}], False),
        ("of no order", [{"introduced": "0", "fixed": "2"}], True),
    ],
)
def test_a_version_is_affected_within_the_ranges_of_an_advisory(
    version: str, spans: list[dict[str, str]], affected: bool
) -> None:
    assert is_affected(version, {"ranges": spans}) is affected


def answering(status: int, document: Any) -> tuple[httpx.Client, list[Any]]:
    """A client whose service always answers this, and what it was asked."""
    asked: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, json.loads(request.content)))
        return httpx.Response(status, json=document)

    return httpx.Client(transport=httpx.MockTransport(handle)), asked


def test_a_service_that_answers_is_believed() -> None:
    client, asked = answering(200, {"results": [{"vulns": [{"id": "GHSA-1"}]}, {}]})
    found = from_service("http://advisories.test/v1/", PACKAGES, client)
    assert found == [Finding("GHSA-1", "cryptography", "2.2 is affected")]
    path, body = asked[0]
    assert path == "/v1/querybatch"
    assert body["queries"][1] == {"package": {"ecosystem": "PyPI", "name": "idna"}, "version": "3.10"}


@pytest.mark.parametrize(("status", "document"), [(404, {}), (200, {}), (200, {"results": [{}]}), (200, "no")])
def test_a_service_that_gives_no_answer_for_each_package_counts_as_away(status: int, document: Any) -> None:
    with pytest.raises(AwayError):
        from_service("http://advisories.test/v1", PACKAGES, answering(status, document)[0])


def test_a_service_that_is_away_fails_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVICE, "http://127.0.0.1:1/v1")
    assert main(checkout(tmp_path, "9999")) == 0
    assert f"!! {SERVICE} gives no answer that can be used" in capsys.readouterr().out


def test_the_advisories_of_npm_are_findings_each_once() -> None:
    via = {
        "url": "https://page.test/advisories/GHSA-2",
        "name": "vite",
        "severity": "high",
        "title": "T",
        "range": "<9",
    }
    answer = {"vulnerabilities": {"vite": {"via": [via]}, "vitest": {"via": ["vite", via]}}}
    assert from_npm(json.dumps(answer)) == [Finding("GHSA-2", "vite", "high: T (<9)")]


@pytest.mark.parametrize("answer", ["", "[]", '{"message": "405 Method Not Allowed"}'])
def test_an_answer_of_npm_without_advisories_counts_as_nobody_asked(answer: str) -> None:
    with pytest.raises(AwayError):
        from_npm(answer)


def test_the_list_was_made_for_packages_of_the_locks_and_says_its_day() -> None:
    document = json.loads(LIST.read_text(encoding="utf-8"))
    assert date.fromisoformat(document["date"]) > date(2024, 1, 1)
    names = {name for name, _ in locked(CHECKOUT)}
    assert {one["package"] for one in document["advisories"]} <= set(document["packages"])
    assert len(names & set(document["packages"])) > 100
    assert "://" not in LIST.read_text(encoding="utf-8")
