"""A centre for state machines: everybody signed in, a clock that the test turns, and a look at all that is stored.

Hypothesis calls its machines without an event loop; ``Town.run`` runs in a loop of the town's own.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import defaultdict
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import httpx
import sqlalchemy as sa
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from command_center.app import create_app
from command_center.auth.model import Role
from command_center.base.db import Database
from command_center.base.settings import Settings, load_settings
from command_center.chain import repository as audit
from command_center.chain.model import GENESIS, Transition, find_break
from command_center.reports.config import Reporting
from command_center.web.container import Container, build_container, read_site
from command_center.web.guards import COOKIE
from tests.conftest import QUICK_HASHER, SITE, session_token
from tests.support.alerts import FixedClock
from tests.support.paths import CONFIG
from tests.support.servers import Servers

T = TypeVar("T")

STRANGER = "stranger"
"""A responder of no unit."""
DEADLINES = {1: (15, 35), 2: (15, 35), 3: (30, 60), 4: (60, 360)}
"""Minutes by phone and in writing, by level."""


def pace(examples: int, steps: int) -> hypothesis_settings:
    """How far a machine is driven: that far in the suite, ``STATEFUL_EXAMPLES`` times for a long run.

    A long run shows what it finds as it found it: making it small would take as long again.
    """
    asked = os.environ.get("STATEFUL_EXAMPLES")
    return hypothesis_settings(
        max_examples=int(asked or examples),
        phases=[Phase.generate] if asked else list(Phase),
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@dataclass
class Chain:
    """What the chain of the live realm says, read once and continued: where each subject stands by its rows alone."""

    number: int = 0
    head: bytes = GENESIS
    of: dict[UUID, list[Transition]] = field(default_factory=lambda: defaultdict(list))

    def take(self, links: list[Transition]) -> None:
        """Continue with the rows that were appended since. A broken link fails the test."""
        broken = find_break(links, self.number, self.head)
        assert broken is None, broken
        for link in links:
            self.of[link.draft.subject_id].append(link)
        if links:
            self.number, self.head = links[-1].number, links[-1].hash


class Town:
    """``open()`` and ``close()`` around its use."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        self._servers = servers
        self._closing = contextlib.AsyncExitStack()
        self._folder = folder
        self._runner = asyncio.Runner()
        self.clock = FixedClock()
        self.chain = Chain()
        self.people: dict[str, httpx.AsyncClient] = {}
        self.accounts: dict[str, str] = {}
        self.container: Container
        self.app: FastAPI

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    @property
    def database(self) -> Database:
        return self.container.database

    def open(self) -> None:
        self.run(self._open())

    async def _open(self) -> None:
        application, owner = await self._closing.enter_async_context(self._servers.fresh_database())
        settings = self._settings(application, owner)
        site = read_site(settings)
        levels = {level: {"phone": phone, "written": written} for level, (phone, written) in DEADLINES.items()}
        reporting = Reporting.model_validate(site.reporting.model_dump() | {"levels": levels})
        self.container = build_container(
            settings, clock=self.clock, hasher=QUICK_HASHER, site=replace(site, reporting=reporting)
        )
        await self.container.bus.control.flushall()
        self.app = create_app(self.container, background=())
        for name in (*(role.value for role in Role), STRANGER):
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            self.people[name] = httpx.AsyncClient(transport=transport, base_url=SITE, headers={"Origin": SITE})

    def _settings(self, application: str, owner: str) -> Settings:
        urls = self._servers.urls
        return load_settings(
            data_dir=self._folder / "data", config_dir=CONFIG, redis_url=urls.redis, live_redis_url=urls.live_redis,
            database_url=application, database_owner_url=owner, session_hours=24 * 31, session_days=31,
        )  # fmt: skip

    async def sign_in(self) -> None:
        """Everybody again: the clock of the last machine has run on."""
        for name, client in self.people.items():
            role = Role.RESPONDER if name == STRANGER else Role(name)
            client.cookies.set(COOKIE, await session_token(self.container, role, name))
        known, _ = await self.container.people.accounts.accounts(0, 1000)
        self.accounts = {account.username: str(account.id) for account in known}

    def close(self) -> None:
        self.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        for client in self.people.values():
            await client.aclose()
        await self.container.close()
        await self._closing.aclose()

    async def read_chain(self) -> None:
        """Take what was appended since the last look."""
        async with self.database.read() as connection:
            self.chain.take(await audit.after(connection, "live", self.chain.number, 10_000))

    async def fingerprint(self, incidents: Collection[UUID], alerts: Collection[UUID]) -> tuple[Any, ...]:
        """Equal as long as nothing about these, and nothing in the chain, was written."""
        async with self.database.read() as connection:
            row = (await connection.execute(FINGERPRINT, {"i": list(incidents), "a": list(alerts)})).one()
        return tuple(row)

    def forward(self, seconds: float) -> None:
        self.clock.moment += timedelta(seconds=seconds)


FINGERPRINT = sa.text(
    """
    WITH tasks AS (SELECT * FROM task WHERE incident_id = ANY(:i)),
         reports AS (SELECT * FROM report WHERE incident_id = ANY(:i))
    SELECT (SELECT max(number) FROM transition WHERE realm = 'live'),
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM incident t WHERE id = ANY(:i)),
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM alert t WHERE id = ANY(:a)),
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM tasks t),
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM reports t),
           (SELECT count(*) FROM task_step WHERE task_id IN (SELECT id FROM tasks)),
           (SELECT count(*) FROM incident_review WHERE incident_id = ANY(:i)),
           (SELECT count(*) FROM notification n JOIN delivery d ON d.notification_id = n.id AND d.realm = n.realm
            WHERE n.realm = 'live' AND (n.subject_id = ANY(:a) OR n.subject_id IN (SELECT id FROM tasks))),
           (SELECT sum(last) FROM incident_serial)
    """
)


def walk(links: list[Transition], table: Mapping[str, Collection[str]], marks: Collection[str],
         born: str | None = None) -> str:  # fmt: skip
    """The state at the end of a subject's rows; fails where a row does not continue the one before, or is no move.

    ``born``: the state of a subject that another one's row has made.
    """
    state = born
    at = None
    for link in links:
        before, after = link.draft.from_state, link.draft.to_state
        assert before == state, f"{link.number} comes from {before}, the subject was {state}"
        assert at is None or link.draft.at >= at, f"{link.number} lies before the row it follows"
        at = link.draft.at
        if after in marks:
            continue
        assert state is None or after in table[state], f"{link.number}: {state} to {after} is no move"
        state = after
    assert state is not None
    return state
