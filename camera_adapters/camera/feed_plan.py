"""Plan of a camera's feeds: which connections it needs, and what each of them is for."""

from __future__ import annotations

from dataclasses import dataclass

from camera_adapters.messages import CameraSpec, RecordedStream, Stream


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """Purposes of one connection to a camera."""

    stream: RecordedStream
    """The stream whose URL is opened."""
    url: str
    """With placeholders in place of secrets."""
    records: RecordedStream | None = None
    """Name under which it is recorded; None: it is not."""
    always_live: tuple[RecordedStream, ...] = ()
    """Live streams that always get its fragments."""
    wanted_live: tuple[RecordedStream, ...] = ()
    """Live streams that get its fragments while a viewer wants them."""
    analysed: bool = False
    on_demand: bool = False
    """The connection is open only while a viewer wants the main stream."""


def plan_feeds(spec: CameraSpec) -> tuple[FeedPlan, ...]:
    """The connections that a camera needs, one or two; the analysed one comes first."""
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
