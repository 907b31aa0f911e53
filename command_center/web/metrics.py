"""Prometheus figures of the centre's own work, and the route that shows all of them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from command_center.auth.model import ADMINS
from command_center.base.settings import Settings
from command_center.cameras.service import Cameras
from command_center.web.guards import allowed_session, bearer_matches
from command_center.web.refusals import file_of
from command_center.web.wiring import Wired

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("cc_http_requests_total", "Requests answered", ["method", "route", "status"])
DURATION = Histogram("cc_http_request_seconds", "Time until a response began", ["route"])
CAMERAS = Gauge("cc_cameras", "Enabled cameras by link", ["link"])
ADAPTERS = Gauge("cc_adapters", "Adapter workers heard of within the last minute")

router = APIRouter(tags=["operation"])


class Measured:
    """ASGI middleware: counts responses by route template, never by path, which anybody can invent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                REQUESTS.labels(scope["method"], route, message["status"]).inc()
                DURATION.labels(route).observe(time.monotonic() - started)
            await send(message)

        await self._app(scope, receive, observed)


@router.get("/metrics", response_class=Response, responses=file_of("text/plain"))
async def metrics(request: Request, settings: Wired[Settings], cameras: Wired[Cameras]) -> Response:
    """For Prometheus: an administrator's session, or ``Authorization: Bearer`` with CC_METRICS_TOKEN."""
    token = settings.metrics_token
    if not bearer_matches(request, token.get_secret_value() if token else None):
        await allowed_session(request, ADMINS)
    _gauge(cameras)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _gauge(cameras: Cameras) -> None:
    counts = cameras.counts()
    for link in ("online", "stale", "offline"):
        CAMERAS.labels(link).set(getattr(counts, link))
    ADAPTERS.set(len(cameras.adapters()))
