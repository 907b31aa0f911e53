"""Short, small scenes for tests: a few seconds at 320×180 take a second or two to render."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from camera_adapters.sources.scene import ensure_clip, parse_address
from camera_adapters.sources.scene.render import Scene


def small_scene(world: str, seconds: float = 3, hazards: str = "", seed: int = 1) -> str:
    """The URL of a scene that is quickly rendered."""
    happening = f"&hazards={hazards}" if hazards else ""
    return f"scene:{world}?seed={seed}&seconds={seconds:g}&size=320x180&fps=10{happening}"


def picture_hash(url: str, label: str = "测试") -> str:
    """One hash over all frames as they are before encoding."""
    digest = hashlib.sha256()
    for canvas in Scene(parse_address(url), label).frames():
        digest.update(canvas.i420.tobytes())
    return digest.hexdigest()


def truth_of(url: str, folder: Path) -> list[dict[str, Any]]:
    """The events in the truth file beside the rendered clip."""
    clip = ensure_clip(parse_address(url), "测试", folder)
    events: list[dict[str, Any]] = json.loads(clip.with_suffix(".json").read_text(encoding="utf-8"))["events"]
    return events
