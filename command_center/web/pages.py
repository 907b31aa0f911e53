"""The built front end: cached for ever by its hashed names, under a strict policy, compressed where it is text."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Element Plus and Vue set style attributes
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(self)"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000")
PACKED = (".mp4", ".m4s", ".jpg", ".jpeg", ".png", ".webp", ".woff2", ".zip", ".gz")
"""Compressed already; and a clip that is compressed again could not be sought in."""
NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>峡窝镇应急指挥中心</title>
<body style="font:18px sans-serif;background:#151a20;color:#dde3ea;padding:10vh 10vw">
<h1>页面尚未构建</h1>
<p>服务正在运行，但网页文件不存在。请运行 <code>make install</code> 后刷新。</p>
<h1 lang="en">The page is not built</h1>
<p lang="en">The server runs, but its web page is missing. Run <code>make install</code>, then reload.</p>
</body></html>"""


class FrontEnd(StaticFiles):
    """Files of the front end; any other address outside ``/api`` is one of its pages."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._index = folder / "index.html"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, the page, or 404 for what looks like a file and is none."""
        if path in {"", ".", "index.html"}:
            return await self._page(scope)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            page = error.status_code == HTTPStatus.NOT_FOUND and "." not in Path(path).name
            if not page or path.split("/", maxsplit=1)[0] in {"api", "metrics"}:
                raise
            return await self._page(scope)
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response

    async def _page(self, scope: Scope) -> Response:
        if not self._index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        response = await super().get_response("index.html", scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Guarded:
    """ASGI middleware: security headers on every response; nothing of the API is kept in a cache unless it says so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra = [*SECURITY_HEADERS, *([HSTS] if scope["scheme"] == "https" else [])]
        api = scope["path"].startswith("/api/")

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), *extra]
                if api and not any(name.lower() == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, guarded)


class TextGzip:
    """ASGI middleware: gzip for what is text."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._gzip = GZipMiddleware(app, minimum_size=1024, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        packed = scope["type"] != "http" or scope["path"].endswith(PACKED)
        await (self._plain if packed else self._gzip)(scope, receive, send)
