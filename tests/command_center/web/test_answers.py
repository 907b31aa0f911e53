"""Errors as a client sees them."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError, InterfaceError

from command_center.web import answers


class DriverError(Exception):
    """What the driver raises, with PostgreSQL's own code."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate
        super().__init__("said by the server")


async def status_of(error: Exception) -> tuple[int, str]:
    app = FastAPI()
    answers.install(app)

    @app.get("/")
    async def fail() -> None:
        raise error

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://centre") as client:
        answer = await client.get("/")
    return answer.status_code, answer.json()["error"]["code"]


@pytest.mark.parametrize("sqlstate", ["57P03", "57P01", "57P02", "53300", "08006"])
async def test_a_database_that_cannot_serve_now_is_unavailable(sqlstate: str) -> None:
    assert await status_of(DBAPIError("SELECT 1", {}, DriverError(sqlstate))) == (503, "unavailable")


async def test_a_connection_that_broke_is_unavailable() -> None:
    error = DBAPIError("SELECT 1", {}, DriverError(None), connection_invalidated=True)
    assert await status_of(error) == (503, "unavailable")


@pytest.mark.parametrize("sqlstate", ["22021", "22003"])
async def test_a_value_that_the_database_cannot_take_is_wrong_input(sqlstate: str) -> None:
    assert await status_of(DBAPIError("SELECT 1", {}, DriverError(sqlstate))) == (422, "invalid")


async def test_a_value_that_the_driver_cannot_write_is_wrong_input() -> None:
    unfit = DriverError(None)
    unfit.__cause__ = ValueError("out of range")
    assert await status_of(InterfaceError("SELECT 1", {}, unfit)) == (422, "invalid")


@pytest.mark.parametrize("sqlstate", ["42P01", "57014", None])
async def test_a_statement_that_is_wrong_is_our_own_fault(sqlstate: str | None) -> None:
    assert await status_of(DBAPIError("SELECT 1", {}, DriverError(sqlstate))) == (500, "error")
