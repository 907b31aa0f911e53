"""Background tasks: work that is repeated for ever, and what it does while a server is away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy.exc import InterfaceError
from structlog.testing import capture_logs

from command_center.base.away import DATABASE_AWAY, REDIS_AWAY, SERVER_AWAY
from command_center.base.background import forever
from common.backoff import stepped


class Work:
    """Does what its script says, one word a call: an error is raised, anything else answered; then it is cancelled."""

    def __init__(self, *script: object) -> None:
        self._script = list(script)
        self.pauses: list[str] = []

    async def __call__(self) -> object:
        if not self._script:
            raise asyncio.CancelledError
        word = self._script.pop(0)
        if isinstance(word, Exception):
            raise word
        return word

    async def pause(self) -> None:
        self.pauses.append("usual")

    def retry(self) -> Iterator[float]:
        for step in stepped(0.0, 0.001):
            self.pauses.append(f"retry {step}")
            yield step


async def run(work: Work, **options: object) -> None:
    with pytest.raises(asyncio.CancelledError):
        await forever("work", work, work.pause, **options)  # type: ignore[arg-type]


async def test_work_is_followed_by_its_pause() -> None:
    work = Work(None, None, 3)
    await run(work)
    assert work.pauses == ["usual"] * 3


async def test_there_is_no_pause_where_there_is_more_to_do() -> None:
    work = Work(True, True, False)
    await run(work)
    assert work.pauses == ["usual"]


async def test_a_server_that_is_away_is_told_once_and_its_return_too() -> None:
    work = Work(RedisAway(), RedisAway(), None, RedisAway(), None)
    with capture_logs() as logs:
        await run(work, away=REDIS_AWAY)
    assert [line["event"] for line in logs] == ["task_waits_for_server", "task_goes_on"] * 2
    assert work.pauses == ["usual"] * 5


async def test_attempts_grow_rarer_while_a_server_is_away_and_begin_anew_when_it_is_back() -> None:
    work = Work(RedisAway(), RedisAway(), None, RedisAway())
    await run(work, away=REDIS_AWAY, retry=work.retry)
    assert work.pauses == ["retry 0.0", "retry 0.001", "usual", "retry 0.0"]


async def test_any_other_error_is_left_to_the_supervisor() -> None:
    with pytest.raises(KeyError):
        await forever("work", Work(KeyError("x")), away=SERVER_AWAY)


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionRefusedError(), InterfaceError("", {}, Exception())])
def test_a_database_that_is_away_shows_in_one_of_its_errors(error: Exception) -> None:
    assert isinstance(error, DATABASE_AWAY)
    assert isinstance(error, SERVER_AWAY)
