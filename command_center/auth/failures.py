"""Failures of signing in, as the journal keeps them: one row an account and hour. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from command_center.auth.attempts import Failures
from command_center.auth.journal import Note

SOURCES_NAMED = 20
"""The sources with the most failures of an hour are named, the others counted: a row stays small under attack."""


def folded(rows: Iterable[Failures], accounts: Mapping[str, UUID], now: datetime) -> Iterator[Note]:
    """One note an account and hour; names that nobody has share one, and what was typed stands in none."""
    groups: dict[tuple[datetime, str], list[Failures]] = defaultdict(list)
    for row in rows:
        groups[row.hour, str(accounts.get(row.username, ""))].append(row)
    for (hour, account_id), group in sorted(groups.items()):
        worst = sorted(group, key=lambda row: (-row.count, row.source))
        detail = {
            "hour": hour.astimezone(UTC).isoformat(),
            "failures": sum(row.count for row in group),
            "from": {row.source: row.count for row in worst[:SOURCES_NAMED]},
            "more_sources": max(0, len(group) - SOURCES_NAMED),
        }
        yield Note(now, None, "sign_in_failed", "account", account_id or "unknown", detail)
