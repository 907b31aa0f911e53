"""Streams of a page: of what it wants, what its person is shown at that moment."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import cast

import pytest

from camera_adapters.messages import Stream
from command_center.live.fragment import StreamKey
from command_center.live.hub import LiveHub
from command_center.live.viewer import Viewer
from command_center.web.routes import live
from command_center.web.routes.live import StreamChoice


def key(camera: str) -> StreamKey:
    return StreamKey(camera, Stream.SUB)


class WatchedSets:
    """Stands in for the hub: keeps what was to be watched."""

    def __init__(self) -> None:
        self.sets: list[list[StreamKey]] = []

    def watch(self, _: Viewer, keys: Collection[StreamKey]) -> None:
        self.sets.append(list(keys))


async def test_a_page_gets_the_streams_that_its_person_is_shown_and_loses_them_with_the_incident(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", 0.01)
    shown: frozenset[str] | None = frozenset({"north"})

    async def asked() -> frozenset[str] | None:
        return shown

    hub = WatchedSets()
    choice = StreamChoice(cast("LiveHub", hub), cast("Viewer", None), asked)
    await choice.change([key("north"), key("gate")])
    assert hub.sets == [[key("north")]]
    looking = asyncio.create_task(choice.look_again())
    shown = frozenset()
    await asyncio.sleep(0.1)
    assert hub.sets[-1] == []
    shown = None
    await asyncio.sleep(0.1)
    looking.cancel()
    assert hub.sets[-1] == [key("north"), key("gate")]
