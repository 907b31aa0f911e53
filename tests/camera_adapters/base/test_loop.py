"""Loop of a thread: pauses, faults, waking, and its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import redis
from structlog.testing import capture_logs

from camera_adapters.base.loop import Loop
from common.backoff import stepped

SOON = 10.0


class Steps:
    """Counts its calls; the first ones raise what they are given."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self._called = threading.Semaphore(0)
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
        self._called.release()
        if self._errors:
            raise self._errors.pop(0)

    def wait_for(self, times: int) -> None:
        for _ in range(times):
            assert self._called.acquire(timeout=SOON)


@pytest.fixture
def begin() -> Iterator[Callable[[Loop], Loop]]:
    begun: list[Loop] = []

    def start(loop: Loop) -> Loop:
        begun.append(loop)
        loop.start()
        return loop

    yield start
    for loop in begun:
        loop.stop(SOON)
        assert not loop.running


def test_a_step_is_repeated(begin: Callable[[Loop], Loop]) -> None:
    steps = Steps()
    begin(Loop("test", steps, 0.001))
    steps.wait_for(3)


def test_a_loop_that_pauses_is_woken(begin: Callable[[Loop], Loop]) -> None:
    steps = Steps()
    loop = begin(Loop("test", steps, None))
    steps.wait_for(1)
    loop.wake()
    steps.wait_for(1)


def test_no_step_is_taken_before_the_first_pause(begin: Callable[[Loop], Loop]) -> None:
    steps = Steps()
    begin(Loop("test", steps, first=SOON * 10))
    assert steps.count == 0


def test_a_loop_outlives_an_unforeseen_fault_and_tells_of_it(begin: Callable[[Loop], Loop]) -> None:
    steps = Steps(KeyError("x"))
    with capture_logs() as logs:
        begin(Loop("test", steps, None, retry=partial(stepped, 0.001)))
        steps.wait_for(2)
    assert [(line["event"], line["thread"]) for line in logs] == [("step_failed", "test")]


def test_attempts_follow_the_back_off_while_redis_is_away_and_nothing_is_logged(begin: Callable[[Loop], Loop]) -> None:
    steps, delays = Steps(redis.ConnectionError(), redis.ConnectionError()), []

    def noted() -> Iterator[float]:
        for delay in stepped(0.001, 0.002):
            delays.append(delay)
            yield delay

    with capture_logs() as logs:
        begin(Loop("test", steps, None, retry=noted))
        steps.wait_for(3)
    assert delays == [0.001, 0.002]
    assert logs == []


def test_whoever_wakes_a_loop_whose_server_is_away_does_not_hurry_it(begin: Callable[[Loop], Loop]) -> None:
    steps = Steps(redis.ConnectionError())
    loop = begin(Loop("test", steps, None, retry=partial(stepped, SOON * 10)))
    steps.wait_for(1)
    loop.wake()
    loop.join(0.1)
    assert steps.count == 1


def test_what_is_left_to_do_is_done_once_at_the_end(begin: Callable[[Loop], Loop]) -> None:
    steps, finish = Steps(), Steps(redis.ConnectionError())
    loop = begin(Loop("test", steps, None, finish=finish))
    steps.wait_for(1)
    loop.stop(SOON)
    assert (loop.running, loop.stopping, steps.count, finish.count) == (False, True, 1, 1)


def test_a_loop_that_was_never_started_ends_at_once() -> None:
    loop = Loop("test", Steps())
    loop.stop(SOON)
    assert not loop.running
