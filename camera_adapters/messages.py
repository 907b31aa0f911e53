"""THE WIRE CONTRACT between adapters and centre: stream names and typed messages.

The only module of this package that ``command_center`` may import. A control message travels as one Redis stream entry
with the field ``v`` (JSON, UTF-8); a JPEG that belongs to it stands beside it in the field ``jpeg``. Live fragments are
plain Redis fields, because 220 a second pass and nothing in them needs validation.

Readers ignore keys they do not know, so the two packages can be updated one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

LIVE_REALM = "live"
CANARY_REALM = "canary"
"""The realm of the synthetic alert that proves the path; it uses the live streams and is never shown to people."""

CENTRE_GROUP = "centre"
"""The consumer group of the centre's replicas on every ``{realm}:…`` stream."""

PAYLOAD_FIELD = b"v"
JPEG_FIELD = b"jpeg"

DESIRED_KEY = "cameras"
"""Hash: one field a camera id holding ``CameraSpec`` as JSON, and ``revision`` (integer, grows with every change)."""
DESIRED_REVISION_FIELD = "revision"
COMMANDS_KEY = "commands"
STREAM_CAP = {"health": 10_000, "commands": 1_000, "acks": 10_000}
"""MAXLEN of the streams that may be cut; ``alerts`` and ``segments`` are only cut behind what is committed."""


def alerts_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``AlertMessage``; entries are deleted once their transaction is committed."""
    return f"{realm}:alerts"


def health_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``HealthMessage``."""
    return f"{realm}:health"


def segments_key(realm: str = LIVE_REALM) -> str:
    """Stream of ``SegmentMessage``; entries are deleted once they are committed."""
    return f"{realm}:segments"


def events_key(realm: str = LIVE_REALM) -> str:
    """Stream that wakes the centre's replicas; the numbered rows are read from PostgreSQL."""
    return f"{realm}:events"


def dead_letters_key(realm: str = LIVE_REALM) -> str:
    """Stream of entries that could not be parsed: fields ``stream``, ``entry``, ``reason``, and the original ones."""
    return f"{realm}:dead"


def acks_key(adapter: str) -> str:
    """Stream of ``AckMessage`` for one adapter worker."""
    return f"acks:{adapter}"


def lease_key(camera_id: str) -> str:
    """String ``adapter|epoch`` with a time to live: who runs the camera."""
    return f"lease:{camera_id}"


def adapter_key(adapter: str) -> str:
    """String with a time to live of ``ADAPTER_TTL_MS``: this adapter worker is alive."""
    return f"adapter:{adapter}"


ADAPTER_TTL_MS = 5_000

PROTECTED_KEY = "protected"
"""Hash by which the centre keeps recordings from deletion: one field a camera id holding ``PROTECTED_RANGES`` as JSON,
and ``updated_at`` (ISO 8601, UTC), rewritten at least every 5 minutes. Older than 10 minutes it is not trusted any
more: the adapters then delete nothing younger than 24 h, and nothing at all unless the disk is nearly full."""
PROTECTED_UPDATED_FIELD = "updated_at"
PROTECTED_RANGES: TypeAdapter[tuple[tuple[AwareDatetime, AwareDatetime | None], ...]] = TypeAdapter(
    tuple[tuple[AwareDatetime, AwareDatetime | None], ...]
)
"""JSON list of ``[from, to]`` in UTC; ``to`` is null while the end is open."""


def history_key(camera_id: str) -> str:
    """Hash of what a camera's zones scored by time of day: ``kind|zone`` → JSON {ten minutes since 1970: score}."""
    return f"history:{camera_id}"


def lessons_key(camera_id: str) -> str:
    """List of what a person confirmed of a camera, JSON of ``Lesson``; the worker that runs it takes them away."""
    return f"lessons:{camera_id}"


LESSONS_KEPT = 200
HISTORY_SECONDS = 8 * 86_400


def epoch_key(camera_id: str) -> str:
    """Counter from which a new holder of the lease draws its fencing epoch."""
    return f"epoch:{camera_id}"


def live_key(camera_id: str, stream: str) -> str:
    """Stream on the live server; ``stream`` is ``sub``, ``main``, ``jpeg``, or ``view``: what the detectors see."""
    return f"live:{camera_id}:{stream}"


def init_key(init_id: str) -> str:
    """Hash on the live server: ``codec`` (RFC 6381 string), ``width``, ``height``, ``data`` (fMP4 init segment)."""
    return f"init:{init_id}"


