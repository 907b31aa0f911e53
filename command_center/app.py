"""Composition root: every router and every background task of the centre stands in one of two visible lists."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI

from command_center import __version__, answers, metrics
from command_center.alerts import auditor, climbing, ending, shelf_routes
from command_center.alerts import consumer as alert_consumer
from command_center.alerts import routes as alert_routes
from command_center.attachments import routes as attachment_routes
from command_center.audit import reading_routes as audit_reading_routes
from command_center.audit import routes as audit_routes
from command_center.auth import routes as auth_routes
from command_center.auth.dependencies import require
from command_center.background import BackgroundTask, running
from command_center.cameras import catalogue_routes as detector_routes
from command_center.cameras import change_routes as camera_change_routes
from command_center.cameras import routes as camera_routes
from command_center.cameras import trial_routes
from command_center.cap import routes as cap_routes
from command_center.container import Container
from command_center.duty import routes as duty_routes
from command_center.events import routes as event_routes
from command_center.health import routes as health_routes
from command_center.incidents import move_routes
from command_center.incidents import routes as incident_routes
from command_center.live import routes as live_routes
from command_center.notifications import delivering
from command_center.notifications import routes as notification_routes
from command_center.pages import FrontEnd, Guarded, TextGzip
from command_center.quality import routes as quality_routes
from command_center.recordings import consumer as segment_consumer
from command_center.recordings import protecting
from command_center.recordings import routes as recording_routes
from command_center.reports import export_routes
from command_center.reports import routes as report_routes
from command_center.sensors import mqtt
from command_center.sensors import routes as sensor_routes
from command_center.sensors import watching as station_watching
from command_center.site import routes as site_routes
from command_center.tasks import routes as task_routes

ROUTERS: tuple[APIRouter, ...] = (
    auth_routes.router,
    site_routes.router,
    camera_routes.router,
    camera_change_routes.router,
    detector_routes.router,
    trial_routes.router,
    quality_routes.router,
    alert_routes.router,
    shelf_routes.router,
    incident_routes.router,
    move_routes.router,
    task_routes.router,
    attachment_routes.router,
    report_routes.router,
    export_routes.router,
    cap_routes.router,
    event_routes.router,
    sensor_routes.router,
    live_routes.router,
    recording_routes.router,
    duty_routes.router,
    notification_routes.router,
    audit_routes.router,
    audit_reading_routes.router,
    health_routes.router,
    metrics.router,
)

BACKGROUND: tuple[BackgroundTask, ...] = (
    BackgroundTask("camera roster", lambda container: container.cameras.keep_roster()),
    BackgroundTask("camera health", lambda container: container.cameras.follow_health()),
    BackgroundTask("camera silence", lambda container: container.cameras.watch_silence()),
    BackgroundTask("alerts", alert_consumer.run),
    BackgroundTask("segments", segment_consumer.run),
    BackgroundTask("protected recordings", protecting.run),
    BackgroundTask("expired recordings", protecting.forget),
    BackgroundTask("events", lambda container: container.events.run()),
    BackgroundTask("live", lambda container: container.live.run()),
    BackgroundTask("wants", lambda container: container.live.renew_wants()),
    BackgroundTask("escalation", climbing.run),
    BackgroundTask("escalation auditor", auditor.run),
    BackgroundTask("unended alerts", ending.run),
    BackgroundTask("notifications", delivering.run),
    BackgroundTask("stations", station_watching.watch),
    BackgroundTask("old readings", station_watching.forget),
    BackgroundTask("mqtt", mqtt.run),
    BackgroundTask("audit heads", audit_routes.keep_exporting),
    BackgroundTask("canary", lambda container: container.canary.run()),
)


def create_app(container: Container, *, background: tuple[BackgroundTask, ...] = BACKGROUND) -> FastAPI:
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
    app.state.container = container
    answers.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/api/openapi.json", app.openapi, dependencies=[Depends(require())], include_in_schema=False)
    app.mount("/", FrontEnd(container.settings.web_root), name="pages")
    for middleware in (metrics.Measured, TextGzip, Guarded):
        app.add_middleware(middleware)
    return app
