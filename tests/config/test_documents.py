"""The tables of settings and commands say what the code has."""

from __future__ import annotations

import re
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
