"""Identifiers for runs that must say the same each time: trials, evaluations, tests."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from uuid import UUID


def numbered_ids() -> Callable[[], UUID]:
    """A source of identifiers that counts from 1."""
    numbers = count(1)
    return lambda: UUID(int=next(numbers))
