"""One camera's alerts: what detectors and the control thread observe goes through the policy and out as messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from camera_adapters.alerts.history import Key
from camera_adapters.alerts.noise import NOISY, NoiseGuard
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import AlertPolicy, EpisodeStep
from camera_adapters.messages import AlertMessage, Box, Lesson, Phase

LOST = "camera_lost"
LOST_DETECTOR = "camera_lost/1"
logger = structlog.get_logger(__name__)


class Publisher(Protocol):
    """Takes an alert and never loses it."""

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Keep and send the alert; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says it: stands in every message of a camera."""

    adapter: str
    epoch: int
    camera_id: str


class AlertDispatcher:
    """Steps the policy of one camera, from the camera's thread and from the control thread, one after the other."""

    def __init__(
        self, sender: Sender, policy: AlertPolicy, publisher: Publisher, *, now: Callable[[], datetime]
    ) -> None:
        self._sender = sender
        self._policy = policy
        self._noise = NoiseGuard(policy.noisy_after, policy.new_id)
        self._publisher = publisher
        self._now = now
        self._lock = threading.Lock()
        self._latest = float("-inf")
        self._versions = {LOST: LOST_DETECTOR}

    @property
    def faults(self) -> tuple[str, ...]:
        """Kinds of ``camera_…`` faults that people were told of and that hold."""
        with self._lock:
            return tuple(sorted(kind for kind in self._policy.active() if kind.startswith("camera_")))

    @property
    def conditions(self) -> tuple[str, ...]:
        """What holds and is no fault, and nobody is called for: bad visibility."""
        with self._lock:
            return tuple(sorted(self._policy.conditions()))

    def learn(self, known: Mapping[Key, Mapping[int, float]], lessons: Sequence[Lesson]) -> dict[Key, dict[int, float]]:
        """Take what is kept of the scores of other days, and what people confirmed; what is to be kept now."""
        with self._lock:
            history = self._policy.history
            history.merge(known, self._now())
            for lesson in lessons:
                history.confirmed(lesson.kind, lesson.zone, lesson.begin, lesson.end)
            return {key: dict(slots) for key, slots in history.slots().items()}

    def observe(
        self,
        observations: Sequence[tuple[Observation, str]],
        *,
        monotonic: float,
        captured_at: datetime,
        picture: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        """Take observations, each with its detector's version; ``picture`` makes the JPEG when an alert arises."""
        with self._lock:
            self._versions.update((observation.kind, version) for observation, version in observations)
            self._step([observation for observation, _ in observations], monotonic, captured_at, picture)

    def tick(self, *, lost: bool, monotonic: float, captured_at: datetime) -> None:
        """Let time pass, about once a second, also while the camera's thread hangs; ``lost``: no packets for long."""
        observations = [Observation(kind=LOST, score=1.0)] if lost else []
        with self._lock:
            self._step(observations, monotonic, captured_at, lambda: None)

    def _step(
        self,
        observations: Sequence[Observation],
        monotonic: float,
        captured_at: datetime,
        picture: Callable[[], bytes | None],
    ) -> None:
        self._latest = max(self._latest, monotonic)  # a frame may be older than the control thread's last tick
        decisions = self._noise.take(
            self._policy.step(observations, monotonic=self._latest, captured_at=captured_at), self._latest
        )
        shown = [decision for decision in decisions if decision.phase is not Phase.ENDED]
        jpeg = self._drawn(picture) if shown else None
        for decision in decisions:
            message = to_message(decision, self._sender, self._version(decision), self._now())
            self._publisher.publish(message, None if decision.phase is Phase.ENDED else jpeg)
            logger.info(
                "alert",
                camera=self._sender.camera_id,
                phase=decision.phase.value,
                kind=decision.kind,
                zone=decision.zone,
            )

    def _version(self, decision: EpisodeStep) -> str:
        """Which detector said it; of a noisy one the item's place is its kind."""
        return self._versions.get(decision.place if decision.kind == NOISY else decision.kind, "")

    def _drawn(self, picture: Callable[[], bytes | None]) -> bytes | None:
        """The JPEG; an alert that has been decided is sent without one rather than not at all."""
        try:
            return picture()
        except Exception:
            # The policy will not decide this twice, so nothing an encoder raises may come between.
            logger.exception("snapshot_failed", camera=self._sender.camera_id)
            return None


def to_message(decision: EpisodeStep, sender: Sender, detector: str, now: datetime) -> AlertMessage:
    """The message that tells the centre of a decision."""
    return AlertMessage(
        event_id=decision.event_id,
        episode_id=decision.episode_id,
        seq=decision.seq,
        phase=decision.phase,
        adapter=sender.adapter,
        epoch=sender.epoch,
        camera_id=sender.camera_id,
        kind=decision.kind,
        zone=decision.zone,
        place=decision.place,
        score=min(1.0, max(0.0, decision.score)),
        value=decision.value,
        unit=decision.unit,
        box=None if decision.box is None else _box(decision.box),
        started_at=decision.started_at,
        captured_at=decision.captured_at,
        published_at=now,
        detector=detector,
        evidence=decision.evidence,
    )


def _box(box: tuple[float, float, float, float]) -> Box:
    """A tracker may reach a little out of the picture; the message may not."""
    x, y = (min(1.0, max(0.0, value)) for value in box[:2])
    return Box(x=x, y=y, w=min(max(0.0, box[2]), 1.0 - x), h=min(max(0.0, box[3]), 1.0 - y))
