"""The administrators' list of people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from command_center.auth.model import ADMINS, Account, Actor, Role
from command_center.auth.second_factors import SecondFactors
from command_center.auth.service import Accounts
from command_center.base.schemas import Body, Words
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.paging import Page, PagingDep
from command_center.web.routes.sessions import Password, UserReply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["people"])

AdminActor = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.ACCOUNT)))]
DisplayName = Annotated[Words, Field(min_length=1, max_length=40)]


class AccountReply(UserReply):
    disabled: bool
    created_at: datetime
    second_factor: bool


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


def account_reply(account: Account, enrolled: Collection[UUID] = ()) -> AccountReply:
    """An account as administrators see it."""
    return AccountReply(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        disabled=account.disabled_at is not None,
        created_at=account.created_at,
        second_factor=account.id in enrolled,
    )


@router.get("/users")
async def list_users(
    _: AdminActor, paging: PagingDep, accounts: Wired[Accounts], factors: Wired[SecondFactors]
) -> Page[AccountReply]:
    """All accounts, by user name."""
    listed, total = await accounts.accounts(paging.offset, paging.page_size)
    enrolled = await factors.enrolled([account.id for account in listed])
    items = [account_reply(account, enrolled) for account in listed]
    return paging.of(items, total)


@router.post("/users", status_code=201)
async def create_user(body: NewAccount, actor: AdminActor, accounts: Wired[Accounts]) -> AccountReply:
    """A new account; its owner must change the password at the first sign-in."""
    password = body.password.get_secret_value()
    account = await accounts.create(body.username, body.display_name, body.role, password, by=actor, must_change=True)
    return account_reply(account)


@router.patch("/users/{user_id}")
async def change_user(
    user_id: UUID,
    body: AccountChange,
    actor: AdminActor,
    accounts: Wired[Accounts],
    factors: Wired[SecondFactors],
) -> AccountReply:
    """Change name, role or password, disable or enable. All but the name end the account's sessions."""
    account = await accounts.change(
        user_id,
        by=actor,
        display_name=body.display_name,
        role=body.role,
        disabled=body.disabled,
        password=body.password.get_secret_value() if body.password else None,
    )
    return account_reply(account, await factors.enrolled([user_id]))


@router.delete("/users/{user_id}/second-factor", status_code=204)
async def reset_second_factor(user_id: UUID, actor: AdminActor, factors: Wired[SecondFactors]) -> None:
    """Take a lost second factor away and end the account's sessions; one's own goes by a code only."""
    await factors.reset(user_id, by=actor)
