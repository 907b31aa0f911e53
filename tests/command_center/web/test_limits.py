"""Bounds of costly work and of open sockets."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.websockets import WebSocket

from command_center.base.costly import CostlyWork
from command_center.base.errors import TooMany
from command_center.web.guards import session_token
from command_center.web.socket_limits import BoundedSockets

ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))


def test_a_person_s_work_is_bounded_and_leaves_room_for_others() -> None:
    work = CostlyWork(each=2, in_all=3)
    with work.turn(ONE), work.turn(ONE):
        with pytest.raises(TooMany) as told, work.turn(ONE):
            pass
        assert told.value.retry_after.total_seconds() > 0
        with work.turn(OTHER), pytest.raises(TooMany), work.turn(THIRD):
            pass
    with work.turn(ONE):
        pass


def test_work_that_fails_gives_its_turn_back() -> None:
    work = CostlyWork(each=1, in_all=1)
    with pytest.raises(ValueError, match="broken"), work.turn(ONE):
        raise ValueError("broken")
    with work.turn(ONE):
        pass


async def test_a_session_and_an_address_hold_no_more_sockets_than_the_bounds() -> None:
    over, inner = asyncio.Event(), FastAPI()

    @inner.websocket("/ws")
    async def hold(websocket: WebSocket) -> None:
        await websocket.accept()
        await over.wait()

    app = BoundedSockets(inner, session_token, each=2, each_address=5)

    async def opened(cookie: str) -> tuple[asyncio.Task[None], dict[str, Any]]:
        """A socket, and the centre's first answer to it."""
        first: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            if not first.done():
                first.set_result(message)

        scope = {
            "type": "websocket", "path": "/ws", "headers": [(b"cookie", cookie.encode())],
            "query_string": b"", "client": ("10.0.0.1", 1), "subprotocols": [],
        }  # fmt: skip
        task = asyncio.create_task(app(scope, receive, send))
        return task, await first

    plain, bound = "cc_session={}".format, "__Host-cc_session={}".format
    wanted = [plain("a"), plain("a"), plain("a"), bound("b"), bound("b"), bound("b"), bound("c"), bound("made-up")]
    sockets = [await opened(cookie) for cookie in wanted]
    told = [answer["type"].rpartition(".")[2] for _, answer in sockets]
    assert told == ["accept", "accept", "close", "accept", "accept", "close", "accept", "close"], "the last: 5 a client"
    over.set()
    await asyncio.gather(*(task for task, _ in sockets))
    assert (await opened(plain("a")))[1]["type"] == "websocket.accept", "what has ended leaves room"
