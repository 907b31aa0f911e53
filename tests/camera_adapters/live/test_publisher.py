from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from camera_adapters.live.publisher import LivePublisher
from camera_adapters.messages import LiveFields, init_key, live_key, utc_micros
from camera_adapters.video.fragments import Fragment
from tests.support.clips import NOON, fragments
from tests.support.servers import Servers
from tests.support.waiting import eventually

KEY = live_key("cam01", "sub")


@pytest.fixture
def made(clips: Path) -> list[Fragment]:
    """Twenty fragments of 200 ms, a keyframe every second."""
    return fragments(clips / "plain.mp4")


@pytest.fixture
def server(servers: Servers) -> Iterator[redis.Redis]:
    """The live server, empty."""
    client = redis.Redis.from_url(servers.urls.live_redis, socket_timeout=1.0)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def publisher(servers: Servers, server: redis.Redis) -> Iterator[LivePublisher]:
    """A publisher with a connection of its own."""
    made = LivePublisher(redis.Redis.from_url(servers.urls.live_redis, socket_timeout=1.0))
    yield made
    made.close()


def entries(server: redis.Redis) -> list[dict[bytes, bytes]]:
    return [fields for _, fields in server.xrange(KEY)]


def test_a_fragment_reaches_the_stream_with_all_its_fields(
    publisher: LivePublisher, server: redis.Redis, made: list[Fragment]
) -> None:
    publisher.publish("cam01", "sub", made[0])

    [fields] = eventually(lambda: entries(server), within=5)
    assert fields == {
        LiveFields.INIT_ID: made[0].init.init_id.encode(),
        LiveFields.KEYFRAME: b"1",
        LiveFields.PTS: str(made[0].pts_us).encode(),
        LiveFields.DTS: str(made[0].dts_us).encode(),
        LiveFields.STEP: str(made[0].step_us).encode(),
        LiveFields.DURATION: b"200000",
        LiveFields.CAPTURED_AT: str(utc_micros(made[0].captured_at)).encode(),
        LiveFields.DATA: made[0].data,
    }
    assert 0 < server.ttl(KEY) <= 60


def test_the_init_segment_stands_beside_it_and_expires(
    publisher: LivePublisher, server: redis.Redis, made: list[Fragment]
) -> None:
    publisher.publish("cam01", "sub", made[0])

    key = init_key(made[0].init.init_id)
    fields = eventually(lambda: server.hgetall(key), within=5)
    assert fields == {b"codec": b"avc1.42C00C", b"width": b"320", b"height": b"180", b"data": made[0].init.data}
    assert server.ttl(key) > 60


def test_the_stream_holds_the_last_two_gops_and_begins_with_a_keyframe(
    publisher: LivePublisher, server: redis.Redis, made: list[Fragment]
) -> None:
    for fragment in made[:18]:
        publisher.publish("cam01", "sub", fragment)

    eventually(lambda: publisher.published == 18, within=5)
    held = entries(server)
    assert [fields[LiveFields.DATA] for fields in held] == [fragment.data for fragment in made[10:18]]


def test_a_gop_larger_than_the_bound_does_not_fill_the_server(
    publisher: LivePublisher, server: redis.Redis, made: list[Fragment]
) -> None:
    big = replace(made[1], data=made[1].data + bytes(1_000_000))
    publisher.publish("cam01", "sub", made[0])
    for _ in range(8):
        publisher.publish("cam01", "sub", big)

    eventually(lambda: publisher.published == 9, within=5)
    assert server.xlen(KEY) == 3


def test_a_stream_begins_with_a_keyframe(publisher: LivePublisher, server: redis.Redis, made: list[Fragment]) -> None:
    for fragment in made[3:6]:
        publisher.publish("cam01", "sub", fragment)

    eventually(lambda: publisher.published == 1, within=5)
    assert publisher.dropped == 2
    assert entries(server)[0][LiveFields.KEYFRAME] == b"1"


def test_a_single_picture_is_published_on_the_jpeg_stream(publisher: LivePublisher, server: redis.Redis) -> None:
    publisher.publish_jpeg("cam01", b"\xff\xd8 a picture", NOON)

    [(_, fields)] = eventually(lambda: server.xrange(live_key("cam01", "jpeg")), within=5)
    assert fields[LiveFields.DATA] == b"\xff\xd8 a picture"
    assert fields[LiveFields.CAPTURED_AT] == str(utc_micros(NOON)).encode()


def test_while_the_server_is_away_fragments_are_dropped_and_the_stream_goes_on_with_a_keyframe(
    made: list[Fragment], servers: Servers, server: redis.Redis
) -> None:
    client = redis.Redis.from_url(servers.urls.live_redis, socket_timeout=0.3)
    publisher = LivePublisher(client)
    try:
        publisher.publish("cam01", "sub", made[0])
        eventually(lambda: publisher.published == 1, within=5)
        server.execute_command("CLIENT", "PAUSE", 1500, "ALL")
        publisher.publish("cam01", "sub", made[1])
        eventually(lambda: publisher.away, within=5)
        publisher.publish("cam01", "sub", made[2])
        assert publisher.dropped == 2
        eventually(lambda: not publisher.away, within=10)
        publisher.publish("cam01", "sub", made[3])
        publisher.publish("cam01", "sub", made[5])
        eventually(lambda: publisher.published == 2, within=5)
        assert publisher.dropped == 3
    finally:
        publisher.close()


def test_closing_sends_what_waits(servers: Servers, server: redis.Redis, made: list[Fragment]) -> None:
    publisher = LivePublisher(redis.Redis.from_url(servers.urls.live_redis, socket_timeout=1.0))
    for fragment in made[:5]:
        publisher.publish("cam01", "sub", fragment)
    publisher.close()

    assert server.xlen(KEY) == 5
