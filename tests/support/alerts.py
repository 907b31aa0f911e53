"""Messages of adapters for tests, and a table of levels that does not change with the site's configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from camera_adapters.messages import AlertMessage, Phase
from command_center.alerts.arrival import Arrival
from command_center.alerts.escalation_file import EscalationFile
from command_center.alerts.ingest import Ingest
from command_center.alerts.levels import LevelTable
from command_center.alerts.rules import Rules
from command_center.base.clock import Clock, SystemClock, new_id
from command_center.base.redis_bus import Entry
from command_center.web.container import Container

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 20 + b"\xff\xd9"

LEVELS = LevelTable.model_validate(
    {
        "default": 3,
        "grouped": {"kinds": ["camera_lost"], "window_seconds": 60},
        "rules": [
            {"kind": "camera_lost", "level": 4},
            {"kind": "intrusion", "hotspot": "reservoir", "min_score": 0.9, "level": 1},
            {"kind": "intrusion", "min_score": 0.8, "level": 2},
        ],
    }
)


ESCALATION = EscalationFile.model_validate({"step_seconds": {1: 60, 2: 60, 3: 120, 4: 300}})
RULES = Rules(LEVELS, ESCALATION)


@dataclass
class FixedClock:
    """A clock that a test turns."""

    moment: datetime = AT

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Episode:
    """One episode of one condition; every call is its next step."""

    camera_id: str | None = "cam-01"
    kind: str = "intrusion"
    zone: str | None = "gate"
    place: str = ""
    adapter: str = "worker-1"
    realm: str = "live"
    station_id: str | None = None
    episode_id: UUID = field(default_factory=uuid4)
    seq: int = -1

    def step(self, phase: Phase = Phase.RAISED, *, at: datetime = AT, score: float = 0.5, **more: Any) -> AlertMessage:
        """The next message of this episode."""
        self.seq += 1
        values: dict[str, Any] = {
            "event_id": uuid4(),
            "episode_id": self.episode_id,
            "seq": self.seq,
            "phase": phase,
            "realm": self.realm,
            "adapter": self.adapter,
            "camera_id": self.camera_id,
            "station_id": self.station_id,
            "kind": self.kind,
            "zone": self.zone,
            "place": self.place,
            "score": score,
            "started_at": at,
            "captured_at": at,
            "published_at": at,
            "detector": "intrusion/1",
        }
        return AlertMessage.model_validate(values | more)


def lost(camera_id: str) -> Episode:
    """A camera that is lost."""
    return Episode(camera_id=camera_id, kind="camera_lost", zone=None)


def water(station_id: str = "bridge", mark: str = "warning") -> Episode:
    """A mark that the water reached at a station."""
    return Episode(camera_id=None, station_id=station_id, kind="water_level", zone=None, place=mark)


def arrival(message: AlertMessage, snapshot: bytes | None = None) -> Arrival:
    """The message as if it had come from the stream."""
    return Arrival(Entry("live:alerts", b"1-0", {}), message, snapshot)


def ingest_of(container: Container, clock: Clock | None = None) -> Ingest:
    """The intake of this centre with the levels of the tests."""
    return Ingest(container.database, clock or SystemClock(), new_id, RULES, container.alerting.calling)
