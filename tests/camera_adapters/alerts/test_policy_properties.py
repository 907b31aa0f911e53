"""What must hold of the alert policy whatever detectors say and whenever they say it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import EpisodeStep, Phase
from common.kinds.rule import AfterClear, Merge, Rule

START = datetime(2026, 5, 1, tzinfo=UTC)
KIND, ZONE = "intrusion", "bank"

rules = st.builds(
    Rule,
    threshold=st.sampled_from([0.3, 0.5, 0.9]),
    needed=st.integers(1, 3),
    window=st.integers(3, 6),
    hold_seconds=st.sampled_from([0.0, 2.0, 10.0]),
    clear_seconds=st.sampled_from([0.0, 3.0, 20.0]),
    cooldown_seconds=st.sampled_from([0.0, 5.0, 60.0]),
    merge=st.sampled_from(Merge),
    after_clear=st.sampled_from(AfterClear),
)
corners = st.floats(0.0, 0.7)
observations = st.builds(
    Observation,
    kind=st.just(KIND),
    score=st.sampled_from([0.0, 0.2, 0.45, 0.6, 0.95]),
    zone=st.just(ZONE),
    place=st.sampled_from(["", "a", "b", "c"]),
    box=st.none() | st.tuples(corners, corners, st.just(0.2), st.just(0.3)),
    veto=st.sampled_from([None, None, None, "global_change"]),
)
steps = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.2, 0.2, 1.0, 4.0, 30.0]), st.lists(observations, max_size=4)), max_size=60
)
Told = list[tuple[float, EpisodeStep]]


def run(rule: Rule, script: list[tuple[float, list[Observation]]]) -> tuple[AlertPolicy, Told, float]:
    numbers = count(1)
    policy = AlertPolicy(RuleBook({(KIND, ZONE): rule}), lambda: UUID(int=next(numbers)))
    told: Told = []
    now = 1000.0
    for elapsed, seen in script:
        now += elapsed
        moment = START + timedelta(seconds=now)
        told += [(now, each) for each in policy.step(seen, monotonic=now, captured_at=moment)]
    return policy, told, now


def by_episode(told: Told) -> list[list[tuple[float, EpisodeStep]]]:
    episodes: dict[UUID, Told] = defaultdict(list)
    for at, decision in told:
        episodes[decision.episode_id].append((at, decision))
    return list(episodes.values())


@given(rules, steps)
def test_an_episode_is_raised_exactly_once_and_first(rule: Rule, script: list[tuple[float, list[Observation]]]) -> None:
    _, told, _ = run(rule, script)
    for episode in by_episode(told):
        assert [decision.phase is Phase.RAISED for _, decision in episode] == [True] + [False] * (len(episode) - 1)


@given(rules, steps)
def test_seq_grows_and_event_ids_are_unique(rule: Rule, script: list[tuple[float, list[Observation]]]) -> None:
    _, told, _ = run(rule, script)
    for episode in by_episode(told):
        assert [decision.seq for _, decision in episode] == list(range(len(episode)))
    assert len({decision.event_id for _, decision in told}) == len(told)


@given(rules, steps)
def test_after_an_end_comes_nothing_but_a_return_within_the_cool_down(
    rule: Rule, script: list[tuple[float, list[Observation]]]
) -> None:
    _, told, _ = run(rule, script)
    for episode in by_episode(told):
        for (ended_at, before), (at, after) in pairwise(episode):
            if before.phase is Phase.ENDED:
                assert rule.after_clear is AfterClear.SAME_EPISODE
                assert after.phase is Phase.UPDATED
                assert at - ended_at < rule.cooldown_seconds


@given(rules, steps)
def test_an_end_is_told_as_soon_as_the_clearing_time_has_passed(
    rule: Rule, script: list[tuple[float, list[Observation]]]
) -> None:
    longest = max(rule.clear_seconds, rule.cooldown_seconds)  # of what came back again and again
    quiet: list[tuple[float, list[Observation]]] = [(1.0, [])] * (int(longest) + 2)
    policy, told, _ = run(rule, script + quiet)
    assert policy.active() == frozenset()
    for episode in by_episode(told):
        assert episode[-1][1].phase is Phase.ENDED


@given(rules, steps)
def test_silence_ends_every_episode_and_forgets_all(rule: Rule, script: list[tuple[float, list[Observation]]]) -> None:
    quiet: list[tuple[float, list[Observation]]] = [(1.0, [])] * (
        int(rule.clear_seconds + rule.cooldown_seconds) * 2 + 5
    )
    policy, told, _ = run(rule, script + quiet)
    for episode in by_episode(told):
        assert episode[-1][1].phase is Phase.ENDED
    assert policy.active() == frozenset()


@given(rules, steps)
def test_nothing_is_raised_during_the_cool_down(rule: Rule, script: list[tuple[float, list[Observation]]]) -> None:
    merged = Rule(**{name: getattr(rule, name) for name in Rule.__slots__ if name != "merge"}, merge=Merge.ZONE)
    _, told, _ = run(merged, script)
    for before, after in pairwise(by_episode(told)):
        assert before[-1][1].phase is Phase.ENDED  # one at a time in a merged zone
        assert after[0][0] - before[-1][0] >= merged.cooldown_seconds - 1e-6


@given(rules, steps)
def test_times_are_in_order_and_scores_are_shares(rule: Rule, script: list[tuple[float, list[Observation]]]) -> None:
    _, told, _ = run(rule, script)
    for _, decision in told:
        assert decision.started_at <= decision.captured_at
        assert 0.0 <= decision.score <= 1.0


@given(rules, st.lists(st.sampled_from([0.0, 0.1, 0.2]), max_size=80))
@settings(max_examples=50)
def test_weak_scores_never_raise(rule: Rule, scores: list[float]) -> None:
    script = [(0.2, [Observation(KIND, score, zone=ZONE)]) for score in scores]
    assert run(rule, script)[1] == []
