"""Entry of a detector: its name, its settings, the kinds it raises, the zones it takes, and how it is made.

Every detector's file ends with its ``ENTRY``; ``table`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from camera_adapters.alerts.rules import RULES
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.features.zones import WHOLE_PICTURE, Area, Polygon
from camera_adapters.detectors.settings import SettingReader
from camera_adapters.detectors.site import Site
from camera_adapters.messages import CameraSpec, DetectorSpec, Purpose
from common.bounds import Bounds, bounds_of
from common.kinds import Kind
from common.kinds.rule import Rule
from common.text import Text

T = TypeVar("T")
Rules = Mapping[tuple[str, str | None], Rule]
"""Rules of one detector, by kind and zone."""


@dataclass(frozen=True, slots=True)
class DetectorSetup:
    """What a detector is made from: its camera, and what is written there under the detector."""

    camera: CameraSpec
    spec: DetectorSpec
    reader: SettingReader

    @property
    def zone(self) -> str | None:
        """The zone or gauge that the detector names; None: the whole picture."""
        return self.spec.zone

    @property
    def polygon(self) -> Polygon:
        """The corners of its zone; the whole picture where it names none."""
        return self.polygon_of(self.zone)

    @property
    def site(self) -> Site:
        """The place around the camera."""
        return self.reader.site

    def own(self, cls: type[T]) -> T:
        """Its own settings; ``DetectorSettingError`` names what is wrong with them."""
        return self.reader.own(cls)

    def rule(self, kind: Kind) -> Rule:
        """The rule of a kind with what the settings override."""
        return self.reader.rule(RULES[kind.name])

    def polygon_of(self, zone: str | None) -> Polygon:
        """The corners of a zone of the camera; the whole picture where there is none of this name."""
        return next((each.polygon for each in self.camera.zones if each.id == zone), WHOLE_PICTURE)

    def areas(self, purpose: Purpose) -> list[Area]:
        """All zones of the camera that are drawn for a purpose."""
        return [Area(zone.polygon) for zone in self.camera.zones if zone.purpose is purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorEntry:
    """What the table, the set-up page's form and the documentation know of a detector."""

    name: str
    """What a camera's ``detectors`` call it; never changed, because set-ups are filed under it."""
    words: Text
    finds: str
    limits: str
    """What it finds and what it does not, for docs/detection.md: English, without a full stop at the end."""
    settings: type
    """A dataclass of what may be set: every field is ``bounds.bounded`` and has words."""
    kinds: tuple[Kind, ...]
    """What it tells of; each has an alert rule."""
    build: Callable[[DetectorSetup], Detector]
    rules: Callable[[DetectorSetup], Rules] | None = None
    """How its settings change the rules of its kinds; None: only by the keys that any detector takes."""
    takes: tuple[str, ...] = ()
    """What its ``zone`` may name: purposes of zones, ``gauge``; empty: the whole picture always."""
    needs_zone: bool = False
    hotspots: frozenset[str] = frozenset()
    """Kinds of hotspots where every camera has it when labelled recordings are judged."""

    def __post_init__(self) -> None:
        bounds = bounds_of(self.settings)
        silent = [each.name for each in fields(self.settings) if bounds.get(each.name, Bounds()).words is None]
        if silent:
            raise ValueError(f"detector {self.name!r}: its settings have no words: {', '.join(silent)}")
        ruleless = [kind.name for kind in self.kinds if kind.name not in RULES]
        if ruleless or not self.kinds:
            raise ValueError(f"detector {self.name!r}: needs kinds with a rule; without one: {', '.join(ruleless)}")

    def rules_for(self, setup: DetectorSetup) -> Rules:
        """The rules by which its observations become alerts; ``DetectorSettingError`` when they are set up wrongly."""
        if self.rules is not None:
            return self.rules(setup)
        setup.own(self.settings)
        return {(kind.name, setup.zone): setup.rule(kind) for kind in self.kinds}
