"""Signing in and out, and the administrators' list of people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, SecretStr

from command_center.auth.model import ADMINS, Account, Actor, OpenSession, Role
from command_center.auth.service import Accounts
from command_center.base.errors import NotSignedIn
from command_center.base.schemas import Body, Reply, Words
from command_center.base.settings import Settings
from command_center.web.guards import COOKIE, own_site, request_origin, require, session_of
from command_center.web.paging import Page, PagingDep
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["people"])

AdminActor = Annotated[Actor, Depends(require(*ADMINS))]
SignedIn = Annotated[Actor, Depends(require())]
DisplayName = Annotated[Words, Field(min_length=1, max_length=40)]
Password = Annotated[SecretStr, Field(min_length=10, max_length=200)]


class Credentials(Body):
    username: Words = Field(min_length=1, max_length=64)
    password: SecretStr = Field(min_length=1, max_length=200)


class UserReply(Reply):
    id: UUID
    username: str
    display_name: str
    role: Role


class SessionReply(Reply):
    user: UserReply
    expires_at: datetime


class AccountReply(UserReply):
    disabled: bool
    created_at: datetime


class NewAccount(Body):
    username: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,39}$")
    display_name: DisplayName
    role: Role
    password: Password


class AccountChange(Body):
    display_name: DisplayName | None = None
    role: Role | None = None
    disabled: bool | None = None
    password: Password | None = None


def account_reply(account: Account) -> AccountReply:
    """An account as administrators see it."""
    return AccountReply(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        disabled=account.disabled_at is not None,
        created_at=account.created_at,
    )


def set_cookie(response: Response, request: Request, opened: OpenSession, *, secure: bool, max_age: int) -> None:
    """HttpOnly and SameSite=Strict: neither a script nor another site can use it."""
    secure = secure or request.url.scheme == "https"
    response.set_cookie(
        COOKIE, opened.token, max_age=max_age, httponly=True, samesite="strict", secure=secure, path="/"
    )


@router.post("/sessions", status_code=201, dependencies=[Depends(own_site)])
async def sign_in(
    body: Credentials, request: Request, response: Response, accounts: Wired[Accounts], settings: Wired[Settings]
) -> SessionReply:
    """Sign in; the session comes back as a cookie."""
    password = body.password.get_secret_value()
    opened = await accounts.sign_in(body.username, password, request_origin(request))
    # The cookie outlives the session's first expiry, which slides on the server; the server decides.
    week = 7 * 24 * 3600
    set_cookie(response, request, opened, secure=settings.secure_cookies, max_age=week)
    user = UserReply.model_validate(opened.account)
    return SessionReply(user=user, expires_at=opened.expires_at)


@router.get("/sessions/current")
async def current_session(request: Request) -> SessionReply:
    """Who is signed in."""
    found = await session_of(request)
    if found is None:
        raise NotSignedIn
    return SessionReply(user=UserReply.model_validate(found[0]), expires_at=found[1])


@router.delete("/sessions/current", status_code=204)
async def sign_out(actor: SignedIn, response: Response, accounts: Wired[Accounts]) -> None:
    """Sign out; the session is dead on the server too."""
    await accounts.sign_out(actor.session_id)
    response.delete_cookie(COOKIE, path="/")


@router.get("/users")
async def list_users(_: AdminActor, paging: PagingDep, accounts: Wired[Accounts]) -> Page[AccountReply]:
    """All accounts, by user name."""
    listed, total = await accounts.accounts(paging.offset, paging.page_size)
    items = [account_reply(account) for account in listed]
    return paging.of(items, total)


@router.post("/users", status_code=201)
async def create_user(body: NewAccount, actor: AdminActor, accounts: Wired[Accounts]) -> AccountReply:
    """A new account."""
    password = body.password.get_secret_value()
    account = await accounts.create(body.username, body.display_name, body.role, password, by=actor)
    return account_reply(account)


@router.patch("/users/{user_id}")
async def change_user(user_id: UUID, body: AccountChange, actor: AdminActor, accounts: Wired[Accounts]) -> AccountReply:
    """Change name, role or password, disable or enable. All but the name end the account's sessions."""
    account = await accounts.change(
        user_id,
        by=actor,
        display_name=body.display_name,
        role=body.role,
        disabled=body.disabled,
        password=body.password.get_secret_value() if body.password else None,
    )
    return account_reply(account)
