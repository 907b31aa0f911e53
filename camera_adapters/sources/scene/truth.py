"""Truth of a rendered scene: what happens in it, written beside its video as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from camera_adapters.sources.scene.address import SceneAddress
from camera_adapters.sources.scene.canvas import Box

VISIBLE_SHARE = 0.001
"""From this share of the picture on a hazard counts as visible."""


@dataclass(slots=True)
class TruthEvent:
    """One hazard as it was drawn. Times in seconds of scene time; boxes as fractions of the picture."""

    kind: str
    zone: str | None
    t_on: float
    t_off: float
    t_visible: float | None = None
    """When it first covered a thousandth of the picture."""
    boxes: dict[int, Box] = field(default_factory=dict)
    """Full second → box around what is seen."""
    values: dict[int, float] = field(default_factory=dict)
    """Full second → level in metres above the gauge's zero, for water."""

    def note(self, t: float, box: Box | None, value: float | None) -> None:
        """Remember the frame at t: the first of each second is kept."""
        if box is not None:
            self.boxes.setdefault(int(t), _rounded(box))
            if self.t_visible is None and box[2] * box[3] >= VISIBLE_SHARE:
                self.t_visible = round(t, 3)
        if value is not None:
            self.values.setdefault(int(t), round(value, 3))


def _rounded(box: Box) -> Box:
    x, y, w, h = (round(part, 4) for part in box)
    return (x, y, w, h)


def truth_json(address: SceneAddress, renderer: int, events: list[TruthEvent]) -> str:
    """The file's text, the same for the same scene."""
    scene = {"world": address.world, "seed": address.seed, "seconds": address.seconds, "fps": float(address.fps)}
    scene |= {"width": address.width, "height": address.height, "renderer": renderer}
    scene |= {"nuisances": [asdict(each) for each in address.nuisances]} if address.nuisances else {}
    return json.dumps({"scene": scene, "events": [asdict(event) for event in events]}, ensure_ascii=False, indent=1)
