"""Composition root: the list of all routers and the list of all background tasks of the centre."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute

from command_center import __version__
from command_center.base.background import BackgroundTask, running
from command_center.jobs import (
    alert_consumer,
    alert_ending,
    chain_heads,
    ended_sessions,
    ended_watchings,
    escalation,
    escalation_auditor,
    mqtt,
    notification_delivery,
    protected_recordings,
    segment_consumer,
    stray_attachments,
)
from command_center.jobs import station_watch as station_watching
from command_center.web import answers, metrics
from command_center.web.access import access_table
from command_center.web.bodies import BoundedBody
from command_center.web.container import Container
from command_center.web.guards import require, session_token
from command_center.web.hosts import KnownHost, known_names
from command_center.web.ownership import Kind, anyones
from command_center.web.pages import FrontEnd, Guarded, TextGzip
from command_center.web.refusals import Description, with_refusals
from command_center.web.routes import alerts as alert_routes
from command_center.web.routes import attachments as attachment_routes
from command_center.web.routes import audit as audit_routes
from command_center.web.routes import camera_changes as camera_change_routes
from command_center.web.routes import cameras as camera_routes
from command_center.web.routes import cap as cap_routes
from command_center.web.routes import chain_rows as audit_reading_routes
from command_center.web.routes import detectors as detector_routes
from command_center.web.routes import duty as duty_routes
from command_center.web.routes import events as event_routes
from command_center.web.routes import health as health_routes
from command_center.web.routes import (
    incident_moves,
    people,
    probes,
    report_exports,
    second_factor,
    sessions,
    shelf_plans,
    trials,
)
from command_center.web.routes import incidents as incident_routes
from command_center.web.routes import journal as journal_routes
from command_center.web.routes import live as live_routes
from command_center.web.routes import notifications as notification_routes
from command_center.web.routes import quality as quality_routes
from command_center.web.routes import recordings as recording_routes
from command_center.web.routes import reports as report_routes
from command_center.web.routes import site as site_routes
from command_center.web.routes import stations as sensor_routes
from command_center.web.routes import tasks as task_routes
from command_center.web.routes import viewings as viewing_routes
from command_center.web.socket_limits import BoundedSockets
from command_center.web.wiring import check_wiring, wired

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router,
    second_factor.router,
    people.router,
    site_routes.router,
    camera_routes.router,
    camera_change_routes.router,
    detector_routes.router,
    probes.router,
    trials.router,
    quality_routes.router,
    alert_routes.router,
    shelf_plans.router,
    incident_routes.router,
    incident_moves.router,
    task_routes.router,
    attachment_routes.router,
    report_routes.router,
    report_exports.router,
    cap_routes.router,
    event_routes.router,
    sensor_routes.router,
    live_routes.router,
    recording_routes.router,
    duty_routes.router,
    notification_routes.router,
    audit_routes.router,
    audit_reading_routes.router,
    journal_routes.router,
    viewing_routes.router,
    health_routes.router,
    metrics.router,
)

BACKGROUND: tuple[BackgroundTask[Container], ...] = (
    BackgroundTask("camera roster", lambda container: container.watching.cameras.keep_roster()),
    BackgroundTask("camera health", lambda container: container.watching.cameras.follow_health()),
    BackgroundTask("camera silence", lambda container: container.watching.cameras.watch_silence()),
    BackgroundTask("alerts", wired(alert_consumer.run)),
    BackgroundTask("segments", wired(segment_consumer.run)),
    BackgroundTask("protected recordings", wired(protected_recordings.run)),
    BackgroundTask("expired recordings", wired(protected_recordings.forget)),
    BackgroundTask("events", lambda container: container.people.events.run()),
    BackgroundTask("live", lambda container: container.watching.live.run()),
    BackgroundTask("wants", lambda container: container.watching.live.renew_wants()),
    BackgroundTask("escalation", wired(escalation.run)),
    BackgroundTask("escalation auditor", wired(escalation_auditor.run)),
    BackgroundTask("unended alerts", wired(alert_ending.run)),
    BackgroundTask("notifications", wired(notification_delivery.run)),
    BackgroundTask("stations", wired(station_watching.watch)),
    BackgroundTask("old readings", wired(station_watching.forget)),
    BackgroundTask("mqtt", wired(mqtt.run)),
    BackgroundTask("chain heads", wired(chain_heads.run)),
    BackgroundTask("stray attachments", wired(stray_attachments.run)),
    BackgroundTask("ended sessions", wired(ended_sessions.run)),
    BackgroundTask("ended watchings", wired(ended_watchings.run)),
    BackgroundTask("canary", lambda container: container.watching.canary.run()),
)


def every_route() -> list[BaseRoute]:
    """Routes and WebSockets of the centre, without a running one."""
    return [route for router in ROUTERS for route in router.routes]


def create_app(container: Container, *, background: tuple[BackgroundTask[Container], ...] = BACKGROUND) -> FastAPI:
    """The application. Its lifespan runs the background tasks; the caller owns and closes the container."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with running(background, container):
            yield

    app = FastAPI(
        title="峡窝镇应急指挥中心 / Xiawo Township Emergency Command Centre",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    check_wiring(container)
    app.state.container = container
    answers.install(app)
    for router in ROUTERS:
        app.include_router(router)
    signed_in = require(of=anyones(Kind.SITE))

    def interface() -> Description:
        return with_refusals(app.openapi(), access_table(every_route()))

    app.add_api_route("/api/openapi.json", interface, dependencies=[Depends(signed_in)], include_in_schema=False)
    app.mount("/", FrontEnd(container.settings.web_root), name="pages")
    for middleware in (BoundedBody, metrics.Measured, TextGzip, Guarded):
        app.add_middleware(middleware)
    app.add_middleware(BoundedSockets, session=session_token)
    app.add_middleware(KnownHost, names=known_names(container.settings.public_origins))
    return app
