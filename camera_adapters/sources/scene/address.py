"""Addresses of scenes: a ``scene:`` URL read strictly; an error names the key that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import parse_qsl, urlsplit

from camera_adapters.base.errors import SourceError

HAZARD_KINDS = frozenset(
    {
        *("smoke", "flame", "rock", "rise", "flood", "debris", "person", "boat", "swimmer"),
        *("covered", "blurred", "moved", "shaking", "frozen", "black"),
    }
)
NUISANCE_KINDS = frozenset(
    {
        *("sway", "glitter", "shadow", "fog", "fogbank", "dusk", "neon", "headlights", "rain", "snow", "lightning"),
        *("infrared", "insects", "web", "exposure", "shake"),
    }
)
KEYS = frozenset({"seed", "seconds", "size", "fps", "hazards", "nuisances"})
LONGEST_SECONDS = 900.0
"""A clip is held on disk (500 kbit/s: 56 MB) and rendered before the first picture shows."""
_HAZARD = re.compile(r"(?P<kind>[a-z]+)@(?P<start>\d+(\.\d+)?)-(?P<end>\d+(\.\d+)?)")
_SIZE = re.compile(r"(?P<width>\d{2,4})x(?P<height>\d{2,4})")


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something that happens from ``start`` to ``end``, seconds of scene time."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class SceneAddress:
    """A scene: the same address gives the same pictures, byte for byte."""

    world: str
    seed: int = 1
    seconds: float = 40.0
    width: int = 640
    height: int = 360
    fps: Fraction = Fraction(25, 2)
    hazards: tuple[Hazard, ...] = ()
    nuisances: tuple[Hazard, ...] = ()
    """What fools detectors; kinds of ``nuisances.NUISANCES``."""

    @property
    def frames(self) -> int:
        """Number of pictures in the clip."""
        return max(1, round(self.seconds * self.fps))


def parse_address(url: str) -> SceneAddress:
    """Read ``scene:WORLD?key=value&…``; raises ``SourceError("address", …)`` that names the key."""
    parts = urlsplit(url)
    if parts.scheme != "scene" or parts.netloc or not parts.path:
        raise _wrong("scene", "write scene:WORLD?seed=1&seconds=40")
    values = _pairs(parts.query)
    seconds = _number(values, "seconds", 40.0, 1.0, LONGEST_SECONDS)
    width, height = _size(values.get("size", "640x360"))
    return SceneAddress(
        world=parts.path,
        seed=int(_number(values, "seed", 1, 0, 1_000_000_000)),
        seconds=seconds,
        width=width,
        height=height,
        fps=Fraction(_number(values, "fps", 12.5, 1, 30)).limit_denominator(1000),
        hazards=_spans(values, "hazards", HAZARD_KINDS, seconds),
        nuisances=_spans(values, "nuisances", NUISANCE_KINDS, seconds),
    )


def _pairs(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError as error:
        raise _wrong("query", str(error)) from error
    for key, _ in pairs:
        if key not in KEYS:
            raise _wrong(key, f"unknown key, known: {', '.join(sorted(KEYS))}")
    if len(dict(pairs)) != len(pairs):
        raise _wrong("query", "a key stands twice")
    return dict(pairs)


def _number(values: dict[str, str], key: str, default: float, low: float, high: float) -> float:
    text = values.get(key)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise _wrong(key, f"{text!r} is not a number") from error
    if not low <= value <= high:
        raise _wrong(key, f"{text} is not between {low:g} and {high:g}")
    if key == "seed" and value != int(value):
        raise _wrong(key, f"{text} is not a whole number")
    return value


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text)
    if match is None:
        raise _wrong("size", f"{text!r} is not WIDTHxHEIGHT")
    width, height = int(match["width"]), int(match["height"])
    if width % 4 or height % 4 or not (160 <= width <= 1920 and 88 <= height <= 1080):
        raise _wrong("size", f"{text} must be multiples of 4 between 160x88 and 1920x1080")
    return width, height


def _spans(values: dict[str, str], key: str, kinds: frozenset[str], seconds: float) -> tuple[Hazard, ...]:
    parts = (part for part in values.get(key, "").split(",") if part)
    return tuple(sorted((_span(part, key, kinds, seconds) for part in parts), key=lambda item: item.start))


def _span(text: str, key: str, kinds: frozenset[str], seconds: float) -> Hazard:
    match = _HAZARD.fullmatch(text)
    if match is None:
        raise _wrong(key, f"{text!r} is not kind@start-end, for example {min(kinds)}@20-80")
    if match["kind"] not in kinds:
        raise _wrong(key, f"unknown kind {match['kind']!r}, known: {', '.join(sorted(kinds))}")
    start, end = float(match["start"]), float(match["end"])
    if not start < end <= seconds:
        raise _wrong(key, f"{text!r} must start before it ends, within {seconds:g} seconds")
    return Hazard(match["kind"], start, end)


def _wrong(key: str, why: str) -> SourceError:
    return SourceError("address", f"scene URL, {key}: {why}", retry=False)
