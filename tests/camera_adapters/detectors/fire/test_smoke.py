"""Smoke is what veils, stays and stirs; shadows, steps of light, parked lorries and fog banks are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from camera_adapters.detectors.fire.plumes import Candidate, plume
from camera_adapters.detectors.fire.smoke import SmokeSettings
from camera_adapters.detectors.site import Site
from camera_adapters.messages import CameraSpec, Phase
from camera_adapters.video.frames import Frame
from tests.support.analysis import NOWHERE, tell
from tests.support.coloured import coloured, grey_planes, real, rendered
from tests.support.pictures import camera, footage, landscape

WATCHED = camera({"kind": "smoke"}, fps=1)
BEGIN = 40
ROWS, COLUMNS = np.arange(180), np.arange(320)
PLUME = Candidate(12, 8, 0.013, 12.0, 3.0, 0.5, 0.9, 0.0, True, (0.4, 0.3, 0.1, 0.2))

Field = NDArray[np.float32]
Spoil = Callable[[Field, int, np.random.Generator], Field]


def pictures(spoil: Spoil, seconds: int = 130) -> Iterator[Frame]:
    """A textured place, a picture a second; ``spoil`` changes it from the fortieth second on."""
    rng = np.random.default_rng(3)
    background = cv2.GaussianBlur(landscape(), (0, 0), 1.0).astype(np.float32) * 0.5 + 30
    for second in range(seconds):
        shown = spoil(background, second - BEGIN, rng) if second >= BEGIN else background
        y = np.clip(shown + rng.normal(0, 2, shown.shape), 16, 235).astype(np.uint8)
        yield coloured(y, *grey_planes(y), float(second))


def smoke(background: Field, t: int, rng: np.random.Generator, size: float = 1.0) -> Field:
    """A plume from one spot: puffs that come and go over it."""
    depth = np.zeros_like(background)
    grown = min(1.0, t / 20.0) * size
    for height in np.arange(0, 70 * grown, 5):
        x, y = 160 + height * 0.3 + rng.normal(0, 2), 120 - height
        radius = 4 + height * 0.15 + rng.normal(0, 0.5)
        down, across = np.exp(-(((ROWS - y) / radius) ** 2)), np.exp(-(((COLUMNS - x) / radius) ** 2))
        depth += (0.5 * rng.uniform(0.4, 1.4) * np.outer(down, across)).astype(np.float32)
    share = 1 - np.exp(-depth)
    return background * (1 - share) + 180 * share


def shadow(background: Field, t: int, rng: np.random.Generator) -> Field:
    """A cloud's shadow that comes over and stays."""
    edge = np.clip((np.arange(320) - 300 + 6 * t) / 30.0, 0, 1).astype(np.float32)
    return background * (1 - 0.45 * edge)[None, :]


