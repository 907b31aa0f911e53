"""The alert policy: what is told, when, and how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from camera_adapters.alerts.episode import Episode, EpisodeKey, PlaceEvidence, State
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.alerts.same_place import drifted, explains
from camera_adapters.messages import EpisodeStep, Phase
from common.kinds.rule import AfterClear, Merge, Rule
from common.states import IllegalMoveError

START = datetime(2026, 5, 1, tzinfo=UTC)


def numbered_ids() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


class Watch:
    """A policy with its clock: every call lets time pass and keeps what was told."""

    def __init__(self, rule: Rule | None = None, *, kind: str = "intrusion") -> None:
        overrides = {} if rule is None else {(kind, "bank"): rule}
        self.policy = AlertPolicy(RuleBook(overrides), numbered_ids())
        self.now = 100.0
        self.told: list[EpisodeStep] = []

    def step(self, *observations: Observation, after: float = 0.2) -> list[EpisodeStep]:
        self.now += after
        moment = START + timedelta(seconds=self.now)
        decisions = self.policy.step(observations, monotonic=self.now, captured_at=moment)
        self.told += decisions
        return decisions

    def silence(self, seconds: float) -> list[EpisodeStep]:
        told: list[EpisodeStep] = []
        for _ in range(round(seconds)):
            told += self.step(after=1.0)
        return told

    @property
    def phases(self) -> list[Phase]:
        return [decision.phase for decision in self.told]


def seen(score: float = 0.9, place: str = "track-1", **more: object) -> Observation:
    return Observation("intrusion", score, zone="bank", place=place, **more)  # type: ignore[arg-type]


NOBODY = Observation("intrusion", 0.0, zone="bank")
SHORT = Rule(clear_seconds=5.0, cooldown_seconds=20.0)


def test_three_strong_of_five_raise_once_and_the_third_says_so() -> None:
    watch = Watch()
    assert watch.step(seen()) == []
    assert watch.step(NOBODY) == []
    assert watch.step(seen()) == []
    [raised] = watch.step(seen())
    assert raised.phase is Phase.RAISED
    assert (raised.kind, raised.zone, raised.place, raised.seq) == ("intrusion", "bank", "", 0)
    assert raised.started_at == START + timedelta(seconds=100.2)
    assert raised.captured_at == START + timedelta(seconds=watch.now)


def test_two_of_five_are_not_enough() -> None:
    watch = Watch()
    for _ in range(20):
        watch.step(seen())
        watch.step(NOBODY)
        watch.step(NOBODY)
    assert watch.told == []


def test_weak_scores_start_nothing() -> None:
    watch = Watch()
    for _ in range(50):
        watch.step(seen(0.39))
    assert watch.told == []


def test_scores_between_off_and_on_keep_an_episode_but_start_none() -> None:
    watch = Watch(SHORT)
    for _ in range(30):
        watch.step(seen(0.45))
    assert watch.told == []
    for _ in range(3):
        watch.step(seen(0.9))
    for _ in range(300):
        watch.step(seen(0.45))
    assert Phase.ENDED not in watch.phases


def test_an_update_comes_at_most_every_few_seconds_while_nothing_changes() -> None:
    watch = Watch()
    for _ in range(155):
        watch.step(seen())
    assert watch.phases == [Phase.RAISED, Phase.UPDATED, Phase.UPDATED, Phase.UPDATED]
    assert [decision.seq for decision in watch.told] == [0, 1, 2, 3]
    assert len({decision.episode_id for decision in watch.told}) == 1
    assert len({decision.event_id for decision in watch.told}) == 4


def test_growth_is_told_early() -> None:
    watch = Watch()
    for _ in range(13):
        watch.step(seen(0.6, box=(0.1, 0.1, 0.1, 0.1)))
    assert watch.phases == [Phase.RAISED]
    watch.step(seen(0.6, box=(0.1, 0.1, 0.2, 0.2)))
    assert watch.phases == [Phase.RAISED, Phase.UPDATED]


def test_a_second_visitor_updates_the_episode_and_raises_nothing() -> None:
    watch = Watch()
    for _ in range(15):
        watch.step(seen())
    for _ in range(4):
        watch.step(seen(), seen(place="track-2"))
    assert watch.phases == [Phase.RAISED, Phase.UPDATED]
    assert watch.told[-1].evidence["visitors"] == 2.0


def test_the_end_is_told_when_the_clearing_time_has_passed_and_only_then() -> None:
    watch = Watch(SHORT)
    for _ in range(3):
        watch.step(seen())
    assert watch.silence(4) == []
    [ended] = watch.silence(1)
    assert ended.phase is Phase.ENDED
    assert ended.captured_at == START + timedelta(seconds=watch.now)
    assert watch.silence(60) == []


def test_a_visitor_who_comes_back_within_the_cool_down_is_the_same_episode() -> None:
    watch = Watch(SHORT)
    for _ in range(3):
        watch.step(seen())
    watch.silence(15)
    for _ in range(3):
        watch.step(seen(place="track-9"))
    watch.silence(40)
    assert watch.phases == [Phase.RAISED, Phase.ENDED, Phase.UPDATED, Phase.ENDED]
    assert [decision.seq for decision in watch.told] == [0, 1, 2, 3]
    assert len({decision.episode_id for decision in watch.told}) == 1


def test_what_comes_and_goes_is_told_as_over_once_and_stays_one_episode() -> None:
    watch = Watch(Rule(clear_seconds=30.0, cooldown_seconds=300.0, update_seconds=1000.0, growth_seconds=1000.0))
    for _ in range(10):  # a fire that flares up every 48 s
        for _ in range(12):
            watch.step(seen(), after=1.0)
        for _ in range(36):
            watch.step(NOBODY, after=1.0)
    assert watch.phases.count(Phase.ENDED) == 1
    assert watch.phases.count(Phase.RAISED) == 1
    watch.silence(30)
    assert watch.phases[-1] is Phase.ENDED
    assert len({decision.episode_id for decision in watch.told}) == 1


def test_one_sighting_within_the_cool_down_does_not_bring_an_ended_episode_back() -> None:
    watch = Watch(SHORT)
    for _ in range(3):
        watch.step(seen())
    watch.silence(15)
    watch.step(seen(place="track-9"))
    watch.silence(60)
    assert watch.phases == [Phase.RAISED, Phase.ENDED]


def test_a_visitor_after_the_end_is_a_new_episode_at_the_same_place() -> None:
    watch = Watch(SHORT)
    for _ in range(3):
        watch.step(seen())
    watch.silence(40)
    for _ in range(3):
        watch.step(seen(place="track-2"))
    assert watch.phases == [Phase.RAISED, Phase.ENDED, Phase.RAISED]
    assert watch.told[0].episode_id != watch.told[2].episode_id
    assert watch.told[0].place == watch.told[2].place


def test_a_fault_ends_when_it_is_clear_and_a_relapse_waits_for_the_cool_down() -> None:
    rule = Rule(hold_seconds=10, clear_seconds=5, cooldown_seconds=60, after_clear=AfterClear.NEW_LATER)
    watch = Watch(rule)
    for _ in range(12):
        watch.step(seen(place=""), after=1.0)
    assert watch.phases == [Phase.RAISED]
    for _ in range(10):
        watch.step(NOBODY, after=1.0)
    assert watch.phases == [Phase.RAISED, Phase.ENDED]
    ended_at = watch.now
    for _ in range(80):
        watch.step(seen(place=""), after=1.0)
    raised = [decision for decision in watch.told if decision.phase is Phase.RAISED]
    assert len(raised) == 2
    assert (raised[1].captured_at - START).total_seconds() >= ended_at + 50


def test_a_fault_must_hold_without_a_break() -> None:
    watch = Watch(Rule(hold_seconds=10, needed=5, window=5))
    for _ in range(6):
        for _ in range(9):
            watch.step(seen(place=""), after=1.0)
        watch.step(NOBODY, after=1.0)
    assert watch.told == []
    for _ in range(11):
        watch.step(seen(place=""), after=1.0)
    assert watch.phases == [Phase.RAISED]


def test_vetoed_observations_neither_raise_nor_break_and_are_counted() -> None:
    watch = Watch(SHORT)
    watch.step(seen())
    watch.step(seen())
    for _ in range(10):
        watch.step(seen(0.99, veto="global_change"))
    assert watch.told == []
    [raised] = watch.step(seen())
    assert raised.evidence["vetoed"] == 10.0
    assert watch.policy.vetoes["intrusion", "global_change"] == 10


def test_motion_is_not_raised_while_the_lens_is_covered_and_is_when_it_is_free_again() -> None:
    watch = Watch()
    lens = [Observation("camera_covered", score) for score in (1.0, 0.0)]
    for _ in range(4):
        watch.step(lens[0], after=1.0)
    for _ in range(20):
        watch.step(lens[0], seen())
    assert watch.told == []
    for _ in range(5):
        watch.step(lens[1], seen())
    assert [decision.kind for decision in watch.told] == ["intrusion"]


def named(place: str = "track-1", score: float = 0.9, kind: str = "vehicle") -> Observation:
    return Observation(kind, score, zone="bank", place=place, box=(0.4, 0.4, 0.1, 0.1))


def test_a_name_that_comes_later_is_told_of_the_same_episode_and_nothing_else_is_raised() -> None:
    watch = Watch()
    for _ in range(4):
        watch.step(seen())
    for _ in range(4):
        watch.step(named())
    for _ in range(10):
        watch.step(seen())
    told = [(each.phase, each.kind) for each in watch.told]
    assert told[:2] == [(Phase.RAISED, "intrusion"), (Phase.UPDATED, "vehicle")]
    assert {each.episode_id for each in watch.told} == {watch.told[0].episode_id}
    assert Phase.RAISED not in watch.phases[1:]
    assert [each.visitors for each in watch.policy._episodes] == [1]
    assert [(each.phase, each.kind) for each in watch.silence(25)][-1] == (Phase.ENDED, "vehicle")


def test_a_name_that_comes_before_the_alert_costs_no_time() -> None:
    watch = Watch()
    watch.step(seen())
    watch.step(seen())
    assert [(each.phase, each.kind) for each in watch.step(named())] == [(Phase.RAISED, "vehicle")]


def test_for_how_long_smoke_was_seen_while_it_was_small_counts() -> None:
    small, large = (Observation(kind, 0.8, place="1-1", box=(0.4, 0.4, 0.1, 0.1)) for kind in ("smoke_far", "smoke"))
    watch = Watch()
    for _ in range(19):
        watch.step(small, after=1.0)
    assert watch.told == []
    for _ in range(3):
        watch.step(large, after=1.0)
    assert [(each.phase, each.kind) for each in watch.told] == [(Phase.RAISED, "smoke")]
    assert (watch.told[0].captured_at - watch.told[0].started_at).total_seconds() >= 19


def test_who_is_seen_without_a_name_beside_somebody_with_one_joins_that_alert() -> None:
    watch = Watch()
    for _ in range(4):
        watch.step(named(kind="person"))
    for _ in range(4):
        watch.step(named(kind="person"), seen(place="track-2"))
    assert watch.phases.count(Phase.RAISED) == 1
    assert watch.told[0].kind == "person"


def test_two_names_in_one_zone_are_two_alerts() -> None:
    watch = Watch()
    for _ in range(4):
        watch.step(named("track-1"), named("track-2", kind="person"))
    assert sorted(each.kind for each in watch.told if each.phase is Phase.RAISED) == ["person", "vehicle"]


def test_motion_where_a_plume_stands_is_the_plume_and_elsewhere_it_is_somebody() -> None:
    smoke = Observation("smoke", 0.9, place="1-1", box=(0.3, 0.3, 0.2, 0.2))
    within, beside = (0.35, 0.3, 0.1, 0.1), (0.8, 0.8, 0.1, 0.1)
    watch = Watch()
    for _ in range(5):
        watch.step(smoke, seen(box=within))
    assert watch.told == []
    assert watch.policy.vetoes["intrusion", "smoke"] > 0
    for _ in range(4):
        watch.step(smoke, seen(place="track-2", box=beside))
    assert [each.kind for each in watch.told] == ["intrusion"]


def test_motion_waits_after_two_looks_at_a_lens_that_is_being_covered() -> None:
    watch = Watch()
    for _ in range(2):
        watch.step(Observation("camera_covered", 0.6), after=1.0)
    for _ in range(4):
        watch.step(seen())
    assert watch.told == []
    assert watch.policy.vetoes["intrusion", "camera_covered"] > 0


def test_motion_where_fire_was_seen_once_waits_for_the_fire() -> None:
    watch = Watch()
    watch.step(Observation("flame", 0.8, place="1-1", box=(0.3, 0.3, 0.2, 0.2)))
    for _ in range(4):
        watch.step(seen(box=(0.35, 0.3, 0.1, 0.1)))
    assert watch.told == []
    assert watch.policy.vetoes["intrusion", "flame"] > 0


def test_active_names_what_holds_now() -> None:
    watch = Watch(SHORT)
    for _ in range(3):
        watch.step(seen())
    assert watch.policy.active() == {"intrusion"}
    watch.silence(6)
    assert watch.policy.active() == frozenset()


def test_a_lost_camera_is_raised_at_the_first_word() -> None:
    watch = Watch()
    [raised] = watch.step(Observation("camera_lost", 1.0))
    assert (raised.kind, raised.zone, raised.box) == ("camera_lost", None, None)


def test_places_that_lie_apart_are_alerts_of_their_own_where_they_do_not_merge() -> None:
    watch = Watch(Rule(merge=Merge.OVERLAP))
    left, near, right = (0.1, 0.1, 0.1, 0.1), (0.12, 0.1, 0.1, 0.1), (0.8, 0.8, 0.1, 0.1)
    for _ in range(3):
        watch.step(seen(place="a", box=left), seen(place="b", box=near), seen(place="c", box=right))
    assert watch.phases == [Phase.RAISED, Phase.RAISED]
    assert {decision.place for decision in watch.told} == {"a", "c"}


def test_a_kind_without_a_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        Watch().step(Observation("earthquake", 1.0))


def test_a_move_that_the_table_does_not_have_is_an_error_that_names_both_states() -> None:
    episode = Episode(EpisodeKey("intrusion", None), Rule(), "", {"": PlaceEvidence(Rule())})
    with pytest.raises(IllegalMoveError, match="candidate to cooldown"):
        episode.move(State.COOLDOWN)


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": 0.0}, {"needed": 6}, {"needed": 0}, {"clear_seconds": -1.0}, {"update_seconds": 1.0}],
)
def test_a_rule_out_of_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Rule(**wrong)  # type: ignore[arg-type]


def test_what_moves_within_a_known_box_is_a_part_of_it_and_what_only_touches_it_is_not() -> None:
    fire = (0.05, 0.0, 0.7, 0.6)
    assert explains(fire, (0.4, 0.03, 0.03, 0.06))
    assert explains(fire, (0.69, 0.2, 0.1, 0.1))
    assert not explains(fire, (0.72, 0.5, 0.1, 0.3))


def test_a_puff_that_has_left_the_plume_drifts_above_and_beside_it_and_not_below() -> None:
    plume = (0.5, 0.3, 0.1, 0.2)
    assert explains(drifted(plume), (0.44, 0.2, 0.05, 0.1))
    assert not explains(plume, (0.44, 0.2, 0.05, 0.08))
    assert drifted(plume) == pytest.approx((0.45, 0.2, 0.2, 0.3))
    assert drifted((0.5, 0.02, 0.1, 0.2))[1] == pytest.approx(0.0)
