"""Repeats of one thing are one alert, in any order of signals: none is lost, none is told twice, levels only rise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from camera_adapters.messages import Phase
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.model import AlertState, path_to
from command_center.alerts.record import Signal
from tests.support.alerts import AT, LEVELS, Episode

MARKS = {"warning": (3.2, 3), "guarantee": (4.0, 2), "overflow": (5.0, 1)}
"""Metres and level of each mark."""
THINGS = (
    ("cam-01", "intrusion", "a"),
    ("cam-01", "intrusion", "b"),
    ("cam-02", "intrusion", "a"),
    *(("cam-01", "water_level", mark) for mark in MARKS),
    *(("cam-02", "water_level", mark) for mark in MARKS),
)
"""Camera, kind and place. Repeats of one thing are one alert; all marks of one gauge are one thing."""

acts = st.lists(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(["raise", "update", "end", "take", "decide"])), max_size=60
)


def thing_of(place: tuple[str, str, str]) -> tuple[str, str, str]:
    camera, kind, where = place
    return camera, kind, "" if kind == "water_level" else where


@dataclass
class Run:
    """An intake, and what it was told."""

    desk: IntakeState = field(default_factory=lambda: IntakeState(uuid4, LEVELS.grouping))
    episodes: dict[tuple[str, str, str], Episode] = field(default_factory=dict)
    owners: dict[UUID, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))
    signals: int = 0

    def tell(self, place: tuple[str, str, str], phase: Phase) -> None:
        camera, kind, where = place
        if phase is Phase.RAISED:
            self.episodes[place] = Episode(camera, kind, zone="gate", place=where)
        episode = self.episodes.get(place)
        if episode is None:
            return
        self.signals += 1
        at = AT + timedelta(seconds=self.signals)
        metres, level = MARKS.get(where, (0.0, 3))
        facts = {"value": metres, "unit": "m", "evidence": {"mark_m": metres}} if kind == "water_level" else {}
        before = self.open_alerts(place)
        owner = take(self.desk, Signal(episode.step(phase, at=at, **facts), level, received_at=at))
        self.owners[owner].add(thing_of(place))
        if phase is Phase.RAISED and before:
            assert [owner] == before, "a repeat belongs to the alert that is open"

    def open_alerts(self, place: tuple[str, str, str]) -> list[UUID]:
        camera, kind, where = thing_of(place)
        return [
            alert.id
            for alert in self.desk.alerts.values()
            if alert.is_open and (alert.camera_id, alert.kind) == (camera, kind) and (not where or alert.place == where)
        ]

    def officer(self, place: tuple[str, str, str], to_state: AlertState) -> None:
        for identity in self.open_alerts(place):
            alert = self.desk.alerts[identity]
            if alert.state is not to_state:
                path_to(alert.state, to_state)
                self.desk.alerts[identity] = replace(alert, state=to_state)


def play(script: list[tuple[tuple[str, str, str], str]]) -> Run:
    run = Run()
    phases = {"raise": Phase.RAISED, "update": Phase.UPDATED, "end": Phase.ENDED}
    levels: dict[UUID, int] = {}
    for place, act in script:
        if act in phases:
            run.tell(place, phases[act])
        else:
            run.officer(place, AlertState.ACKNOWLEDGED if act == "take" else AlertState.DISMISSED)
        assert len(run.open_alerts(place)) <= 1, "one thing has one open alert"
        for alert in run.desk.alerts.values():
            assert alert.level <= levels.get(alert.id, 4), "a level never falls"
            levels[alert.id] = alert.level
    return run


@settings(deadline=None)
@given(acts)
def test_repeats_of_one_thing_are_one_open_alert_and_no_signal_is_lost(
    script: list[tuple[tuple[str, str, str], str]],
) -> None:
    run = play(script)
    assert all(len(things) == 1 for things in run.owners.values()), "an alert speaks of one thing"
    assert all(identity in run.desk.alerts for identity in run.owners)
    assert all(episode.episode_id in run.desk.episodes for episode in run.episodes.values())


@settings(deadline=None)
@given(acts)
def test_every_alert_and_every_rise_has_its_transition_and_its_call(
    script: list[tuple[tuple[str, str, str], str]],
) -> None:
    run = play(script)
    for alert in run.desk.alerts.values():
        rows = [draft for draft in run.desk.drafts if draft.subject_id == alert.id]
        assert rows[0].from_state is None
        rises = [row for row in rows if row.to_state == "level" or row.reason == "level"]
        said = [rows[0].data["level"], *(row.data["level"] for row in rises)]
        assert said == sorted(set(said), reverse=True), "each rise is told once, from one level to a graver"
        assert said[-1] == alert.level
        calls = [call.why for call in run.desk.calls if call.alert.id == alert.id]
        assert calls == ["raised", *(["level"] * len(rises))]


@settings(deadline=None)
@given(acts)
def test_an_alert_is_over_only_when_nothing_of_it_holds(script: list[tuple[tuple[str, str, str], str]]) -> None:
    run = play(script)
    for alert in run.desk.alerts.values():
        holds = [one for one in alert.members if not one.ended]
        assert (alert.ended_at is None) == bool(holds)
