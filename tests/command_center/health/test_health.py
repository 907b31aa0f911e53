"""Rules of health, and its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from command_center.auth.lately import KEPT, MOST, LatelySeen
from command_center.auth.model import Actor, Role
from command_center.cameras.model import LinkCounts
from command_center.health.clock_sync import read_clock_sync
from command_center.health.model import Facts, Status, judge
from command_center.web.container import Container
from tests.conftest import MakeClient

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
WELL = Facts(
    cameras=LinkCounts(total=44, online=44),
    adapters=2,
    redis=True,
    live_redis=True,
    memory_ratio=0.1,
    database=True,
    canary_seen_at=NOW,
    canary_due_by=NOW - timedelta(minutes=5),
    started_at=NOW - timedelta(hours=1),
    clock_synchronised=True,
    dead_letters=0,
)


def test_all_well_is_ok() -> None:
    assert judge(WELL) == (Status.OK, [])


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"database": False}, Status.FAILED, "database_failed"),
        ({"redis": False}, Status.FAILED, "redis_failed"),
        ({"live_redis": False}, Status.DEGRADED, "live_redis_failed"),
        ({"memory_ratio": 0.7}, Status.DEGRADED, "redis_memory"),
        ({"dead_letters": 1}, Status.DEGRADED, "dead_letters"),
        ({"adapters": 0}, Status.DEGRADED, "no_adapter"),
        ({"cameras": LinkCounts(44, 30, 0, 14)}, Status.DEGRADED, "cameras_offline"),
        ({"canary_seen_at": None}, Status.DEGRADED, "canary_late"),
        ({"canary_seen_at": NOW - timedelta(minutes=6)}, Status.DEGRADED, "canary_late"),
        ({"clock_synchronised": False}, Status.OK, "clock"),
        ({"overdue_steps": 2}, Status.FAILED, "escalation_overdue"),
        ({"heard_due_by": NOW}, Status.DEGRADED, "no_audible_console"),
        ({"duty_empty": ("commander",)}, Status.OK, "duty_empty"),
        ({"failed_deliveries": 1}, Status.DEGRADED, "deliveries_failed"),
    ],
)
def test_each_trouble_has_its_alarm(change: dict[str, object], status: Status, code: str) -> None:
    judged, alarms = judge(replace(WELL, **change))  # type: ignore[arg-type]
    assert (judged, [alarm.code for alarm in alarms]) == (status, [code])


def test_other_channels_are_named_only_where_they_reached_somebody() -> None:
    said = [judge(replace(WELL, heard_due_by=NOW, reached_elsewhere=reached))[1][0].zh for reached in (0, 3)]
    assert ["经其他渠道送达 3 条" in words for words in said] == [False, True]
    assert "没有经其他渠道送达" in said[0]


def test_a_centre_that_has_just_started_does_not_miss_its_canary() -> None:
    assert judge(replace(WELL, canary_seen_at=None, started_at=NOW))[0] is Status.OK


def test_one_camera_offline_is_no_trouble_of_the_system() -> None:
    assert judge(replace(WELL, cameras=LinkCounts(44, 43, 0, 1)))[0] is Status.OK


def test_the_clock_can_be_asked() -> None:
    assert read_clock_sync().synchronised in {True, False, None}


async def test_strangers_learn_the_status_and_nothing_else(client: MakeClient) -> None:
    stranger = await client()
    answer = await stranger.get("/api/health")
    assert (answer.status_code, set(answer.json())) == (200, {"status"})
    assert (await stranger.get("/api/health/details")).status_code == 401
    wrong = {"authorization": "Bearer not-the-token"}
    assert (await stranger.get("/api/health/details", headers=wrong)).status_code == 401


async def test_any_session_reads_the_details(client: MakeClient) -> None:
    answer = await (await client(Role.VIEWER)).get("/api/health/details")
    body = answer.json()
    assert answer.status_code == 200
    assert body["database"]["status"] == "ok"
    assert body["redis"]["status"] == body["redis"]["live"] == "ok"
    assert body["canary"] == {"seen_at": None, "latency_ms": None}
    assert [alarm["code"] for alarm in body["alarms"] if alarm["code"] != "clock"] == [
        "no_adapter",
        "duty_empty",
    ]


async def test_while_the_database_is_away_a_session_of_a_moment_ago_is_believed(
    client: MakeClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, responder, stranger = await client(Role.VIEWER), await client(Role.RESPONDER), await client()
    assert (await viewer.get("/api/health/details")).status_code == 200
    assert (await responder.get("/api/health/details")).status_code == 403

    async def away(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(container.people.sessions, "actor", away)
    assert (await viewer.get("/api/health/details")).status_code in {200, 503}
    assert "alarms" in (await viewer.get("/api/health/details")).json()
    assert (await responder.get("/api/health/details")).status_code == 403
    stranger.cookies.set("cc_session", "made-up")
    assert (await stranger.get("/api/health/details")).status_code == 401


def test_a_session_is_believed_for_minutes_and_few_are_kept() -> None:
    lately, actor = LatelySeen(), Actor(uuid4(), "wang", "王五", Role.VIEWER, uuid4())
    lately.add(b"old", actor, NOW)
    assert (lately.find(b"old", NOW + KEPT), lately.find(b"old", NOW + 2 * KEPT)) == (actor, None)
    for number in range(MOST):
        lately.add(str(number).encode(), actor, NOW)
    assert lately.find(b"old", NOW) is None
    assert lately.find(b"5", NOW) == actor
    lately.drop(b"5")
    assert lately.find(b"5", NOW) is None
