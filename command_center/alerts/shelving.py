"""Putting alerts aside: for how long at most, and what a plan for known works covers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from command_center.alerts.record import Shelf, Signal
from command_center.chain.model import Who

LONGEST = timedelta(hours=8)
"""Nothing stays on the shelf longer without somebody deciding again."""
LONGEST_PLAN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShelfPlan:
    """Known works: between two times, new alerts that fit everything it names are shelved. It expires by itself."""

    realm: str
    id: UUID
    camera_id: str | None
    zone: str | None
    kind: str | None
    hotspot: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str
    made_by: Who
    made_at: datetime
    cancelled_at: datetime | None = None
    cancelled_by: Who | None = None

    def covers(self, signal: Signal) -> bool:
        """Whether the plan shelves such an alert."""
        message = signal.message
        return (
            self.camera_id in (None, message.camera_id)
            and self.zone in (None, message.zone)
            and self.kind in (None, message.kind)
            and self.hotspot in (None, signal.hotspot)
        )


def planned_shelf(plans: Sequence[ShelfPlan], signal: Signal, now: datetime) -> Shelf | None:
    """The shelf of the plan that lasts longest of those that cover it."""
    covering = [plan for plan in plans if plan.covers(signal) and plan.starts_at <= now < plan.ends_at]
    if not covering:
        return None
    plan = max(covering, key=lambda one: one.ends_at)
    return Shelf(min(plan.ends_at, now + LONGEST), plan.reason, plan.made_by, plan.id)
