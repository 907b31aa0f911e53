"""Proof of a person within their open session: who has only found it must not guess password or code in it."""

from __future__ import annotations

from command_center.auth import attempts, repository
from command_center.auth.code_check import CodeCheck
from command_center.auth.model import Actor
from command_center.auth.passwords import Passwords
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import TooMany, WrongPassword

OPEN_SESSIONS = "open sessions"
"""Source of the wrong codes that came within sessions."""


async def prove_password(database: Database, clock: Clock, passwords: Passwords, actor: Actor, password: str) -> None:
    """Raises WrongPassword, or TooMany after too many failures in this session."""
    attempt = await _reserve(database, clock, actor)
    async with database.read() as connection:
        known = await repository.password_of(connection, actor.id)
    if not await matches_in_turn(database, passwords, attempt, known, password, known=True):
        raise WrongPassword("wrong_present_password", "现在的密码不对", "The present password is wrong", status=422)
    async with database.transaction() as connection:
        await attempts.forget(connection, attempt)


async def matches_in_turn(
    database: Database,
    passwords: Passwords,
    attempt: attempts.Reserved,
    hashed: str | None,
    password: str,
    *,
    known: bool,
) -> bool:
    """Whether the password is right. Raises TooMany where too many wait; the attempt then does not count."""
    try:
        return await passwords.matches(hashed, password, attempt.source, known=known)
    except TooMany:
        async with database.transaction() as connection:
            await attempts.give_back(connection, attempt)
        raise


async def prove_code(database: Database, clock: Clock, check: CodeCheck, actor: Actor, typed: str) -> None:
    """Raises WrongPassword, or TooMany after too many failures in this session.

    Wrong codes of all sessions are counted together: who knows the password may open as many as they like.
    """
    attempt = await _reserve(database, clock, actor)
    async with database.transaction() as connection:
        verdict = await check.check(connection, actor.id, typed, OPEN_SESSIONS, clock.now())
        if verdict.proves:
            await attempts.forget(connection, attempt)
    if not verdict.proves:
        raise verdict.refusal(status=422)


async def _reserve(database: Database, clock: Clock, actor: Actor) -> attempts.Reserved:
    async with database.transaction() as connection:
        return await attempts.reserve(connection, actor.username, f"session {actor.session_id}", clock.now())
