"""How long it takes to verify a chain of a million transitions."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from command_center.audit.heads import Head
from command_center.audit.verify import ChainVerdict, verify_all
from command_center.base.db import Database
from command_center.chain.model import GENESIS, Draft, Subject, Transition, Who, chain
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import servers

ROWS = 1_000_000
BATCH = 20_000
START = datetime(2025, 1, 1, tzinfo=UTC)
WHO = Who("0192f0c4-7d3e-7000-8000-000000000001", "值班员甲", "duty_officer")
COLUMNS = (
    "realm", "number", "subject", "subject_id", "from_state", "to_state", "actor_id", "actor_name", "actor_role", "at",
    "elapsed_ms", "reason", "note", "data", "prev_hash", "hash",
)  # fmt: skip


def drafts(count: int) -> Iterator[Draft]:
    """Lives of alerts as they are written: raised by a camera, acknowledged, dismissed by a person."""
    chance = random.Random(1)
    for number in range(count // 3 + 1):
        alert, at = uuid4(), START + timedelta(seconds=20 * number)
        score = round(chance.random(), 3)
        yield Draft(Subject.ALERT, alert, None, "raised", at, data=_seen(alert, score))
        taken, decided = at + timedelta(milliseconds=chance.randrange(60_000)), at + timedelta(minutes=2)
        since = {"level": 3, "since_raised_ms": 60_000}
        yield Draft(Subject.ALERT, alert, "raised", "acknowledged", taken, WHO, 31_234, data=since)
        why = since | {"observation": _seen(alert, score) | {"box": {"x": 0.1, "y": 0.25, "w": 0.2, "h": 0.3}}}
        yield Draft(
            Subject.ALERT, alert, "acknowledged", "dismissed", decided, WHO, 80_000, "false_alarm", "树影晃动", why
        )


def _seen(alert: UUID, score: float) -> dict[str, object]:
    return {
        "event_id": str(alert), "camera_id": "shed-12", "kind": "intrusion", "zone": "gate", "level": 3,
        "score": score, "detector": "intrusion/3",
    }  # fmt: skip


def record(link: Transition) -> tuple[object, ...]:
    """As COPY takes it."""
    draft, who = link.draft, link.draft.actor
    return (
        link.realm, link.number, str(draft.subject), draft.subject_id, draft.from_state, draft.to_state,
        who and who.id, who and who.name, who and who.role, draft.at, draft.elapsed_ms, draft.reason, draft.note,
        dict(draft.data), link.prev_hash, link.hash,
    )  # fmt: skip


def _jsonb(value: object) -> bytes:
    """As the wire has it: a version, then text."""
    return b"\x01" + json.dumps(value).encode()


async def fill(owner_url: str, count: int) -> Head:
    """Write that many links as fast as they go in; the head."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.set_type_codec("jsonb", encoder=_jsonb, decoder=bytes, schema="pg_catalog", format="binary")
        number, head = 0, GENESIS
        made = drafts(count)
        while number < count:
            links = chain("live", number, head, [next(made) for _ in range(min(BATCH, count - number))])
            await connection.copy_records_to_table("transition", records=map(record, links), columns=COLUMNS)
            number, head = links[-1].number, links[-1].hash
        await connection.execute("ANALYZE transition")
        return Head("live", number, head, START)
    finally:
        await connection.close()


async def _verify(count: int) -> tuple[float, list[ChainVerdict]]:
    async with servers() as urls:
        await fill(urls.database_owner, count)
        database = Database(urls.database)
        try:
            started = time.monotonic()
            verdicts = await verify_all(database, Path("no-heads"))
            return time.monotonic() - started, verdicts
        finally:
            await database.close()


def run(_: Path, count: int = ROWS) -> list[Figure]:
    """Filled by COPY, then verified as ``audit verify`` does."""
    seconds, verdicts = asyncio.run(_verify(count))
    assert [(one.checked, one.broken) for one in verdicts] == [(count, None)], verdicts
    return [Figure("audit.verify", seconds, "s", "≤", 60, f"a chain of {count:,} transitions, hashed and compared")]
