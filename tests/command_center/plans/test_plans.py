"""Plans and units are files that people write: what is wrong is named by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_center.base.errors import ConfigError
from command_center.plans.files import read_plans, read_units
from command_center.plans.model import Units
from tests.support.paths import CHECKOUT

CONFIG = CHECKOUT / "config"
HOTSPOTS = {"wuyun-mountain", "river", "reservoir", "town"}
UNITS = Units.model_validate({"units": [{"id": "team", "name": {"zh": "队", "en": "Team"}, "phone": "000 0000 0001"}]})
PLAN = """\
id: fire
name: {zh: 火, en: Fire}
hotspot: river
kinds: [smoke]
level: 2
when: {zh: 冒烟, en: Smoke}
tasks:
  - title: {zh: 扑火, en: Fight}
    unit: team
"""


def problems(folder: Path, text: str) -> str:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as wrong:
        read_plans(folder, HOTSPOTS, UNITS)
    return "\n".join(wrong.value.problems)


def test_the_three_plans_of_the_site_are_complete() -> None:
    units = read_units(CONFIG / "units.yaml")
    plans = read_plans(CONFIG / "plans", HOTSPOTS, units).plans
    assert {plan.hotspot for plan in plans} == {"wuyun-mountain", "river", "reservoir"}
    for plan in plans:
        assert len(plan.tasks) >= 5
        assert len(plan.phones) >= 4
        assert all(task.within_minutes and task.detail for task in plan.tasks)
        assert all(one.phone.startswith("000 ") for one in plan.phones), "no number of the repository is anybody's"
    assert all(unit.phone.startswith("000 ") for unit in units.units)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("level: 2", "level: 9", "a.yaml:5: level"),
        ("level: 2", "level: 2\ncolour: red", "a.yaml:6: colour: unknown key"),
        ("hotspot: river", "hotspot: sea", "a.yaml:3: hotspot: there is no hotspot 'sea'"),
        ("unit: team", "unit: army", "a.yaml:9: tasks[0].unit: there is no unit 'army'"),
        ("unit: team", "unit: team\n    within: 5", "a.yaml:10: tasks[0].within: unknown key"),
        ("kinds: [smoke]\n", "", "a.yaml:1: kinds: is missing"),
        ("kinds: [smoke]", "kinds: []", "a.yaml:4: kinds"),
    ],
)
def test_a_wrong_key_is_named_by_file_line_and_key(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert said in problems(tmp_path, PLAN.replace(before, after))


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "c.yaml").write_text("id: [", encoding="utf-8")
    text = problems(tmp_path, PLAN)
    assert "b.yaml:1: id: 'fire' is the id of another plan" in text
    assert "c.yaml" in text


def test_a_unit_stands_once(tmp_path: Path) -> None:
    unit = "  - {id: a, name: {zh: 甲, en: A}, phone: '000 0000 0001'}\n"
    path = tmp_path / "units.yaml"
    path.write_text("units:\n" + unit + unit, encoding="utf-8")
    with pytest.raises(ConfigError, match="stands twice"):
        read_units(path)
