"""How often the officer is called for nothing: four real clips in which nothing happens, on 44 cameras for ten minutes.

``FOOTAGE_DIR`` names the folder of real clips; without it nothing is measured, and that is said.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from camera_adapters.messages import CameraSpec
from tests.benchmarks.loops import looped, pictures, watch
from tests.benchmarks.report import Figure

CLIPS = {
    "tree_waving_then_covered.avi": 22.0,
    "river_turbulent.mp4": float("inf"),
    "site_day_night_clouds.mp4": float("inf"),
    "neon_night.mp4": float("inf"),
}
"""Clip → seconds of its beginning that are shown."""
CAMERAS, SECONDS, FPS = 44, 600.0, 5.0
DETECTORS = ("smoke", "flame", "intrusion", "rockfall")


def camera(number: int) -> CameraSpec:
    """A camera that looks for everything in its whole picture."""
    whole = {"id": "whole", "name": {"zh": "全", "en": "All"}, "polygon": [(0, 0), (1, 0), (1, 1), (0, 1)]}
    return CameraSpec.model_validate(
        {
            "id": f"cam-{number:02}",
            "name": {"zh": f"相机{number}", "en": f"Camera {number}"},
            "hotspot": "mountain",
            "position": {"lon": 113.2, "lat": 34.7},
            "main": "file:clip",
            "analysis_fps": FPS,
            "zones": [whole],
            "detectors": [{"kind": kind, "zone": "whole"} for kind in DETECTORS],
        }
    )


def run(work: Path) -> list[Figure]:
    """Alerts of each clip over its eleven cameras, each of which begins at another picture, and all together."""
    del work
    folder = os.environ.get("FOOTAGE_DIR")
    if folder is None:
        print("no FOOTAGE_DIR: the real clips are not measured")
        return []
    found, every = [], 0
    for clip, until in CLIPS.items():
        shown = pictures(Path(folder) / clip, FPS, until)
        raised: Counter[str] = Counter()
        cameras = CAMERAS // len(CLIPS)
        for number in range(cameras):
            raised += watch(camera(number), looped(shown, SECONDS, number * len(shown) // cameras))[1]
        every += raised.total()
        kinds = ", ".join(f"{kind} {times}" for kind, times in sorted(raised.items()))
        found.append(Figure(f"alerts on {clip}", raised.total(), "alerts", note=kinds))
    return [*found, Figure("alerts on 44 cameras in 10 min", every, "alerts", "≤", 0.0, "nothing happens there")]
