"""Sessions: signing in, by one step or two, and out, who holds which and until when, and their record."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth import attempts, devices, factors, journal, repository
from command_center.auth.code_check import CodeCheck
from command_center.auth.factor_key import FactorKey
from command_center.auth.failures import folded
from command_center.auth.lately import LatelySeen
from command_center.auth.model import (
    NEED_SECOND_FACTOR,
    Account,
    Actor,
    HalfDone,
    OpenSession,
    Origin,
    Role,
    SessionRow,
)
from command_center.auth.passwords import Passwords
from command_center.auth.proof import matches_in_turn
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import NotFound, SignInAgain, WrongPassword

TOUCH_EVERY = timedelta(minutes=5)
"""A session's expiry slides at most this often, so that reads do not become writes."""
KEPT_AFTER = timedelta(days=1)
"""How long the row of a session stays after its end."""
GRACE = timedelta(days=14)
"""How long after the first sign-in that needed a second factor setting it up may be put off."""
UNPROVEN_BROWSERS = "unproven browsers"
"""Those that never showed a code. Their wrong ones are counted together: whoever guesses has many addresses."""


def token_hash(token: str) -> bytes:
    """What is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def end_access(connection: AsyncConnection, account_id: UUID, now: datetime) -> None:
    """Everything that somebody has opened with the account's password."""
    await repository.revoke_sessions_of(connection, account_id, now)
    await factors.drop_half_done(connection, account_id)
    await devices.forget_all(connection, account_id)


