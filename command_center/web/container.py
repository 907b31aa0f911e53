"""Container of the centre's parts: each is built once here, and given by its type to whoever names it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, NewType, get_type_hints
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from starlette.requests import HTTPConnection

from command_center.alerts.calls import AlertCalls
from command_center.alerts.escalation_file import read_escalation
from command_center.alerts.ingest import Ingest
from command_center.alerts.levels import read_levels
from command_center.alerts.raising import AlertRaising
from command_center.alerts.rules import Rules
from command_center.attachments.file_store import FileStore
from command_center.attachments.service import AttachmentService
from command_center.audit.installation import InstallationFiles, Verification
from command_center.auth.factor_key import FactorKey
from command_center.auth.passwords import Passwords
from command_center.auth.second_factors import SecondFactors
from command_center.auth.service import Accounts
from command_center.auth.sessions import Sessions
from command_center.base.clock import Clock, NewId, SystemClock, new_id
from command_center.base.consuming import ConsumerName
from command_center.base.costly import CostlyWork
from command_center.base.db import Database
from command_center.base.errors import ConfigError
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings, required
from command_center.cameras.probes import Probes
from command_center.cameras.service import Cameras
from command_center.cameras.setup import CameraSetup
from command_center.cameras.trials import Trials
from command_center.cap.receiving import Receiving
from command_center.duty.consoles import Consoles
from command_center.health.canary import Canary
from command_center.health.service import Health
from command_center.incidents.presence import Presence
from command_center.incidents.transaction import IncidentTransactions
from command_center.live.hub import LiveHub
from command_center.notifications.outbox import Outbox
from command_center.notifications.settings import NotificationSettings, read_notifications
from command_center.plans.files import read_plans, read_units
from command_center.plans.model import Plans, Units
from command_center.quality.service import Quality
from command_center.recordings.clips import Clips
from command_center.reports.config import Reporting, read_reporting
from command_center.reports.first_reports import FirstReports
from command_center.reports.notices import ReportNotices
from command_center.reports.service import ReportService
from command_center.reports.sheets import Sheets
from command_center.response.alert_decisions import AlertDecisions
from command_center.response.opening import IncidentOpening
from command_center.sensors.service import Sensors
from command_center.site.model import Hotspots, read_hotspots
from command_center.stations.config import Stations, read_stations
from command_center.stations.rate_limits import StationLimits
from command_center.tasks.assigning import Assigning
from command_center.tasks.orders import Orders
from command_center.tasks.steps import TaskSteps
from command_center.tasks.visibility import Visibility
from command_center.viewings.service import Viewings
from command_center.web.changes import ChangeReplies
from command_center.web.downloads import SnapshotAnswers
from command_center.web.events.client_messages import PageReports
from command_center.web.events.hub import EventHub

InternalToken = NewType("InternalToken", str)
"""Bearer token by which the centre's own WebSocket client proves itself to this process."""


@dataclass(frozen=True, kw_only=True)
class Infrastructure:
    """Settings, connections, clock and ids: what everything else is made of."""

    settings: Settings
    database: Database
    bus: Bus
    clock: Clock
    new_id: NewId
    internal_token: InternalToken = field(default_factory=lambda: InternalToken(secrets.token_urlsafe(32)), repr=False)
    consumer_name: ConsumerName = field(default_factory=lambda: ConsumerName(secrets.token_hex(4)))


@dataclass(frozen=True)
class SiteConfiguration:
    """What the site's files say."""

    time_zone: ZoneInfo
    hotspots: Hotspots
    units: Units
    plans: Plans
    reporting: Reporting
    rules: Rules
    stations: Stations
    notifications: NotificationSettings


@dataclass(frozen=True)
class CameraServices:
    """Cameras: their set-up, pictures, recordings and detectors, and the health of the whole."""

    cameras: Cameras
    setup: CameraSetup
    trials: Trials
    probes: Probes
    live: LiveHub
    clips: Clips
    quality: Quality
    health: Health
    canary: Canary


