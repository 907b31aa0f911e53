"""Back-off: how long to wait between attempts."""

from __future__ import annotations

import random
from itertools import islice

from camera_adapters.base.backoff import jittered


def test_waiting_grows_and_never_reaches_thirty_seconds() -> None:
    delays = list(islice(jittered(random.Random(1)), 200))
    assert delays[0] < 2
    assert max(delays) < 30
    assert min(delays[6:]) > 10
