"""Ending alerts that their own adapter can never end: it died or was set up anew, and its successor knows nothing of
them.

What judges is pure; the background task asks it about every open alert whose condition is said to last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import intake_repository, repository
from command_center.alerts.escalation_file import Unended
from command_center.alerts.model import STATES, AlertState
from command_center.alerts.record import Alert, Episode
from command_center.base.clock import Clock, milliseconds
from command_center.base.db import Database
from command_center.cameras.model import CameraWatch
from command_center.chain import repository as audit
from command_center.chain.model import ENDED, Draft, Subject
from common.kinds.cameras import CAMERA_LOST

REPLACED = "adapter_replaced"
SILENT = "adapter_silent"
PICTURES_BACK = "pictures_back"
BACK_SECONDS = 15.0
"""For so long the centre must have seen a lost camera online; the adapter itself ends the loss after ten seconds."""

WatchOf = Callable[[str], CameraWatch | None]
Verdict = tuple[str, dict[str, Any]]
"""Why it is over, and what was seen."""


def judge(
    episode: Episode, watch: CameraWatch | None, now: datetime, rules: Unended, *, lost: bool = False
) -> Verdict | None:
    """Why an episode without an end is over, with the evidence; None while its own adapter may still end it.

    ``lost``: its alert says that the camera's pictures are gone, which is untrue as soon as they come, whoever runs it.
    """
    if watch is None or episode.ended_at is not None:
        return None
    if lost and watch.since is not None and now - watch.since >= timedelta(seconds=BACK_SECONDS):
        return PICTURES_BACK, {"online_since": watch.since.isoformat()}
    if watch.silent_since is not None:
        over = now - watch.silent_since >= timedelta(seconds=rules.silent_seconds)
        return (SILENT, {"silent_since": watch.silent_since.isoformat()}) if over else None
    newer = 0 < episode.epoch < watch.epoch
    if newer and watch.since is not None and now - watch.since >= timedelta(seconds=rules.watched_seconds):
        return REPLACED, {"epoch": episode.epoch, "watched_by": watch.epoch, "watched_since": watch.since.isoformat()}
    return None


def end_members(alert: Alert, over: Mapping[UUID, Verdict], now: datetime) -> tuple[Alert, list[Draft]]:
    """The alert with these episodes ended; when none is left, its condition is over."""
    members = tuple(replace(one, ended=True) if one.episode_id in over else one for one in alert.members)
    alert = replace(alert, members=members)
    if not all(member.ended for member in members):
        return alert, []
    reason, data = next(iter(over.values()))
    ended, draft = end_alert(alert, now, reason, data)
    return ended, [draft]


def end_alert(alert: Alert, now: datetime, reason: str, data: Mapping[str, Any]) -> tuple[Alert, Draft]:
    """End the condition of an alert: one that nobody has taken is cleared and still open, any other keeps its state."""
    cleared = alert.state is AlertState.RAISED
    to_state = str(STATES.move(alert.state, AlertState.CLEARED)) if cleared else ENDED
    draft = Draft(
        Subject.ALERT,
        alert.id,
        str(alert.state),
        to_state,
        at=now,
        elapsed_ms=milliseconds(alert.state_since, now),
        reason=reason,
        data={"level": alert.level, **data},
    )
    if cleared:
        alert = replace(alert, state=AlertState.CLEARED, state_since=now)
    return replace(alert, ended_at=now), draft


@dataclass(frozen=True, slots=True)
class AlertEnding:
    """``run_once`` does the work and raises. ``watch_of`` says who watches a camera now."""

    database: Database
    clock: Clock
    rules: Unended
    watch_of: WatchOf
    realm: str = LIVE_REALM

    async def run_once(self) -> int:
        """Judge every episode of an open alert that was not ended; how many alerts changed."""
        now = self.clock.now()
        async with self.database.read() as connection:
            open_ones = await intake_repository.unended_episodes(connection, self.realm)
        over: dict[UUID, dict[UUID, Verdict]] = {}
        for episode, kind in open_ones:
            watch = self.watch_of(episode.origin)
            verdict = judge(episode, watch, now, self.rules, lost=kind == CAMERA_LOST.name)
            if verdict is not None:
                over.setdefault(episode.alert_id, {})[episode.episode_id] = verdict
        return await self._end(over, now) if over else 0

    async def _end(self, over: Mapping[UUID, Mapping[UUID, Verdict]], now: datetime) -> int:
        """Looked at again under the lock: the episode may have gone on meanwhile."""
        async with self.database.transaction() as connection:
            await intake_repository.lock_intake(connection, self.realm)
            alerts = await intake_repository.lock_for_intake(connection, self.realm, over.keys(), (), ())
            known = await intake_repository.episodes(
                connection, self.realm, {one for each in over.values() for one in each}
            )
            still = {one.episode_id for one in known if one.ended_at is None}
            changed, drafts = [], []
            for alert in alerts:
                verdicts = {one: over[alert.id][one] for one in over[alert.id] if one in still}
                if verdicts and alert.ended_at is None:
                    ended, more = end_members(alert, verdicts, now)
                    changed.append(ended)
                    drafts += more
            await repository.update_alerts(connection, changed)
            await intake_repository.upsert_episodes(
                connection, [replace(one, ended_at=now) for one in known if one.episode_id in still]
            )
            await audit.append(connection, self.realm, drafts)
        return len(changed)


async def end_own(connection: AsyncConnection, realm: str, key: str, now: datetime, reason: str) -> UUID | None:
    """End an alert that the centre raised about itself; answers it, None where none was open."""
    alert = await intake_repository.open_with_key(connection, realm, key, lock=True)
    if alert is None or alert.ended_at is not None:
        return None
    ended, draft = end_alert(alert, now, reason, {})
    await repository.update_alerts(connection, [ended])
    await audit.append(connection, realm, [draft])
    return alert.id
