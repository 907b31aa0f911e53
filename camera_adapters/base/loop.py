"""Loop of a thread: a step that is repeated until it is stopped, and outlives every fault of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import redis
import structlog

from common.backoff import Backoff, stepped

EVERY_HALF_SECOND: Backoff = partial(stepped, 0.5)
"""How often Redis is tried again while it is away."""
logger = structlog.get_logger(__name__)


class Loop:
    """A named thread that repeats a step.

    Args:
        name: The thread's name.
        step: One round of work; raises what goes wrong. ``redis.RedisError`` is not logged: the alert sender reports
            that Redis is away.
        pause: Seconds between two steps, which ``wake`` cuts short; None: until woken.
        first: Seconds before the first step.
        retry: Seconds before each new attempt after a step that failed; nothing cuts them short but the end.
        finish: Called once after the last step.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], object],
        pause: float | Callable[[], float] | None = 0.0,
        *,
        first: float = 0.0,
        retry: Backoff = EVERY_HALF_SECOND,
        finish: Callable[[], object] | None = None,
    ) -> None:
        self._name = name
        self._step = step
        self._pause = pause
        self._first = first
        self._retry = retry
        self._finish = finish
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether it has been asked to end; a step that takes long looks at it."""
        return self._stop.is_set()

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """End the pause: the next step is taken at once. Any thread may call it."""
        self._wake.set()

    def rest(self, seconds: float) -> None:
        """Wait within a step, but not beyond the end."""
        self._stop.wait(seconds)

    def stop(self, timeout: float = 0.0) -> None:
        """End after the step at hand, and wait for it up to ``timeout`` seconds."""
        self._stop.set()
        self._wake.set()
        self.join(timeout)

    def join(self, timeout: float) -> None:
        """Wait until the thread has ended, up to ``timeout`` seconds."""
        if self.running:
            self._thread.join(timeout)

    def _run(self) -> None:
        self._stop.wait(self._first)
        delays = self._retry()
        while not self._stop.is_set():
            self._wake.clear()
            if self._attempt(self._step):
                delays = self._retry()
                self._wait()
            else:
                self._stop.wait(next(delays))
        if self._finish is not None:
            self._attempt(self._finish)

    def _wait(self) -> None:
        """Until the next step is due. Whoever stops the loop wakes it too, so that none is missed between the two."""
        if not self._stop.is_set():
            self._wake.wait(self._pause() if callable(self._pause) else self._pause)

    def _attempt(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except redis.RedisError:
            return False
        except Exception:
            # Whatever it was, the thread is needed for as long as the process lives: it says so and goes on.
            logger.exception("step_failed", thread=self._name)
            return False
        return True
