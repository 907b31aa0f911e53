"""Sessions: signing in and out, who holds which session and until when, and their record in the journal."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import attempts, devices, journal, repository
from command_center.auth.failures import folded
from command_center.auth.model import Account, Actor, OpenSession, Origin, Role, SessionRow
from command_center.auth.passwords import Passwords
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import NotFound, WrongPassword

TOUCH_EVERY = timedelta(minutes=5)
"""A session's expiry slides at most this often, so that reads do not become writes."""
KEPT_AFTER = timedelta(days=1)
"""How long the row of a session stays after its end."""


def token_hash(token: str) -> bytes:
    """What is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


class Sessions:
    """Sessions of accounts. They slide while they are used, and end at the latest ``lifetime`` after signing in."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: NewId,
        passwords: Passwords | None = None,
        *,
        idle: timedelta = timedelta(hours=12),
        lifetime: timedelta = timedelta(days=7),
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._passwords = passwords or Passwords()
        self._idle = idle
        self._lifetime = lifetime
        self._pause = pause

    async def sign_in(self, username: str, password: str, origin: Origin) -> OpenSession:
        """Open a session. Raises WrongPassword, or TooMany once there were too many failures from this source."""
        name = username.strip().lower()
        async with self._database.read() as connection:
            found = await repository.find_account(connection, name)
            known = found is not None and await self._known(connection, found[0], origin)
        device = f"device {token_hash(origin.device).hex()}" if known else None
        attempt = await self._reserve(name, device or attempts.source_of(origin.address))
        if attempt.slow and not known:
            await self._pause(attempts.SLOW_BY.total_seconds())
        right = await self._passwords.matches(found[1] if found else None, password)
        if found is None or not right or found[0].disabled_at is not None:
            await self._count_failure(name if found else "", origin)
            raise WrongPassword
        fresh = await self._passwords.hash(password) if self._passwords.is_outdated(found[1]) else None
        async with self._database.transaction() as connection:
            await attempts.forget(connection, attempt)
            if fresh is not None:
                await repository.update_account(connection, found[0].id, self._clock.now(), {"password_hash": fresh})
            opened = await self.open(connection, found[0], origin)
            await self._note(connection, found[0].id, "signed_in", {"address": origin.address, "known_device": known})
        return opened

    async def _known(self, connection: AsyncConnection, account: Account, origin: Origin) -> bool:
        if not origin.device:
            return False
        return await devices.is_known(connection, token_hash(origin.device), account.id, self._clock.now())

    async def _reserve(self, name: str, source: str) -> attempts.Reserved:
        async with self._database.transaction() as connection:
            return await attempts.reserve(connection, name, source, self._clock.now())

    async def _count_failure(self, name: str, origin: Origin) -> None:
        async with self._database.transaction() as connection:
            source = attempts.source_of(origin.address)
            await attempts.count_failure(connection, name, source, self._clock.now())

    async def open(self, connection: AsyncConnection, account: Account, origin: Origin) -> OpenSession:
        """Store a session for an account that has been proven; the one that this browser had before ends."""
        now = self._clock.now()
        device = await self.remember_device(connection, account.id, origin)
        expires_at = now + min(self._idle, self._lifetime)
        opened = OpenSession(self._new_id(), secrets.token_urlsafe(32), expires_at, account, device)
        values = {
            "id": opened.id,
            "account_id": account.id,
            "token_hash": token_hash(opened.token),
            "created_at": now,
            "seen_at": now,
            "expires_at": opened.expires_at,
            "ends_at": now + self._lifetime,
            "address": origin.address[:100],
            "agent": origin.agent[:300],
        }
        if origin.session:
            await repository.revoke_token(connection, token_hash(origin.session), now)
        await repository.insert_session(connection, values)
        return opened

    async def remember_device(self, connection: AsyncConnection, account_id: UUID, origin: Origin) -> str:
        """The token of this browser: its own where we made it, so that several accounts share it, else a new one."""
        token = origin.device
        if not token or not await devices.is_ours(connection, token_hash(token)):
            token = secrets.token_urlsafe(32)
        await devices.remember(connection, token_hash(token), account_id, self._clock.now())
        return token

    async def actor(self, token: str) -> tuple[Actor, datetime] | None:
        """Who holds this session token and until when; the expiry slides while the session is used."""
        now = self._clock.now()
        async with self._database.read() as connection:
            row = await repository.find_session(connection, token_hash(token), now)
        if row is None:
            return None
        expires_at: datetime = row.expires_at
        if now - row.seen_at >= TOUCH_EVERY:
            expires_at = min(now + self._idle, row.ends_at)
            async with self._database.transaction() as connection:
                await repository.touch_session(connection, row.session_id, now, expires_at)
        actor = Actor(row.id, row.username, row.display_name, Role(row.role), row.session_id, row.must_change)
        return actor, expires_at

    async def of(self, actor: Actor) -> list[SessionRow]:
        """The person's open sessions, the newest first."""
        async with self._database.read() as connection:
            return await repository.open_sessions(connection, actor.id, self._clock.now())

    async def end(self, actor: Actor, session_id: UUID) -> None:
        """End one of the person's own sessions. Raises NotFound for anybody else's, and for one that has ended."""
        async with self._database.transaction() as connection:
            if not await repository.revoke_session(connection, actor.id, session_id, self._clock.now()):
                raise NotFound
            action = "signed_out" if session_id == actor.session_id else "session_ended"
            await self._note(connection, actor.id, action, {})

    async def end_all(self, actor: Actor) -> None:
        """Sign out everywhere, here as well."""
        async with self._database.transaction() as connection:
            count = await repository.revoke_sessions_of(connection, actor.id, self._clock.now())
            await self._note(connection, actor.id, "signed_out_everywhere", {"sessions": count})

    async def sweep(self) -> None:
        """Delete what nobody needs any more, and put the failures of past hours on record."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            await attempts.sweep(connection, now)
            await devices.sweep(connection, now)
            await repository.sweep_sessions(connection, now - KEPT_AFTER)
        async with self._database.transaction() as connection:
            rows = await attempts.take_failures(connection, now.replace(minute=0, second=0, microsecond=0))
            known = await repository.ids_of(connection, {row.username for row in rows})
            for note in folded(rows, known, now):
                await journal.append(connection, note)

    async def _note(
        self, connection: AsyncConnection, account_id: UUID, action: str, detail: dict[str, object]
    ) -> None:
        note = journal.Note(self._clock.now(), account_id, action, "account", str(account_id), detail)
        await journal.append(connection, note)
