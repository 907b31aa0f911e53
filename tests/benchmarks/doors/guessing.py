"""An hour of wrong passwords for every account from 50 addresses; then each owner signs in at their desk."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher

from command_center.auth.factor_key import FactorKey
from command_center.auth.model import OpenSession, Origin, Role
from command_center.auth.passwords import Passwords
from command_center.auth.service import Accounts
from command_center.auth.sessions import Sessions
from command_center.base.clock import new_id
from command_center.base.db import Database
from command_center.base.errors import TooMany, WrongPassword
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import WORD, servers
from tests.support.alerts import FixedClock

SOURCES = tuple(f"10.7.0.{number + 1}" for number in range(50))
DESK = SOURCES[0]
"""The desk's address is one of those that guess: a proxy, or malware on the desk's own network."""
ELSEWHERE = "10.8.0.1"
STEP = timedelta(minutes=2)
ROUNDS = 30
AT_ONCE = 8
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Who is admitted is measured here, not how slow a hash is."""


@dataclass
class Town:
    """Accounts of every role, whose owners have signed in at their desks before; the clock is turned."""

    accounts: Accounts
    sessions: Sessions
    clock: FixedClock
    pauses: list[float]
    devices: dict[str, str] = field(default_factory=dict)
    checked: int = 0
    refused: int = 0

    async def settle(self) -> None:
        """Make the accounts and their desks."""
        for role in Role:
            await self.accounts.create(role.value, role.value, role, WORD)
            opened = await self.sessions.sign_in(role.value, WORD, Origin(DESK, "desk"))
            assert isinstance(opened, OpenSession)
            self.devices[role.value] = opened.device

    async def guess(self, source: str, name: str) -> None:
        """One wrong password."""
        try:
            await self.sessions.sign_in(name, "wrong password", Origin(source, "attacker"))
        except WrongPassword:
            self.checked += 1
        except TooMany:
            self.refused += 1

    async def attack(self) -> None:
        """Every account from every address every other minute for an hour: more than a source may."""
        tries = [(source, name) for source in SOURCES for name in self.devices]
        for _ in range(ROUNDS):
            for begin in range(0, len(tries), AT_ONCE):
                await asyncio.gather(*(self.guess(*one) for one in tries[begin : begin + AT_ONCE]))
            self.clock.moment += STEP

    async def owners(self, address: str, *, known: bool) -> int:
        """How many owners get in at the first try from there."""
        return sum(
            [await self._enters(name, address, device if known else "") for name, device in self.devices.items()]
        )

    async def _enters(self, name: str, address: str, device: str) -> bool:
        try:
            await self.sessions.sign_in(name, WORD, Origin(address, "browser", device))
        except (TooMany, WrongPassword):
            return False
        return True


def _town(database: Database, key: FactorKey) -> Town:
    clock, passwords, pauses = FixedClock(), Passwords(QUICK), list[float]()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    accounts = Accounts(database, clock, new_id, passwords)
    return Town(accounts, Sessions(database, clock, new_id, key, passwords, pause=pause), clock, pauses)


async def _measure() -> list[Figure]:
    async with servers() as urls:
        database = Database(urls.database)
        try:
            town = _town(database, FactorKey(Path("never-asked-for")))
            await town.settle()
            await town.attack()
            town.pauses.clear()
            desk = await town.owners(DESK, known=True)
            waited = sum(town.pauses)
            new = await town.owners(ELSEWHERE, known=False)
            shared = await town.owners(DESK, known=False)
        finally:
            await database.close()
    owners = len(town.devices)
    about = f"{town.checked + town.refused:,} guesses, {town.refused:,} refused unchecked; held back {waited:.0f} s"
    slow = f"of {owners}, at the first try, {town.pauses[0] if town.pauses else 0:.0f} s later"
    return [
        Figure(
            "doors.guess.desk", desk, "owners", "≥", owners, f"at the first try from {DESK}, which guesses; {about}"
        ),
        Figure("doors.guess.elsewhere", new, "owners", "≥", owners, f"in a new browser from a quiet address, {slow}"),
        Figure("doors.guess.first_there", shared, "owners", note=f"in a new browser from {DESK}, of {owners}"),
    ]


def run(_: Path) -> list[Figure]:
    """The use case itself on a real database."""
    return asyncio.run(_measure())
