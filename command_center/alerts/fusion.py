"""Fusion of alerts at one hotspot that confirm each other: two cameras, or two kinds of one hazard. Pure.

Each camera or station counts once for each kind, with its best score. Their common score is the probability that not
all of them are wrong: 1 − (1 − a)(1 − b). It is kept in the evidence of the alerts, and a transition is written when
another camera or station confirms them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import prod
from uuid import UUID

from command_center.alerts.intake import IntakeState
from command_center.alerts.record import Alert
from command_center.chain.model import CORROBORATED, Draft, Subject
from common.kinds import KINDS, kind_of

WINDOW = timedelta(seconds=120)
"""Alerts seen within this of each other speak of the same moment."""


def kinds_beside(kind: str) -> frozenset[str]:
    """All kinds of the same hazard, this one too; none where it has no family."""
    family = kind_of(kind).family
    return frozenset(name for name, each in KINDS.items() if family is not None and each.family is family)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Common score of several alerts, and who contributes to it."""

    confidence: float
    witnesses: int
    """Cameras or stations by kind."""
    cameras: int


def agree(alerts: Iterable[Alert]) -> Agreement:
    """The agreement of alerts that belong together."""
    best: dict[tuple[str, str], float] = {}
    cameras = set()
    for alert in alerts:
        key = (alert.origin, alert.kind)
        best[key] = max(best.get(key, 0.0), alert.score)
        cameras |= {alert.camera_id} - {None}
    confidence = 1.0 - prod(1.0 - score for score in best.values())
    return Agreement(round(confidence, 3), len(best), len(cameras))


def beside(alert: Alert, others: Iterable[Alert]) -> list[Alert]:
    """The alert and those that speak of the same hazard, at the same hotspot, at the same time."""
    family = kind_of(alert.kind).family
    if family is None or alert.hotspot is None:
        return [alert]
    return [
        other
        for other in others
        if other.is_open
        and (other.realm, other.hotspot) == (alert.realm, alert.hotspot)
        and kind_of(other.kind).family is family
        and abs(other.last_seen_at - alert.last_seen_at) <= WINDOW
    ]


def fuse(desk: IntakeState, at: datetime) -> None:
    """Let what changed on the desk bear out what lies beside it."""
    for identity in sorted(desk.changed):
        together = beside(desk.alerts[identity], desk.alerts.values())
        found = agree(together)
        if found.witnesses > 1 and desk.alerts[identity].is_open:
            for alert in together:
                _keep(desk, desk.alerts[alert.id], found, [other.id for other in together if other.id != alert.id], at)


def _keep(desk: IntakeState, alert: Alert, found: Agreement, others: list[UUID], at: datetime) -> None:
    known = int(alert.evidence.get("witnesses", 1))
    if found.witnesses < known or found.confidence <= alert.evidence.get("confidence", 0.0):
        return  # what once bore it out is not taken back: it was seen
    said = {"confidence": found.confidence, "witnesses": float(found.witnesses), "cameras": float(found.cameras)}
    desk.keep(replace(alert, evidence={**alert.evidence, **said}))
    if found.witnesses > known:
        data = {**said, "alert_ids": sorted(str(one) for one in others)}
        desk.drafts.append(Draft(Subject.ALERT, alert.id, str(alert.state), CORROBORATED, at=at, data=data))
