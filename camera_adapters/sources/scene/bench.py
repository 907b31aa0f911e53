"""The test bench: which scenes, and what is true of each, in the format of ``camera_adapters evaluate``.

Forty scenes of three minutes in which nothing happens but what fools detectors, and scenes with each hazard and fault.
Small and slow pictures (640×360, five a second, as many bits a picture as a camera of 512 kbit/s has at 12.5) show the
detectors all that they look at, and make the whole bench affordable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from camera_adapters.sources.scene.address import SceneAddress, parse_address
from camera_adapters.sources.scene.faults import FAULTS
from camera_adapters.sources.scene.truth import VISIBLE_SHARE
from camera_adapters.sources.scene.ways import LINES, STAYS, contains, feet, followed
from camera_adapters.sources.scene.world import Polygon
from camera_adapters.sources.scene.worlds import ZONES
from camera_adapters.sources.scene.worlds.river import CLIMBS, GAUGE_BOX, GAUGE_ROWS
from common.kinds.cameras import CAMERA_SHAKING

FPS = 5
QUIET_SECONDS = 180
HAZARD_SECONDS = 120
SPAN = "40-170"
"""When nuisances hold: the detectors have learnt the view before."""
GAUGE = "staff"
RISE_ALERT = 0.2
"""Metres an hour."""
FLAME_SHARE = 30 / (320 * 180)
"""Share of the picture of a fire's box: two fifths of it burn, which are twelve pixels of 320 × 180."""
LAPSE = 30.0
"""Seconds of reality between two pictures where water rises: a rise of hours is told as a time lapse."""
HOTSPOTS = MappingProxyType(
    {"mountain": "mountain", "slope": "mountain", "river": "river", "reservoir": "reservoir", "site": "site"}
)
BODIES = frozenset({"person", "vehicle", "boat", "swimmer"})
TRUE_OF = MappingProxyType({"shake": CAMERA_SHAKING.name})
"""A pole in strong wind does shake, by as much as a camera that is called faulty: two pixels of 320 a second."""
NO_HAZARD = ("smoke", "flame", "rockfall", "person", "vehicle", "boat", "swimmer", "level_rise", "flood", "debris")

NEGATIVES: Mapping[tuple[str, int], Sequence[str]] = MappingProxyType(
    {
        ("mountain", 5): ("", "exposure", "dusk", "shadow", "rain", "fog", "shake", "fogbank"),
        ("mountain", 12): (
            *("sway", "snow", "rain lightning", "infrared", "dusk neon"),
            *("sway shadow", "sway fogbank", "fog exposure"),
        ),
        ("reservoir", 41): (
            *("glitter", "shadow", "rain", "fogbank", "infrared insects"),
            *("infrared web", "dusk headlights", "shake"),
        ),
        ("river", 26): ("", "exposure", "rain", "fog", "infrared insects", "shadow", "snow", "shake"),
        ("site", 51): ("", "shadow", "exposure", "dusk headlights", "rain", "fog", "dusk neon", "shake"),
    }
)
"""(world, seed) → the nuisances of eight scenes each; several in one scene are separated by blanks."""

POSITIVES: Sequence[tuple[str, int, str, str]] = (
    *(("mountain", seed, "smoke@45-115", "") for seed in (3, 6, 8, 11)),
    ("mountain", 14, "smoke@45-115", "shadow"),
    ("mountain", 17, "smoke@45-115", "exposure"),
    ("mountain", 21, "smoke@45-115", "rain"),
    ("mountain", 25, "smoke@45-115", "sway"),
    *(("mountain", seed, "flame@45-110", "") for seed in (18, 4, 7)),
    ("mountain", 9, "flame@45-110", "dusk"),
    *(("slope", seed, "rock@50-65", "") for seed in (13, 2, 15)),
    *(("river", seed, "rise@45-115", "") for seed in (22, 27)),
    ("river", 24, "rise@45-115", "rain"),
    ("river", 21, "rise@45-115", "infrared"),
    *(("river", seed, "flood@20-118", "") for seed in (22, 28)),
    *(("river", seed, "debris@50-80", "") for seed in (22, 25)),
    ("river", 29, "debris@50-80", "rain"),
    *(("river", seed, "person@50-68", "") for seed in (24, 26)),
    *(("reservoir", seed, "person@50-70", "") for seed in (43, 44)),
    ("reservoir", 45, "person@50-70", "shadow"),
    ("reservoir", 49, "person@20-112", ""),
    ("site", 52, "person@50-72", ""),
    *(("reservoir", seed, "boat@50-80", "") for seed in (46, 47)),
    ("reservoir", 48, "boat@50-80", "glitter"),
    *(("reservoir", seed, "swimmer@50-85", "") for seed in (41, 42)),
    ("mountain", 1, "covered@45-80", ""),
    ("reservoir", 43, "covered@45-80", "rain"),
    ("river", 23, "blurred@30-118", ""),
    ("site", 53, "moved@45-80", ""),
    ("mountain", 2, "moved@45-80", "sway"),
    ("river", 25, "frozen@45-80", ""),
    ("reservoir", 44, "black@45-80", ""),
    ("site", 54, "shaking@45-80", ""),
)
"""World, seed, hazard, nuisance beside it."""


