"""A camera's history outlives the worker that learnt it, and what people confirm leaves it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import redis

from camera_adapters.alerts.dispatcher import AlertDispatcher, Sender
from camera_adapters.alerts.history import ScoreHistory
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import AlertMessage, Lesson, history_key, lessons_key
from camera_adapters.process.history_store import EVERY_SECONDS, HistoryStore
from tests.support.adapter_samples import NOW

YESTERDAY = NOW - timedelta(days=1)


class Nowhere:
    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        raise AssertionError("nothing is told here")


def dispatcher(history: ScoreHistory) -> AlertDispatcher:
    return AlertDispatcher(Sender("a", 1, "cam"), RuleBook(), Nowhere(), new_id=uuid4, now=lambda: NOW, history=history)


def noted(score: float = 0.7) -> ScoreHistory:
    history = ScoreHistory()
    history.note("smoke", "slope", score, YESTERDAY)
    return history


def test_another_worker_knows_what_the_hour_scored_yesterday(client: redis.Redis) -> None:
    HistoryStore(client).exchange({"cam": dispatcher(noted())}, 0.0)
    fresh = ScoreHistory()
    HistoryStore(client).exchange({"cam": dispatcher(fresh)}, 0.0)
    assert fresh.highest("smoke", "slope", NOW) == 0.7
    assert 0 < client.ttl(history_key("cam")) <= 8 * 86_400


def test_what_a_person_confirmed_raises_no_threshold_and_is_not_taught_twice(client: redis.Redis) -> None:
    history, keeper = noted(), HistoryStore(client)
    lesson = Lesson(kind="smoke", zone="slope", begin=YESTERDAY, end=YESTERDAY + timedelta(minutes=3))
    client.rpush(lessons_key("cam"), lesson.model_dump_json(), "no lesson")
    keeper.exchange({"cam": dispatcher(history)}, 0.0)
    assert history.highest("smoke", "slope", NOW) == 0.0
    assert client.llen(lessons_key("cam")) == 0
    other = ScoreHistory()
    HistoryStore(client).exchange({"cam": dispatcher(other)}, 0.0)
    assert other.highest("smoke", "slope", NOW) == 0.0


def test_it_is_exchanged_at_once_and_then_every_five_minutes(client: redis.Redis) -> None:
    history, keeper = ScoreHistory(), HistoryStore(client)
    owners = {"cam": dispatcher(history)}
    keeper.exchange(owners, 0.0)
    history.note("smoke", "slope", 0.6, YESTERDAY)
    keeper.exchange(owners, EVERY_SECONDS - 1.0)
    assert client.hlen(history_key("cam")) == 0
    keeper.exchange(owners, EVERY_SECONDS)
    assert client.hlen(history_key("cam")) == 1


def test_a_field_that_makes_no_sense_costs_only_itself(client: redis.Redis) -> None:
    HistoryStore(client).exchange({"cam": dispatcher(noted())}, 0.0)
    client.hset(history_key("cam"), "flame|", "[1, 2]")
    fresh = ScoreHistory()
    HistoryStore(client).exchange({"cam": dispatcher(fresh)}, 0.0)
    assert fresh.highest("smoke", "slope", NOW) == 0.7
