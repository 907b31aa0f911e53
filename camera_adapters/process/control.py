"""Control thread of a worker process: once a second it decides which cameras to run and reports to the centre.

Local work comes first and never waits for Redis. A request that Redis refuses is made again a second later; until then
the worker keeps its cameras.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic

import redis
import structlog

from camera_adapters.base.connection import append
from camera_adapters.base.loop import Loop
from camera_adapters.messages import CATALOGUE_KEY, STREAM_CAP, CameraHealth, Heartbeat, health_key
from camera_adapters.process.desired import MemoryFile, changes, read_desired
from camera_adapters.process.fleet import Fleet
from camera_adapters.process.history_store import HistoryStore
from camera_adapters.process.lease import Leases, fair_share, surplus, wanted
from common.backoff import stepped

TICK = 1.0
SETTLING = 10.0
"""Seconds after the start, and after a change of their number, for which the siblings are given time to come."""
CATALOGUE_EVERY = 60.0
"""Seconds after which what detectors can be set to is told again, for a Redis that has forgotten it."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WorkerGroup:
    """Who this worker is among its siblings."""

    adapter: str
    siblings: int
    """How many workers its supervisor starts, itself included."""


class Roster:
    """How many workers share the cameras; a pure memory of what was seen when."""

    def __init__(self, expected: int, now: float) -> None:
        self._expected = expected
        self._started = now
        self._count = expected
        self._since = now

    def see(self, live: int, now: float) -> None:
        """Note how many workers are alive now."""
        if live != self._count:
            self._count, self._since = live, now

    def workers(self, now: float) -> int:
        """Among how many to share: at the start among those who are about to come."""
        return max(self._count, self._expected) if now - self._started < SETTLING else max(1, self._count)

    def settled(self, now: float) -> bool:
        """Whether the number has stood long enough to hand over cameras because of it."""
        return now - self._since >= SETTLING


