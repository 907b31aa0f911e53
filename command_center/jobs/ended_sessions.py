"""Ended sessions and old sign-in attempts are deleted, and failures to sign in go on record, hour by hour."""

from __future__ import annotations

from command_center.auth.sessions import Sessions
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever

EVERY = 60.0


async def run(sessions: Sessions) -> None:
    await forever("ended sessions", sessions.sweep, EVERY, away=DATABASE_AWAY)
