"""Container of the centre's services: built once at the edge, handed to routes and background tasks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from fastapi import Depends
from starlette.requests import HTTPConnection

from command_center.alerts.calls import AlertCalls
from command_center.alerts.escalation_file import read_escalation
from command_center.alerts.ingest import Ingest
from command_center.alerts.levels import read_levels
from command_center.alerts.raising import AlertRaising
from command_center.alerts.rules import Rules
from command_center.audit.verify import Verification
from command_center.auth.service import Accounts
from command_center.base.clock import Clock, NewId, SystemClock, new_id
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings, required
from command_center.cameras.service import Cameras
from command_center.cameras.setup import CameraSetup
from command_center.cameras.trials import Trials
from command_center.duty.consoles import Consoles
from command_center.health.canary import Canary
from command_center.health.service import Health
from command_center.incidents.presence import Presence
from command_center.live.hub import LiveHub
from command_center.notifications.outbox import Outbox
from command_center.notifications.settings import NotificationSettings, read_notifications
from command_center.plans.files import read_plans, read_units
from command_center.plans.model import Plans, Units
from command_center.quality.service import Quality
from command_center.recordings.clips import Clips
from command_center.reports.config import Reporting, read_reporting
from command_center.sensors.service import Sensors
from command_center.site.model import Hotspots, read_hotspots
from command_center.stations.config import read_stations
from command_center.stations.rate_limits import StationLimits
from command_center.web.events.hub import EventHub


@dataclass(frozen=True)
class Container:
    """Owns the connections; ``close()`` ends them. Services are fields, so that a test can look at each."""

    settings: Settings
    database: Database
    bus: Bus
    clock: Clock
    new_id: NewId
    accounts: Accounts
    hotspots: Hotspots
    units: Units
    plans: Plans
    reporting: Reporting
    rules: Rules
    cameras: Cameras
    setup: CameraSetup
    trials: Trials
    events: EventHub
    live: LiveHub
    clips: Clips
    health: Health
    canary: Canary
    quality: Quality
    ingest: Ingest
    sensors: Sensors
    station_limits: StationLimits
    consoles: Consoles
    presence: Presence
    notifications: NotificationSettings
    outbox: Outbox
    calling: AlertCalls
    raising: AlertRaising
    internal_token: str = field(repr=False)
    """Bearer token by which the centre's own WebSocket client proves itself to this process."""
    verification: Verification = field(default_factory=Verification)
    replica: str = field(default_factory=lambda: secrets.token_hex(4))
    """This process's name as a consumer, unlike every other's."""

    async def close(self) -> None:
        await self.database.close()
        await self.bus.close()


def build_container(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: NewId = new_id,
    hasher: PasswordHasher | None = None,
) -> Container:
    """Connect lazily to what the settings name. Raises ConfigError when a URL is missing or malformed."""
    clock = clock or SystemClock()
    database = Database(required(settings.database_url, "DATABASE_URL"))
    bus = Bus(required(settings.redis_url, "REDIS_URL"), required(settings.live_redis_url, "LIVE_REDIS_URL"))
    hotspots = read_hotspots(settings.hotspots_file)
    cameras = Cameras(database, bus)
    setup = CameraSetup(database, clock, hotspots.ids, cameras.problems, cameras.refresh, settings.secret_names)
    notifications = read_notifications(settings.notifications_file)
    units = read_units(settings.units_file)
    stations = read_stations(settings.stations_file, hotspots.ids)
    rules = Rules(read_levels(settings.alert_levels_file, hotspots.ids), read_escalation(settings.escalation_file))
    consoles = Consoles(bus.control, clock)
    outbox = Outbox(notifications, clock, ids)
    calling = AlertCalls(outbox, consoles, rules.escalation.storm, hotspots)
    ingest = Ingest(database, clock, ids, rules, calling)
    token = secrets.token_urlsafe(32)
    length = timedelta(hours=settings.session_hours)
    return Container(
        settings=settings,
        database=database,
        bus=bus,
        clock=clock,
        new_id=ids,
        hotspots=hotspots,
        units=units,
        plans=read_plans(settings.plans_dir, hotspots.ids, units),
        reporting=read_reporting(settings.reporting_file),
        rules=rules,
        events=EventHub(database, bus.control),
        live=LiveHub(bus, cameras.roster, clock),
        clips=Clips(database, settings.recordings_dir, settings.clips_dir),
        cameras=cameras,
        setup=setup,
        trials=Trials(bus.control, clock),
        quality=Quality(database, cameras, setup, ZoneInfo(settings.time_zone)),
        health=Health(database, bus, cameras, consoles, clock, settings.canary_seconds),
        canary=Canary(bus.control, settings, token, clock, ids),
        ingest=ingest,
        sensors=Sensors(database, bus.control, clock, ids, ingest, stations, ZoneInfo(settings.time_zone)),
        station_limits=StationLimits(),
        consoles=consoles,
        presence=Presence(bus.control, clock),
        notifications=notifications,
        outbox=outbox,
        calling=calling,
        raising=AlertRaising(database, clock, ids, rules, calling),
        internal_token=token,
        accounts=Accounts(database, clock, ids, hasher=hasher, session_length=length),
    )


def container_of(connection: HTTPConnection) -> Container:
    """The container of the application that serves this request or WebSocket."""
    container: Container = connection.app.state.container
    return container


ContainerDep = Annotated[Container, Depends(container_of)]
