"""Who goes first: places are absolute, whatever the parent had."""

from __future__ import annotations

import subprocess
import sys

import pytest

from common import priority
from tests.support.paths import CHECKOUT


def niceness_after(call: str, before: int) -> int:
    """Of a process that was started with ``before`` and makes the call."""
    code = f"import os; from common import priority; os.nice({before}); priority.{call}(); print(os.nice(0))"
    found = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return int(found.stdout)


@pytest.mark.parametrize(("call", "place"), [("go_later", priority.LATER), ("go_last", priority.LAST)])
@pytest.mark.parametrize("before", [0, 5])
def test_what_can_wait_stands_back_to_one_place(call: str, place: int, before: int) -> None:
    assert niceness_after(call, before) == place


def test_precedence_is_taken_where_it_is_granted_and_never_worse_than_before() -> None:
    assert niceness_after("go_first", 5) in (priority.PRECEDENCE, 5)


@pytest.mark.skipif(not priority.AUTOGROUP.exists(), reason="this kernel shares out by niceness alone")
def test_precedence_counts_for_the_session_too_where_the_kernel_shares_by_sessions() -> None:
    code = "from common import priority; priority.go_first(); print(priority.AUTOGROUP.read_text().split()[-1])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    assert int(found.stdout) in (priority.SESSION_PRECEDENCE, 0)
