"""Accounts: made and changed by administrators, and each person's own password."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import devices, factors, journal, repository
from command_center.auth.model import Account, Actor, Origin, Role
from command_center.auth.passwords import Passwords
from command_center.auth.proof import prove_password
from command_center.auth.sessions import end_access, token_hash
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import Conflict, Invalid, NotFound
from common.text import FieldWords

TAKEN = FieldWords(zh="已被使用", en="is taken")


class Accounts:
    """Accounts. Every change of an account leaves a journal row in the same transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: NewId,
        passwords: Passwords | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._passwords = passwords or Passwords()

    async def accounts(self, offset: int, limit: int) -> tuple[list[Account], int]:
        """One page of all accounts, and how many there are."""
        async with self._database.read() as connection:
            return await repository.list_accounts(connection, offset, limit)

    async def create(
        self,
        username: str,
        display_name: str,
        role: Role,
        password: str,
        *,
        by: Actor | None = None,
        must_change: bool = False,
    ) -> Account:
        """A new account. Raises Conflict when the name is taken. ``by`` is None on the command line.

        ``must_change``: somebody else knows the password, and the person must replace it when they first sign in.
        """
        name = username.strip().lower()
        hashed = await self._passwords.hash_new(password, (name, display_name))
        new = Account(self._new_id(), name, display_name, role, self._clock.now(), None, must_change)
        async with self._database.transaction() as connection:
            if not await repository.insert_account(connection, new, hashed):
                raise Conflict(
                    "username_taken",
                    "用户名已存在",
                    "This user name is taken",
                    fields={"username": TAKEN},
                )
            await self._note(connection, by, "account_created", new.id, {"username": new.username, "role": role.value})
        return new

    async def change(
        self,
        account_id: UUID,
        *,
        by: Actor | None,
        display_name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> Account:
        """Change what is not None. A new role, a disabling or a new password ends the account's sessions.

        A password that an administrator made must be changed by its owner. One's own goes by ``change_own_password``
        only: who has found an administrator's open session must not replace it.
        """
        if password is not None and by is not None and by.id == account_id:
            raise Conflict(
                "own_password",
                "自己的密码请在“我的账号”中修改",
                "Change your own password at your account",
                fields={"password": FieldWords(zh="请在“我的账号”中修改", en="is changed at your account")},
            )
        hashed = None if password is None else await self._hash_for(account_id, password)
        now = self._clock.now()
        async with self._database.transaction() as connection:
            admins = await repository.lock_admins(connection)
            before = await repository.get_account(connection, account_id)
            if before is None:
                raise NotFound
            values = _changes(before, display_name, role, disabled, now)
            if admins == {account_id} and (values.get("role") or values.get("disabled_at")):
                raise Conflict("last_admin", "至少保留一名管理员", "The last administrator must stay")
            if hashed is not None:
                values |= {"password_hash": hashed, "must_change": by is not None}
            if values:
                await repository.update_account(connection, account_id, now, values)
                await self._note(connection, by, "account_changed", account_id, _described(values))
            if values.keys() & {"role", "disabled_at", "password_hash"}:
                await end_access(connection, account_id, now)
            after = await repository.get_account(connection, account_id)
        return after or before

    async def change_own_password(self, actor: Actor, present: str, new: str, origin: Origin) -> None:
        """The person's own password, proven by the present one. Other sessions end, other browsers are forgotten.

        Raises WrongPassword, Invalid where the new one is weak or the same, TooMany after too many failures.
        """
        await prove_password(self._database, self._clock, self._passwords, actor, present)
        if new == present:
            raise Invalid(
                "same_password",
                "新密码不能与现在的相同",
                "The new password is the present one",
                fields={"password": FieldWords(zh="不能与现在的密码相同", en="must differ from the present one")},
            )
        hashed = await self._hash_for(actor.id, new)
        now = self._clock.now()
        async with self._database.transaction() as connection:
            values = {"password_hash": hashed, "must_change": False}
            await repository.update_account(connection, actor.id, now, values)
            await repository.revoke_sessions_of(connection, actor.id, now, but=actor.session_id)
            await factors.drop_half_done(connection, actor.id)
            await devices.forget_all(connection, actor.id, but=token_hash(origin.device))
            await self._note(connection, actor, "password_changed", actor.id, {"address": origin.address})

    async def _hash_for(self, account_id: UUID, password: str) -> str:
        async with self._database.read() as connection:
            account = await repository.find_account_by_id(connection, account_id)
        if account is None:
            raise NotFound
        return await self._passwords.hash_new(password, (account.username, account.display_name))

    async def _note(
        self, connection: AsyncConnection, by: Actor | None, action: str, subject: UUID, detail: dict[str, Any]
    ) -> None:
        row = journal.Note(self._clock.now(), by.id if by else None, action, "account", str(subject), detail)
        await journal.append(connection, row)


def _changes(
    before: Account, display_name: str | None, role: Role | None, disabled: bool | None, now: datetime
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if display_name is not None and display_name != before.display_name:
        values["display_name"] = display_name
    if role is not None and role is not before.role:
        values["role"] = role.value
    if disabled is not None and disabled != (before.disabled_at is not None):
        values["disabled_at"] = now if disabled else None
    return values


def _described(values: dict[str, Any]) -> dict[str, Any]:
    """What the journal keeps of a change: never a hash."""
    kept = {key: value for key, value in values.items() if key in {"display_name", "role"}}
    if "disabled_at" in values:
        kept["disabled"] = values["disabled_at"] is not None
    if "password_hash" in values:
        kept["password"] = "changed"  # noqa: S105 - says that, not which
    return kept
