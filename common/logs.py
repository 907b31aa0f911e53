"""Log lines: the fields that each carries, masking of secrets, and the two formats."""

from __future__ import annotations

import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from common.masking import mask

CONTEXT: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
"""Processors that add level, UTC time and bound fields to a line when it is logged."""


def masked(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A structlog processor: no URL in a log line shows its user, password or token."""
    return {key: mask(value) if isinstance(value, str) else value for key, value in event.items()}


def writing(log_format: Literal["json", "text"], *, colors: bool | None = None) -> tuple[Processor, ...]:
    """Processors that turn a line into text, with its exception, secrets masked.

    ``colors`` matters to ``text`` only; None means colours where standard error is a terminal.
    """
    return structlog.processors.format_exc_info, masked, _renderer(log_format, colors)


def _renderer(log_format: Literal["json", "text"], colors: bool | None) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty() if colors is None else colors,
        exception_formatter=structlog.dev.plain_traceback,
    )
