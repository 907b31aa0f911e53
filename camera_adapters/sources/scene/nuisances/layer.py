"""Layer: the interface of a nuisance."""

from __future__ import annotations

from collections.abc import Callable

from camera_adapters.sources.scene.canvas import Canvas

Layer = Callable[[Canvas, float], None]
"""Changes the canvas in place; the second argument is the time since it began, in seconds."""
MakeLayer = Callable[[Canvas, int, float], Layer]
"""(still picture, seed, seconds that it lasts) → layer."""
