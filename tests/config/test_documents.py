"""Documents: their tables of settings and commands say what the code has, and the files that they name exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest

from camera_adapters.__main__ import main as adapters
from camera_adapters.base.settings import AdapterSettings
from command_center.__main__ import main as centre
from command_center.base.settings import Settings
from tests.support.paths import CHECKOUT

PROGRAMS: dict[str, Callable[[list[str]], int]] = {"command_center": centre, "camera_adapters": adapters}


def rows(file: str) -> list[str]:
    """The first cells of the rows of every table."""
    lines = (CHECKOUT / file).read_text().splitlines()
    return [re.split(r"(?<!\\)\|", line)[1] for line in lines if line.startswith("| `")]


def commands() -> list[tuple[str, str, frozenset[str]]]:
    """Program, command and options of every row in the table of commands."""
    text = "\n".join(rows("docs/operations.md"))
    found = re.findall(r"python -m (\w+) ([\w-]+)([^`]*)", text)
    return [(program, command, frozenset(re.findall(r"--[\w-]+", rest))) for program, command, rest in found]


@pytest.mark.parametrize("file", ["README.md", "README.zh-CN.md"])
def test_the_table_of_settings_names_every_variable_and_no_other(file: str) -> None:
    written = re.findall(r"`([A-Z][A-Z_]+)`", "\n".join(rows(file)))
    fields = [*Settings.model_fields.values(), *AdapterSettings.model_fields.values()]
    assert sorted(written) == sorted({field.alias for field in fields if field.alias})


@pytest.mark.parametrize(("program", "command", "options"), commands(), ids=str)
def test_every_documented_option_exists(
    program: str, command: str, options: frozenset[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        PROGRAMS[program]([command, "--help"])
    assert ended.value.code == 0
    usage = capsys.readouterr().out
    assert {option for option in options if option not in usage} == set()


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_is_documented(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        PROGRAMS[program](["--help"])
    offered = set(re.findall(r"^    ([a-z][\w-]+)", capsys.readouterr().out, re.MULTILINE)) - {"work", "trial"}
    assert offered == {command for of, command, _ in commands() if of == program}


def files_named(text: str) -> set[str]:
    """Files in backticks; a name with a word in capitals, such as ``NAME``, stands for a file yet to be written."""
    names = re.findall(r"`([\w./-]+\.(?:py|ts|vue|md|yaml|toml))`", text)
    return {
        name for name in names if not re.search(r"[A-Z]{4,}", name.replace("README", "").replace("CONTRIBUTING", ""))
    }


def walks() -> str:
    _, _, rest = (CHECKOUT / "docs/architecture.md").read_text().partition("## Three walks")
    return rest.partition("\n## ")[0]


def test_the_three_walks_name_files_that_exist() -> None:
    named = files_named(walks())
    assert len(re.findall(r"^\*\*From ", walks(), re.MULTILINE)) == 3
    assert len(named) > 40
    assert {name for name in named if not (CHECKOUT / name).is_file()} == set()


def test_contributing_names_files_that_exist() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    ends = [f"/{path}" for path in listed.splitlines()]
    named = files_named((CHECKOUT / "CONTRIBUTING.md").read_text())
    assert named
    assert {name for name in named if not any(path.endswith(f"/{name}") for path in ends)} == set()
