"""Structured logs on standard error, as text or JSON; what libraries log takes the same way."""

from __future__ import annotations

import logging
import sys

import structlog

from command_center.base.settings import Settings
from common.logs import CONTEXT, writing

QUIET_LIBRARIES = ("uvicorn.access", "websockets", "httpx", "httpcore", "asyncio", "alembic")


def configure(settings: Settings) -> None:
    """Set up logging for this process."""
    structlog.configure(
        processors=[*CONTEXT, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=CONTEXT,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *writing(settings.log_format),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
