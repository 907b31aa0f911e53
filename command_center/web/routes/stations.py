"""Stations over HTTP: readings come in with the station's own token, people look with their session."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BeforeValidator

from camera_adapters.messages import StationId
from command_center.auth.model import ADMINS, EVERYONE, Actor
from command_center.base.clock import Clock
from command_center.base.schemas import Reply, TextReply
from command_center.sensors.payload import Payload, readings_of
from command_center.sensors.service import Sensors, StationState
from command_center.stations.errors import UnusableReading, WrongToken
from command_center.stations.model import Quantity
from command_center.stations.rate_limits import StationLimits
from command_center.web.guards import request_origin, require
from command_center.web.ownership import Kind, anyones
from command_center.web.refusals import refusals
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/stations", tags=["stations"])

SignedIn = Annotated[Actor, Depends(require(*EVERYONE, of=anyones(Kind.STATION)))]
AdminActor = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.STATION)))]


class SampleReply(Reply):
    at: datetime
    value: float


class MarkReply(Reply):
    name: str
    metres: float
    reached: bool


def _in_both(reason: object) -> object:
    """Earlier versions stored one text, mostly in both languages."""
    return {"zh": reason, "en": reason} if isinstance(reason, str) else reason


class StationProblemReply(Reply):
    at: datetime
    source: str
    reason: Annotated[TextReply, BeforeValidator(_in_both)]


class StationReply(Reply):
    """One station as it stands. ``silent``: its values are of before and not of now."""

    id: str
    name: TextReply
    hotspot: str
    kind: Literal["river", "reservoir"]
    datum: TextReply | None
    level: SampleReply | None
    rain: SampleReply | None
    rate_m_per_h: float | None
    marks: list[MarkReply]
    silent: bool
    stale_minutes: float
    has_token: bool
    problem: StationProblemReply | None
    history: list[SampleReply]


class TakenReply(Reply):
    """How many of the readings were new."""

    new: int


class TokenReply(Reply):
    """Shown this once."""

    token: str


@router.get("")
async def list_stations(
    _: SignedIn, sensors: Wired[Sensors], clock: Wired[Clock], hours: Annotated[float, Query(gt=0, le=24 * 31)] = 24
) -> list[StationReply]:
    """Every station with its level now and the hours before."""
    states = await sensors.states()
    since = clock.now() - timedelta(hours=hours)
    past = await sensors.history([one.station.id for one in states], Quantity.LEVEL, since)
    return [_reply(state, past.get(state.station.id, [])) for state in states]


@router.post("/{station_id}/readings", status_code=201, responses=refusals(401, 429))
async def post_readings(
    station_id: StationId,
    body: Payload,
    request: Request,
    limits: Wired[StationLimits],
    sensors: Wired[Sensors],
    clock: Wired[Clock],
) -> TakenReply:
    """Readings of one station, ``Authorization: Bearer`` its token. Repeating them changes nothing."""
    address = request_origin(request).address
    try:
        await sensors.admit(station_id, _bearer(request))
    except WrongToken:  # bounded for guessers alone: a true station may share its address with one
        limits.failures.check(address)
        limits.failures.count(address)
        raise
    limits.readings.check(station_id)
    limits.readings.count(station_id)
    try:
        return TakenReply(new=await sensors.take(station_id, readings_of(body, clock.now()), "http"))
    except UnusableReading as error:
        await sensors.refuse(station_id, "http", error.sentence)
        raise


@router.post("/{station_id}/token", status_code=201)
async def make_token(station_id: StationId, actor: AdminActor, sensors: Wired[Sensors]) -> TokenReply:
    """A new token; the old one ends at once."""
    return TokenReply(token=await sensors.make_token(station_id, actor))


@router.delete("/{station_id}/token", status_code=204)
async def drop_token(station_id: StationId, actor: AdminActor, sensors: Wired[Sensors]) -> None:
    """The station may send nothing by HTTP any more."""
    await sensors.drop_token(station_id, actor)


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _reply(state: StationState, past: list[tuple[datetime, float]]) -> StationReply:
    station, watch = state.station, state.watch
    marks = sorted(state.marks.items(), key=lambda item: item[1])
    return StationReply(
        id=station.id,
        name=TextReply.model_validate(station.name),
        hotspot=station.hotspot,
        kind=station.kind,
        datum=None if station.datum is None else TextReply.model_validate(station.datum),
        level=SampleReply.model_validate(watch.level) if watch.level else None,
        rain=SampleReply.model_validate(watch.rain) if watch.rain else None,
        rate_m_per_h=watch.rate_m_per_h,
        marks=[MarkReply(name=name, metres=metres, reached=_reached(state, metres)) for name, metres in marks],
        silent=state.silent,
        stale_minutes=station.stale_minutes,
        has_token=state.token_made_at is not None,
        problem=StationProblemReply.model_validate(dict(state.problem)) if state.problem else None,
        history=[SampleReply(at=at, value=round(value, 3)) for at, value in past],
    )


def _reached(state: StationState, metres: float) -> bool:
    return state.watch.level is not None and state.watch.level.value >= metres
