"""Check of the sources by bandit, on folders in which faults have been planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.check_code import main

SHELL = "import subprocess\n\n\ndef run(words: str) -> None:\n    subprocess.run(words, shell=True){comment}\n"


def planted(folder: Path, accepted: str = "", comment: str = "") -> Path:
    """A checkout with one source file that gives a stranger's words to a shell."""
    (folder / "common").mkdir()
    (folder / "common" / "shell.py").write_text(SHELL.format(comment=comment), encoding="utf-8")
    (folder / "pyproject.toml").write_text(f"[tool.accepted]\ncode = [{accepted}]\n", encoding="utf-8")
    return folder


def acceptance(test: str, until: str) -> str:
    return f'{{ what = "{test}", where = "*", until = {until}, reason = "planted" }}, '


@pytest.mark.parametrize("comment", ["", "  # nosec", "  # nosec B602"])
def test_a_planted_shell_fails_whatever_a_comment_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], comment: str
) -> None:
    assert main(planted(tmp_path, comment=comment)) == 1
    assert "B602 in common/shell.py: line 5" in capsys.readouterr().out


def test_an_acceptance_holds_until_its_last_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = acceptance("B404", "9999-12-31") + acceptance("B602", "9999-12-31")
    assert main(planted(tmp_path, both)) == 0
    (tmp_path / "pyproject.toml").write_text(
        f"[tool.accepted]\ncode = [{acceptance('B404', '9999-12-31')}{acceptance('B602', '2026-01-01')}]\n",
        encoding="utf-8",
    )
    assert main(tmp_path) == 1
    assert capsys.readouterr().out == "B602 in *: was accepted until 2026-01-01 only (planted)\n"


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted(tmp_path, acceptance("B404", "9999-12-31") + acceptance("B602", "9999-12-31"))
    (tmp_path / "common" / "broken.py").write_text("def (", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "unread in common/broken.py" in capsys.readouterr().out
