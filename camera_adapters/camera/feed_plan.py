"""Plan of a camera's feeds: which connections it needs, and what each of them is for."""

from __future__ import annotations

from dataclasses import dataclass

from camera_adapters.messages import CameraSpec, RecordedStream, Stream


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What one connection is for."""

    stream: RecordedStream
    """Whose URL is opened."""
    url: str
    records: RecordedStream | None = None
    """Under which name it is recorded."""
    always_live: tuple[RecordedStream, ...] = ()
    wanted_live: tuple[RecordedStream, ...] = ()
    """Shown while somebody wants it."""
    analysed: bool = False
    on_demand: bool = False
    """Open only while somebody wants it."""


def plan_feeds(spec: CameraSpec) -> tuple[FeedPlan, ...]:
    """The connections a camera needs; the analysed one comes first."""
    if spec.sub is None or spec.sub == spec.main:
        return (FeedPlan(Stream.SUB, spec.main, spec.record, (Stream.SUB,), (Stream.MAIN,), analysed=True),)
    records_main = spec.record == Stream.MAIN
    return (
        FeedPlan(Stream.SUB, spec.sub, None if records_main else Stream.SUB, (Stream.SUB,), analysed=True),
        FeedPlan(
            Stream.MAIN,
            spec.main,
            Stream.MAIN if records_main else None,
            (),
            (Stream.MAIN,),
            on_demand=not records_main,
        ),
    )
