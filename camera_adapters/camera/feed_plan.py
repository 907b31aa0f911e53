"""Which connections a camera needs, and what each of them is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from camera_adapters.messages import CameraSpec

StreamName = Literal["main", "sub"]


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What one connection is for."""

    stream: StreamName
    """Whose URL is opened."""
    url: str
    records: StreamName | None = None
    """Under which name it is recorded."""
    always_live: tuple[StreamName, ...] = ()
    wanted_live: tuple[StreamName, ...] = ()
    """Shown while somebody wants it."""
    analysed: bool = False
    on_demand: bool = False
    """Open only while somebody wants it."""


def plan_feeds(spec: CameraSpec) -> tuple[FeedPlan, ...]:
    """The connections a camera needs; the analysed one comes first."""
    if spec.sub is None or spec.sub == spec.main:
        return (FeedPlan("sub", spec.main, spec.record, ("sub",), ("main",), analysed=True),)
    records_main = spec.record == "main"
    return (
        FeedPlan("sub", spec.sub, None if records_main else "sub", ("sub",), analysed=True),
        FeedPlan("main", spec.main, "main" if records_main else None, (), ("main",), on_demand=not records_main),
    )
