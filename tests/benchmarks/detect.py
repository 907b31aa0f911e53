"""What all detectors of the town's 44 cameras cost, as they are set up in ``config/cameras.yaml``, at their own rates.

Decoding is not in it: pictures of four clips lie in memory. ``OBJECT_MODEL`` names a network for a second measurement.
"""

from __future__ import annotations

import os
from pathlib import Path

from ruamel.yaml import YAML

from camera_adapters.detectors.objects.network import ObjectNetwork, SharedNetwork
from camera_adapters.messages import CameraSpec
from tests.benchmarks.loops import looped, pictures, watch
from tests.benchmarks.report import Figure
from tests.support.farm import ClipPlan, make_clips
from tests.support.paths import CONFIG

TOWN = CONFIG / "cameras.yaml"
SECONDS = 20.0
LIMIT, WITH_NETWORK = 0.5, 1.0


def town() -> list[CameraSpec]:
    """The cameras that are enabled."""
    content = YAML(typ="safe", pure=True).load(TOWN.read_text(encoding="utf-8"))
    return [spec for each in content["cameras"] if (spec := CameraSpec.model_validate(each)).enabled]


def cores(clips: list[Path], network: ObjectNetwork | None = None) -> float:
    """Cores that the detectors of all cameras take together."""
    shown = {(clip, rate): pictures(clip, rate, SECONDS) for clip in clips for rate in ("keyframes", 5.0)}
    used = 0.0
    for number, spec in enumerate(town()):
        rate = "keyframes" if spec.analysis_fps == "keyframes" else 5.0
        frames = looped(shown[clips[number % len(clips)], rate], SECONDS)
        used += watch(spec, frames, network)[0] / SECONDS
    return used


def run(work: Path) -> list[Figure]:
    """Without a network, and with the one that is named."""
    clips = make_clips(ClipPlan(work / "clips25"), 4)
    found = [Figure("all detectors, 44 cameras", cores(clips), "cores", "≤", LIMIT, "on top of decoding")]
    model = os.environ.get("OBJECT_MODEL")
    if model:
        network = SharedNetwork(Path(model))
        found.append(Figure("with a network", cores(clips, network), "cores", "≤", WITH_NETWORK, Path(model).name))
    return found
