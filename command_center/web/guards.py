"""Guards of routes and WebSockets: who is it, may they, and does the request come from our own page."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from command_center.auth.model import Actor, Origin, Role, person_of
from command_center.base.errors import Forbidden, MustChangePassword, MustEnrol, NotSignedIn, WrongOrigin
from command_center.base.settings import Settings
from command_center.viewings.model import Viewer
from command_center.web.container import container_of
from command_center.web.ownership import Ownership
from command_center.web.wiring import Wired

COOKIE = "cc_session"
DEVICE_COOKIE = "cc_device"
HOST_PREFIX = "__Host-"
"""Before a cookie's name over HTTPS: browsers then take it from this host alone, and from no plain connection."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CLOSE_NO_SESSION = 4401
CLOSE_WRONG_ORIGIN = 4403


def origin_allowed(headers: Headers, settings: Settings) -> bool:
    """Same host, or one of CC_PUBLIC_ORIGINS. A request without Origin is no browser's cross-site request."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    if settings.public_origins:
        return origin in settings.public_origins
    scheme, _, host = origin.partition("://")
    return scheme in {"http", "https"} and bool(host) and host == headers.get("host")


async def session_of(connection: HTTPConnection) -> tuple[Actor, datetime] | None:
    """The signed-in person by the cookie, and when the session ends."""
    token = session_token(connection)
    return None if not token else await container_of(connection).people.sessions.actor(token)


def cookie_of(connection: HTTPConnection, name: str) -> str:
    """The cookie's value; the name without prefix is taken as well, because sessions of before an upgrade have it."""
    return connection.cookies.get(HOST_PREFIX + name) or connection.cookies.get(name) or ""


def session_token(connection: HTTPConnection) -> str:
    """The token of the session as the client sends it; "" where it sends none. Nobody has looked at it yet."""
    return cookie_of(connection, COOKIE)


def request_origin(connection: HTTPConnection) -> Origin:
    """Address, agent and tokens of a client. Behind a proxy the server has already put the forwarded address here."""
    address = connection.client.host if connection.client else "?"
    agent = connection.headers.get("user-agent", "")
    return Origin(address, agent, cookie_of(connection, DEVICE_COOKIE), cookie_of(connection, COOKIE))


def viewer_of(connection: HTTPConnection, actor: Actor) -> Viewer:
    """The person as the record of viewings keeps them: with their session and address."""
    return Viewer(person_of(actor), actor.session_id, request_origin(connection).address[:100])


async def own_site(request: Request, settings: Wired[Settings]) -> None:
    """Refuse state changes that another site asks for."""
    if request.method not in SAFE_METHODS and not origin_allowed(request.headers, settings):
        raise WrongOrigin


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route. ``of``: whose objects it reaches; ``others``: who besides, or instead of, those with a
    session."""

    roles: tuple[Role, ...] = ()
    of: Ownership | None = None
    others: str = ""


_rules: dict[object, Rule] = {}


def rule_of(dependency: object) -> Rule | None:
    """The rule that a dependency made by ``require`` keeps."""
    return _rules.get(dependency)


async def allowed_session(request: HTTPConnection, roles: Collection[Role], *, held_back: bool = False) -> Actor:
    """Who asks. Raises NotSignedIn; Forbidden for another role; MustChangePassword and MustEnrol for who must first
    do that, unless the route is for those whom something holds back as well."""
    found = await session_of(request)
    return allowed_actor(found[0] if found else None, roles, held_back=held_back)


def allowed_actor(actor: Actor | None, roles: Collection[Role], *, held_back: bool = False) -> Actor:
    """The actor, where the rule lets them in; raises what ``allowed_session`` does."""
    if actor is None:
        raise NotSignedIn
    if actor.role not in roles:
        raise Forbidden
    if actor.must_change and not held_back:
        raise MustChangePassword
    if actor.must_enrol and not held_back:
        raise MustEnrol
    return actor


def require(*roles: Role, of: Ownership | None = None, held_back: bool = False) -> Callable[..., Awaitable[Actor]]:
    """A dependency that lets these roles in and returns who it is; without roles it lets every signed-in person in.

    ``of`` declares what the route itself must hold: whose objects it reaches. The table of access tells it, and the
    tests ask the route for an own object and for another's. A route whose address names an object, and one that
    responders may use, fails them without.
    ``held_back``: also who must first replace a password that somebody else made, or set up a second factor.
    """
    allowed = frozenset(roles or Role)

    async def guard(request: Request, _: Annotated[None, Depends(own_site)]) -> Actor:
        return await allowed_session(request, allowed, held_back=held_back)

    _rules[guard] = Rule(tuple(role for role in Role if role in allowed), of)
    return guard


async def websocket_actor(websocket: WebSocket) -> Actor | None:
    """Who opens this WebSocket. On refusal it is accepted and closed with 4401 or 4403, and None comes back:
    a browser shows a page only the close code of an accepted socket."""
    if not origin_allowed(websocket.headers, container_of(websocket).settings):
        await _refuse(websocket, CLOSE_WRONG_ORIGIN)
        return None
    found = await session_of(websocket)
    if found is None or found[0].must_change or found[0].must_enrol:
        await _refuse(websocket, CLOSE_NO_SESSION)
        return None
    return found[0]


async def _refuse(websocket: WebSocket, code: int) -> None:
    await websocket.accept()
    await websocket.close(code)


def bearer_matches(connection: HTTPConnection, expected: str | None) -> bool:
    """Whether ``Authorization: Bearer …`` carries the expected token, compared in constant time."""
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    return (
        bool(expected) and scheme.lower() == "bearer" and secrets.compare_digest(given.encode(), str(expected).encode())
    )
