"""Generated files: what is written from the records of kinds and the entries of detectors is not stale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import CHECKOUT


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The generator, as a person runs it there."""
    command = [sys.executable, "tools/generate_words.py", *arguments]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.timeout(60)
def test_words_of_the_page_and_tables_of_the_documents_are_what_the_records_say() -> None:
    answer = run(CHECKOUT, "--check")
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stdout + answer.stderr
