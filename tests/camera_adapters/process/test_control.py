"""The control thread's work, tick by tick, on a real Valkey with cameras that only say that they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
import redis

from camera_adapters.alerts.history import Key
from camera_adapters.base.connection import Entry
from camera_adapters.messages import (
    CATALOGUE_KEY,
    DESIRED_KEY,
    DESIRED_REVISION_FIELD,
    HEALTH,
    PAYLOAD_FIELD,
    CameraHealth,
    CameraSpec,
    Heartbeat,
    Link,
    adapter_key,
    health_key,
    lease_key,
)
from camera_adapters.process.control import CATALOGUE_EVERY, SETTLING, Control, WorkerGroup
from camera_adapters.process.desired import MemoryFile
from camera_adapters.process.fleet import Fleet
from tests.support.adapter_samples import NOW, spec
from tests.support.valkey import Valkey


@dataclass
class QuietCamera:
    """Runs without doing anything."""

    spec: CameraSpec
    epoch: int
    running: bool = False
    ticks: int = 0

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def join(self, timeout: float) -> bool:
        return True

    def tick(self) -> None:
        self.ticks += 1

    def learn(self, known: object, lessons: object) -> dict[Key, dict[int, float]]:
        del known, lessons
        return {}

    def health(self) -> CameraHealth:
        return CameraHealth(adapter="a", epoch=self.epoch, camera_id=self.spec.id, link=Link.ONLINE, at=NOW)


class Worker:
    """A control with its fleet, driven by hand; its clock stands still until moved."""

    def __init__(self, name: str, client: redis.Redis, folder: Path, siblings: int = 1) -> None:
        self.now = 1000.0
        self.made: list[QuietCamera] = []
        self.fleet = Fleet(self._make, clock=lambda: self.now)
        self.control = Control(
            WorkerGroup(name, siblings),
            self.fleet,
            client,
            MemoryFile(folder / name),
            lambda: Heartbeat(adapter=name, cameras=tuple(self.fleet.epochs), at=NOW),
            now=lambda: NOW,
            clock=lambda: self.now,
            catalogue="all that detectors take",
        )

    def _make(self, camera: CameraSpec, epoch: int) -> QuietCamera:
        self.made.append(QuietCamera(camera, epoch))
        return self.made[-1]

    @property
    def runs(self) -> set[str]:
        return set(self.fleet.epochs)

    def tick(self, seconds: float = 1.0) -> None:
        self.now += seconds
        self.control.tick()


MakeWorker = Callable[..., Worker]


@pytest.fixture
def worker(client: redis.Redis, tmp_path: Path) -> MakeWorker:
    return lambda name, siblings=1, of=client: Worker(name, of, tmp_path, siblings)


def publish(client: redis.Redis, revision: int, *specs: CameraSpec) -> None:
    """What the centre does: the whole desired state in one transaction."""
    with client.pipeline() as pipeline:
        pipeline.delete(DESIRED_KEY)
        for each in specs:
            pipeline.hset(DESIRED_KEY, each.id, each.model_dump_json())
        pipeline.hset(DESIRED_KEY, DESIRED_REVISION_FIELD, revision)
        pipeline.execute()


def die(client: redis.Redis, name: str) -> None:
    """What time does to the keys of a worker that was killed."""
    client.delete(adapter_key(name))
    for key in cast("list[bytes]", client.keys(lease_key("*"))):
        if cast("bytes", client.get(key)).startswith(f"{name}|".encode()):
            client.delete(key)


def cameras(count: int) -> list[CameraSpec]:
    return [spec(f"c{number:02d}") for number in range(count)]


def test_two_workers_share_the_cameras_from_the_first_second(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(7))
    first, second = worker("a", 2), worker("b", 2)
    first.tick()
    assert len(first.runs) == 4
    second.tick()
    assert len(second.runs) == 3
    assert first.runs | second.runs == {each.id for each in cameras(7)}


def test_a_dead_workers_cameras_are_taken_by_the_other(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(4))
    first, second = worker("a", 2), worker("b", 2)
    first.tick()
    second.tick()
    die(client, "b")
    first.tick(SETTLING)
    assert first.runs == {each.id for each in cameras(4)}


def test_a_worker_that_comes_later_is_handed_its_share(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(4))
    first = worker("a")
    first.tick(SETTLING)
    assert len(first.runs) == 4
    second = worker("b")
    second.tick()
    first.tick()
    assert len(first.runs) == 4, "a worker that may be gone in a second moves nothing"
    first.tick(SETTLING)
    second.tick()
    assert len(first.runs) == len(second.runs) == 2


def test_a_restarted_worker_takes_its_own_cameras_back(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(4))
    first, second = worker("a", 2), worker("b", 2)
    first.tick()
    second.tick()
    again = worker("a", 2)
    again.tick()
    assert again.runs == first.runs
    assert all(camera.epoch == 2 for camera in again.made)


def test_only_the_changed_camera_is_restarted(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, spec("c0"), spec("c1"), spec("c2"))
    one = worker("a")
    one.tick()
    publish(client, 2, spec("c0"), spec("c1", main="file:/other.mp4"), spec("c3"))
    one.tick()
    assert one.runs == {"c0", "c1", "c3"}
    assert [camera.spec.id for camera in one.made] == ["c0", "c1", "c2", "c1", "c3"]
    assert [camera.running for camera in one.made] == [True, False, False, True, True]
    assert client.get(lease_key("c2")) is None


def test_a_restarted_camera_has_a_new_epoch_so_that_what_it_told_of_before_can_be_ended(
    client: redis.Redis, worker: MakeWorker
) -> None:
    publish(client, 1, spec("c0"), spec("c1"))
    one = worker("a")
    one.tick()
    publish(client, 2, spec("c0"), spec("c1", main="file:/other.mp4"))
    one.tick()
    one.tick()
    assert [(camera.spec.id, camera.epoch) for camera in one.made] == [("c0", 1), ("c1", 1), ("c1", 2)]
    assert client.get(lease_key("c1")) == b"a|2"


def test_a_changed_camera_whose_lease_another_worker_has_taken_is_left_to_it(
    client: redis.Redis, worker: MakeWorker
) -> None:
    publish(client, 1, spec("c0"))
    one = worker("a")
    one.tick()
    publish(client, 2, spec("c0", main="file:/other.mp4"))
    client.set(lease_key("c0"), b"b|7")
    one.tick()
    assert one.runs == set()
    assert len(one.made) == 1


def test_a_disabled_camera_stops_and_an_enabled_one_starts_again(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, spec("c0"))
    one = worker("a")
    one.tick()
    publish(client, 2, spec("c0", enabled=False))
    one.tick()
    assert one.runs == set()
    publish(client, 3, spec("c0"))
    one.tick()
    assert one.runs == {"c0"}


def test_a_specification_that_cannot_be_read_leaves_its_camera_as_it_was(
    client: redis.Redis, worker: MakeWorker
) -> None:
    publish(client, 1, spec("c0"), spec("c1"))
    one = worker("a")
    one.tick()
    client.hset(DESIRED_KEY, "c0", b"{broken")
    client.hset(DESIRED_KEY, "c9", b'{"id": "c9"}')
    client.hset(DESIRED_KEY, DESIRED_REVISION_FIELD, 2)
    one.tick()
    assert one.runs == {"c0", "c1"}
    assert len(one.made) == 2


def test_an_empty_redis_stops_nothing(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(2))
    one = worker("a")
    one.tick()
    client.flushall()
    one.tick()
    assert len(one.runs) == 2
    assert len(one.made) == 2
    assert client.get(lease_key("c00")) == b"a|1"


def test_a_worker_whose_camera_was_taken_meanwhile_lets_it_go(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, spec("c0"))
    one = worker("a")
    one.tick()
    client.set(lease_key("c0"), "b|2", px=60_000)
    one.tick()
    assert one.runs == set()
    assert not one.made[0].running


def test_losing_redis_stops_nothing_and_its_return_changes_nothing(valkey: Valkey, worker: MakeWorker) -> None:
    client = valkey.client()
    publish(client, 1, *cameras(2))
    one = worker("a", of=client)
    one.tick()
    valkey.stop()
    one.tick()
    assert [camera.ticks for camera in one.made] == [1, 1]
    valkey.start()
    one.tick()
    assert len(one.made) == 2
    assert all(camera.running for camera in one.made)


def test_started_without_redis_a_worker_runs_what_it_ran_last_with_a_higher_epoch(
    valkey: Valkey, worker: MakeWorker
) -> None:
    client = valkey.client()
    publish(client, 1, *cameras(2))
    worker("a", of=client).tick()
    valkey.stop()
    again = worker("a", of=client)
    again.tick()
    assert {camera.spec.id: camera.epoch for camera in again.made} == {"c00": 2, "c01": 2}
    valkey.start()
    again.tick()
    assert len(again.made) == 2
    assert client.get(lease_key("c00")) == b"a|2"


def test_a_torn_memory_is_an_empty_one(client: redis.Redis, worker: MakeWorker, tmp_path: Path) -> None:
    publish(client, 1, spec("c0"))
    worker("a").tick()
    file = tmp_path / "a" / "desired.json"
    file.write_text(file.read_text()[:-20])
    again = worker("a")
    again.tick()
    assert again.runs == {"c0"}


def test_every_tick_tells_a_heartbeat_and_health_only_when_it_is_news(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, spec("c0"))
    one = worker("a")
    for _ in range(8):
        one.tick()
    entries = cast("list[Entry]", client.xrange(health_key()))
    told = [HEALTH.validate_json(fields[PAYLOAD_FIELD]) for _, fields in entries]
    assert sum(isinstance(message, Heartbeat) for message in told) == 8
    assert sum(isinstance(message, CameraHealth) for message in told) == 2
    assert cast("int", client.pttl(adapter_key("a"))) > 0


def test_closing_gives_the_leases_up(client: redis.Redis, worker: MakeWorker) -> None:
    publish(client, 1, *cameras(3))
    one = worker("a")
    one.tick()
    one.control.start()
    one.control.close()
    assert not any(camera.running for camera in one.made)
    assert client.keys(lease_key("*")) == []
    assert client.keys(adapter_key("*")) == []


def test_what_detectors_can_be_set_to_is_told_again_to_a_redis_that_forgot_it(
    client: redis.Redis, tmp_path: Path
) -> None:
    worker = Worker("a", client, tmp_path)
    worker.control.tick()
    assert client.get(CATALOGUE_KEY) == b"all that detectors take"
    client.delete(CATALOGUE_KEY)
    worker.control.tick()
    assert client.get(CATALOGUE_KEY) is None
    worker.now += CATALOGUE_EVERY
    worker.control.tick()
    assert client.get(CATALOGUE_KEY) is not None