@dataclass(frozen=True)
class AlertServices:
    """Alerts: how they come in, and how people are called."""

    outbox: Outbox
    calling: AlertCalls
    ingest: Ingest
    raising: AlertRaising
    sensors: Sensors
    station_limits: StationLimits
    cap: Receiving


@dataclass(frozen=True)
class ResponseServices:
    """Use cases of the people who respond: decisions on alerts, incidents, tasks, reports and files."""

    transactions: IncidentTransactions
    first_reports: FirstReports
    opening: IncidentOpening
    decisions: AlertDecisions
    assigning: Assigning
    steps: TaskSteps
    reports: ReportService
    files: FileStore
    attachments: AttachmentService


@dataclass(frozen=True)
class PeopleServices:
    """People: who they are, where they sit, what reaches their pages, and whether the record of them is whole."""

    accounts: Accounts
    sessions: Sessions
    second_factors: SecondFactors
    consoles: Consoles
    presence: Presence
    events: EventHub
    changes: ChangeReplies
    page_reports: PageReports
    costly: CostlyWork
    visibility: Visibility
    viewings: Viewings
    snapshots: SnapshotAnswers
    verification: Verification


@dataclass(frozen=True, kw_only=True)
class Container(Infrastructure):
    """Every part: the infrastructure and what is made of it, in groups. Owns the connections; ``close()`` ends them."""

    site: SiteConfiguration
    people: PeopleServices
    watching: CameraServices
    alerting: AlertServices
    responding: ResponseServices

    @cached_property
    def parts(self) -> dict[object, Any]:
        """Each part by the type under which it is declared. Raises ConfigError where two have one type."""
        found: dict[object, Any] = {}
        for kind, part in _declared(self):
            if kind in found:
                raise ConfigError([f"the container declares two parts of the type {kind}"])
            found[kind] = part
        return found

    async def close(self) -> None:
        await self.database.close()
        await self.bus.close()


GROUPS = (SiteConfiguration, PeopleServices, CameraServices, AlertServices, ResponseServices)


def _declared(record: object) -> Iterator[tuple[object, Any]]:
    for name, kind in get_type_hints(type(record)).items():
        if kind in GROUPS:
            yield from _declared(getattr(record, name))
        else:
            yield kind, getattr(record, name)


def container_of(connection: HTTPConnection) -> Container:
    """The container of the application that serves this request or WebSocket."""
    container: Container = connection.app.state.container
    return container


def build_container(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: NewId = new_id,
    hasher: PasswordHasher | None = None,
    site: SiteConfiguration | None = None,
) -> Container:
    """Connect lazily to what the settings name; ``site`` stands in for the site's files.

    Raises ConfigError when a URL is missing or malformed, or a file is wrong.
    """
    base = Infrastructure(
        settings=settings,
        database=Database(required(settings.database_url, "DATABASE_URL")),
        bus=Bus(required(settings.redis_url, "REDIS_URL"), required(settings.live_redis_url, "LIVE_REDIS_URL")),
        clock=clock or SystemClock(),
        new_id=ids,
    )
    site = site or read_site(settings)
    people = _people(base, site, hasher)
    watching = _watching(base, site, people)
    alerting = _alerting(base, site, people)
    responding = _responding(base, site, alerting.outbox, people.visibility)
    return Container(
        **vars(base), site=site, people=people, watching=watching, alerting=alerting, responding=responding
    )


def read_site(settings: Settings) -> SiteConfiguration:
    """What the site's files say. Raises ConfigError with every problem of the first file that is wrong."""
    hotspots = read_hotspots(settings.hotspots_file)
    notifications = read_notifications(settings.notifications_file)
    units = read_units(settings.units_file)
    stations = read_stations(settings.stations_file, hotspots.ids)
    return SiteConfiguration(
        time_zone=ZoneInfo(settings.time_zone),
        hotspots=hotspots,
        notifications=notifications,
        units=units,
        stations=stations,
        rules=Rules(read_levels(settings.alert_levels_file, hotspots.ids), read_escalation(settings.escalation_file)),
        plans=read_plans(settings.plans_dir, hotspots.ids, units),
        reporting=read_reporting(settings.reporting_file),
    )