def exposure(background: Field, t: int, rng: np.random.Generator) -> Field:
    """The camera makes everything brighter, and darker again."""
    return background * (1.4 if t // 25 % 2 == 0 else 0.8)


def lorry(background: Field, t: int, rng: np.random.Generator) -> Field:
    """Something plain is parked in the picture."""
    parked = background.copy()
    parked[100:130, 150:200] = 170
    return parked


def fog_bank(background: Field, t: int, rng: np.random.Generator) -> Field:
    """A bank of fog drifts through the whole width."""
    x = np.arange(320, dtype=np.float32)
    bank = 0.7 * np.exp(-(((x + 60 - 4 * t) / 50) ** 2))[None, :]
    return background * (1 - bank) + 180 * bank


def raised(frames: Iterator[Frame], spec: CameraSpec = WATCHED, site: Site = NOWHERE) -> list[tuple[float, str]]:
    told = tell(spec, frames, site)
    return [(at, each.kind) for at, each in told if each.phase is Phase.RAISED]


def test_a_plume_is_found_within_a_minute_and_is_one_alert() -> None:
    [(at, kind)] = raised(pictures(smoke))
    assert kind == "smoke"
    assert BEGIN < at < BEGIN + 60


@pytest.mark.parametrize("spoil", [shadow, exposure, lorry, fog_bank], ids=lambda each: each.__name__)
def test_light_and_lorries_and_fog_banks_are_no_smoke(spoil: Spoil) -> None:
    assert raised(pictures(spoil)) == []


def test_over_a_works_site_it_is_an_emission_in_working_hours_and_smoke_outside_them() -> None:
    site = {"site": True, "works_from": 0, "works_to": 24}
    works = camera({"kind": "smoke", "settings": site}, fps=1)
    assert {kind for _, kind in raised(pictures(smoke, 160), works)} == {"emission"}
    idle = camera({"kind": "smoke", "settings": {**site, "works_to": 0}}, fps=1)
    assert {kind for _, kind in raised(pictures(smoke), idle)} == {"smoke"}


def test_working_hours_may_go_over_midnight() -> None:
    day = SmokeSettings(site=True)
    assert day.working(datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert not day.working(datetime(2026, 5, 1, 20, tzinfo=UTC))
    night = SmokeSettings(site=True, works_from=20.0, works_to=6.0)
    assert night.working(datetime(2026, 5, 2, 0, tzinfo=UTC))
    assert not night.working(datetime(2026, 5, 1, 12, tzinfo=UTC))


def test_working_hours_are_those_of_the_site_s_time_zone() -> None:
    works = camera({"kind": "smoke", "settings": {"site": True}}, fps=1)  # the pictures begin at midnight UTC
    assert {kind for _, kind in raised(pictures(smoke), works, Site(ZoneInfo("Asia/Shanghai")))} == {"emission"}
    assert {kind for _, kind in raised(pictures(smoke), works, Site(ZoneInfo("UTC")))} == {"smoke"}


def test_a_small_plume_is_a_candidate_and_a_large_one_is_smoke() -> None:
    settings, noon = SmokeSettings(), datetime(2026, 5, 1, tzinfo=UTC)
    assert (settings.kind(0.004, noon), settings.kind(0.006, noon)) == ("smoke_far", "smoke")


def test_a_small_plume_that_flares_up_for_a_moment_stays_small() -> None:
    assert PLUME.settled == PLUME.share
    assert replace(PLUME, core=3).settled == pytest.approx(PLUME.share / 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"blocks": 2},
        {"core": 1},
        {"share": 0.3},
        {"contrast": 1.0},
        {"lively": 1.0},
        {"rough": 8.0},
        {"anchored": 0.3},
        {"elsewhere": 0.2},
        {"restless": 0.04},
        {"grounded": False},
        {"alone": 0.2},
        {"flat": 5.0},
        {"flat": 5.0, "contrast": 18.0, "spread": 60.0},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_every_condition_of_a_plume_must_hold(wrong: dict[str, float]) -> None:
    assert plume(PLUME) > 0.58
    assert plume(replace(PLUME, **wrong)) == 0.0


def test_a_narrow_plume_that_wavers_is_still_the_same_one_and_a_fog_bank_is_not() -> None:
    wavers = replace(PLUME, anchored=0.5, flat=0.4)
    assert plume(wavers) == 0.0
    assert plume(replace(wavers, known=True)) > 0.58
    assert plume(replace(wavers, known=True, flat=3.0)) == 0.0


def dusk(background: Field, t: int, rng: np.random.Generator) -> Field:
    """It grows dark: dark places by a larger share than bright ones."""
    return 255.0 * (background / 255.0) ** (1.0 + t / 90.0)


def test_dusk_is_no_smoke() -> None:
    assert raised(pictures(dusk)) == []


def test_a_rendered_plume_is_found() -> None:
    told = raised(rendered("scene:mountain?seed=3&seconds=110&fps=1&hazards=smoke@30-110"))
    assert "smoke" in {kind for _, kind in told}


def test_a_rendered_slope_without_hazards_is_quiet() -> None:
    assert raised(rendered("scene:mountain?seed=5&seconds=80&fps=1")) == []


def test_the_real_plume_over_the_coast_is_found_within_a_minute_of_half_a_percent() -> None:
    told = raised(real(footage("smoke_coast.mp4"), 5, lapse=1.0, free=1.6, warm_up=15.0))
    assert [kind for at, kind in told if kind == "smoke" and 40 < at < 100] == ["smoke"]


def test_the_real_plume_behind_a_ridge_is_found_within_five_pictures() -> None:
    told = raised(real(footage("smoke_ridge_plume.mp4"), 5, lapse=60.0, free=0.75, warm_up=900.0))
    assert told[0][1] in ("smoke", "smoke_far")
    first = min(at for at, kind in told if kind == "smoke")
    assert 180.0 <= first <= 540.0  # half a percent of the picture in the fifth one


@pytest.mark.parametrize(
    ("name", "lapse"),
    [
        ("site_day_night_clouds.mp4", 8100.0),
        ("tree_waving_then_covered.avi", None),
        ("neon_night.mp4", None),
    ],
)
def test_clouds_leaves_and_neon_are_no_smoke(name: str, lapse: float | None) -> None:
    assert [kind for _, kind in raised(real(footage(name), 2, lapse=lapse)) if kind.startswith("smoke")] == []
