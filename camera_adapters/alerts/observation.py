"""Observation: what a detector or a watcher of the link says; the alert policy reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from camera_adapters.base.boxes import BoxTuple
from camera_adapters.messages import Box, EpisodeStep


@dataclass(frozen=True, slots=True)
class Observation:
    """What a detector says of one frame about one place. ``score`` below the policy's threshold means: not now."""

    kind: str
    score: float
    """Confidence, 0 to 1."""
    zone: str | None = None
    place: str = ""
    """The same for the same thing: a track id, a grid cell, or empty for the whole zone or camera."""
    box: BoxTuple | None = None
    value: float | None = None
    unit: str | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    veto: str | None = None
    """Why this observation must not count (global change, relearning); recorded, never silently dropped."""
    detector: str = ""
    """Version of the detector that says it; whoever runs the detectors puts it in."""

    def facts(self) -> dict[str, Any]:
        """What an alert tells of it: every field that the message has too, within the message's bounds."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name in EpisodeStep.model_fields}
        box = None if self.box is None else Box.inside(*self.box)
        return {**told, "score": min(1.0, max(0.0, self.score)), "box": box}