class Control:
    """Keeps the fleet as the desired state and the leases say. One thread; ``wake`` may be called by any.

    ``catalogue`` is ``DetectorCatalogue`` as JSON, told to the centre as it is.
    """

    def __init__(
        self,
        crew: WorkerGroup,
        fleet: Fleet,
        client: redis.Redis,
        memory_file: MemoryFile,
        count: Callable[[], Heartbeat],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = monotonic,
        catalogue: str = "",
    ) -> None:
        self._catalogue = catalogue
        self._catalogue_due = float("-inf")
        self._crew = crew
        self._fleet = fleet
        self._redis = client
        self._leases = Leases(client, crew.adapter)
        self._histories = HistoryStore(client)
        self._file = memory_file
        self._memory = self._saved = memory_file.load()
        self._count = count
        self._now = now
        self._clock = clock
        self._roster = Roster(crew.siblings, clock())
        self._away = False
        self._met = False
        self._began = clock()
        self._loop = Loop("control", self._step, self._pause, retry=partial(stepped, TICK), finish=self._hand_over)

    def start(self) -> None:
        self._loop.start()

    def wake(self) -> None:
        """Have the desired state read at once; any thread may call it."""
        self._loop.wake()

    def close(self, timeout: float = 6.0) -> None:
        """Stop all cameras, close their files, give the leases up."""
        self._loop.stop(timeout)

    def _step(self) -> None:
        self._began = self._clock()
        self.tick()

    def _pause(self) -> float:
        """Seconds until the next tick is due."""
        return max(0.05, TICK - (self._clock() - self._began))

    def tick(self) -> None:
        self._fleet.tick()
        heartbeat = self._count()
        try:
            self._tell(heartbeat)
            self._reconcile()
            self._histories.exchange({camera.spec.id: camera for camera in self._fleet.cameras}, self._clock())
            self._note_redis(None)
        except redis.RedisError as error:
            self._note_redis(error)
            if not self._met:
                self._start_cold()
        self._remember()

    # ------------------------------------------------------------ telling

    def _tell(self, heartbeat: Heartbeat) -> None:
        """Sign of life and health of all cameras in one round trip."""
        now = self._clock()
        due = self._fleet.due_health(now)
        self._leases.announce()
        with self._redis.pipeline(transaction=False) as pipeline:
            self._send(pipeline, heartbeat)
            for health in due:
                self._send(pipeline, health)
            if self._catalogue and now >= self._catalogue_due:
                pipeline.set(CATALOGUE_KEY, self._catalogue)
            pipeline.execute()
        if now >= self._catalogue_due:
            self._catalogue_due = now + CATALOGUE_EVERY
        self._fleet.health_told(due, now)

    @staticmethod
    def _send(pipeline: redis.Redis, message: Heartbeat | CameraHealth) -> None:
        append(pipeline, health_key(message.realm), message.fields(), cap=STREAM_CAP["health"])

    # ------------------------------------------------------------ reconciling

    def _reconcile(self) -> None:
        held = self._fleet.epochs
        if held:
            self._fleet.stop(self._leases.renew(held), "another worker holds the lease")
        state = read_desired(self._redis, self._memory.state)
        if state is not self._memory.state:
            logger.info("desired_state", revision=state.revision, cameras=len(state.cameras))
            self._memory = replace(self._memory, state=state)
        enabled = state.enabled
        todo = changes(self._fleet.specs, enabled)
        self._release(todo.stop, "not wanted any more")
        self._restart(todo.restart)
        self._share()
        self._met = True

    def _restart(self, camera_ids: Collection[str]) -> None:
        """Run cameras as they are specified now; one whose lease another worker has taken meanwhile is left to it."""
        running = self._fleet.epochs
        claimed = {name: self._leases.claim(name, running[name]) for name in camera_ids}
        epochs = {name: epoch for name, epoch in claimed.items() if epoch is not None}
        self._fleet.stop(claimed.keys() - epochs.keys(), "another worker holds the lease")
        self._fleet.restart([self._memory.state.enabled[name] for name in epochs], epochs)

    def _share(self) -> None:
        now, enabled = self._clock(), self._memory.state.enabled
        self._roster.see(len(self._leases.live()), now)
        share = fair_share(len(enabled), self._roster.workers(now))
        running = self._fleet.epochs
        if len(running) > share and self._roster.settled(now):
            self._release(surplus(running, share), "handed to another worker")
        elif len(running) < share:
            self._claim(share)

    def _claim(self, share: int) -> None:
        enabled, running = self._memory.state.enabled, self._fleet.epochs
        holders = self._leases.holders(sorted(enabled))
        for camera_id in wanted(enabled, holders, self._crew.adapter, share, self._memory.running):
            if camera_id not in running:
                epoch = self._leases.claim(camera_id, self._memory.epochs.get(camera_id, 0))
                if epoch is not None:
                    self._fleet.start(enabled[camera_id], epoch)

    def _release(self, camera_ids: tuple[str, ...] | list[str], reason: str) -> None:
        epochs = self._fleet.epochs
        self._fleet.stop(camera_ids, reason)
        for camera_id in camera_ids:
            self._leases.release(camera_id, epochs[camera_id])

    # ------------------------------------------------------------ without Redis

    def _start_cold(self) -> None:
        """Redis was away when this process started: run what it ran last, with an epoch above every one it held."""
        self._met = True
        enabled = self._memory.state.enabled
        for camera_id in self._memory.running:
            if camera_id in enabled and camera_id not in self._fleet.epochs:
                self._fleet.start(enabled[camera_id], self._memory.epochs.get(camera_id, 0) + 1)

    def _note_redis(self, error: redis.RedisError | None) -> None:
        if error is not None and not self._away:
            logger.warning("control_without_redis", error=str(error), cameras=len(self._fleet.epochs))
        self._away = error is not None

    def _remember(self) -> None:
        epochs = self._fleet.epochs
        memory = replace(self._memory, epochs={**self._memory.epochs, **epochs}, running=tuple(sorted(epochs)))
        self._memory = memory
        if memory != self._saved:
            self._file.save(memory)
            self._saved = memory

    def _hand_over(self) -> None:
        epochs = self._fleet.epochs
        self._fleet.stop(list(epochs), "the worker ends")
        try:
            for camera_id, epoch in epochs.items():
                self._leases.release(camera_id, epoch)
            self._leases.retire()
        except redis.RedisError:
            logger.warning("leases_expire", reason="Redis is away, other workers wait for the leases to expire")
