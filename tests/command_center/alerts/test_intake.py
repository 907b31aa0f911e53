"""What signals do to alerts, without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from camera_adapters.messages import AlertMessage, Phase
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.model import AlertState
from command_center.alerts.record import Alert, Signal
from tests.support.alerts import AT, JPEG, LEVELS, Episode, lost, water


def desk() -> IntakeState:
    return IntakeState(uuid4, LEVELS.grouping)


def signal(message: AlertMessage, snapshot: bytes | None = None) -> Signal:
    level = LEVELS.level(message.kind, None, message.zone, message.score)
    return Signal(message, level, received_at=message.captured_at, snapshot=snapshot)


def feed(on: IntakeState, *messages: AlertMessage) -> list[UUID]:
    return [take(on, signal(message)) for message in messages]


def moves(on: IntakeState) -> list[tuple[str | None, str]]:
    return [(draft.from_state, draft.to_state) for draft in on.drafts]


def put(on: IntakeState, identity: UUID, state: AlertState) -> Alert:
    on.alerts[identity] = replace(on.alerts[identity], state=state)
    return on.alerts[identity]


def test_a_raised_message_makes_a_raised_alert_that_waits_for_somebody() -> None:
    on = desk()
    (identity,) = feed(on, Episode().step())
    alert = on.alerts[identity]
    assert (alert.state, alert.count, alert.level) == (AlertState.RAISED, 1, 3)
    assert alert.next_step_at is not None
    assert moves(on) == [(None, "raised")]


def test_another_episode_of_the_same_thing_counts_on_the_open_alert() -> None:
    on = desk()
    first, second = feed(on, Episode().step(), Episode().step(at=AT + timedelta(seconds=30)))
    assert first == second
    assert on.alerts[first].count == 2
    assert on.alerts[first].last_seen_at == AT + timedelta(seconds=30)
    assert moves(on) == [(None, "raised")]


def test_another_place_is_another_alert() -> None:
    on = desk()
    first, second = feed(on, Episode(place="3-4").step(), Episode(place="9-9").step())
    assert first != second


def test_a_step_that_was_overtaken_changes_nothing_but_brings_its_picture() -> None:
    on, episode = desk(), Episode()
    raised = episode.step(at=AT - timedelta(seconds=2))
    ended = episode.step(Phase.ENDED, at=AT + timedelta(seconds=5))
    (identity,) = feed(on, ended)
    assert moves(on) == [(None, "raised"), ("raised", "cleared_unacknowledged")]
    take(on, signal(raised, JPEG))
    alert = on.alerts[identity]
    assert (alert.state, alert.count, alert.has_snapshot) == (AlertState.CLEARED, 1, True)
    assert alert.captured_at == AT - timedelta(seconds=2)
    assert len(on.drafts) == 2


def test_an_alert_whose_condition_ended_unseen_is_cleared_and_returns_with_the_condition() -> None:
    on, episode = desk(), Episode()
    (identity, _) = feed(on, episode.step(), episode.step(Phase.ENDED))
    assert on.alerts[identity].state is AlertState.CLEARED
    assert feed(on, Episode().step()) == [identity]
    assert on.alerts[identity].state is AlertState.RAISED
    assert on.alerts[identity].ended_at is None
    assert moves(on)[-1] == ("cleared_unacknowledged", "raised")


def test_an_ended_episode_that_goes_on_is_the_same_alert_raised_again() -> None:
    on, episode = desk(), Episode()
    steps = [episode.step(), episode.step(Phase.ENDED), episode.step(Phase.UPDATED)]
    identity, *others = feed(on, *steps)
    assert others == [identity, identity]
    alert = on.alerts[identity]
    assert (alert.state, alert.ended_at, alert.members[0].ended) == (AlertState.RAISED, None, False)
    assert on.drafts[-1].reason == "returned"
    assert on.episodes[steps[0].episode_id].ended_at is None
    feed(on, episode.step(Phase.ENDED))
    assert on.alerts[identity].state is AlertState.CLEARED


def test_an_ended_episode_that_goes_on_leaves_an_acknowledged_alert_with_who_has_it() -> None:
    on, episode = desk(), Episode()
    (identity, _) = feed(on, episode.step(), episode.step(Phase.ENDED))
    put(on, identity, AlertState.ACKNOWLEDGED)
    before = len(on.drafts)
    feed(on, episode.step(Phase.UPDATED))
    assert on.alerts[identity].state is AlertState.ACKNOWLEDGED
    assert on.alerts[identity].ended_at is None
    assert len(on.drafts) == before


def test_the_end_of_an_acknowledged_alert_is_noted_without_a_move() -> None:
    on, episode = desk(), Episode()
    (identity,) = feed(on, episode.step())
    put(on, identity, AlertState.ACKNOWLEDGED)
    feed(on, episode.step(Phase.ENDED))
    assert on.alerts[identity].state is AlertState.ACKNOWLEDGED
    assert on.alerts[identity].ended_at is not None


def test_the_end_of_an_older_episode_does_not_end_what_a_newer_one_sees() -> None:
    on, old = desk(), Episode()
    (identity, _) = feed(on, old.step(), Episode().step())
    feed(on, old.step(Phase.ENDED))
    assert on.alerts[identity].ended_at is None
    assert on.alerts[identity].state is AlertState.RAISED


def test_a_rise_in_level_is_a_transition_and_rings_again_for_who_had_it() -> None:
    on, episode = desk(), Episode()
    (identity,) = feed(on, episode.step(score=0.5))
    feed(on, episode.step(Phase.UPDATED, score=0.85))
    assert on.alerts[identity].level == 2
    assert moves(on)[-1] == ("raised", "level")
    put(on, identity, AlertState.ACKNOWLEDGED)
    on.alerts[identity] = replace(on.alerts[identity], level=3)
    feed(on, episode.step(Phase.UPDATED, score=0.85))
    assert on.alerts[identity].state is AlertState.RAISED
    assert on.alerts[identity].handled_by is None
    assert moves(on)[-1] == ("acknowledged", "raised")


def test_a_better_name_changes_the_alert_and_raises_none() -> None:
    on, episode = desk(), Episode()
    raised = episode.step()
    (identity,) = feed(on, raised)
    better = episode.step(Phase.UPDATED).model_copy(update={"kind": "swimmer"})
    assert feed(on, better) == [identity]
    alert = on.alerts[identity]
    assert (alert.kind, alert.dedup_key, alert.count) == ("swimmer", better.dedup_key, 1)
    assert on.drafts[1].to_state == "renamed"
    assert on.drafts[1].data["kind_before"] == raised.kind
    assert feed(on, episode.step(Phase.ENDED).model_copy(update={"kind": "swimmer"})) == [identity]


def test_a_falling_score_never_lowers_the_level() -> None:
    on, episode = desk(), Episode()
    (identity, _) = feed(on, episode.step(score=0.85), episode.step(Phase.UPDATED, score=0.1))
    assert on.alerts[identity].level == 2


def test_after_a_decision_the_same_episode_only_counts_on() -> None:
    on, episode = desk(), Episode()
    (identity,) = feed(on, episode.step())
    put(on, identity, AlertState.DISMISSED)
    assert feed(on, episode.step(Phase.UPDATED), episode.step(Phase.ENDED)) == [identity, identity]
    assert on.alerts[identity].state is AlertState.DISMISSED
    assert moves(on) == [(None, "raised")]


def test_after_a_decision_a_rise_in_level_is_a_new_alert_that_links_back() -> None:
    on, episode = desk(), Episode()
    (identity,) = feed(on, episode.step())
    put(on, identity, AlertState.DISMISSED)
    (new,) = feed(on, episode.step(Phase.UPDATED, score=0.9))
    assert new != identity
    assert on.alerts[new].previous_alert_id == identity
    assert feed(on, episode.step(Phase.UPDATED, score=0.9)) == [new]


def test_after_a_decision_a_new_episode_is_a_new_alert_that_links_back() -> None:
    on, first = desk(), Episode()
    (identity,) = feed(on, first.step())
    put(on, identity, AlertState.CONFIRMED)
    again = Episode().step()
    on.previous[again.dedup_key] = identity
    (new,) = feed(on, again)
    assert on.alerts[new].previous_alert_id == identity


def test_cameras_lost_together_are_one_alert() -> None:
    on = desk()
    ids = feed(on, *(lost(f"cam-{n:02}").step(at=AT + timedelta(seconds=n * 20)) for n in range(10)))
    assert len(set(ids)) == 1
    alert = on.alerts[ids[0]]
    assert len(alert.members) == 10
    assert alert.count == 10
    assert moves(on) == [(None, "raised")] + [("raised", "joined")] * 9


def test_a_camera_lost_later_than_the_window_is_another_alert() -> None:
    on = desk()
    first, second = feed(on, lost("cam-01").step(), lost("cam-02").step(at=AT + timedelta(seconds=61)))
    assert first != second


def test_a_camera_lost_after_somebody_took_the_group_is_another_alert() -> None:
    on = desk()
    (first,) = feed(on, lost("cam-01").step())
    put(on, first, AlertState.ACKNOWLEDGED)
    (second,) = feed(on, lost("cam-02").step())
    assert first != second


def test_a_group_ends_with_its_last_camera() -> None:
    on, one, two = desk(), lost("cam-01"), lost("cam-02")
    (identity, _) = feed(on, one.step(), two.step())
    feed(on, one.step(Phase.ENDED))
    assert on.alerts[identity].ended_at is None
    assert [member.ended for member in on.alerts[identity].members] == [True, False]
    feed(on, two.step(Phase.ENDED))
    assert on.alerts[identity].state is AlertState.CLEARED


def test_a_camera_of_an_open_group_that_is_lost_again_stays_in_it() -> None:
    on, one = desk(), lost("cam-01")
    (identity, _) = feed(on, one.step(), one.step(Phase.ENDED))
    put(on, identity, AlertState.ACKNOWLEDGED)
    assert feed(on, lost("cam-01").step(at=AT + timedelta(hours=1))) == [identity]
    assert len(on.alerts[identity].members) == 1
    assert on.alerts[identity].ended_at is None


def test_the_first_picture_stays() -> None:
    on, episode = desk(), Episode()
    identity = take(on, signal(episode.step(), JPEG))
    take(on, signal(episode.step(Phase.UPDATED), JPEG + b"other"))
    assert on.snapshots[identity][0] == JPEG


def test_the_transition_says_which_picture_the_alert_was_raised_with() -> None:
    on = desk()
    take(on, signal(Episode().step(), JPEG))
    (draft,) = on.drafts
    assert draft.data["snapshot_sha256"] == hashlib.sha256(JPEG).hexdigest()


def test_an_alert_of_a_station_lives_like_one_of_a_camera() -> None:
    on, rising = desk(), water("bridge", "warning")
    (identity,) = feed(on, rising.step(value=3.42, unit="m", evidence={"mark_m": 3.2, "rate_m_per_h": 0.36}))
    feed(on, rising.step(Phase.UPDATED, value=3.5, unit="m", evidence={"mark_m": 3.2, "rate_m_per_h": 0.1}))
    alert = on.alerts[identity]
    assert (alert.camera_id, alert.station_id, alert.place) == (None, "bridge", "warning")
    assert (alert.value, alert.evidence["rate_m_per_h"]) == (3.5, 0.1)
    assert [(member.origin, member.camera_id) for member in alert.members] == [("station:bridge", None)]
    feed(on, rising.step(Phase.ENDED))
    assert on.alerts[identity].state is AlertState.CLEARED
    assert [draft.data.get("station_id") for draft in on.drafts] == ["bridge", "bridge"]


MARKS = {"warning": 3.2, "guarantee": 4.0}
MARK_LEVELS = {"warning": 3, "guarantee": 2}


def reached(episode: Episode, phase: Phase, value: float, levels: Mapping[str, int] = MARK_LEVELS) -> Signal:
    """What a gauge tells of a mark."""
    evidence = {"mark_m": MARKS[episode.place]}
    message = episode.step(phase, value=value, unit="m", evidence=evidence)
    return replace(signal(message), level=levels[episode.place])


def test_the_marks_of_one_gauge_are_one_alert_that_rises_and_ends_with_the_last() -> None:
    on, warning, guarantee = desk(), water(mark="warning"), water(mark="guarantee")
    identity = take(on, reached(warning, Phase.RAISED, 3.3))
    put(on, identity, AlertState.ACKNOWLEDGED)
    assert take(on, reached(guarantee, Phase.RAISED, 4.1)) == identity
    alert = on.alerts[identity]
    assert (alert.state, alert.level, alert.place, alert.count) == (AlertState.RAISED, 2, "guarantee", 1)
    assert moves(on)[-1] == ("acknowledged", "raised")
    assert (on.drafts[-1].reason, on.drafts[-1].data["place"]) == ("level", "guarantee")
    assert [call.why for call in on.calls] == ["raised", "level"]
    take(on, reached(warning, Phase.UPDATED, 4.2))
    alert = on.alerts[identity]
    assert (alert.value, alert.place, alert.evidence["mark_m"]) == (4.2, "guarantee", 4.0)
    take(on, reached(guarantee, Phase.ENDED, 3.5))
    assert (on.alerts[identity].ended_at, on.alerts[identity].level) == (None, 2)
    take(on, reached(warning, Phase.ENDED, 3.0))
    assert on.alerts[identity].state is AlertState.CLEARED


def test_a_higher_mark_of_the_same_level_rings_too() -> None:
    on, same = desk(), {"warning": 3, "guarantee": 3}
    identity = take(on, reached(water(mark="warning"), Phase.RAISED, 3.3, same))
    take(on, reached(water(mark="guarantee"), Phase.RAISED, 4.1, same))
    assert (on.alerts[identity].level, on.alerts[identity].place) == (3, "guarantee")
    assert moves(on)[-1] == ("raised", "mark")
    assert [call.why for call in on.calls] == ["raised", "mark"]


def test_the_marks_of_two_gauges_are_two_alerts() -> None:
    on = desk()
    bridge = take(on, reached(water("bridge", "warning"), Phase.RAISED, 3.3))
    assert take(on, reached(water("weir", "guarantee"), Phase.RAISED, 4.1)) != bridge


def test_a_condition_that_comes_and_goes_is_counted() -> None:
    on, episode = desk(), Episode()
    (identity, *_) = feed(on, episode.step(), episode.step(Phase.ENDED), episode.step(Phase.UPDATED))
    assert on.alerts[identity].count == 2
    feed(on, episode.step(Phase.UPDATED))
    assert on.alerts[identity].count == 2


def test_a_camera_and_a_station_of_one_name_are_two_origins() -> None:
    on = desk()
    camera = Episode(camera_id="bridge", kind="water_level", zone=None, place="warning")
    assert len(set(feed(on, camera.step(), water("bridge").step()))) == 2
