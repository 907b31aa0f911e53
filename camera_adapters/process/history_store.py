"""Store of score histories in Redis, so that a camera that moves to another worker keeps its own.

The first exchange comes with the camera's first second, then one every five minutes. What people confirmed since is
taken out of it at the same time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, cast

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.alerts.history import Key
from camera_adapters.messages import HISTORY_SECONDS, LESSONS_KEPT, Lesson, history_key, lessons_key

EVERY_SECONDS = 300.0
logger = structlog.get_logger(__name__)


class HistoryOwner(Protocol):
    """Whose history is kept; a running camera."""

    def learn(self, known: Mapping[Key, Mapping[int, float]], lessons: Sequence[Lesson]) -> dict[Key, dict[int, float]]:
        """Exchange scores with the camera: it takes the stored ones and the lessons, and gives those to be stored."""
        ...


class HistoryStore:
    """Used by the control thread only; raises ``redis.RedisError``, and then tries again at the next tick."""

    def __init__(self, client: redis.Redis) -> None:
        self._redis = client
        self._due: dict[str, float] = {}
        self._kept: dict[str, dict[str, str]] = {}

    def exchange(self, owners: Mapping[str, HistoryOwner], now: float) -> None:
        """Of each camera for which it is time; ``now`` in monotonic seconds."""
        for gone in self._due.keys() - owners.keys():
            del self._due[gone]
            self._kept.pop(gone, None)
        for camera_id, owner in owners.items():
            if now >= self._due.get(camera_id, float("-inf")):
                self._one(camera_id, owner)
                self._due[camera_id] = now + EVERY_SECONDS

    def _one(self, camera_id: str, owner: HistoryOwner) -> None:
        first = camera_id not in self._kept
        with self._redis.pipeline() as pipeline:
            pipeline.hgetall(history_key(camera_id)) if first else pipeline.ping()
            pipeline.lrange(lessons_key(camera_id), 0, LESSONS_KEPT)
            kept, told = cast("tuple[Any, list[bytes]]", tuple(pipeline.execute()))
        keep = encode(owner.learn(decode(kept) if first else {}, lessons(told)))
        changed = {name: text for name, text in keep.items() if self._kept.get(camera_id, {}).get(name) != text}
        with self._redis.pipeline() as pipeline:
            if changed:
                pipeline.hset(history_key(camera_id), mapping=cast("Any", changed))
                pipeline.expire(history_key(camera_id), HISTORY_SECONDS)
            if told:
                pipeline.ltrim(lessons_key(camera_id), len(told), -1)
            pipeline.execute()
        self._kept[camera_id] = keep


def encode(slots: Mapping[Key, Mapping[int, float]]) -> dict[str, str]:
    """Fields of the hash; sorted, so that what is the same reads the same."""
    return {
        f"{kind}|{zone or ''}": json.dumps({str(number): round(score, 3) for number, score in sorted(each.items())})
        for (kind, zone), each in slots.items()
    }


def decode(fields: Mapping[bytes, bytes]) -> dict[Key, dict[int, float]]:
    """The same back; a field of which no sense can be made is left out."""
    found: dict[Key, dict[int, float]] = {}
    for name, text in fields.items():
        kind, _, zone = name.decode().partition("|")
        try:
            found[kind, zone or None] = {int(number): float(score) for number, score in json.loads(text).items()}
        except (ValueError, AttributeError, TypeError):
            logger.warning("history_field", field=name.decode())
    return found


def lessons(told: Iterable[bytes]) -> list[Lesson]:
    """What people confirmed; what cannot be read is left out."""
    found = []
    for text in told:
        try:
            found.append(Lesson.model_validate_json(text))
        except ValidationError:
            logger.warning("lesson_unreadable")
    return found
