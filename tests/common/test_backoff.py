"""Back-off: how long to wait between attempts."""

from __future__ import annotations

import random
from itertools import islice

from common.backoff import doubling, jittered, stepped


def test_waiting_grows_and_never_reaches_thirty_seconds() -> None:
    delays = list(islice(jittered(random.Random(1)), 200))
    assert delays[0] < 2
    assert max(delays) < 30
    assert min(delays[6:]) > 10


def test_waiting_doubles_up_to_its_bound() -> None:
    assert list(islice(doubling(0.5, 3.0), 5)) == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_steps_are_taken_in_order_and_the_last_one_stays() -> None:
    assert list(islice(stepped(0.1, 1.0), 4)) == [0.1, 1.0, 1.0, 1.0]