@dataclass(frozen=True, slots=True)
class BenchScene:
    """One clip of the bench: its file's name and its scene."""

    name: str
    url: str

    @property
    def address(self) -> SceneAddress:
        """What the URL says."""
        return parse_address(self.url)


def bench_scenes() -> list[BenchScene]:
    """All scenes, always the same."""
    numbers = count(1)
    quiet = [_quiet(next(numbers), world, seed, kinds) for (world, seed), all_ in NEGATIVES.items() for kinds in all_]
    return quiet + [_hazard(next(numbers), *each) for each in POSITIVES]


def _quiet(number: int, world: str, seed: int, kinds: str) -> BenchScene:
    what = kinds.replace(" ", "-") or "plain"
    return BenchScene(f"{number:02}-{world}-{what}.mp4", _url(world, seed + number, QUIET_SECONDS, "", kinds, SPAN))


def _hazard(number: int, world: str, seed: int, hazard: str, nuisance: str) -> BenchScene:
    kind = hazard.partition("@")[0]
    ending = f"-{nuisance}" if nuisance else ""
    url = _url(world, seed, HAZARD_SECONDS, hazard, nuisance, "10-118")
    return BenchScene(f"{number:02}-{world}-{kind}{ending}.mp4", url)


def _url(world: str, seed: int, seconds: int, hazards: str, nuisances: str, span: str) -> str:
    query = f"seed={seed}&seconds={seconds}&fps={FPS}"
    query += f"&hazards={hazards}" if hazards else ""
    query += f"&nuisances={','.join(f'{kind}@{span}' for kind in nuisances.split())}" if nuisances else ""
    return f"scene:{world}?{query}"


def label_of(scene: BenchScene, truth: Mapping[str, Any]) -> dict[str, Any]:
    """The entry of ``labels.json`` for a rendered scene; ``truth`` is the JSON that stands beside its clip."""
    address = scene.address
    events = [event for each in truth["events"] for event in _events(each, address)]
    kinds = {event["kind"] for event in events}
    label: dict[str, Any] = {
        "file": scene.name,
        "hotspot": HOTSPOTS[address.world],
        "static": True,
        "rendered": True,
        "events": events,
        "absent": [kind for kind in NO_HAZARD if kind not in kinds],
        "tolerated": [TRUE_OF[each.kind] for each in address.nuisances if each.kind in TRUE_OF],
        "setup": _setup(address),
        "note": scene.url,
    }
    if any(event["values"] for event in truth["events"]):
        label["seconds_per_frame_in_reality"] = LAPSE
    if address.world == "river":
        label["waterline_y_px_per_frame"] = _water_line(truth["events"], address)
    return label


def _events(event: Mapping[str, Any], address: SceneAddress) -> Iterator[dict[str, Any]]:
    kind, begin, end = event["kind"], event["t_on"], event["t_off"]
    level = event["values"]
    if level:
        yield {"kind": "level_rise", "start_s": begin, "end_s": begin + CLIMBS * (end - begin)}
    if kind == "level_rise":
        return
    boxes = {} if kind.removeprefix("camera_") in FAULTS else event["boxes"]
    labelled = {"kind": kind, "start_s": begin, "end_s": end}
    if boxes:
        labelled["visible_s"] = _visible(boxes, kind, begin, tuple(_watched(address).values()))
        labelled["boxes_per_second_xywh"] = {second: _pixels(box, address) for second, box in boxes.items()}
    yield labelled
    if kind == "person":
        zone = ZONES[address.world].get(STAYS.get(address.world, ""))
        yield from followed(address.world, zone, boxes)
    if kind == "flame":  # the fire is drawn with its smoke, which may be seen first and stands above it
        yield {"kind": "smoke", "start_s": begin, "end_s": end}


