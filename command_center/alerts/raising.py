"""Raising of alerts without a detector: by a person, by another system, or by the centre about a fault of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import intake_repository, repository
from command_center.alerts.calls import AlertCalls
from command_center.alerts.model import AlertState
from command_center.alerts.next_step import first_call
from command_center.alerts.origins import origins_of
from command_center.alerts.record import Alert
from command_center.alerts.rules import Rules
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import NotFound
from command_center.chain import repository as audit
from command_center.chain.model import Draft, Subject, Who

BY_HAND = "person/1"


@dataclass(frozen=True, slots=True)
class RaisedHazard:
    """What is reported."""

    kind: str
    note: str
    """The report in words; it goes into the alert and, shortened, into the calls."""
    camera_id: str | None = None
    hotspot: str | None = None
    """Counts only without ``camera_id``: a camera has a hotspot of its own."""
    level: int | None = None
    """1 is the gravest; None: as the table of levels says for the kind and hotspot."""
    happened_at: datetime | None = None
    """Aware; None: now."""
    key: str | None = None
    """Reports with one key share one open alert; None: each report is an alert of its own."""
    source: str = BY_HAND
    """Stands in the alert in place of a detector."""
    evidence: Mapping[str, float] | None = None


class AlertRaising:
    """Raises alerts of one realm; the alert, its calls and its transition are written in one transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: NewId,
        rules: Rules,
        calling: AlertCalls,
        realm: str = LIVE_REALM,
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._rules = rules
        self._calling = calling
        self._realm = realm

    async def raise_one(self, report: RaisedHazard, who: Who | None) -> Alert:
        """Raise an alert in a transaction of its own; answers it, or the open alert with the same ``key``.

        ``who`` None means that the centre itself raises it. Raises NotFound where ``camera_id`` names no camera.
        """
        audible = await self._calling.audible()
        async with self._database.transaction() as connection:
            return await self.raise_in(connection, report, who, audible=audible)

    async def raise_in(
        self, connection: AsyncConnection, report: RaisedHazard, who: Who | None, *, audible: bool
    ) -> Alert:
        """As ``raise_one``, as the last step of the caller's transaction, which holds the intake's lock afterwards.

        ``audible``: whether a page on duty can be heard, asked before the transaction (``AlertCalls.audible``).
        """
        await intake_repository.lock_intake(connection, self._realm)
        if report.key is not None:
            known = await intake_repository.open_with_key(connection, self._realm, report.key)
            if known is not None:
                return known
        alert = await self._alert(connection, report, audible=audible)
        await repository.insert_alerts(connection, [alert])
        await self._calling.make(
            connection, self._realm, [first_call(alert, "raised", audible=audible)], alert.raised_at
        )
        await audit.append(connection, self._realm, [_draft(alert, report, who)])
        return alert

    async def _alert(self, connection: AsyncConnection, report: RaisedHazard, *, audible: bool) -> Alert:
        hotspot = await self._hotspot(connection, report)
        level = report.level or self._rules.levels.level(report.kind, hotspot, None, 1.0)
        now, identity = self._clock.now(), self._new_id()
        happened = report.happened_at or now
        policy = self._rules.escalation.policy(level)
        return Alert(
            realm=self._realm,
            id=identity,
            state=AlertState.RAISED,
            level=level,
            kind=report.kind,
            dedup_key=report.key or f"report|{identity}",
            camera_id=report.camera_id,
            hotspot=hotspot,
            zone=None,
            zone_name=None,
            detector=report.source,
            score=1.0,
            box=None,
            evidence=dict(report.evidence or {}),
            raised_at=now,
            started_at=happened,
            captured_at=happened,
            last_seen_at=happened,
            state_since=now,
            next_step_at=now + policy.wait(1),
            policy=policy,
            widened=not audible,
            note=report.note,
        )

    async def _hotspot(self, connection: AsyncConnection, report: RaisedHazard) -> str | None:
        if report.camera_id is None:
            return report.hotspot
        place = (await origins_of(connection, [report.camera_id])).get(report.camera_id)
        if place is None:
            raise NotFound("camera_not_found", "摄像机不存在", "There is no such camera")
        return place.hotspot


def _draft(alert: Alert, report: RaisedHazard, who: Who | None) -> Draft:
    data: dict[str, Any] = {
        "kind": alert.kind,
        "level": alert.level,
        "camera_id": alert.camera_id,
        "source": alert.detector,
    }
    return Draft(
        Subject.ALERT, alert.id, None, str(alert.state), at=alert.raised_at, actor=who, note=report.note, data=data
    )


def own_key(kind: str) -> str:
    """``RaisedHazard.key`` of an alert that the centre raises about itself: one of a kind is open at a time."""
    return f"centre|{kind}"
