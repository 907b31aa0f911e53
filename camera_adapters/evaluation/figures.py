"""Figures of small samples: exact bounds of rates, and ranks. Pure, without a statistics library."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf

CONFIDENCE = 0.95


def poisson_bound(count: int, confidence: float = CONFIDENCE) -> float:
    """The largest mean of a Poisson variable under which seeing at most ``count`` is not rarer than 1 - confidence.

    Exact, by bisection of the distribution function: 3.00 for nothing seen (the rule of three), 4.74 for one.
    """
    low, high = 0.0, 3.0 + 2.0 * count + 10.0
    while at_most(count, high) > 1.0 - confidence:
        high *= 2.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if at_most(count, middle) > 1.0 - confidence else (low, middle)
    return (low + high) / 2


def at_most(count: int, mean: float) -> float:
    """The probability that a Poisson variable of this mean is at most ``count``."""
    term = total = exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return min(1.0, total)


def rate_bound(count: int, hours: float) -> float:
    """Events an hour that ``count`` in so many hours cannot exclude, with 95 % confidence."""
    return poisson_bound(count) / hours if hours > 0.0 else inf


def rank(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, -(-round(share * 1000 * len(ordered)) // 1000) - 1))]


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def ratio(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None
