"""Trajectories of falling stones among small tracks. Pure; lengths in shares of the picture's width, seconds monotonic.

One stone is a bird or a drop as well, two may be; three and more that come down the same way within seconds are a
rockfall. What falls everywhere at once is rain or snow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from camera_adapters.detectors.features.tracks import Track

HITS = 4
LEAST_FALL = 0.06
"""20 pixels of 320."""
DOWN = 0.5
"""Share of its way that must lead down."""
STRAIGHT = 0.7
LONGEST_SECONDS = 8.0
LEAST_SPEED = 0.03
"""Widths a second; a walker in the distance makes 0.02."""
LEAST_EDGE = 0.7
"""Stones are sharp; the rim of a shadow or of a fog bank is not."""
TOGETHER_SECONDS = 10.0
ASIDE = 0.2
"""Stones of one fall come down within this width."""
ELSEWHERE = 3
"""So many falls beside it are weather."""
SCORES = {0: 0.0, 1: 0.3, 2: 0.5, 3: 0.7}
MANY = 0.85


@dataclass(frozen=True, slots=True)
class Fall:
    """One stone that has fallen."""

    number: int
    x: float
    at: float
    box: tuple[float, float, float, float]
    """Left, top, right, bottom of its way."""


def is_fall(track: Track) -> bool:
    """Whether a track goes down as a stone does."""
    lasted = track.seen_at - track.born
    if track.hits < HITS or not 0.0 < lasted <= LONGEST_SECONDS or track.persistence < 0.6:
        return False
    begun, now = track.way[0], track.blob.centre
    down = now[1] - begun[2]
    return (
        track.edge >= LEAST_EDGE
        and track.net >= LEAST_FALL
        and down >= DOWN * track.net
        and track.straight >= STRAIGHT
        and track.net / lasted >= LEAST_SPEED
    )


@dataclass(slots=True)
class Falls:
    """The falls of the last seconds."""

    _known: dict[int, Fall] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget all falls."""
        self._known.clear()

    def take(self, tracks: Iterable[Track], now: float) -> tuple[float, Sequence[Fall]]:
        """Score of a rockfall now, and the stones that belong to it."""
        for track in tracks:
            if is_fall(track):
                xs, ys = [x for _, x, _ in track.way], [y for _, _, y in track.way]
                x, y = track.blob.centre
                box = min(*xs, x), min(*ys, y), max(*xs, x), max(*ys, y)
                self._known[track.number] = Fall(track.number, x, track.seen_at, box)
        self._known = {key: fall for key, fall in self._known.items() if now - fall.at <= TOGETHER_SECONDS}
        return rated(list(self._known.values()))


def rated(falls: Sequence[Fall]) -> tuple[float, Sequence[Fall]]:
    """Score and members of the largest group that came down the same way."""
    groups = [[each for each in falls if abs(each.x - fall.x) <= ASIDE] for fall in falls]
    together = max(groups, key=len, default=[])
    if len(falls) - len(together) >= ELSEWHERE:
        return 0.0, together
    return SCORES.get(len(together), MANY), together
