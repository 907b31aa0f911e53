"""The records of the kinds: complete, and no record names what does not exist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from common.kinds import KINDS, Category, Family, kind_of, table_of
from common.kinds.cameras import CAMERA_LOST, LOW_VISIBILITY
from common.kinds.fire import SMOKE
from common.kinds.reported import REPORT


def test_a_record_stands_under_its_own_name() -> None:
    assert all(name == kind.name for name, kind in KINDS.items())
    assert {"intrusion", "smoke", "water_level", "camera_lost", "report"} <= set(KINDS)


def test_two_records_of_one_name_are_an_error_at_start() -> None:
    with pytest.raises(ValueError, match="'report' stands twice"):
        table_of([REPORT, replace(REPORT, level=1)])


def test_a_record_that_names_a_kind_without_a_record_is_an_error_at_start() -> None:
    with pytest.raises(ValueError, match=r"'smoke' names kinds that do not exist: .*smoke_far"):
        table_of([SMOKE])


@pytest.mark.parametrize("wrong", [{"level": 0}, {"level": 5}, {"categories": ()}])
def test_a_record_without_a_level_or_a_category_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="'report'"):
        replace(REPORT, **wrong)  # type: ignore[arg-type]


def test_no_two_kinds_are_called_the_same() -> None:
    assert (
        len({kind.words.zh for kind in KINDS.values()}) == len({kind.words.en for kind in KINDS.values()}) == len(KINDS)
    )


def test_a_kind_of_another_version_is_no_sign_of_any_hazard_and_has_a_middle_level() -> None:
    strange = kind_of("quake")
    assert (strange.family, strange.categories, strange.level, strange.is_alert) == (None, (Category.OTHER,), 3, True)


def test_nobody_is_called_for_what_only_stands_in_a_camera_s_state() -> None:
    assert CAMERA_LOST.is_alert
    assert not LOW_VISIBILITY.is_alert


def test_every_kind_of_water_and_of_fire_says_so_in_cap() -> None:
    wanted = {Family.FIRE: Category.FIRE, Family.WATER: Category.MET, Family.SLOPE: Category.GEO}
    for kind in KINDS.values():
        assert kind.family is None or wanted[kind.family] in kind.categories