class Wire(BaseModel):
    """Base of what travels: frozen, unknown keys ignored, numbers finite."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    def fields(self, jpeg: bytes | None = None) -> dict[bytes, bytes]:
        """The Redis fields of this message."""
        fields = {PAYLOAD_FIELD: self.model_dump_json(exclude_none=True).encode()}
        if jpeg is not None:
            fields[JPEG_FIELD] = jpeg
        return fields


class Strict(BaseModel):
    """Base of what people write in files: an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


# ---------------------------------------------------------------- desired state

SOURCE_SCHEMES = ("rtsp", "rtsps", "file", "scene")
"""Kinds of URL that adapters can open. Whoever takes a camera from a person checks it; ``CameraSpec`` does not, so that
a centre that knows one kind less still reads what a newer one has stored."""

CameraId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]
Unit = Annotated[float, Field(ge=0.0, le=1.0)]
Point = tuple[Unit, Unit]
Setting = bool | int | float | str


class Text(Strict):
    """A text in both languages of the site, Chinese first."""

    zh: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)


class Position(Strict):
    """WGS84, degrees."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


AreaId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]
StationId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]
"""A station that measures water or rain."""


class Purpose(StrEnum):
    """What a zone of the picture is drawn for."""

    WATCH = "watch"
    """Detectors that name it look here."""
    MASK = "mask"
    """Nothing seen here counts, for any detector."""
    SKY = "sky"
    WATER = "water"
    GROUND = "ground"
    """Normally dry."""
    LINE = "line"
    """An open line of two or more points, for crossing; seen from the first point, in is to the right."""


class Zone(Strict):
    """A named part of the picture; corners as fractions of width and height from the top left."""

    id: AreaId
    name: Text
    purpose: Purpose = Purpose.WATCH
    polygon: tuple[Point, ...] = Field(min_length=2, max_length=64)

    @model_validator(mode="after")
    def _closes(self) -> Zone:
        if self.purpose is not Purpose.LINE and len(self.polygon) < 3:
            raise ValueError("a polygon needs at least 3 corners; only a line has 2")
        return self


class Mark(StrEnum):
    """Marks of a water level that have words of their own; 警戒 is a river's word and never a reservoir's."""

    FORTIFICATION = "fortification"  # river: 设防
    WARNING = "warning"  # 警戒
    GUARANTEE = "guarantee"  # 保证
    OVERFLOW = "overflow"  # 漫溢
    FLOOD_LIMIT = "flood_limit"  # reservoir: 汛限, in the flood season only
    FLOOD_HIGH = "flood_high"  # 防洪高
    DESIGN = "design"  # 设计
    CHECK = "check"  # 校核


MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Season(Strict):
    """Part of every year, first and last day included, ``05-15``; it may run over the turn of the year."""

    first: MonthDay
    last: MonthDay

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        today = f"{day.month:02}-{day.day:02}"
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


FLOOD_SEASON = Season(first="05-15", last="09-30")
"""汛期 where the site says nothing else; outside of it no ``flood_limit`` counts."""


def marks_of(levels: Mapping[str, float], season: Season, day: date) -> dict[str, float]:
    """The marks that count on this day."""
    return {name: metres for name, metres in levels.items() if name != Mark.FLOOD_LIMIT or season.holds(day)}


def reached_marks(
    marks: Mapping[str, float], metres: float, held: Collection[str], deadband: float = 0.02
) -> frozenset[str]:
    """The marks that hold at this level: the highest one reached, and of the lower ones those that held before.

    A mark that holds does so until the water is ``deadband`` metres below it. What was passed over at once is not told
    one by one: the highest mark says it all.
    """
    above = {name for name, mark in marks.items() if metres >= mark}
    highest = max(above, key=lambda name: marks[name], default=None)
    still = {name for name in held if name in marks and metres >= marks[name] - deadband}
    return frozenset(still if highest is None else still | {highest})


class Gauge(Strict):
    """A water gauge in the picture: where it is read, and what its rows mean.

    ``points`` are pairs of a row (fraction of the picture's height) and metres above the station's datum; a ``bank``
    has none, for it only gives a trend. ``levels`` are metres by ``Mark``, or by a name of the site's own.
    """

    id: AreaId
    name: Text
    kind: Literal["board", "staff", "bank"]
    roi: tuple[Unit, Unit, Unit, Unit]
    """Left, top, width, height as fractions of the picture."""
    points: tuple[tuple[Unit, float], ...] = Field(default=(), max_length=16)
    levels: dict[str, float] = Field(default_factory=dict)
    rise_alert_m_per_h: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _readable(self) -> Gauge:
        left, top, width, height = self.roi
        if width <= 0 or height <= 0 or left + width > 1.0001 or top + height > 1.0001:
            raise ValueError("the roi must lie in the picture and have a size")
        if self.kind != "bank" and len(self.points) < 2:
            raise ValueError("a gauge in metres needs at least 2 points of row and metres")
        ordered = sorted(self.points)
        if any(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(ordered)):
            raise ValueError("metres must fall from row to row down the picture")
        return self


class DetectorSpec(Strict):
    """One detector of a camera: its kind in the table of detectors, the zone it watches, and its settings."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")
    zone: str | None = None
    """A zone of the camera, or one of its gauges."""
    settings: dict[str, Setting] = Field(default_factory=dict)


