"""Reading ``config/units.yaml`` and ``config/plans/*.yaml``; every problem names file, line and key."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from command_center.plans.model import Plan, Plans, Units


def read_units(path: Path) -> Units:
    """The units; without the file there are none. Raises ConfigError with every problem."""
    if not path.exists():
        return Units()
    file = YamlFile(path)
    read = file.read(Units)
    problems = file.repeated("units", [unit.id for unit in read.units])
    if problems:
        raise ConfigError(problems)
    return read


def read_plans(folder: Path, hotspots: Collection[str], units: Units) -> Plans:
    """Every plan of the folder, by file name. Raises ConfigError with every problem of every file."""
    plans: list[Plan] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        try:
            file = YamlFile(path)
            plan = file.read(Plan)
        except ConfigError as error:
            problems += error.problems
            continue
        problems += _unknown(file, plan, hotspots, units)
        if any(plan.id == other.id for other in plans):
            problems.append(file.problem(["id"], f"{plan.id!r} is the id of another plan"))
        plans.append(plan)
    if problems:
        raise ConfigError(problems)
    return Plans(plans=tuple(plans))


def _unknown(file: YamlFile, plan: Plan, hotspots: Collection[str], units: Units) -> Iterator[str]:
    if plan.hotspot is not None and plan.hotspot not in hotspots:
        yield file.problem(["hotspot"], f"there is no hotspot {plan.hotspot!r}")
    for index, task in enumerate(plan.tasks):
        if units.get(task.unit) is None:
            yield file.problem(["tasks", index, "unit"], f"there is no unit {task.unit!r}")