class Sessions:
    """Sessions of accounts. They slide while they are used, and end at the latest ``lifetime`` after signing in."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: NewId,
        key: FactorKey,
        passwords: Passwords | None = None,
        *,
        required: bool = False,
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
        self._codes = CodeCheck(key)
        self._required = required
        self._lately = LatelySeen()

    async def sign_in(self, username: str, password: str, origin: Origin) -> OpenSession | HalfDone:
        """Open a session, or wait for a code where the account has a second factor and this browser must show it.

        Raises WrongPassword, or TooMany once there were too many failures from this source.
        """
        name = username.strip().lower()
        async with self._database.read() as connection:
            found = await repository.find_account(connection, name)
            known = found is not None and await self._known(connection, found[0], origin)
        attempt = await self._reserve(name, origin, known=known)
        stored = found[1] if found else None
        right = await matches_in_turn(self._database, self._passwords, attempt, stored, password, known=known)
        if found is None or not right or found[0].disabled_at is not None:
            await self._count_failure(name if found else "", origin)
            raise WrongPassword
        account, hashed = found
        fresh = await self._passwords.hash(password) if self._passwords.is_outdated(hashed) else None
        async with self._database.transaction() as connection:
            account = await self._as_proven(connection, account, hashed)
            if fresh is not None:
                await repository.update_account(connection, account.id, self._clock.now(), {"password_hash": fresh})
            if await self._asks_for_code(connection, account, origin):
                return await self._half_done(connection, account)
            return await self._complete(connection, attempt, account, origin, {"known_device": known})

    async def _as_proven(self, connection: AsyncConnection, account: Account, hashed: str) -> Account:
        """The account as it is now, locked. Comparing a password takes long: raises WrongPassword where it was replaced
        or the account disabled meanwhile, since that has ended only what was open then."""
        now = await repository.lock_account(connection, account.id)
        if now is None or now[0].disabled_at is not None or now[1] != hashed:
            raise WrongPassword
        return now[0]

    async def _asks_for_code(self, connection: AsyncConnection, account: Account, origin: Origin) -> bool:
        """An administrator is asked each time, others where this browser has shown no code lately."""
        if await factors.find(connection, account.id) is None:
            return False
        proven_at = await devices.proven_at(connection, token_hash(origin.device), account.id)
        lately = proven_at is not None and proven_at > self._clock.now() - devices.PROVEN_FOR
        return account.role is Role.ADMIN or not lately

    async def _half_done(self, connection: AsyncConnection, account: Account) -> HalfDone:
        """Its attempt stays counted until the code comes, which bounds how many there are."""
        half = HalfDone(secrets.token_urlsafe(32), self._clock.now() + factors.HALF_DONE_KEPT)
        await factors.put_half_done(connection, token_hash(half.token), account.id, half.expires_at)
        return half

    async def second_step(self, token: str, code: str, origin: Origin) -> OpenSession:
        """Open the session of a half-done sign-in by a code or a recovery code.

        Raises SignInAgain where there is none such, WrongPassword for a wrong code, TooMany as ``sign_in`` does.
        """
        now = self._clock.now()
        async with self._database.read() as connection:
            account = await factors.find_half_done(connection, token_hash(token), now)
            known = account is not None and await self._known(connection, account, origin)
        if account is None:
            raise SignInAgain
        attempt = await self._reserve(account.username, origin, known=known)
        async with self._database.transaction() as connection:
            locked = await repository.lock_account(connection, account.id)  # see _as_proven
            proven = known and await devices.proven_at(connection, token_hash(origin.device), account.id)
            source = attempt.source if proven else UNPROVEN_BROWSERS
            verdict = await self._codes.check(connection, account.id, code, source, now)
            if verdict.proves:
                if locked is None or not await factors.end_half_done(connection, token_hash(token)):
                    raise SignInAgain
                detail = {"known_device": known, "second_factor": verdict.value}
                return await self._complete(connection, attempt, locked[0], origin, detail)
        await self._count_failure(account.username, origin)
        raise verdict.refusal(status=401)

    async def _complete(
        self,
        connection: AsyncConnection,
        attempt: attempts.Reserved,
        account: Account,
        origin: Origin,
        detail: Mapping[str, object],
    ) -> OpenSession:
        await attempts.forget(connection, attempt)
        must_enrol = await self._must_enrol(connection, account)
        proven = "second_factor" in detail
        opened = await self.open(connection, account, origin, must_enrol=must_enrol, proven=proven)
        await self._note(connection, account.id, "signed_in", {"address": origin.address, **detail})
        return opened

    async def _must_enrol(self, connection: AsyncConnection, account: Account) -> bool:
        if not self._required or account.role not in NEED_SECOND_FACTOR:
            return False
        if await factors.find(connection, account.id) is not None:
            return False
        await repository.begin_grace(connection, account.id, self._clock.now() + GRACE)
        return True

    async def _known(self, connection: AsyncConnection, account: Account, origin: Origin) -> bool:
        if not origin.device:
            return False
        return await devices.is_known(connection, token_hash(origin.device), account.id, self._clock.now())

    async def _reserve(self, name: str, origin: Origin, *, known: bool) -> attempts.Reserved:
        """Count an attempt; an unknown browser waits where the account is under attack."""
        here = f"device {token_hash(origin.device).hex()}" if known else attempts.source_of(origin.address)
        async with self._database.transaction() as connection:
            attempt = await attempts.reserve(connection, name, here, self._clock.now())
        if attempt.slow and not known:
            await self._pause(attempts.SLOW_BY.total_seconds())
        return attempt

    async def _count_failure(self, name: str, origin: Origin) -> None:
        async with self._database.transaction() as connection:
            source = attempts.source_of(origin.address)
            await attempts.count_failure(connection, name, source, self._clock.now())

    async def open(
        self,
        connection: AsyncConnection,
        account: Account,
        origin: Origin,
        *,
        must_enrol: bool = False,
        proven: bool = False,
    ) -> OpenSession:
        """Store a session for an account that has been proven; the one that this browser had before ends."""
        now = self._clock.now()
        device = await self.remember_device(connection, account.id, origin, proven=proven)
        expires_at = now + min(self._idle, self._lifetime)
        opened = OpenSession(self._new_id(), secrets.token_urlsafe(32), expires_at, account, device, must_enrol)
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
            "must_enrol": must_enrol,
        }
        if origin.session:
            await repository.revoke_token(connection, token_hash(origin.session), now)
        await repository.insert_session(connection, values)
        return opened

    async def remember_device(
        self, connection: AsyncConnection, account_id: UUID, origin: Origin, *, proven: bool = False
    ) -> str:
        """The token of this browser: its own where we made it, so that several accounts share it, else a new one."""
        token = origin.device
        if not token or not await devices.is_ours(connection, token_hash(token)):
            token = secrets.token_urlsafe(32)
        await devices.remember(connection, token_hash(token), account_id, self._clock.now(), proven=proven)
        return token

    async def actor(self, token: str) -> tuple[Actor, datetime] | None:
        """Who holds this session token and until when; the expiry slides while the session is used."""
        now, digest = self._clock.now(), token_hash(token)
        async with self._database.read() as connection:
            row = await repository.find_session(connection, digest, now)
        if row is None:
            self._lately.drop(digest)
            return None
        expires_at: datetime = row.expires_at
        if now - row.seen_at >= TOUCH_EVERY:
            expires_at = min(now + self._idle, row.ends_at)
            async with self._database.transaction() as connection:
                await repository.touch_session(connection, row.session_id, now, expires_at)
        must_enrol = row.must_enrol and self._required
        actor = Actor(
            row.id, row.username, row.display_name, Role(row.role), row.session_id, row.must_change, must_enrol
        )
        self._lately.add(digest, actor, now)
        return actor, expires_at

    def held_lately(self, token: str) -> Actor | None:
        """Who held this session when this process last found it valid. Ask only while the database is away."""
        return self._lately.find(token_hash(token), self._clock.now())

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
            await factors.sweep(connection, now)
            await repository.sweep_sessions(connection, now - KEPT_AFTER)
        async with self._database.transaction() as connection:
            rows = await attempts.take_failures(connection, now.replace(minute=0, second=0, microsecond=0))
            known = await repository.ids_of(connection, {row.username for row in rows})
            for note in folded(rows, known, now):
                await journal.append(connection, note)

    async def _note(
        self, connection: AsyncConnection, account_id: UUID, action: str, detail: Mapping[str, object]
    ) -> None:
        note = journal.Note(self._clock.now(), account_id, action, "account", str(account_id), detail)
        await journal.append(connection, note)
