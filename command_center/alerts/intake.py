"""Intake of signals: the rules that decide between a new alert, a repeat and a change. Pure.

An ``IntakeState`` is the working set of one transaction: it is filled from the database, ``take`` is called once for
each signal in the order of the stream, and the changes are written back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from camera_adapters.messages import AlertMessage, Phase
from command_center.alerts.model import STATES, UNSEEN, AlertState, graver, may_be_planned_away
from command_center.alerts.next_step import Call, first_call, rung_from_the_start
from command_center.alerts.record import Alert, AlertFacts, Episode, Member, Signal
from command_center.base.clock import milliseconds
from command_center.chain.model import JOINED, LEVEL, MARK, RENAMED, SNAPSHOT_HASH, Draft, Subject

MARK_HEIGHT = "mark_m"
"""Key of the evidence of a water level: metres of the mark that is reached."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Kinds of which several cameras share one alert, when each is reported within ``window`` after the one before."""

    kinds: frozenset[str]
    window: timedelta


@dataclass
class IntakeState:
    """Alerts and episodes of one realm that a batch of signals may touch, and the changes that ``take`` made.

    ``created`` and ``changed`` are ids of ``alerts``; ``drafts`` and ``calls`` are in the order in which they arose;
    ``snapshots`` holds JPEG and time of capture by alert.
    """

    new_id: Callable[[], UUID]
    grouping: Grouping
    alerts: dict[UUID, Alert] = field(default_factory=dict)
    episodes: dict[UUID, Episode] = field(default_factory=dict)
    previous: dict[str, UUID] = field(default_factory=dict)
    """By dedup key: the last alert with this key that was decided."""
    created: set[UUID] = field(default_factory=set)
    changed: set[UUID] = field(default_factory=set)
    touched_episodes: set[UUID] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    snapshots: dict[UUID, tuple[bytes, datetime]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    audible: bool = True
    """Whether a page on duty can be heard; if not, calls go by every channel at once."""

    @classmethod
    def of(
        cls,
        new_id: Callable[[], UUID],
        grouping: Grouping,
        alerts: Iterable[Alert],
        episodes: Iterable[Episode],
        *,
        audible: bool = True,
    ) -> IntakeState:
        """The state at the beginning of a batch: these rows, nothing changed."""
        known = {one.episode_id: one for one in episodes}
        return cls(new_id, grouping, {one.id: one for one in alerts}, known, audible=audible)

    def keep(self, alert: Alert) -> Alert:
        """Note a new or changed alert, so that it is written back; answers it."""
        self.alerts[alert.id] = alert
        self.changed.add(alert.id)
        return alert

    def keep_episode(self, alert: Alert, signal: Signal) -> None:
        """Note that the step of this signal was taken, and that its episode belongs to ``alert`` now."""
        message = signal.message
        ended_at = message.captured_at if message.phase is Phase.ENDED else None
        self.episodes[message.episode_id] = Episode(
            message.realm,
            message.episode_id,
            alert.id,
            message.origin,
            message.dedup_key,
            message.seq,
            ended_at,
            message.epoch,
        )
        self.touched_episodes.add(message.episode_id)

    def keep_snapshot(self, alert: Alert, signal: Signal) -> Alert:
        """Keep the picture of the signal where the alert has none: the first is the evidence for the decision."""
        if signal.snapshot is None or alert.has_snapshot:
            return alert
        self.snapshots[alert.id] = (signal.snapshot, signal.message.captured_at)
        self._vouch(alert, signal.snapshot)
        return self.keep(replace(alert, has_snapshot=True))

    def _vouch(self, alert: Alert, snapshot: bytes) -> None:
        """Let the transition that comes with the picture say which one it is."""
        found = next((place for place, one in enumerate(self.drafts) if one.subject_id == alert.id), None)
        if found is not None:
            draft, digest = self.drafts[found], hashlib.sha256(snapshot).hexdigest()
            self.drafts[found] = replace(draft, data={**draft.data, SNAPSHOT_HASH: digest})


def take(desk: IntakeState, signal: Signal) -> UUID:
    """Apply one signal to the state; answers the id of the alert that it belongs to.

    A decided alert stays as it is: a signal of a graver level then raises a new alert that names the decided one.
    """
    message = signal.message
    episode = desk.episodes.get(message.episode_id)
    current = desk.alerts.get(episode.alert_id) if episode else None
    if episode and current and message.seq <= episode.last_seq:
        return _late(desk, current, signal).id
    if current and not (current.is_decided and _rises(current, signal)):
        alert = _continue(desk, current, signal)
    elif waiting := _open_alert(desk, signal):
        alert = _repeat(desk, waiting, signal)
    else:
        alert = _raise(desk, signal, current.id if current else desk.previous.get(message.dedup_key))
    if message.phase is Phase.ENDED:
        alert = _end(desk, alert, signal)
    alert = desk.keep_snapshot(alert, signal)
    desk.keep_episode(alert, signal)
    return alert.id


def _open_alert(desk: IntakeState, signal: Signal) -> Alert | None:
    """The open alert that a new episode belongs to; None where it needs a new alert."""
    message = signal.message
    waiting = [alert for alert in desk.alerts.values() if alert.is_open and alert.realm == message.realm]
    if message.kind not in desk.grouping.kinds:
        return next((alert for alert in waiting if alert.dedup_key == message.dedup_key), None)
    groups = [alert for alert in waiting if alert.kind == message.kind]
    known = next((alert for alert in groups if alert.member(message.origin)), None)
    return known or next((alert for alert in groups if _may_join(desk.grouping, alert, signal)), None)


def _may_join(grouping: Grouping, alert: Alert, signal: Signal) -> bool:
    """A group takes another camera while nobody has taken the group and the cameras were lost close together."""
    if alert.state not in UNSEEN or alert.joined_at is None:
        return False
    return abs(signal.message.captured_at - alert.joined_at) <= grouping.window


def _raise(desk: IntakeState, signal: Signal, previous: UUID | None) -> Alert:
    message, now = signal.message, signal.received_at
    identity = desk.new_id()
    grouped = message.kind in desk.grouping.kinds
    alert = Alert(
        realm=message.realm,
        id=identity,
        state=AlertState.RAISED,
        level=signal.level,
        kind=message.kind,
        dedup_key=f"group|{message.kind}|{identity}" if grouped else message.dedup_key,
        camera_id=message.camera_id,
        station_id=message.station_id,
        hotspot=signal.hotspot,
        zone=message.zone,
        zone_name=signal.zone_name,
        **AlertFacts.of(message),
        box=message.box.model_dump() if message.box else None,
        evidence=message.evidence,
        raised_at=now,
        started_at=message.started_at,
        captured_at=message.captured_at,
        last_seen_at=message.captured_at,
        state_since=now,
        next_step_at=now + signal.policy.wait(1),
        policy=signal.policy,
        widened=not desk.audible,
        members=(Member(message.origin, message.episode_id, mark=message.mark),),
        joined_at=message.captured_at if grouped else None,
        previous_alert_id=previous,
    )
    desk.created.add(identity)
    desk.drafts.append(_draft(alert, None, AlertState.RAISED, signal))
    return desk.keep(_shelved_or_called(desk, alert, signal))


def _shelved_or_called(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """Known works shelve what falls under them, but never the gravest levels."""
    shelf = signal.shelf
    if shelf is None or not may_be_planned_away(alert.level):
        desk.calls.append(first_call(alert, "raised", audible=desk.audible))
        return alert
    draft = _draft(alert, alert.state, STATES.move(alert.state, AlertState.SHELVED), signal)
    data = {**draft.data, "until": shelf.until.isoformat(), "plan_id": str(shelf.plan_id)}
    desk.drafts.append(replace(draft, reason="planned", note=shelf.reason, data=data))
    return replace(alert, state=AlertState.SHELVED, shelf=shelf, next_step_at=shelf.until)


def _continue(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The next step of an episode that the alert already knows."""
    message = signal.message
    returns = message.phase is Phase.UPDATED and alert.ended_at is not None and _is_latest(alert, signal)
    alert = _seen(alert, signal, again=returns or message.phase is Phase.RAISED)
    if message.phase is not Phase.ENDED and _is_latest(alert, signal):
        alert = _renamed(desk, _alive(desk, alert, signal), signal)
    return desk.keep(_escalate(desk, alert, signal))


def _renamed(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The alert under the kind that the signal names, where that is a better name for the same condition."""
    message = signal.message
    if message.kind == alert.kind or alert.is_decided or alert.kind in desk.grouping.kinds:
        return alert
    draft = _draft(alert, alert.state, RENAMED, signal)
    desk.drafts.append(replace(draft, data={**draft.data, "kind_before": alert.kind}))
    taken = any(each.is_open and each.dedup_key == message.dedup_key for each in desk.alerts.values())
    key = alert.dedup_key if taken else message.dedup_key
    return replace(alert, kind=message.kind, detector=message.detector, dedup_key=key)


def _repeat(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """A new episode of the same thing, another mark of its gauge, or another camera of a group."""
    message = signal.message
    known = alert.member(message.origin, message.mark)
    alert = _seen(alert, signal, again=known is not None or not message.mark)
    if known is None and not message.mark:
        alert = replace(alert, joined_at=message.captured_at)
        desk.drafts.append(_draft(alert, alert.state, JOINED, signal))
    others = tuple(member for member in alert.members if member is not known)
    alert = replace(alert, members=(*others, Member(message.origin, message.episode_id, mark=message.mark)))
    alert = _alive(desk, alert, signal)
    return desk.keep(_escalate(desk, alert, signal))


def _alive(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The alert with its condition holding (again): it has no end, and a cleared alert is raised."""
    episode = signal.message.episode_id
    members = tuple(replace(one, ended=False) if one.episode_id == episode else one for one in alert.members)
    alert = replace(alert, members=members, ended_at=None)
    if alert.state is AlertState.CLEARED:
        return _transit(desk, alert, AlertState.RAISED, signal, "returned")
    return alert


def _escalate(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The alert at the graver level or the higher mark of the signal, and a call; one that somebody has taken is raised
    again."""
    if not _rises(alert, signal) or alert.is_decided:
        return alert
    before, alert = alert.level, _at_mark(replace(alert, level=graver(alert.level, signal.level)), signal.message)
    what = LEVEL if alert.level < before else MARK
    if alert.state is AlertState.RAISED:
        draft = _draft(alert, alert.state, what, signal)
        desk.drafts.append(replace(draft, data={**draft.data, "level_before": before}))
    else:
        alert = _transit(desk, alert, AlertState.RAISED, signal, what)
    policy = signal.policy if signal.level == alert.level else alert.policy
    alert = rung_from_the_start(alert, signal.received_at, policy, audible=desk.audible)
    desk.calls.append(first_call(alert, what, audible=desk.audible))
    return alert


def _at_mark(alert: Alert, message: AlertMessage) -> Alert:
    """The alert at the mark of the message, where that is higher than its own or makes it graver."""
    if not message.mark:
        return alert
    return replace(alert, place=message.mark, evidence={**alert.evidence, **message.evidence})


def _end(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The alert after the end of one camera's episode; its condition is over with the last of its episodes."""
    members = tuple(
        replace(one, ended=True) if one.episode_id == signal.message.episode_id else one for one in alert.members
    )
    alert = replace(alert, members=members)
    if all(member.ended for member in members) and alert.ended_at is None:
        alert = replace(alert, ended_at=signal.message.captured_at)
        if alert.state is AlertState.RAISED:
            alert = _transit(desk, alert, AlertState.CLEARED, signal, "ended")
    return desk.keep(alert)


def _late(desk: IntakeState, alert: Alert, signal: Signal) -> Alert:
    """The alert after a step that arrived late: its state stays, a first step still brings its times and picture."""
    message = signal.message
    if message.phase is not Phase.RAISED:
        return alert
    alert = replace(
        alert,
        started_at=min(alert.started_at, message.started_at),
        captured_at=min(alert.captured_at, message.captured_at),
    )
    return desk.keep_snapshot(desk.keep(alert), signal)


def _seen(alert: Alert, signal: Signal, *, again: bool) -> Alert:
    message = signal.message
    return replace(
        alert,
        count=alert.count + 1 if again else alert.count,
        last_seen_at=max(alert.last_seen_at, message.captured_at),
        score=max(alert.score, message.score),
        value=alert.value if message.value is None else message.value,
        # A measured value is shown as it is now, together with the evidence that explains it.
        evidence=alert.evidence if message.value is None else {**alert.evidence, **_explaining(alert, message)},
    )


def _explaining(alert: Alert, message: AlertMessage) -> dict[str, float]:
    """The evidence of a message; the height of another mark than the alert's explains nothing of it."""
    other = bool(message.mark) and message.mark != alert.place
    return {name: value for name, value in message.evidence.items() if not (other and name == MARK_HEIGHT)}


def _transit(desk: IntakeState, alert: Alert, state: AlertState, signal: Signal, reason: str) -> Alert:
    draft = _draft(alert, alert.state, STATES.move(alert.state, state), signal)
    desk.drafts.append(replace(draft, reason=reason))
    return replace(alert, state=state, state_since=signal.received_at)  # its place on the ladder stays


def _draft(alert: Alert, from_state: str | None, to_state: str, signal: Signal) -> Draft:
    """The machine's transition; ``data`` says which signal caused it and what it said."""
    message = signal.message
    return Draft(
        Subject.ALERT,
        alert.id,
        str(from_state) if from_state else None,
        str(to_state),
        at=signal.received_at,
        elapsed_ms=milliseconds(alert.state_since, signal.received_at) if from_state else None,
        data={
            "event_id": str(message.event_id),
            **_origin(message),
            "kind": message.kind,
            "zone": message.zone,
            "level": alert.level,
            "score": message.score,
            "detector": message.detector,
            **_measured(message),
        },
    )


def _origin(message: AlertMessage) -> dict[str, object]:
    return {"camera_id": message.camera_id} if message.camera_id else {"station_id": message.station_id}


def _measured(message: AlertMessage) -> dict[str, object]:
    return {} if message.value is None else {"place": message.place, "value": message.value, "unit": message.unit}


def _rises(alert: Alert, signal: Signal) -> bool:
    if signal.message.phase is Phase.ENDED:
        return False
    return signal.level < alert.level or _reaches_higher(alert, signal.message)


def _reaches_higher(alert: Alert, message: AlertMessage) -> bool:
    """Whether the message tells of a higher mark of the same gauge, be it of the same level."""
    if not message.mark or message.kind != alert.kind:
        return False
    here, there = alert.evidence.get(MARK_HEIGHT), message.evidence.get(MARK_HEIGHT)
    return here is not None and there is not None and there > here


def _is_latest(alert: Alert, signal: Signal) -> bool:
    return any(member.episode_id == signal.message.episode_id for member in alert.members)
