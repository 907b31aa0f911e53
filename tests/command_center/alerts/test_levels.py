"""The configured table of levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_center.alerts.levels import read_levels
from command_center.base.errors import ConfigError
from command_center.base.settings import Settings
from command_center.site.model import read_hotspots
from common.kinds import KINDS
from tests.support.paths import CONFIG

GOOD = """\
default: 3
rules:
  - {kind: intrusion, hotspot: reservoir, zone: spillway, min_score: 0.9, level: 1}
  - {kind: intrusion, hotspot: reservoir, level: 2}
  - {kind: intrusion, level: 4}
  - {kind: "*", hotspot: river, level: 2}
"""
HOTSPOTS = {"reservoir", "river"}


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "alert_levels.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("kind", "hotspot", "zone", "score", "level"),
    [
        ("intrusion", "reservoir", "spillway", 0.95, 1),
        ("intrusion", "reservoir", "spillway", 0.5, 2),
        ("intrusion", "reservoir", None, 0.99, 2),
        ("intrusion", None, None, 0.99, 4),
        ("smoke", "river", None, 0.1, 2),
        ("smoke", "reservoir", None, 0.1, 3),
    ],
)
def test_the_first_rule_that_fits_decides(
    tmp_path: Path, kind: str, hotspot: str | None, zone: str | None, score: float, level: int
) -> None:
    table = read_levels(written(tmp_path, GOOD), HOTSPOTS)
    assert table.level(kind, hotspot, zone, score) == level


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("level: 4}", "level: 5}", 5, "rules[2].level"),
        ("level: 4}", "levle: 4}", 5, "unknown key"),
        ("default: 3", "default: high", 1, "default"),
        ("hotspot: river", "hotspot: lake", 6, "there is no hotspot 'lake'"),
        ("kind: intrusion, level: 4", "kind: intrusoin, level: 4", 5, "no such kind 'intrusoin'"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(
    tmp_path: Path, wrong: str, right: str, line: int, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_levels(written(tmp_path, GOOD.replace(wrong, right)), HOTSPOTS)
    assert f"alert_levels.yaml:{line}:" in str(caught.value)
    assert words in str(caught.value)


def test_a_kind_that_no_rule_names_has_the_level_of_its_record(tmp_path: Path) -> None:
    table = read_levels(written(tmp_path, "rules: []\n"), HOTSPOTS)
    assert {name: table.level(name, None, None, 1.0) for name in KINDS} == {k: each.level for k, each in KINDS.items()}
    assert table.level("of_another_version", None, None, 1.0) == 3


def test_the_repository_s_own_table_is_valid() -> None:
    settings = Settings(config_dir=CONFIG)
    table = read_levels(settings.alert_levels_file, read_hotspots(settings.hotspots_file).ids)
    assert table.level("intrusion", "reservoir", None, 0.5) == 2
    assert "camera_lost" in table.grouping.kinds
    assert table.level("water_level", "river", None, 1.0, "guarantee") == 2
    assert table.level("water_level", "river", None, 1.0, "fortification") == 4
    assert table.level("water_level", "river", None, 1.0, "1998") == 3
