"""Schedule of the network: when it looks, and where. Pure. A look costs some 8 ms, so an empty place waits.

A body that walks in gets a close look at once, and further ones until it has a name or has proved to have none. Known
objects get a look once a second. A quiet place gets one every few seconds, because a motion detector does not see what
stands still or drifts among waves.
"""

from __future__ import annotations

from collections.abc import Sequence

from camera_adapters.base.boxes import BoxTuple

URGENT_SECONDS = 0.2
BUSY_SECONDS = 1.0
BLIND_SECONDS = 0.2
"""Where the camera itself moves there is no other witness: each picture, 0.04 core for such a camera."""
CLOSE_SIDE = 0.4
"""Side of the closest look as a share of the picture: closer than that a person loses what surrounds it."""
CLOSE_MARGIN = 0.6
"""Room around what is looked at closely, in its own sizes on each side."""
EARLY = 0.1
"""Share of an interval by which a look may come early: frames come when they come."""


def interval(*, hurry: bool, busy: bool, idle_seconds: float, blind: bool = False) -> float:
    """Seconds from one look to the next; ``blind``: motion can tell nothing now."""
    if hurry:
        return URGENT_SECONDS
    if blind:
        return min(BLIND_SECONDS, idle_seconds)
    return min(BUSY_SECONDS, idle_seconds) if busy else idle_seconds


def is_due(now: float, looked_at: float | None, seconds: float) -> bool:
    """Whether it is time for a look."""
    return looked_at is None or now - looked_at >= seconds * (1.0 - EARLY)


def close_up(boxes: Sequence[BoxTuple], zone: BoxTuple) -> BoxTuple:
    """A crop around boxes when that shows them clearly larger than the zone's own crop does; the zone's crop else."""
    if not boxes:
        return zone
    margin = CLOSE_MARGIN * max(max(w, h) for _, _, w, h in boxes)
    left = min(x for x, _, _, _ in boxes) - margin
    top = min(y for _, y, _, _ in boxes) - margin
    right = max(x + w for x, _, w, _ in boxes) + margin
    bottom = max(y + h for _, y, _, h in boxes) + margin
    crop = _fitted(left, right), _fitted(top, bottom)
    (x0, x1), (y0, y1) = crop
    if max(x1 - x0, y1 - y0) > 0.7 * max(zone[2], zone[3]):
        return zone
    return x0, y0, x1 - x0, y1 - y0


def _fitted(low: float, high: float) -> tuple[float, float]:
    """An interval of at least ``CLOSE_SIDE`` around the given one, within 0 to 1."""
    missing = max(0.0, CLOSE_SIDE - (high - low)) / 2
    low, high = low - missing, high + missing
    if low < 0.0:
        low, high = 0.0, high - low
    if high > 1.0:
        low, high = low - (high - 1.0), 1.0
    return max(0.0, low), min(1.0, high)
