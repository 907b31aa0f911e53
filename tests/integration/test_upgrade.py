"""Upgrade: what the version before left on disk, in PostgreSQL and in Redis is taken over by this one.

``former_version/`` was written by that version in its demo with two rendered cameras: its database as SQL, the keys of
its durable Redis, and its data folder with recordings, an alert in the spool of a worker that never came back, the
cameras' memory, passwords and the heads of the chains.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import av
import httpx
import pytest
import redis

from camera_adapters.alerts.history import Key
from camera_adapters.messages import Lesson
from camera_adapters.process.desired import MemoryFile
from camera_adapters.process.history_store import HistoryStore
from command_center.audit.verify import verify_all
from command_center.base.db import Database
from command_center.base.private_file import write_private
from command_center.migrations import schema
from command_center.run import secret_store
from command_center.run.embedded import Urls, urls_of
from tests.support.paths import CHECKOUT
from tests.support.prepared import of_its_own, servers
from tests.support.stack import Stack
from tests.support.valkey import Valkey
from tests.support.waiting import eventually

FORMER = CHECKOUT / "tests" / "integration" / "former_version"
OPEN_ALERT = "01a22f68-2df0-7667-b96f-095d8a51f069"
"""An intrusion at cam01 that nobody had taken: the officer had been called, the leader was to be called at 02:26:26."""
CONFIRMED_ALERT = "01a22f68-186e-7449-8475-3b6410976b11"
INCIDENT = "01a22f68-189d-7066-8604-36ac2269f566"
RECORDED = {"from": "2026-12-01T02:21:18Z", "to": "2026-12-01T02:21:32Z"}
SECONDS_RECORDED = 11.6
TRANSITIONS = 9
"""Rows in the chain of the live realm."""


async def restore(data: Path) -> None:
    """Fill the servers of the data folder with what the former version had in them."""
    async with servers(data) as urls:
        owner = await asyncpg.connect(urls.database_owner)
        await owner.execute((FORMER / "database.sql").read_text(encoding="utf-8"))
        await owner.close()
        with contextlib.closing(redis.Redis.from_url(urls.redis)) as client:
            restore_keys(client)


def restore_keys(client: redis.Redis) -> None:
    for key, kept in json.loads((FORMER / "redis.json").read_text(encoding="utf-8")).items():
        match kept["type"]:
            case "hash":
                client.hset(key, mapping=kept["value"])
            case "string":
                client.set(key, kept["value"])
            case _:
                raise AssertionError(f"{key}: a {kept['type']} is not among what was kept")


def former_data(folder: Path) -> Path:
    """A copy of the data folder, whose servers stand beside those of any other copy."""
    data = shutil.copytree(FORMER / "data", folder / "data")
    secrets = json.loads((data / "secrets.json").read_text())
    write_private(data / "secrets.json", json.dumps(of_its_own(secrets)))
    return data


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """This version's demo, started on the former one's data."""
    data = former_data(tmp_path_factory.mktemp("upgrade"))
    asyncio.run(restore(data))
    with Stack(data, FORMER / "cameras.yaml", {"CC_RECORDING_MIN_FREE_GB": "0"}, workers=1) as running:
        yield running


@pytest.fixture
def leader(stack: Stack) -> Iterator[httpx.Client]:
    """A duty leader, signed in with the password of the former version."""
    with stack.api("duty_leader") as client:
        yield client


def answer(client: httpx.Client, path: str, **parameters: Any) -> Any:
    reply = client.get(path, params=parameters)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def checked(urls: Urls, heads: Path) -> dict[str, tuple[int, object]]:
    """Of every chain how many rows were checked, and where it is broken."""
    database = Database(urls.database, pool_size=1)
    try:
        return {one.realm: (one.checked, one.broken) for one in await verify_all(database, heads)}
    finally:
        await database.close()


def test_the_schema_is_this_version_s(stack: Stack) -> None:
    owner = urls_of(secret_store.read(stack.data / "secrets.json")).database_owner
    assert asyncio.run(schema.differences(owner)) == []


def test_every_chain_continues_unbroken_by_the_heads_that_were_kept(stack: Stack) -> None:
    urls = urls_of(secret_store.read(stack.data / "secrets.json"))
    verdicts = asyncio.run(checked(urls, stack.data / "audit" / "heads.jsonl"))
    assert {realm: broken for realm, (_, broken) in verdicts.items() if broken is not None} == {}
    assert verdicts["live"][0] >= TRANSITIONS
    assert {"admin_journal", "camera_change", "live"} <= verdicts.keys()


@pytest.mark.parametrize("camera", ["cam01", "cam02"])
def test_recordings_are_listed_and_play(leader: httpx.Client, camera: str) -> None:
    (segment,) = answer(leader, "/api/recordings", camera=camera, **RECORDED)
    assert (segment["camera_id"], segment["expired"], segment["duration"]) == (camera, False, SECONDS_RECORDED)
    clip = leader.get(f"/api/recordings/{camera}/clip.mp4", params=RECORDED)
    assert clip.status_code == 200, clip.text
    with av.open(BytesIO(clip.content)) as container:
        pictures = sum(1 for _ in container.decode(video=0))
    assert pictures == round(SECONDS_RECORDED * 5)


def test_an_open_alert_is_open_with_its_picture_and_its_next_call_is_made(leader: httpx.Client) -> None:
    def called() -> dict[str, Any] | None:
        found: dict[str, Any] = answer(leader, f"/api/alerts/{OPEN_ALERT}")
        return found if found["next_step"]["who"] == "commander" else None

    alert = eventually(called, within=30, what="the leader, whose call was due, has been called")
    assert alert is not None
    assert (alert["state"], alert["kind"], alert["camera"]["id"]) == ("raised", "intrusion", "cam01")
    assert datetime.fromisoformat(alert["next_step"]["at"]) > datetime.now(UTC)
    assert leader.get(f"/api/alerts/{OPEN_ALERT}/snapshot.jpg").headers["content-type"] == "image/jpeg"


def test_incidents_are_there_with_their_reports_tasks_and_timeline(leader: httpx.Client) -> None:
    incident = answer(leader, f"/api/incidents/{INCIDENT}")
    assert [report["stage"] for report in incident["report_list"]] == ["draft"]
    assert [task["title"]["zh"] for task in incident["task_list"]] == ["现场核实"]
    told = [(row["subject"], row["to"]) for row in incident["timeline"]]
    assert told == [
        ("alert", "raised"), ("alert", "acknowledged"), ("alert", "confirmed"),
        ("incident", "discovered"), ("task", "assigned"),
    ]  # fmt: skip
    assert answer(leader, f"/api/alerts/{CONFIRMED_ALERT}")["incident_id"] == INCIDENT


def test_an_alert_that_a_former_worker_left_in_its_spool_arrives(stack: Stack, leader: httpx.Client) -> None:
    def arrived() -> list[Any]:
        return list(answer(leader, "/api/alerts", camera="cam02", kind="intrusion")["items"])

    (alert,) = eventually(arrived, within=30, what="the letter left behind is an alert")
    assert (alert["score"], alert["captured_at"]) == (0.7, "2026-12-01T02:21:29Z")
    eventually(lambda: not list((stack.data / "spool" / "vm-9").glob("*.msg")), within=30, what="the spool is empty")


def test_the_cameras_run_on(stack: Stack, leader: httpx.Client) -> None:
    stack.online(2)
    assert [one["id"] for one in answer(leader, "/api/cameras")["items"]] == ["cam01", "cam02"]


class Learner:
    """Whose history is read; it keeps nothing."""

    known: dict[Key, dict[int, float]]

    def learn(self, known: Any, lessons: list[Lesson]) -> dict[Key, dict[int, float]]:
        self.known = dict(known)
        return {}


def test_a_worker_knows_what_zones_scored_on_other_days(valkey: Valkey) -> None:
    learner = Learner()
    with contextlib.closing(valkey.client()) as client:
        restore_keys(client)
        HistoryStore(client).exchange({"cam01": learner}, 0.0)
    yesterday = int(datetime(2026, 11, 30, 2, 21, tzinfo=UTC).timestamp()) // 600
    assert learner.known["intrusion", "yard"][yesterday] == 0.42
    assert len(learner.known["intrusion", "yard"]) == 6


def test_a_worker_without_redis_runs_the_cameras_it_remembers(tmp_path: Path) -> None:
    folder = shutil.copytree(FORMER / "data" / "cache" / "adapters" / "vm-0", tmp_path / "memory")
    memory = MemoryFile(folder).load()
    assert sorted(memory.state.enabled) == ["cam01", "cam02"]
    assert sorted(memory.epochs) == ["cam01", "cam02"]


def test_every_process_does_its_work_with_the_rights_of_its_redis_user(stack: Stack) -> None:
    assert stack.refused_by_redis() == []