def _visible(boxes: Mapping[str, Sequence[float]], kind: str, begin: float, zones: Sequence[Polygon]) -> float:
    """When it is to be expected: smoke from half a hundredth of the picture on, fire once it burns on twelve pixels of
    320 × 180, a body once its foot is in a zone."""
    if kind in BODIES:
        walked = feet(boxes)
        inside = [second for second, foot in walked.items() if any(contains(zone, foot) for zone in zones)]
        return max(begin, float(min(inside, default=min(walked))))
    least = {"smoke": 5 * VISIBLE_SHARE, "flame": FLAME_SHARE}.get(kind, 0.0)
    large = [int(second) for second, box in boxes.items() if box[2] * box[3] >= least]
    return max(begin, float(min(large, default=min(map(int, boxes)))))


def _watched(address: SceneAddress) -> dict[str, Polygon]:
    """The zones that nobody may enter."""
    zones = ZONES[address.world].items()
    return {name: each for name, each in zones if name != "ground" and (address.world, name) != ("river", "water")}


def _pixels(box: Sequence[float], address: SceneAddress) -> list[float]:
    scale = (address.width, address.height) * 2
    return [round(part * each, 1) for part, each in zip(box, scale, strict=True)]


def _setup(address: SceneAddress) -> dict[str, Any]:
    zones = ZONES[address.world]
    setup: dict[str, Any] = {
        "zones": [
            {"name": name, "kind": "intrusion", "polygon": _corners(polygon, address)}
            for name, polygon in _watched(address).items()
        ],
        "analysis_fps": FPS,
    }
    if address.world in LINES:
        line, stay = LINES[address.world], zones[STAYS[address.world]]
        setup["zones"] += [
            {"name": "halfway", "kind": "line_crossing", "polygon": _corners(line, address)},
            {"name": "stay", "kind": "loitering", "polygon": _corners(stay, address)},
        ]
    if address.world == "river":
        points = [[round(row * address.height, 1), metres] for row, metres in GAUGE_ROWS]
        roi = _pixels(GAUGE_BOX, address)
        setup["gauges"] = [{"name": GAUGE, "kind": "staff", "roi_xywh": roi, "points_y_px_m": points}]
        setup["rise_alert_m_per_h"] = RISE_ALERT
    setup |= {
        purpose: _corners(zones[purpose], address)
        for purpose in ("ground", "water")
        if purpose in zones and address.world in ("river", "reservoir")
    }
    return setup


def _corners(polygon: Polygon, address: SceneAddress) -> list[list[float]]:
    return [[round(x * address.width, 1), round(y * address.height, 1)] for x, y in polygon]


def _water_line(events: Sequence[Mapping[str, Any]], address: SceneAddress) -> list[float | None]:
    """The row at the first picture of each second, from the truth; between them it is not labelled."""
    values = {int(second): metres for event in events for second, metres in event["values"].items()}
    rows: list[float | None] = [None] * address.frames
    (top_row, top), (low_row, low) = GAUGE_ROWS[0], GAUGE_ROWS[-1]
    for second in range(int(address.seconds)):
        metres = values.get(second, low)
        share = top_row + (top - metres) * (low_row - top_row) / (top - low)
        rows[round(second * address.fps)] = round(min(1.0, share) * address.height, 1)
    return rows


def write_labels(folder: Path, scenes: Sequence[BenchScene], clips: Sequence[Path]) -> None:
    """``labels.json`` for scenes whose clips stand there; the truth has the clip's name with ``.json``."""
    truths = [json.loads(clip.with_suffix(".json").read_text(encoding="utf-8")) for clip in clips]
    labels = [label_of(scene, truth) for scene, truth in zip(scenes, truths, strict=True)]
    (folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
