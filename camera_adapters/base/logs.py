"""Structured logs on standard error, JSON or text, and what is said once in a while only."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from time import monotonic

import structlog

from camera_adapters.base.settings import AdapterSettings
from common.logs import CONTEXT, writing


def configure(settings: AdapterSettings, **fixed: object) -> None:
    """Set up logging for this process; ``fixed`` stands in every line (the worker's name)."""
    structlog.configure(
        processors=[
            lambda _logger, _method, event: {**fixed, **event},
            *CONTEXT,
            *writing(settings.log_format),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def only_errors() -> None:
    """For a command whose output is read by a person: what failed, on standard error, and nothing else."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, *writing("text", colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


class OncePer:
    """Lets the same thing be said once in ``seconds``; a fault that repeats 25 times a second fills no disk."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, key: str) -> bool:
        """Whether a message with this key may be logged now; True starts its period anew."""
        now = self._clock()
        with self._lock:
            if now - self._last.get(key, float("-inf")) < self._seconds:
                return False
            self._last[key] = now
            return True