def _people(base: Infrastructure, site: SiteConfiguration, hasher: PasswordHasher | None) -> PeopleServices:
    idle, lifetime = timedelta(hours=base.settings.session_hours), timedelta(days=base.settings.session_days)
    passwords = Passwords(hasher)
    given, required = base.settings.second_factor_key, base.settings.second_factor == "required"
    key = FactorKey(base.settings.second_factor_key_file, given.get_secret_value() if given else None)
    consoles = Consoles(base.bus.control, base.clock)
    presence = Presence(base.bus.control, base.clock)
    visibility = Visibility(base.database, site.units)
    viewings = Viewings(base.database, base.clock, base.new_id)
    files = InstallationFiles(base.settings.audit_heads_file, base.settings.attachments_dir)
    return PeopleServices(
        accounts=Accounts(base.database, base.clock, base.new_id, passwords),
        sessions=Sessions(
            base.database, base.clock, base.new_id, key, passwords, required=required, idle=idle, lifetime=lifetime
        ),
        second_factors=SecondFactors(base.database, base.clock, passwords, key, required=required),
        consoles=consoles,
        presence=presence,
        events=EventHub(base.database, base.bus.control),
        changes=ChangeReplies(base.database, base.bus),
        page_reports=PageReports(base.database, base.clock, consoles, presence, visibility),
        visibility=visibility,
        viewings=viewings,
        snapshots=SnapshotAnswers(viewings, site.time_zone),
        costly=CostlyWork(),
        verification=Verification(base.database, base.clock, files),
    )


def _watching(base: Infrastructure, site: SiteConfiguration, people: PeopleServices) -> CameraServices:
    settings, database, bus, clock = base.settings, base.database, base.bus, base.clock
    cameras = Cameras(database, bus)
    setup = CameraSetup(database, clock, site.hotspots.ids, cameras.problems, cameras.refresh, settings.secret_names)
    return CameraServices(
        cameras=cameras,
        setup=setup,
        trials=Trials(bus.control, clock),
        probes=Probes(bus.control, clock),
        live=LiveHub(bus, cameras.roster, clock),
        clips=Clips(database, settings.recordings_dir, settings.clips_dir),
        quality=Quality(database, cameras, setup, site.time_zone),
        health=Health(database, bus, cameras, people.consoles, clock, settings.canary_seconds),
        canary=Canary(bus.control, settings, base.internal_token, clock, base.new_id),
    )


def _alerting(base: Infrastructure, site: SiteConfiguration, people: PeopleServices) -> AlertServices:
    database, redis, clock, ids = base.database, base.bus.control, base.clock, base.new_id
    outbox = Outbox(site.notifications, clock, ids)
    calling = AlertCalls(outbox, people.consoles, site.rules.escalation.storm, site.hotspots)
    ingest = Ingest(database, clock, ids, site.rules, calling)
    return AlertServices(
        outbox=outbox,
        calling=calling,
        ingest=ingest,
        raising=AlertRaising(database, clock, ids, site.rules, calling),
        sensors=Sensors(database, redis, clock, ids, ingest, site.stations, site.time_zone),
        station_limits=StationLimits(),
        cap=Receiving(database, clock, ingest),
    )


def _responding(
    base: Infrastructure, site: SiteConfiguration, outbox: Outbox, visibility: Visibility
) -> ResponseServices:
    transactions = IncidentTransactions(base.database, base.clock, base.new_id)
    first_reports = FirstReports(base.new_id, site.reporting)
    opening = IncidentOpening(base.new_id, site.time_zone, first_reports)
    files = FileStore(base.settings.attachments_dir)
    return ResponseServices(
        transactions=transactions,
        first_reports=first_reports,
        opening=opening,
        decisions=AlertDecisions(base.database, base.clock, opening),
        assigning=Assigning(transactions, site.units, Orders(outbox, site.units)),
        steps=TaskSteps(transactions, site.units),
        reports=ReportService(
            transactions,
            site.reporting,
            Sheets(site.hotspots, site.time_zone),
            ReportNotices(outbox),
            site.time_zone,
        ),
        files=files,
        attachments=AttachmentService(transactions, files, visibility),
    )
