"""Users of the Redis servers: what a kind of process must not do is refused by the server itself."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from redis.exceptions import NoPermissionError

from camera_adapters.alerts.history import Key
from camera_adapters.base.connection import append, last_id, read_after
from camera_adapters.messages import (
    CATALOGUE_KEY,
    CENTRE_GROUP,
    PROTECTED_KEY,
    Lesson,
    Stream,
    acks_key,
    alerts_key,
    canary_claim_key,
    dead_letters_key,
    health_key,
    segments_key,
    trial_claim_key,
    trial_key,
)
from camera_adapters.process.history_store import HistoryStore
from camera_adapters.process.lease import Leases
from command_center.auth.model import Role
from command_center.base.clock import SystemClock, new_id
from command_center.base.private_file import write_private
from command_center.base.redis_bus import Bus, Entry, bury, read_group
from command_center.base.wake import wake
from command_center.cameras import desired
from command_center.cameras.trials import Trials
from command_center.duty.consoles import Console, Consoles
from command_center.incidents.presence import Looker, Presence
from command_center.jobs import protected_recordings
from command_center.live.fragment import StreamKey
from command_center.live.source import LiveSource
from command_center.run import redis_users, secret_store
from command_center.run.redis_users import ADAPTER, ADMIN, CENTRE, Server
from tests.support.valkey import Valkey

WORDS = {CENTRE: "word-of-centre", ADAPTER: "word-of-adapter", ADMIN: "word-of-admin"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Server, Valkey]]:
    """Both servers with their users, each once."""
    with contextlib.ExitStack() as stack:
        found: dict[Server, Valkey] = {}
        kinds: tuple[Server, ...] = ("control", "live")
        for server in kinds:
            found[server] = stack.enter_context(Valkey(tmp_path_factory.mktemp(server)))
            users = redis_users.users_file(server, *(WORDS[name] for name in (CENTRE, ADAPTER, ADMIN)))
            with contextlib.closing(found[server].client()) as client:
                for line in users.splitlines()[::-1]:
                    client.execute_command("ACL", "SETUSER", *line.split()[1:])
        yield found


def address(server: Valkey, name: str) -> str:
    return server.url.replace("redis://", f"redis://{name}:{WORDS[name]}@")


def as_user(server: Valkey, name: str) -> redis.Redis:
    return redis.Redis.from_url(address(server, name), protocol=2)


class Owner:
    """A camera that has learnt one score."""

    def learn(self, known: Any, lessons: list[Lesson]) -> dict[Key, dict[int, float]]:
        return {("intrusion", "yard"): {1: 0.5}}


@pytest.mark.parametrize(
    "command",
    [
        ("HSET", PROTECTED_KEY, "updated", "2099"),
        ("DEL", PROTECTED_KEY),
        ("SET", "consoles:heard", "2099-01-01T00:00:00Z"),
        ("HSET", "consoles", "one", "{}"),
        ("XADD", acks_key("another"), "*", "v", "{}"),
        ("XDEL", alerts_key(), "0-1"),
        ("XTRIM", alerts_key(), "MAXLEN", "0"),
        ("SET", alerts_key(), "no stream"),
        ("DEL", alerts_key()),
        ("EXPIRE", segments_key(), "1"),
        ("SET", dead_letters_key(), "no stream"),
        ("EVAL", "return redis.call('DEL', KEYS[1])", "1", alerts_key()),
        ("XADD", "commands", "*", "v", "{}"),
        ("HSET", "cameras", "gate", "{}"),
        ("HGETALL", "centre:camera_links"),
        ("XADD", "live:events", "*", "v", "1"),
        ("FLUSHALL",),
        ("CONFIG", "GET", "*"),
        ("KEYS", "*"),
        ("ACL", "LIST"),
        ("MONITOR",),
        ("CLIENT", "KILL", "TYPE", "normal"),
        ("SHUTDOWN",),
        ("EVAL", "return redis.call('DEL', KEYS[1])", "1", PROTECTED_KEY),
        ("EVAL", "return redis.call('HSET', 'protected', 'updated', '2099')", "0"),
        ("SUBSCRIBE", "any"),
    ],
)
def test_an_adapter_is_refused(servers: dict[Server, Valkey], command: tuple[str, ...]) -> None:
    with contextlib.closing(as_user(servers["control"], ADAPTER)) as client, pytest.raises(redis.RedisError) as refused:
        client.execute_command(*command)
    words = str(refused.value).lower()
    assert "no permissions" in words or "can't access" in words or "acl failure" in words, words


@pytest.mark.parametrize(
    "command",
    [("XADD", "live:gate:sub", "*", "v", "1"), ("FLUSHALL",), ("CONFIG", "SET", "maxmemory", "1"), ("DEL", "init:x")],
)
def test_the_centre_puts_no_pictures_on_the_wall(servers: dict[Server, Valkey], command: tuple[str, ...]) -> None:
    with contextlib.closing(as_user(servers["live"], CENTRE)) as client, pytest.raises(NoPermissionError):
        client.execute_command(*command)


@pytest.mark.parametrize("key", [alerts_key(), dead_letters_key()])
async def test_a_stream_whose_ids_an_adapter_has_used_up_is_begun_anew(servers: dict[Server, Valkey], key: str) -> None:
    bus = Bus(address(servers["control"], CENTRE), address(servers["live"], CENTRE))
    try:
        with contextlib.closing(as_user(servers["control"], ADAPTER)) as client:
            client.xadd(key, {"v": "forged"}, id="18446744073709551615-18446744073709551615")
            with pytest.raises(redis.ResponseError, match="last possible ID"):
                append(client, key, {b"v": b"true"})
            if key == alerts_key():
                await read_group(bus.control, key, "one", block=1)  # makes the group
                (forged,) = await read_group(bus.control, key, "one", block=1)
                await bus.control.xack(key, CENTRE_GROUP, forged.id)
                assert await read_group(bus.control, key, "one", block=1) == []
            else:
                await bury(bus.control, Entry(alerts_key(), b"0-1", {b"v": b"1"}), "garbage")
            assert append(client, key, {b"v": b"true"})
    finally:
        await bus.control.delete(key)
        await bus.close()


async def test_the_centre_does_all_its_work(servers: dict[Server, Valkey]) -> None:
    bus = Bus(address(servers["control"], CENTRE), address(servers["live"], CENTRE))
    clock, camera = SystemClock(), new_id()
    try:
        await desired.publish(bus.control, [], 7)
        assert await desired.published_revision(bus.control) == 7
        assert await desired.read_catalogue(bus.control) is None
        presence, looker = Presence(bus.control, clock), Looker(camera, "王五", Role.DUTY_OFFICER)
        await presence.look(camera, "page", looker)
        assert await presence.present(camera) == [looker]
        await presence.leave(camera, "page", looker)
        consoles = Consoles(bus.control, clock)
        await consoles.report(Console("page", camera, "王五", Role.DUTY_OFFICER, "on", True, clock.now()), on_duty=True)
        assert await consoles.audible()
        await consoles.leave("page")
        await Trials(bus.control, clock).cancel("token")
        await bus.control.set(trial_key("token"), "{}", ex=9)
        assert await wake(bus.control, "canary")
        await protected_recordings.publish(bus.control, {}, clock)
        async with bus.control.pipeline() as pipeline:
            pipeline.rpush("lessons:gate", "{}")
            pipeline.ltrim("lessons:gate", -9, -1)
            pipeline.expire("lessons:gate", 9)
            await pipeline.execute()
        assert await read_group(bus.control, alerts_key(), "one", block=1) == []
        assert await read_group(bus.control, alerts_key(), "one", block=1) == []
        await bury(bus.control, Entry(alerts_key(), b"0-1", {b"v": b"1"}), "garbage")
        for client in (bus.control, bus.live):
            assert await client.info("memory")
        assert (await LiveSource(bus.live).kept(StreamKey("gate", Stream.SUB)))[1] == []
    finally:
        await bus.close()


def test_an_adapter_does_all_its_work(servers: dict[Server, Valkey]) -> None:
    with contextlib.closing(as_user(servers["control"], ADAPTER)) as client:
        leases = Leases(client, "vm-0")
        epoch = leases.claim("gate")
        assert epoch
        assert leases.renew({"gate": epoch}) == set()
        assert leases.holders(["gate"]) == {"gate": "vm-0"}
        leases.announce()
        assert leases.live() == {"vm-0"}
        leases.release("gate", epoch)
        leases.retire()
        for key in (alerts_key(), segments_key(), health_key(), dead_letters_key()):
            append(client, key, {b"v": b"1"}, cap=10)
        assert last_id(client, "commands")
        assert read_after(client, acks_key("vm-0"), b"0") == []
        client.hgetall(PROTECTED_KEY)
        client.set(CATALOGUE_KEY, b"{}")
        for claim in (trial_claim_key("t"), canary_claim_key("t"), "buried:commands:0-1"):
            assert client.set(claim, b"vm-0", nx=True, ex=9)
        client.set(trial_key("t"), "{}", ex=9)
        HistoryStore(client).exchange({"gate": Owner()}, 0.0)


@pytest.mark.parametrize("server", ["control", "live"])
def test_who_has_not_signed_in_learns_only_that_the_server_answers(
    servers: dict[Server, Valkey], server: Server
) -> None:
    with contextlib.closing(servers[server].client()) as client:
        assert client.ping()
        for command in (("GET", "centre:canary"), ("INFO",), ("ACL", "WHOAMI"), ("SCAN", "0")):
            with pytest.raises(NoPermissionError):
                client.execute_command(*command)


def test_no_password_stands_in_the_file() -> None:
    text = redis_users.users_file("control", "hunter-2", "hunter-3", "hunter-4")
    assert "hunter" not in text
    assert text.count("#") == 3


def test_secrets_of_a_former_version_get_the_passwords_that_it_did_not_have(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    former: dict[str, Any] = json.loads(json.dumps(vars(secret_store.make())))
    for name in secret_store.ADDED_PASSWORDS:
        del former[name]
    write_private(file, json.dumps(former))
    assert secret_store.read(file).redis_adapter_password == ""
    loaded = secret_store.load(file)
    assert len({loaded.redis_centre_password, loaded.redis_adapter_password, loaded.redis_password, ""}) == 4
    assert secret_store.load(file) == loaded
    assert file.stat().st_mode & 0o777 == 0o600
    assert loaded.postgres_password == former["postgres_password"]
