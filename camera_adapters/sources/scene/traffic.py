"""Traffic through a street in one loop: at the loop's beginning everybody comes again, nobody jumps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import Person, Walker
from camera_adapters.sources.scene.vehicles import Vehicle

Flat = tuple[float, float]
"""Map position (x, z) in metres."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody going straight from one place to another, starting ``start`` seconds into the loop."""

    who: Walker | Vehicle
    begin: Flat
    end: Flat
    speed: float
    start: float

    @property
    def lasts(self) -> float:
        """Seconds on the way."""
        return float(np.hypot(self.end[0] - self.begin[0], self.end[1] - self.begin[1])) / self.speed

    def at(self, t: float, loop: float) -> tuple[Flat, float] | None:
        """Where and after how many metres; None while not in the street."""
        elapsed = (t - self.start) % loop
        if elapsed >= self.lasts:
            return None
        share = elapsed / self.lasts
        x, z = (a + (b - a) * share for a, b in zip(self.begin, self.end, strict=True))
        return (x, z), elapsed * self.speed

    def draw(self, canvas: Canvas, view: View, spot: Flat, gone: float) -> None:
        """Draw whoever it is there."""
        length = max(1e-6, float(np.hypot(self.end[0] - self.begin[0], self.end[1] - self.begin[1])))
        heading = ((self.end[0] - self.begin[0]) / length, (self.end[1] - self.begin[1]) / length)
        if isinstance(self.who, Vehicle):
            self.who.draw(canvas, view, spot, heading)
        else:
            self.who.draw(canvas, view, (spot[0], 0.0, spot[1]), gone, heading[0] < 0)


class Traffic:
    """All passages of a street; the far ones are drawn first."""

    def __init__(self, view: View, passages: list[Passage], loop: float) -> None:
        self._view, self._passages, self._loop = view, passages, loop

    def draw(self, canvas: Canvas, t: float) -> None:
        """Everybody who is in the street at t."""
        there = [(passage, found) for passage in self._passages if (found := passage.at(t, self._loop)) is not None]
        for passage, (spot, gone) in sorted(there, key=lambda item: -item[1][0][1]):
            passage.draw(canvas, self._view, spot, gone)


def passages(
    rng: np.random.Generator, lanes: list[tuple[Flat, Flat]], walks: list[tuple[Flat, Flat]], loop: float, busy: float
) -> list[Passage]:
    """Cars on lanes and people on walks; ``busy`` is the number of passages a lane or walk gets in 30 s."""
    found: list[Passage] = []
    for kind, ways in (("car", lanes), ("person", walks)):
        for begin, end in ways:
            count = max(1, round(busy * loop / 30 * (0.8 if kind == "car" else 1.0)))
            for number in range(count):
                start = (number + float(rng.uniform(0.1, 0.8))) * loop / count
                found.append(_passage(rng, kind, begin, end, start))
    return found


def _passage(rng: np.random.Generator, kind: str, begin: Flat, end: Flat, start: float) -> Passage:
    if kind == "car":
        return Passage(Vehicle.random(rng), begin, end, float(rng.uniform(6, 9)), start)
    person = Person.random(rng)
    aside = float(rng.uniform(-0.7, 0.7))
    if rng.random() < 0.5:
        begin, end = end, begin
    return Passage(Walker(person), (begin[0] + aside, begin[1]), (end[0] + aside, end[1]), person.pace, start)
