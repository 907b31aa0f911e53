"""What a detector or a watcher of the link says; the alert policy reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Observation:
    """What a detector says of one frame about one place. ``score`` below the policy's threshold means: not now."""

    kind: str
    score: float
    """Confidence, 0 to 1."""
    zone: str | None = None
    place: str = ""
    """The same for the same thing: a track id, a grid cell, or empty for the whole zone or camera."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, width, height as fractions of the picture."""
    value: float | None = None
    unit: str | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    veto: str | None = None
    """Why this observation must not count (global change, relearning); recorded, never silently dropped."""
