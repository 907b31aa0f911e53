"""A detector that calls too often is one item that asks the officer; nothing it saw is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from camera_adapters.alerts.noise import NOISY, NoiseGuard
from camera_adapters.alerts.rules import RULES
from camera_adapters.messages import Box, EpisodeStep, Phase

START = datetime(2026, 5, 1, tzinfo=UTC)
BOX = Box(x=0.1, y=0.1, w=0.2, h=0.2)


def ids() -> Callable[[], UUID]:
    numbers = count(1000)
    return lambda: UUID(int=next(numbers))


def decision(episode: int, phase: Phase, at: float, kind: str = "smoke", seq: int = 0) -> EpisodeStep:
    moment = START + timedelta(seconds=at)
    return EpisodeStep(
        phase=phase,
        event_id=UUID(int=episode * 100 + seq),
        episode_id=UUID(int=episode),
        seq=seq,
        kind=kind,
        zone="slope",
        place="2-3",
        score=0.8,
        box=BOX,
        started_at=moment,
        captured_at=moment,
        detector="smoke/3",
        evidence={"blocks": 9.0},
    )


def guard(limit: int = 6) -> NoiseGuard:
    return NoiseGuard(lambda _kind, _zone: limit, ids())


def raise_every(guarded: NoiseGuard, times: Sequence[float], kind: str = "smoke") -> list[EpisodeStep]:
    told: list[EpisodeStep] = []
    for number, at in enumerate(times):
        told += guarded.take([decision(number + 1, Phase.RAISED, at, kind)], at)
    return told


def test_six_alerts_in_an_hour_are_told_each_and_the_seventh_opens_one_item() -> None:
    told = raise_every(guard(), [index * 60.0 for index in range(9)])
    assert [each.kind for each in told] == ["smoke"] * 6 + [NOISY] * 3
    item, *more = told[6:]
    assert (item.phase, item.place, item.zone) == (Phase.RAISED, "smoke", None)
    assert item.evidence == {"blocks": 9.0, "raised_in_hour": 7.0, "open": 1.0}
    assert (item.box, item.detector) == (BOX, "smoke/3")
    assert [each.phase for each in more] == [Phase.UPDATED] * 2
    assert {each.episode_id for each in more} == {item.episode_id}
    assert [each.seq for each in told[6:]] == [0, 1, 2]


def test_alerts_an_hour_apart_are_never_noise() -> None:
    told = raise_every(guard(), [index * 700.0 for index in range(30)])
    assert {each.kind for each in told} == {"smoke"}


def test_kinds_without_a_limit_are_told_every_time() -> None:
    told = raise_every(guard(limit=0), [float(index) for index in range(50)], "water_level")
    assert [each.kind for each in told] == ["water_level"] * 50


@pytest.mark.parametrize("kind", ["flame", "swimmer", "water_level", "level_rise", "camera_lost"])
def test_what_may_cost_a_life_is_never_bundled_at_a_lesser_level(kind: str) -> None:
    assert RULES[kind].noisy_after == 0


def test_kinds_are_counted_apart() -> None:
    guarded = guard()
    raise_every(guarded, [float(index) for index in range(8)])
    [flame] = guarded.take([decision(99, Phase.RAISED, 10.0, "flame")], 10.0)
    assert flame.kind == "flame"


def test_an_alert_told_before_goes_on_under_its_own_name() -> None:
    guarded = guard()
    raise_every(guarded, [float(index) for index in range(8)])
    [ended] = guarded.take([decision(1, Phase.ENDED, 20.0, seq=1)], 20.0)
    assert (ended.kind, ended.phase) == ("smoke", Phase.ENDED)


def test_what_gets_a_better_name_leaves_the_item_and_is_told_by_it() -> None:
    guarded = guard()
    raise_every(guarded, [60.0 * number for number in range(7)], kind="intrusion")
    assert guarded.noisy == {"intrusion": 1}
    told = guarded.take([decision(7, Phase.UPDATED, 400.0, kind="person", seq=1)], 400.0)
    assert [each.kind for each in told if each.phase is Phase.UPDATED] == ["person"]
    assert guarded.noisy.get("intrusion", 0) == 0


def test_the_item_ends_when_nothing_holds_and_the_hour_is_quiet_and_the_next_alert_is_told_again() -> None:
    guarded = guard()
    raise_every(guarded, [float(index) for index in range(8)])
    assert guarded.noisy == {"smoke": 2}
    for episode in (7, 8):
        assert guarded.take([decision(episode, Phase.ENDED, 30.0, seq=1)], 30.0) == []
    assert guarded.take([], 1800.0) == []
    [ended] = guarded.take([], 3700.0)
    assert (ended.kind, ended.phase) == (NOISY, Phase.ENDED)
    [again] = guarded.take([decision(50, Phase.RAISED, 3800.0)], 3800.0)
    assert again.kind == "smoke"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0.0, 600.0), max_size=40), st.integers(1, 5))
def test_every_alert_is_heard_under_its_own_name_or_in_an_item(gaps: list[float], limit: int) -> None:
    guarded, now, told = guard(limit), 0.0, []
    for number, gap in enumerate(gaps):
        now += gap
        heard = guarded.take([decision(number + 1, Phase.RAISED, now)], now)
        assert [each for each in heard if each.phase is not Phase.ENDED], number
        told += heard
    own = [each for each in told if each.kind == "smoke"]
    assert len({each.event_id for each in told}) == len(told)
    assert len(own) <= len(gaps)
    for item in {each.episode_id for each in told if each.kind == NOISY}:
        seqs = [each.seq for each in told if each.episode_id == item]
        assert seqs == list(range(len(seqs)))
