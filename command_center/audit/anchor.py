"""Anchor of the chains: whether the heads outside the database vouch for what stands in it.

A chain that holds and agrees with every exported head proves nothing where heads were taken away. So the anchor itself
is looked at: that it can be read, that it reaches to the end of each chain, and that it was begun with the first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.audit import chains
from command_center.audit.heads import Anchor, Head
from command_center.audit.verify import ChainVerdict
from command_center.chain.model import Break

ANCHOR = "heads.jsonl"
"""Stands in a verdict where a chain's name does."""
UNEXPORTED = timedelta(minutes=10)
"""Heads leave within a minute; a row that is older and has no head behind it was cut off from the anchor."""
BEGUN_AFTER = timedelta(hours=25)
"""How much later than the first row the anchor may begin: earlier versions exported once a day."""


@dataclass(frozen=True, slots=True)
class ChainSpan:
    """A chain as it stands: its last number, when its first row was written, and the first that no head covers."""

    name: str
    number: int
    first_at: datetime | None
    uncovered_at: datetime | None


async def judge_anchor(connection: AsyncConnection, anchor: Anchor, now: datetime) -> list[ChainVerdict]:
    """What is wrong with the anchor; nothing where it vouches for every chain."""
    spans = [await _span(connection, name, number, anchor.heads) for name, number, _ in await chains.heads(connection)]
    found = [*_unreadable(anchor), *_begun_late(spans, anchor.heads, now)]
    return found + [verdict for span in spans if (verdict := _uncovered(span, anchor.heads, now))]


async def _span(connection: AsyncConnection, name: str, number: int, heads: Sequence[Head]) -> ChainSpan:
    covered = _covered(name, heads)
    first_at = await chains.first_at(connection, name, 0)
    uncovered_at = await chains.first_at(connection, name, covered)
    return ChainSpan(name, number, first_at, uncovered_at)


def _covered(name: str, heads: Sequence[Head]) -> int:
    return max((head.number for head in heads if head.realm == name), default=0)


def _unreadable(anchor: Anchor) -> list[ChainVerdict]:
    if not anchor.garbled:
        return []
    line = anchor.garbled[0]
    return [ChainVerdict(ANCHOR, line - 1, len(anchor.heads), Break(line, f"line {line} cannot be read"))]


def _begun_late(spans: Sequence[ChainSpan], heads: Sequence[Head], now: datetime) -> list[ChainVerdict]:
    """An anchor that was begun anew vouches for nothing before. An empty one is told by chain."""
    oldest = min((span.first_at for span in spans if span.first_at), default=now)
    if not heads or heads[0].at - oldest <= BEGUN_AFTER:
        return []
    said = (
        f"was begun on {heads[0].at:%Y-%m-%d %H:%M} UTC, rows have been written since {oldest:%Y-%m-%d %H:%M}: "
        "put the kept copy back"
    )
    return [ChainVerdict(ANCHOR, 0, len(heads), Break(1, said))]


def _uncovered(span: ChainSpan, heads: Sequence[Head], now: datetime) -> ChainVerdict | None:
    since, covered = span.uncovered_at, _covered(span.name, heads)
    if since is None or covered >= span.number or now - since <= UNEXPORTED:
        return None
    count = sum(head.realm == span.name for head in heads)
    said = f"was written on {since:%Y-%m-%d %H:%M} UTC and no head in {ANCHOR} covers it"
    if not count:
        said += ": the file is missing, or was emptied"
    return ChainVerdict(f"{ANCHOR}: {span.name}", covered, count, Break(covered + 1, said))
