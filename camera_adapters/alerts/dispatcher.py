"""Dispatcher of one camera's alerts: observations go through the policy and out as messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from camera_adapters.alerts.history import Key, ScoreHistory
from camera_adapters.alerts.noise import NoiseGuard
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import AlertMessage, EpisodeStep, Lesson, Phase
from common.kinds.cameras import CAMERA_LOST

LOST = CAMERA_LOST.name
LOST_DETECTOR = "camera_lost/1"
logger = structlog.get_logger(__name__)


class Publisher(Protocol):
    """Receiver of alerts that loses none: what ``publish`` has taken survives a server that is away."""

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Keep the alert and have it sent; never raises and waits for no server. May be called by any thread."""
        ...


@dataclass(frozen=True, slots=True)
class Sender:
    """Origin of a camera's messages: the worker's name, the fencing epoch of its lease, and the camera."""

    adapter: str
    epoch: int
    camera_id: str


class AlertDispatcher:
    """Runs the policy of one camera and publishes its steps. Every method may be called by any thread; a lock orders
    the camera's thread, which brings observations, and the control thread, which lets time pass.

    Args:
        sender: Stands in every message.
        rules: Rules of the camera's kinds and zones, and after how many alerts an hour it counts as noisy.
        publisher: Takes the messages.
        new_id: Makes the identifiers of episodes and of their steps.
        now: When a message is published, aware UTC.
        history: Scores of other days; a new, empty one where it is left out.
    """

    def __init__(
        self,
        sender: Sender,
        rules: RuleBook,
        publisher: Publisher,
        *,
        new_id: Callable[[], UUID],
        now: Callable[[], datetime],
        history: ScoreHistory | None = None,
    ) -> None:
        self._sender = sender
        self._history = history or ScoreHistory()
        self._policy = AlertPolicy(rules, new_id, self._history)
        self._noise = NoiseGuard(rules.noisy_after, new_id)
        self._publisher = publisher
        self._now = now
        self._lock = threading.Lock()
        self._latest = float("-inf")

    @property
    def faults(self) -> tuple[str, ...]:
        """Kinds of ``camera_…`` faults whose alert holds now, sorted."""
        with self._lock:
            return tuple(sorted(kind for kind in self._policy.active() if kind.startswith("camera_")))

    @property
    def conditions(self) -> tuple[str, ...]:
        """Kinds that hold now without an alert, sorted: bad visibility."""
        with self._lock:
            return tuple(sorted(self._policy.conditions()))

    def learn(self, known: Mapping[Key, Mapping[int, float]], lessons: Sequence[Lesson]) -> dict[Key, dict[int, float]]:
        """Exchange scores of other days with the store.

        Args:
            known: The stored scores: (kind, zone) → {ten minutes since 1970: score}.
            lessons: Alerts that people confirmed; their scores must not raise the threshold of their hour.

        Returns:
            All scores that are to be stored now, in the same shape.
        """
        with self._lock:
            return self._history.exchange(known, lessons, self._now())

    def observe(
        self,
        observations: Sequence[Observation],
        *,
        monotonic: float,
        captured_at: datetime,
        picture: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        """Take the observations of one frame, as ``AlertPolicy.step`` does.

        ``picture`` makes the JPEG of an alert; it is called only when one is raised or updated. If it fails, the alert
        is sent without a picture.
        """
        with self._lock:
            self._step(observations, monotonic, captured_at, picture)

    def tick(self, *, lost: bool, monotonic: float, captured_at: datetime) -> None:
        """Let time pass, about once a second, also while the camera's thread hangs; ``lost``: no packets for long."""
        observations = [Observation(kind=LOST, score=1.0, detector=LOST_DETECTOR)] if lost else []
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
        steps = self._noise.take(
            self._policy.step(observations, monotonic=self._latest, captured_at=captured_at), self._latest
        )
        shown = [step for step in steps if step.phase is not Phase.ENDED]
        jpeg = self._drawn(picture) if shown else None
        for step in steps:
            message = to_message(step, self._sender, self._now())
            self._publisher.publish(message, None if step.phase is Phase.ENDED else jpeg)
            logger.info(
                "alert",
                camera=self._sender.camera_id,
                phase=step.phase.value,
                kind=step.kind,
                zone=step.zone,
            )

    def _drawn(self, picture: Callable[[], bytes | None]) -> bytes | None:
        """The JPEG; an alert that has been decided is sent without one rather than not at all."""
        try:
            return picture()
        except Exception:
            # The policy will not decide this twice, so nothing an encoder raises may come between.
            logger.exception("snapshot_failed", camera=self._sender.camera_id)
            return None


def to_message(step: EpisodeStep, sender: Sender, now: datetime) -> AlertMessage:
    """The message that tells the centre of a step."""
    return AlertMessage(**dict(step), **asdict(sender), published_at=now)
