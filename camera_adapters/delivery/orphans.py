"""Orphaned spools: alerts and news of recordings of a worker that runs no more, sent by the first that does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import redis
import structlog

from camera_adapters.base.loop import Loop
from camera_adapters.delivery.announcer import send_news
from camera_adapters.delivery.publisher import SpoolSender
from camera_adapters.delivery.spool import SUFFIX, Spool
from common.backoff import stepped

EVERY = 5.0
SEGMENTS = "segments"
"""Where in an adapter's spool the news of its recordings stand."""
logger = structlog.get_logger(__name__)


def abandoned(spools: Path, live: Collection[str], mine: str) -> list[str]:
    """Adapter names that have something on disk and no process that would send it."""
    if not spools.is_dir():
        return []
    names = (folder.name for folder in spools.iterdir() if _has_letters(folder) or _has_letters(folder / SEGMENTS))
    return sorted(name for name in names if name != mine and name not in live)


def _has_letters(folder: Path) -> bool:
    return any(folder.glob(f"*{SUFFIX}"))


class OrphanSender:
    """Sends what others left and takes the confirmations meant for them, until nothing is left.

    Should the owner come back meanwhile, both send: the centre knows every event by its id, every file by its path.
    """

    def __init__(self, spools: Path, mine: str, client: redis.Redis, live: Callable[[], Collection[str]]) -> None:
        self._spools = spools
        self._mine = mine
        self._redis = client
        self._live = live
        self._outboxes: dict[str, SpoolSender] = {}
        self._loop = Loop("orphans", self.run_once, EVERY, first=EVERY, retry=partial(stepped, EVERY))

    def start(self) -> None:
        self._loop.start()

    def close(self) -> None:
        self._loop.stop()

    def run_once(self) -> None:
        """Look once. Raises ``redis.RedisError``."""
        names = abandoned(self._spools, self._live(), self._mine)
        for name in set(self._outboxes) - set(names):
            del self._outboxes[name]
        for name in names:
            if name not in self._outboxes:
                logger.warning("letters_left_behind", by=name)
                self._outboxes[name] = SpoolSender(name, Spool(self._spools / name), self._redis)
            self._outboxes[name].send_due()
            self._outboxes[name].take_acks()
            send_news(Spool(self._spools / name / SEGMENTS, durable=False), self._redis)
