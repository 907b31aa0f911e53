"""The list of cameras and the state of each, kept current in every replica."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from camera_adapters.messages import CameraSpec, DetectorCatalogue
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.cameras import desired, repository
from command_center.cameras.catalogue import detector_problems
from command_center.cameras.errors import NoSuchCameraError
from command_center.cameras.model import (
    DISABLED,
    AdapterSeen,
    CameraState,
    CameraWatch,
    HealthBoard,
    LinkCounts,
    count_links,
)
from command_center.cameras.setup import keep_import
from common.text import FieldWords

log = structlog.get_logger(__name__)

ROSTER_SECONDS = 2.0
LOOK_SECONDS = 0.5
"""How soon a change made by another replica, or a desired state missing from Redis, is noticed."""


@dataclass(frozen=True)
class CameraUpdate:
    """What subscribers learn: the cameras whose state changed, and whether the list itself did."""

    cameras: frozenset[str]
    roster: bool


class Subscription:
    """One listener. Changes are merged while nobody reads, so it never grows."""

    def __init__(self) -> None:
        self._cameras: set[str] = set()
        self._roster = False
        self._waiting = asyncio.Event()

    def tell(self, change: CameraUpdate) -> None:
        self._cameras |= change.cameras
        self._roster |= change.roster
        self._waiting.set()

    async def next(self) -> CameraUpdate:
        """Wait for something to change; answers everything since the last call."""
        await self._waiting.wait()
        self._waiting.clear()
        change = CameraUpdate(frozenset(self._cameras), self._roster)
        self._cameras, self._roster = set(), False
        return change


class Cameras:
    """The roster (from PostgreSQL) and the states (from the adapters' health). Background tasks keep both current."""

    def __init__(self, database: Database, bus: Bus, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._bus = bus
        self._monotonic = monotonic
        self._board = HealthBoard()
        self._roster: Mapping[str, CameraSpec] = {}
        self._catalogue: DetectorCatalogue | None = None
        self._revision = -1
        self._told: dict[str, tuple[object, ...]] = {}
        self._subscriptions: set[Subscription] = set()

    # ------------------------------------------------------------------ what others ask

    async def specs(self) -> Sequence[CameraSpec]:
        """Every camera, from the database."""
        async with self._database.read() as connection:
            return await repository.specs(connection)

    async def spec(self, camera_id: str) -> CameraSpec:
        """One camera. Raises NotFound."""
        async with self._database.read() as connection:
            found = await repository.find(connection, camera_id)
        if found is None:
            raise NoSuchCameraError
        return found

    def roster(self) -> Mapping[str, CameraSpec]:
        """Every camera as of the last look (at most 2 s ago), by id, in the file's order."""
        return self._roster

    def states(self) -> dict[str, CameraState]:
        """The present state of every camera on the roster."""
        return {camera.id: self.state_of(camera) for camera in self._roster.values()}

    def state_of(self, camera: CameraSpec) -> CameraState:
        """The present state of one camera."""
        return self._board.state(camera.id, self._monotonic()) if camera.enabled else DISABLED

    def watch_of(self, camera_id: str) -> CameraWatch | None:
        """The watch over a camera now; None when no adapter ever reported it."""
        return self._board.watch(camera_id, self._monotonic())

    def counts(self) -> LinkCounts:
        """How many enabled cameras are in each state of the link."""
        return count_links(self.state_of(camera) for camera in self._roster.values() if camera.enabled)

    def adapters(self) -> list[AdapterSeen]:
        """Adapters heard of within the last minute."""
        return self._board.adapters(self._monotonic())

    @property
    def catalogue(self) -> DetectorCatalogue | None:
        """Settings of detectors as last read; None while no adapter has ever written them."""
        return self._catalogue

    def problems(self, camera: CameraSpec) -> Mapping[str, FieldWords]:
        """By field: what the adapters' detectors would refuse of this specification."""
        return detector_problems(camera, self._catalogue)

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[Subscription]:
        """A subscription to changes of the cameras' states; it ends with the block."""
        subscription = Subscription()
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    # ------------------------------------------------------------------ kept current

    async def refresh(self) -> None:
        """Look at the roster once, and see that Redis holds the desired state of this revision."""
        async with self._database.read() as connection:
            revision = await repository.revision(connection)
            if revision != self._revision:
                self._roster = {camera.id: camera for camera in await repository.specs(connection)}
        if revision != self._revision:
            self._revision = revision
            self._tell(CameraUpdate(frozenset(), roster=True))
        self._catalogue = await desired.read_catalogue(self._bus.control) or self._catalogue
        published = await desired.published_revision(self._bus.control)
        if published != revision and (self._roster or published is not None):  # the last camera may be removed too
            await desired.publish(self._bus.control, list(self._roster.values()), revision)

    async def keep_roster(self) -> None:
        """Refresh for ever; raises what the database or Redis raises, to be started again."""
        await forever("camera roster", self.refresh, ROSTER_SECONDS)

    async def follow_health(self) -> None:
        """Take in health for ever; raises what Redis raises, to be started again."""
        redis = self._bus.control
        self._board = HealthBoard(await desired.load_since(redis))
        async for batch in desired.follow_health(redis):
            now = self._monotonic()
            changed = {}
            for message, age in batch:
                change = self._board.hear(message, now - age)
                if change is not None and message.type == "camera":
                    changed[message.camera_id] = change
            await desired.keep_since(redis, changed)
            self.notice()

    async def watch_silence(self) -> None:
        """Notice for ever what changes by time alone, also while Redis is away."""

        async def look() -> None:
            self.notice()

        await forever("camera silence", look, LOOK_SECONDS)

    def notice(self) -> None:
        """Tell subscribers which states differ from those that they were told last."""
        gists = {name: state.gist for name, state in self.states().items()}
        changed = frozenset(name for name, gist in gists.items() if self._told.get(name) != gist)
        self._told = gists
        if changed:
            self._tell(CameraUpdate(changed, roster=False))

    def _tell(self, change: CameraUpdate) -> None:
        for subscription in self._subscriptions:
            subscription.tell(change)


async def import_cameras(
    database: Database, clock: Clock, cameras: Sequence[CameraSpec], *, only_if_empty: bool = False, prune: bool = False
) -> int | None:
    """Store the cameras of a file; None when there were cameras already and ``only_if_empty``.

    ``prune`` takes those off the roster that the file does not name; their alerts and recordings stay.
    """
    now = clock.now()
    async with database.transaction() as connection:
        number = await repository.next_revision(connection)
        if only_if_empty and await repository.count(connection):
            await connection.rollback()
            return None
        before = {camera.id: camera for camera in await repository.specs(connection)}
        for place, camera in enumerate(cameras):
            await repository.upsert(connection, camera, place, number, now)
        after: dict[str, CameraSpec | None] = {camera.id: camera for camera in cameras}
        removed = await repository.remove_except(connection, list(after), number, now) if prune else []
        await keep_import(connection, before, after | dict.fromkeys(removed), now)
    log.info("cameras_imported", cameras=len(cameras), removed=len(removed))
    return len(cameras)
