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

from camera_adapters.messages import PROTECTED_KEY, acks_key, alerts_key
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


def as_user(server: Valkey, name: str) -> redis.Redis:
    url = server.url.replace("redis://", f"redis://{name}:{WORDS[name]}@")
    return redis.Redis.from_url(url, protocol=2)


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
    secret_store.write_private(file, json.dumps(former))
    assert secret_store.read(file).redis_adapter_password == ""
    loaded = secret_store.load(file)
    assert len({loaded.redis_centre_password, loaded.redis_adapter_password, loaded.redis_password, ""}) == 4
    assert secret_store.load(file) == loaded
    assert file.stat().st_mode & 0o777 == 0o600
    assert loaded.postgres_password == former["postgres_password"]