class CameraSpec(Strict):
    """Everything an adapter must know to run a camera. URLs carry secrets only as ``${NAME}`` of the environment."""

    id: CameraId
    name: Text
    hotspot: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")
    position: Position
    main: str = Field(min_length=3, max_length=500)
    sub: str | None = Field(default=None, min_length=3, max_length=500)
    transport: Literal["tcp", "udp"] = "tcp"
    record: Literal["main", "sub"] = "sub"
    analysis_fps: float | Literal["keyframes"] = "keyframes"
    zones: tuple[Zone, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    detectors: tuple[DetectorSpec, ...] = ()
    enabled: bool = True

    @property
    def sub_url(self) -> str:
        """The URL of the small stream; the main stream where a camera has only one."""
        return self.sub or self.main

    @field_validator("analysis_fps")
    @classmethod
    def _rate(cls, value: float | str) -> float | str:
        if isinstance(value, float | int) and not 0.05 <= value <= 30:
            raise ValueError("must be 'keyframes' or between 0.05 and 30 frames a second")
        return value

    @model_validator(mode="after")
    def _zones_exist(self) -> CameraSpec:
        names = [*(zone.id for zone in self.zones), *(gauge.id for gauge in self.gauges)]
        if len(set(names)) != len(names):
            raise ValueError("two zones or gauges have the same id")
        for detector in self.detectors:
            if detector.zone is not None and detector.zone not in names:
                raise ValueError(f"detector {detector.kind!r} names the zone {detector.zone!r}, which is not defined")
        return self


# ---------------------------------------------------------------- what detectors can be set to

CATALOGUE_KEY = "detectors"
"""String: ``DetectorCatalogue`` as JSON. Every worker writes it when it starts and once a minute, without expiry: what
detectors can be set to is known while no adapter runs, too."""


class SettingInfo(Wire):
    """One setting of a detector, with its bounds; both ends are allowed unless ``above``: then ``low`` is not."""

    key: str
    type: Literal["number", "integer", "boolean", "text"]
    default: Setting | None = None
    """None where it depends on the camera or on what is seen."""
    low: float | None = None
    high: float | None = None
    above: bool = False
    unit: str | None = None
    """``s``, ``fps``, ``m``, ``share`` (of the picture, 0 to 1) …"""
    rule: bool = False
    """It belongs to the alert's rule, and every detector has it."""


class DetectorInfo(Wire):
    """A kind of detector as a camera may have it."""

    kind: str
    raises: tuple[str, ...] = ()
    """Kinds of alerts it can raise."""
    takes: tuple[str, ...] = ()
    """What its ``zone`` may name: purposes of zones, or ``gauge``; empty: it looks at the whole picture."""
    needs_zone: bool = False
    settings: tuple[SettingInfo, ...] = ()


class DetectorCatalogue(Wire):
    """Every kind of detector that the adapters know."""

    detectors: tuple[DetectorInfo, ...] = ()

    def find(self, kind: str) -> DetectorInfo | None:
        """The kind of this name."""
        return next((info for info in self.detectors if info.kind == kind), None)


# ---------------------------------------------------------------- adapter → centre


class Phase(StrEnum):
    """Where an episode of a detected condition stands. An ``updated`` after ``ended``: it is back, soon enough to be
    the same."""

    RAISED = "raised"
    UPDATED = "updated"
    ENDED = "ended"


class Box(Wire):
    """Fractions of width and height: left, top, width, height."""

    x: Unit
    y: Unit
    w: Unit
    h: Unit


STATION_PREFIX = "station:"
"""No camera's id holds a colon."""


def station_origin(station_id: str) -> str:
    """A station as the origin of alerts."""
    return f"{STATION_PREFIX}{station_id}"


class AlertMessage(Wire):
    """One step of one episode. ``event_id`` is unique for ever, ``seq`` grows within ``episode_id``."""

    event_id: UUID
    episode_id: UUID
    seq: int = Field(ge=0)
    phase: Phase
    realm: str = LIVE_REALM
    adapter: str
    epoch: int = 0
    camera_id: CameraId | None = None
    station_id: StationId | None = None
    """Exactly one of camera and station says it."""
    kind: str
    zone: str | None = None
    place: str = ""
    """Where in the picture, coarse enough to be the same for the same thing (a grid cell or a track id); of a water
    level the mark that is reached."""
    score: float = Field(ge=0.0, le=1.0)
    value: float | None = None
    unit: str | None = None
    box: Box | None = None
    started_at: AwareDatetime
    """When the condition began."""
    captured_at: AwareDatetime
    """When the frame that this message speaks of was captured."""
    published_at: AwareDatetime
    detector: str = ""
    """Kind and version of the detector that saw it, ``intrusion/1``."""
    evidence: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_origin(self) -> AlertMessage:
        if (self.camera_id is None) == (self.station_id is None):
            raise ValueError("exactly one of camera_id and station_id must be given")
        return self

    @property
    def origin(self) -> str:
        """Who says it, unlike every other camera and station."""
        return self.camera_id or station_origin(str(self.station_id))

    @property
    def dedup_key(self) -> str:
        """The same thing at the same place: at most one open alert a realm."""
        return "|".join((self.origin, self.zone or "", self.kind, self.place))


class Link(StrEnum):
    """Whether pictures arrive: ``stale`` after 2 s without one, ``offline`` after 8 s or when the source fails."""

    CONNECTING = "connecting"
    ONLINE = "online"
    STALE = "stale"
    OFFLINE = "offline"


class StreamFacts(Wire):
    """What a stream turned out to be, for the camera's page."""

    codec: str
    width: int
    height: int
    fps: float | None = None
    gop_seconds: float | None = None
    bitrate: int | None = None


class CameraHealth(Wire):
    """The state of one camera, sent when it changes and every 5 s."""

    type: Literal["camera"] = "camera"
    realm: str = LIVE_REALM
    adapter: str
    epoch: int = 0
    camera_id: CameraId
    link: Link
    faults: tuple[str, ...] = ()
    """Kinds of ``camera_…`` faults that hold now."""
    reason: str | None = None
    """A code the page can translate: ``refused``, ``unauthorized``, ``timeout``, ``not_found``, ``codec``, ``format``,
    ``secret_missing``, ``address``, ``silent``, ``ended``; and although pictures arrive: ``disk`` (nothing is
    recorded), ``detector`` (one failed, or its settings are wrong), ``low_visibility`` (fog, heavy rain)."""
    detail: str | None = None
    """The library's own words, secrets masked."""
    last_frame_at: AwareDatetime | None = None
    reconnects: int = 0
    streams: dict[str, StreamFacts] = Field(default_factory=dict)
    at: AwareDatetime


class Heartbeat(Wire):
    """Each adapter worker's sign of life, once a second."""

    type: Literal["heartbeat"] = "heartbeat"
    realm: str = LIVE_REALM
    adapter: str
    cameras: tuple[str, ...] = ()
    spooled: int = 0
    dropped_fragments: int = 0
    pid: int = 0
    at: AwareDatetime


HealthMessage = Annotated[CameraHealth | Heartbeat, Field(discriminator="type")]
HEALTH: TypeAdapter[CameraHealth | Heartbeat] = TypeAdapter(HealthMessage)


class SegmentMessage(Wire):
    """A recording file was opened, closed, or removed. ``path`` is relative to the recordings folder."""

    type: Literal["opened", "closed", "expired"]
    realm: str = LIVE_REALM
    adapter: str
    camera_id: CameraId
    stream: Literal["main", "sub"]
    epoch: int
    path: str = Field(pattern=r"^[A-Za-z0-9_\-./]+$", max_length=300)
    started_at: AwareDatetime
    duration: float | None = None
    """Seconds; absent while the file is open."""
    bytes: int | None = None
    sha256: str | None = None
    discontinuity: bool = False
    """True when frames are missing between the segment before and this one."""
    codec: str | None = None


# ---------------------------------------------------------------- centre → adapter


class AckMessage(Wire):
    """These events are committed; the adapter may drop them from its spool."""

    event_ids: tuple[UUID, ...]


class DesiredStateChanged(Wire):
    """Read the desired state again."""

    type: Literal["desired_state_changed"] = "desired_state_changed"
    revision: int


class Lesson(Wire):
    """A person said that this was true: it is no cry of wolf, and may not raise the threshold of its hour."""

    kind: str
    zone: str | None
    begin: AwareDatetime
    end: AwareDatetime


class Want(Wire):
    """A viewer needs a stream that is not always published; renewed while it does."""

    type: Literal["want"] = "want"
    camera_id: CameraId
    stream: Literal["main", "jpeg", "view"]
    until: AwareDatetime


class TrialRequest(Wire):
    """Run a candidate specification over what was recorded of its camera. A worker that has the recording and no
    other trial under way claims it (``trial_claim_key``) and writes ``TrialReport`` under ``trial_key``."""

    type: Literal["trial"] = "trial"
    token: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    spec: CameraSpec
    start: AwareDatetime
    end: AwareDatetime


class TrialCancel(Wire):
    """Nobody waits for this trial any more."""

    type: Literal["trial_cancel"] = "trial_cancel"
    token: str


class CanaryRequest(Wire):
    """One adapter worker (whoever claims ``canary:{token}`` first) sends a canary alert down the whole path."""

    type: Literal["canary"] = "canary"
    token: str


Command = DesiredStateChanged | Want | CanaryRequest | TrialRequest | TrialCancel
CommandMessage = Annotated[Command, Field(discriminator="type")]
COMMAND: TypeAdapter[Command] = TypeAdapter(CommandMessage)


def canary_claim_key(token: str) -> str:
    """String set with NX by the worker that answers a ``CanaryRequest``."""
    return f"canary:{token}"


# ---------------------------------------------------------------- trials of a specification

TRIAL_TTL_SECONDS = 3600
"""How long a trial's report is kept."""


def trial_key(token: str) -> str:
    """String: ``TrialReport`` as JSON."""
    return f"trial:{token}"


def trial_claim_key(token: str) -> str:
    """String set with NX by the worker that runs a trial."""
    return f"trial-claim:{token}"


class TrialPhase(StrEnum):
    """Where a trial stands; the last three are final."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TrialAlert(Wire):
    """An alert that would have been raised."""

    kind: str
    zone: str | None = None
    at: AwareDatetime
    score: Unit
    value: float | None = None
    unit: str | None = None
    box: Box | None = None


class TrialReport(Wire):
    """``progress`` counts the range asked for; ``seconds`` how much of it was recorded and looked at."""

    phase: TrialPhase
    asked_at: AwareDatetime
    progress: Unit = 0.0
    seconds: float = 0.0
    adapter: str | None = None
    alerts: tuple[TrialAlert, ...] = ()
    reason: str | None = None
    """Why it failed: ``setting``, ``format``, ``time``, ``stopped``; ``nobody`` where no worker took it."""
    detail: str | None = None


# ---------------------------------------------------------------- live fragments


class LiveFields:
    """Names of the plain Redis fields of one live fragment."""

    INIT_ID = b"i"
    KEYFRAME = b"k"  # b"1" when the fragment starts with a keyframe
    PTS = b"p"  # microseconds on the timeline of its init segment when its first picture is shown
    DTS = b"t"  # and when that is decoded: what tells whether a fragment follows the one before
    STEP = b"s"  # microseconds that its last picture lasts
    DURATION = b"d"  # microseconds
    CAPTURED_AT = b"c"  # microseconds since 1970-01-01 UTC when the last packet of the fragment arrived
    DATA = b"b"  # moof + mdat, or a JPEG on the ``jpeg`` and ``view`` streams
    NOTE = b"n"  # ``ViewNote`` as JSON on the ``view`` stream


class ViewScore(Wire):
    """How sure a detector was at most since the picture before, against the threshold of its rule."""

    kind: str
    zone: str | None = None
    score: Unit
    threshold: float
    value: float | None = None
    unit: str | None = None
    veto: str | None = None
    """Why it did not count."""


class ViewNote(Wire):
    """What stands beside a picture of the detectors' view; width and height are the picture's, in pixels."""

    width: int
    height: int
    scores: tuple[ViewScore, ...] = ()


def utc_micros(moment: datetime) -> int:
    """Microseconds since 1970-01-01 UTC of an aware datetime."""
    return int(moment.timestamp() * 1_000_000)
