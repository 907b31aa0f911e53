"""Answers to errors: one JSON shape that the page knows, in both languages, without a stack trace."""

from __future__ import annotations

import math
import secrets
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from command_center.base.errors import CentreError, Invalid, NotFound, TooMany, Unavailable
from command_center.base.input_words import wrong_fields

log = structlog.get_logger(__name__)

SERVER_AWAY = (PoolTimeoutError, RedisConnectionError, RedisTimeoutError, OSError)
"""What the drivers raise when their server is away; a request then gets 503 and may be tried again."""
AWAY_STATES = ("08", "53", "57P")
"""SQLSTATEs of a PostgreSQL that answers but cannot serve now: connection lost, out of resources, starting or stopping.
The driver knows no class of its own for them and raises a plain ``DBAPIError``."""
UNFIT_STATES = "22"
"""SQLSTATEs of a value that the database cannot take. The driver finds some of them before it asks."""
PATH_LOGGED = 200
"""Characters of a path in the log: strangers write paths."""


def answer(error: CentreError) -> JSONResponse:
    """The response for an error."""
    headers = None
    if isinstance(error, TooMany):
        headers = {"Retry-After": str(max(1, math.ceil(error.retry_after.total_seconds())))}
    return JSONResponse(error.body(), status_code=error.status, headers=headers)


async def _centre_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CentreError)  # noqa: S101 - registered for this type only
    return answer(error)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Names every wrong field; the given values are not repeated, one of them may be a password."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type only
    return answer(Invalid(fields=wrong_fields(error.errors())))


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type only
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer(NotFound())
    phrase = HTTPStatus(error.status_code).phrase
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    return answer(CentreError(code, f"请求无法处理（{error.status_code}）", phrase, status=error.status_code))


async def _away(request: Request, error: Exception) -> JSONResponse:
    log.warning("server_away", path=_path(request), error=type(error).__name__)
    return answer(Unavailable())


async def _database_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)  # noqa: S101 - registered for this type only
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state.startswith(UNFIT_STATES) or isinstance(error.orig and error.orig.__cause__, ValueError):
        log.warning("unfit_value", path=_path(request), error=type(error).__name__)
        return answer(Invalid())
    away = error.connection_invalidated or state.startswith(AWAY_STATES)
    away = away or isinstance(error, OperationalError | InterfaceError)
    return await (_away if away else _unexpected)(request, error)


async def _gone(_: Request, __: Exception) -> JSONResponse:
    """The client went while it was sending: nobody reads the answer, and nothing is wrong here."""
    return answer(CentreError("disconnected", "请求已中断", "The request was broken off", status=400))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    """The reference stands in the log beside the stack trace, so that a person can tell which one they mean."""
    reference = secrets.token_hex(4)
    log.error("request_failed", reference=reference, path=_path(request), exc_info=error)
    return answer(CentreError(None, f"系统内部错误，编号 {reference}", f"Internal error, reference {reference}"))


def _path(request: Request) -> str:
    return request.url.path[:PATH_LOGGED]


def install(app: FastAPI) -> None:
    app.add_exception_handler(CentreError, _centre_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(ClientDisconnect, _gone)
    for kind in SERVER_AWAY:
        app.add_exception_handler(kind, _away)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(Exception, _unexpected)
