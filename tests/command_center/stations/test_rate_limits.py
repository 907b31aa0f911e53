"""Rate limits within one process."""

from __future__ import annotations

import pytest

from command_center.base.errors import TooMany
from command_center.stations.rate_limits import Limiter


def test_a_limit_is_free_again_after_its_time() -> None:
    now = [0.0]
    limiter = Limiter(2, 60.0, lambda: now[0])
    for _ in range(2):
        limiter.check("a")
        limiter.count("a")
    limiter.check("b")
    with pytest.raises(TooMany):
        limiter.check("a")
    now[0] = 61.0
    limiter.check("a")
