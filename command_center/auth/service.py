"""Signing in and out, and looking after accounts."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import journal, repository
from command_center.auth.model import Account, Actor, OpenSession, Role
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import Conflict, NotFound, TooMany, WrongPassword

ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_ACCOUNT = 10
ATTEMPTS_PER_ADDRESS = 50
"""A whole office may sit behind one address, a person mistypes a few times: both still leave guessing hopeless."""
TOUCH_EVERY = timedelta(minutes=5)
"""A session's expiry slides at most this often, so that reads do not become writes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, for the session list and the journal."""

    address: str
    agent: str = ""


def token_hash(token: str) -> bytes:
    """What is stored of a session token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


class Accounts:
    """Accounts and sessions. Every change of an account leaves a journal row in the same transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: NewId,
        *,
        hasher: PasswordHasher | None = None,
        session_length: timedelta = timedelta(hours=12),
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._hasher = hasher or PasswordHasher()
        self._session_length = session_length
        self._hashing = asyncio.Semaphore(2)  # each hash takes 64 MB for 50 ms: a burst must not take the machine

    @cached_property
    def _decoy(self) -> str:
        """Verified for an unknown name, so that the answer takes as long as for a known one."""
        return self._hasher.hash(secrets.token_hex(16))

    async def sign_in(self, username: str, password: str, origin: Origin) -> OpenSession:
        """Open a session. Raises WrongPassword, or TooMany once an account or an address tried too often."""
        name = username.strip().lower()
        await self._count_attempt(name, origin)
        async with self._database.read() as connection:
            found = await repository.find_account(connection, name)
        known = found[1] if found else await asyncio.to_thread(lambda: self._decoy)
        right = await self._verify(known, password)
        if found is None or not right or found[0].disabled_at is not None:
            raise WrongPassword
        async with self._database.transaction() as connection:
            await repository.forget_attempts(connection, name, self._clock.now() - ATTEMPT_WINDOW)
            if self._hasher.check_needs_rehash(known):
                fresh = await self._hash(password)
                await repository.update_account(connection, found[0].id, self._clock.now(), {"password_hash": fresh})
            return await self.open_session(connection, found[0], origin)

    async def _count_attempt(self, name: str, origin: Origin) -> None:
        """Count before checking: parallel guesses then cannot all slip in under the limit."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            await repository.insert_attempt(connection, name, origin.address, now)
        async with self._database.read() as connection:
            counts = await repository.count_attempts(connection, name, origin.address, now - ATTEMPT_WINDOW)
            if counts[0] > ATTEMPTS_PER_ACCOUNT or counts[1] > ATTEMPTS_PER_ADDRESS:
                raise TooMany("too_many_logins", retry_after=await _wait(connection, name, origin.address, now))

    async def open_session(self, connection: AsyncConnection, account: Account, origin: Origin) -> OpenSession:
        """Store a new session for an account that has been proven."""
        now = self._clock.now()
        opened = OpenSession(self._new_id(), secrets.token_urlsafe(32), now + self._session_length, account)
        values = {
            "id": opened.id,
            "account_id": account.id,
            "token_hash": token_hash(opened.token),
            "created_at": now,
            "seen_at": now,
            "expires_at": opened.expires_at,
            "address": origin.address[:100],
            "agent": origin.agent[:300],
        }
        await repository.insert_session(connection, values)
        return opened

    async def actor(self, token: str) -> tuple[Actor, datetime] | None:
        """Who holds this session token and until when; the expiry slides while the session is used."""
        now = self._clock.now()
        async with self._database.read() as connection:
            row = await repository.find_session(connection, token_hash(token), now)
        if row is None:
            return None
        expires_at: datetime = row.expires_at
        if now - row.seen_at >= TOUCH_EVERY:
            expires_at = now + self._session_length
            async with self._database.transaction() as connection:
                await repository.touch_session(connection, row.session_id, now, expires_at)
        return Actor(row.id, row.username, row.display_name, Role(row.role), row.session_id), expires_at

    async def sign_out(self, session_id: UUID) -> None:
        async with self._database.transaction() as connection:
            await repository.revoke_session(connection, session_id, self._clock.now())

    async def accounts(self, offset: int, limit: int) -> tuple[list[Account], int]:
        """One page of all accounts, and how many there are."""
        async with self._database.read() as connection:
            return await repository.list_accounts(connection, offset, limit)

    async def create(
        self, username: str, display_name: str, role: Role, password: str, *, by: Actor | None = None
    ) -> Account:
        """A new account. Raises Conflict when the name is taken. ``by`` is None on the command line."""
        hashed = await self._hash(password)
        new = Account(self._new_id(), username.strip().lower(), display_name, role, self._clock.now(), None)
        async with self._database.transaction() as connection:
            if not await repository.insert_account(connection, new, hashed):
                raise Conflict(
                    "username_taken", "用户名已存在", "This user name is taken", fields={"username": "taken"}
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
        """Change what is not None. A new role, a disabling or a new password ends the account's sessions."""
        hashed = None if password is None else await self._hash(password)
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
                values["password_hash"] = hashed
            if values:
                await repository.update_account(connection, account_id, now, values)
                await self._note(connection, by, "account_changed", account_id, _described(values))
            if values.keys() & {"role", "disabled_at", "password_hash"}:
                await repository.revoke_sessions_of(connection, account_id, now)
            after = await repository.get_account(connection, account_id)
        return after or before

    async def _note(
        self, connection: AsyncConnection, by: Actor | None, action: str, subject: UUID, detail: dict[str, Any]
    ) -> None:
        row = journal.Note(self._clock.now(), by.id if by else None, action, "account", str(subject), detail)
        await journal.append(connection, row)

    async def _hash(self, password: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def _verify(self, hashed: str, password: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(_matches, self._hasher, hashed, password)


async def _wait(connection: AsyncConnection, username: str, address: str, now: datetime) -> timedelta:
    """How long until another attempt is looked at: until so many have left the window that it fits in again."""
    blocking = (
        await repository.attempt_of_account(connection, username, ATTEMPTS_PER_ACCOUNT - 1),
        await repository.attempt_of_address(connection, address, ATTEMPTS_PER_ADDRESS - 1),
    )
    return max((at + ATTEMPT_WINDOW - now for at in blocking if at is not None), default=ATTEMPT_WINDOW)


def _matches(hasher: PasswordHasher, hashed: str, password: str) -> bool:
    try:
        return hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


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
