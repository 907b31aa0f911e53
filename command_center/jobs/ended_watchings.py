"""Ended watchings of recordings get their last row in the chain, also those that a killed process left."""

from __future__ import annotations

from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.viewings.service import Viewings

EVERY = 60.0


async def run(viewings: Viewings) -> None:
    await forever("ended watchings", viewings.close, EVERY, away=DATABASE_AWAY)
