"""Live video over a real socket from a real live server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from camera_adapters.messages import COMMAND, COMMANDS_KEY, CameraSpec, ViewNote, ViewScore, Want
from command_center.app import create_app
from command_center.auth.model import Role
from command_center.base.background import BackgroundTask
from command_center.base.redis_bus import Bus
from command_center.cameras.service import import_cameras
from command_center.live.fragment import StreamKey
from command_center.live.hub import LiveHub
from command_center.web.container import Container
from tests.conftest import session_token
from tests.support.live import Header, publish, publish_init, unpack
from tests.support.sockets import opened, served

LIVE = (
    BackgroundTask("live", lambda container: container.watching.live.run()),
    BackgroundTask("wants", lambda container: container.watching.live.renew_wants()),
)


def camera(name: str, **more: Any) -> CameraSpec:
    text = {"zh": name, "en": name}
    values = {"id": name, "name": text, "hotspot": "town", "position": {"lon": 113, "lat": 34}, "main": "file:x.mp4"}
    return CameraSpec.model_validate(values | more)


@pytest.fixture
async def host(container: Container) -> AsyncIterator[str]:
    cameras = [camera(f"cam-{n:02}") for n in range(4)] + [camera("cam-off", enabled=False)]
    await import_cameras(container.database, container.clock, cameras)
    await container.watching.cameras.refresh()
    async with served(create_app(container, background=LIVE)) as address:
        yield address


@pytest.fixture
async def page(container: Container, host: str) -> AsyncIterator[ClientConnection]:
    token = await session_token(container, Role.VIEWER, "viewer")
    async with opened(host, "/api/ws/live", token) as connection:
        yield connection


async def subscribe(page: ClientConnection, *wanted: tuple[str, str]) -> None:
    await page.send(json.dumps({"subscribe": [{"camera": one, "stream": stream} for one, stream in wanted]}))


async def take(page: ClientConnection, count: int) -> list[tuple[Header, bytes]]:
    async with asyncio.timeout(10):
        return [unpack(await page.recv()) for _ in range(count)]


async def test_a_viewer_gets_at_once_what_was_shown_since_the_last_keyframe_and_then_what_comes(
    bus: Bus, page: ClientConnection
) -> None:
    await publish_init(bus)
    for number in range(8):
        await publish(bus, "cam-00", number, key=number in (0, 5))
    await subscribe(page, ("cam-00", "sub"))
    first = await take(page, 4)
    assert [header["t"] for header, _ in first] == ["init", "frag", "frag", "frag"]
    assert first[0][0] == {
        "t": "init", "camera": "cam-00", "stream": "sub", "init_id": "i1", "codec": "avc1.64001f", "width": 640,
        "height": 360,
    }  # fmt: skip
    assert first[0][1] == b"init of i1"
    assert [payload for _, payload in first[1:]] == [b"5", b"6", b"7"]
    assert (first[1][0]["key"], first[1][0]["pts"], first[1][0]["dur"]) == (True, 1_000_000, 200_000)
    await publish(bus, "cam-00", 8)
    assert (await take(page, 1))[0][1] == b"8"


async def test_the_second_viewer_is_served_from_memory_the_same_way(
    bus: Bus, page: ClientConnection, container: Container, host: str
) -> None:
    await publish_init(bus)
    for number in range(3):
        await publish(bus, "cam-00", number, key=number == 0)
    await subscribe(page, ("cam-00", "sub"))
    await take(page, 4)
    token = await session_token(container, Role.VIEWER, "viewer")
    async with opened(host, "/api/ws/live", token) as second:
        await subscribe(second, ("cam-00", "sub"))
        assert [payload for _, payload in await take(second, 4)] == [b"init of i1", b"0", b"1", b"2"]


async def test_an_old_picture_is_not_shown_as_live(bus: Bus, page: ClientConnection) -> None:
    await publish_init(bus)
    await publish(bus, "cam-00", 0, key=True, age=30)
    await subscribe(page, ("cam-99", "sub"), ("cam-00", "sub"))
    await take(page, 1)  # the refusal of the camera that does not exist: the subscription has arrived
    for _ in range(3):  # the reader has looked at the stream by then
        await publish(bus, "cam-01", 1)
    await publish(bus, "cam-00", 2, key=True)
    assert [payload for _, payload in await take(page, 2)] == [b"init of i1", b"2"]


async def test_the_set_is_replaced_as_a_whole(bus: Bus, page: ClientConnection, container: Container) -> None:
    await publish_init(bus)
    await subscribe(page, ("cam-00", "sub"), ("cam-01", "sub"))
    await publish(bus, "cam-00", 0, key=True)
    await publish(bus, "cam-01", 10, key=True)
    assert {header["camera"] for header, _ in await take(page, 4)} == {"cam-00", "cam-01"}
    await subscribe(page, ("cam-02", "sub"))
    await publish(bus, "cam-00", 1)
    await publish(bus, "cam-02", 20, key=True)
    assert {header["camera"] for header, _ in await take(page, 2)} == {"cam-02"}


async def test_a_camera_that_does_not_exist_or_is_off_is_refused_with_the_reason(page: ClientConnection) -> None:
    await subscribe(page, ("cam-99", "sub"), ("cam-off", "sub"))
    reasons = {header["camera"]: (header["t"], header["reason"]) for header, _ in await take(page, 2)}
    assert reasons == {"cam-99": ("none", "unknown_camera"), "cam-off": ("none", "disabled")}


async def test_h265_is_refused_to_a_page_that_cannot_play_it(bus: Bus, page: ClientConnection) -> None:
    await publish_init(bus, "h1", "hvc1.1.6.L93.B0")
    await publish(bus, "cam-00", 0, key=True, init_id="h1")
    await page.send(json.dumps({"codecs": ["avc1"]}))
    await subscribe(page, ("cam-00", "sub"))
    ((header, _),) = await take(page, 1)
    assert (header["t"], header["reason"]) == ("none", "codec")
    await subscribe(page, ("cam-00", "jpeg"))
    await publish(bus, "cam-00", 7, key=True, stream="jpeg")
    ((header, payload),) = await take(page, 1)
    assert (header["t"], header["stream"], payload) == ("jpeg", "jpeg", b"7")


async def test_a_picture_of_the_detectors_view_brings_its_scores(bus: Bus, page: ClientConnection) -> None:
    await subscribe(page, ("cam-00", "view"))
    note = ViewNote(width=640, height=360, scores=(ViewScore(kind="smoke", score=0.25, threshold=0.7),))
    await publish(bus, "cam-00", 7, key=True, stream="view", note=note.model_dump_json())
    ((header, payload),) = await take(page, 1)
    assert (header["t"], header["stream"], payload) == ("jpeg", "view", b"7")
    assert ViewNote.model_validate(header["note"]) == note


async def test_garbage_on_a_live_stream_disturbs_nobody(bus: Bus, page: ClientConnection) -> None:
    await publish_init(bus)
    await subscribe(page, ("cam-00", "sub"))
    await bus.live.xadd("live:cam-00:sub", {"k": "1"})
    await publish(bus, "cam-00", 0, key=True, init_id="never-written")
    await publish(bus, "cam-00", 1, key=True)
    assert [payload for _, payload in await take(page, 2)] == [b"init of i1", b"1"]


async def test_streams_on_demand_are_asked_for_at_once(bus: Bus, page: ClientConnection) -> None:
    await subscribe(page, ("cam-00", "main"), ("cam-01", "view"), ("cam-02", "sub"))
    wanted: set[tuple[str, str]] = set()
    last = b"0"
    async with asyncio.timeout(10):
        while len(wanted) < 2:
            reply: Any = await bus.control.xread({COMMANDS_KEY: last}, block=1000)
            for entry, fields in reply[0][1] if reply else []:
                last = entry
                command = COMMAND.validate_json(fields[b"v"])
                if isinstance(command, Want):
                    wanted.add((command.camera_id, command.stream))
    assert wanted == {("cam-00", "main"), ("cam-01", "view")}


async def test_a_page_that_talks_nonsense_is_closed(page: ClientConnection) -> None:
    await page.send("nonsense")
    with pytest.raises(ConnectionClosed):
        await take(page, 1)


async def test_a_slow_viewer_never_slows_another(bus: Bus, container: Container) -> None:
    """One viewer never takes anything; the other still gets every fragment, and the slow one's queue stays small."""
    await import_cameras(container.database, container.clock, [camera("cam-00")])
    await container.watching.cameras.refresh()
    hub = LiveHub(bus, container.watching.cameras.roster, container.clock)
    await publish_init(bus)
    with hub.viewer() as slow, hub.viewer() as quick:
        for viewer in (slow, quick):
            hub.watch(viewer, [StreamKey("cam-00", "sub")])
        got = []
        for number in range(30):
            await publish(bus, "cam-00", number, key=number % 10 == 0)
            await hub.run_once()
            async with asyncio.timeout(5):
                while not got or got[-1] != str(number).encode():
                    got.append(unpack(await quick.next())[1])
    assert got == [b"init of i1", *(str(number).encode() for number in range(30))]
