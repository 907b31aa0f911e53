"""Sessions over HTTP: signing in and out, one's own sessions, and one's own password."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, SecretStr

from command_center.auth.devices import KEPT
from command_center.auth.model import Actor, HalfDone, OpenSession, Role
from command_center.auth.passwords import SHORTEST
from command_center.auth.service import Accounts
from command_center.auth.sessions import Sessions
from command_center.base.errors import NotSignedIn
from command_center.base.schemas import Body, Reply, Words
from command_center.base.settings import Settings
from command_center.web.guards import (
    COOKIE,
    DEVICE_COOKIE,
    HOST_PREFIX,
    own_site,
    request_origin,
    require,
    session_of,
)
from command_center.web.ownership import OWN_ACCOUNT, OWN_SESSION
from command_center.web.refusals import refusals
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["people"])

SignedIn = Annotated[Actor, Depends(require(held_back=True, of=OWN_SESSION))]
Owner = Annotated[Actor, Depends(require(held_back=True, of=OWN_ACCOUNT))]
Password = Annotated[SecretStr, Field(min_length=SHORTEST, max_length=200)]


class Credentials(Body):
    username: Words = Field(min_length=1, max_length=64)
    password: SecretStr = Field(min_length=1, max_length=200)


class UserReply(Reply):
    id: UUID
    username: str
    display_name: str
    role: Role


class SessionReply(Reply):
    """``must_change``: nothing but a new password is accepted from this person; ``must_enrol``: nothing but setting
    up a second factor."""

    user: UserReply
    expires_at: datetime
    must_change: bool
    must_enrol: bool


class SecondStepReply(Reply):
    """The password was right, and a code is waited for: ``token`` names this sign-in and is no session."""

    token: str
    expires_at: datetime


class StepCode(Body):
    """``code``: of the authenticator, or a recovery code."""

    token: SecretStr = Field(min_length=20, max_length=100)
    code: SecretStr = Field(min_length=6, max_length=40)


class OwnSessionReply(Reply):
    """One of the person's own sessions; ``current`` is the one that asks."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
    current: bool


class OwnPassword(Body):
    present: SecretStr = Field(min_length=1, max_length=200)
    password: Password


@router.post(
    "/sessions",
    status_code=201,
    response_model=SessionReply,
    responses={202: {"model": SecondStepReply, "description": "A code is waited for"}, **refusals(401, 403, 429)},
    dependencies=[Depends(own_site)],
)
async def sign_in(
    body: Credentials, request: Request, response: Response, sessions: Wired[Sessions], settings: Wired[Settings]
) -> SessionReply | Response:
    """Sign in; the session comes back as a cookie, or 202 where a code of the second factor is needed first."""
    opened = await sessions.sign_in(body.username, body.password.get_secret_value(), request_origin(request))
    if isinstance(opened, HalfDone):
        waiting = SecondStepReply(token=opened.token, expires_at=opened.expires_at)
        return Response(waiting.model_dump_json(), status_code=202, media_type="application/json")
    return _signed_in(opened, request, response, settings)


@router.post(
    "/sessions/second-step", status_code=201, dependencies=[Depends(own_site)], responses=refusals(401, 403, 429)
)
async def second_step(
    body: StepCode, request: Request, response: Response, sessions: Wired[Sessions], settings: Wired[Settings]
) -> SessionReply:
    """The code after the password; the session comes back as a cookie."""
    token, code = body.token.get_secret_value(), body.code.get_secret_value()
    return _signed_in(await sessions.second_step(token, code, request_origin(request)), request, response, settings)


def _signed_in(opened: OpenSession, request: Request, response: Response, settings: Settings) -> SessionReply:
    secure = settings.secure_cookies or request.url.scheme == "https"
    _set_cookies(response, opened, secure=secure, max_age=int(settings.session_days * 24 * 3600))
    return SessionReply(
        user=UserReply.model_validate(opened.account),
        expires_at=opened.expires_at,
        must_change=opened.account.must_change,
        must_enrol=opened.must_enrol,
    )


def _set_cookies(response: Response, opened: OpenSession, *, secure: bool, max_age: int) -> None:
    """HttpOnly and SameSite=Strict: neither a script nor another site can use them.

    The session's cookie lasts as long as a session can; when it ends, the server decides.
    """
    for name, value, age in (
        (COOKIE, opened.token, max_age),
        (DEVICE_COOKIE, opened.device, int(KEPT.total_seconds())),
    ):
        if secure:
            response.delete_cookie(name, path="/")
        full = HOST_PREFIX + name if secure else name
        response.set_cookie(full, value, max_age=age, httponly=True, samesite="strict", secure=secure, path="/")


def _drop_session_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/")
    response.delete_cookie(HOST_PREFIX + COOKIE, path="/", secure=True)


@router.get("/sessions/current")
async def current_session(request: Request) -> SessionReply:
    """Who is signed in."""
    found = await session_of(request)
    if found is None:
        raise NotSignedIn
    actor, expires_at = found
    return SessionReply(
        user=UserReply.model_validate(actor),
        expires_at=expires_at,
        must_change=actor.must_change,
        must_enrol=actor.must_enrol,
    )


@router.delete("/sessions/current", status_code=204)
async def sign_out(actor: SignedIn, response: Response, sessions: Wired[Sessions]) -> None:
    """Sign out; the session is dead on the server too."""
    await sessions.end(actor, actor.session_id)
    _drop_session_cookie(response)


@router.get("/sessions")
async def list_sessions(actor: SignedIn, sessions: Wired[Sessions]) -> list[OwnSessionReply]:
    """One's own open sessions, the newest first; at most 100."""
    return [
        OwnSessionReply(
            id=row.id,
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
            address=row.address,
            agent=row.agent,
            current=row.id == actor.session_id,
        )
        for row in await sessions.of(actor)
    ]


@router.delete("/sessions", status_code=204)
async def sign_out_everywhere(actor: SignedIn, response: Response, sessions: Wired[Sessions]) -> None:
    """End all of one's own sessions, this one too."""
    await sessions.end_all(actor)
    _drop_session_cookie(response)


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: UUID, actor: SignedIn, sessions: Wired[Sessions]) -> None:
    """End one of one's own sessions."""
    await sessions.end(actor, session_id)


@router.post("/password", status_code=204, responses=refusals(429))
async def change_own_password(body: OwnPassword, request: Request, actor: Owner, accounts: Wired[Accounts]) -> None:
    """One's own password, proven by the present one; it ends the person's other sessions."""
    present, new = body.present.get_secret_value(), body.password.get_secret_value()
    await accounts.change_own_password(actor, present, new, request_origin(request))
