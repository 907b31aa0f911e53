"""Smoke, near and far, and emission over a works site: veiled blocks that stay in place, stir and belong together.

Looks once a second, or at every keyframe, or at every picture of a time lapse. A plume of half a percent of the picture
is ``smoke``; a smaller one is ``smoke_far``, a candidate for a person to judge. Over a works site, in its working
hours, both are ``emission``, smoke and dust of the works; outside those hours they are smoke there as elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup, Rules
from camera_adapters.detectors.features.activity import Flags, block_means
from camera_adapters.detectors.features.global_change import Reason
from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.detectors.fire.plumes import NEAR_SHARE, Anchor, Box, Candidate, groups, meets, plume, stirring
from camera_adapters.detectors.fire.veil import Veil, VeilModel
from camera_adapters.messages import Purpose
from camera_adapters.video.frames import Plane
from common.bounds import bounded, check
from common.kinds import KINDS
from common.kinds.fire import EMISSION, SMOKE, SMOKE_FAR
from common.text import Text

NEAR, FAR, SITE = SMOKE.name, SMOKE_FAR.name, EMISSION.name
LOOK_SECONDS = 0.9
"""Time between two looks; smoke changes slowly."""
EDGE_SECONDS = 60.0
EDGE_BLOCKS = 2
"""After a shake the picture's edge has no truth for so long: what was moved in is not there."""


@dataclass(frozen=True, slots=True)
class SmokeSettings:
    """Settings of smoke detection in one zone."""

    near_share: float = bounded(
        NEAR_SHARE, 0.002, 0.2, unit="share", words=Text(zh="近处烟雾的最小面积", en="Near smoke from")
    )
    """Share of the picture from which a plume is near smoke."""
    site: bool = bounded(False, words=Text(zh="是施工场地", en="A works site"))
    """Whether this is a works site, where dust of any colour counts too."""
    works_from: float = bounded(7.0, 0, 24, unit="h", words=Text(zh="作业开始（时）", en="Works from (hour)"))
    works_to: float = bounded(19.0, 0, 24, unit="h", words=Text(zh="作业结束（时）", en="Works until (hour)"))
    """Working hours of a site, hours of the local day (``CC_TIME_ZONE``)."""

    RETIRED: ClassVar[Mapping[str, str]] = MappingProxyType({"utc_offset": "the hours follow CC_TIME_ZONE"})

    def __post_init__(self) -> None:
        check(self)

    def working(self, local: datetime) -> bool:
        """Whether the site works at this moment of its own clocks; hours may go over midnight."""
        hour = local.hour + local.minute / 60.0
        if self.works_from <= self.works_to:
            return self.works_from <= hour < self.works_to
        return hour >= self.works_from or hour < self.works_to

    def kind(self, share: float, local: datetime) -> str:
        """What a plume of this share of the picture is called at this moment of the site's clocks."""
        if self.site and self.working(local):
            return SITE
        return NEAR if share >= self.near_share else FAR

    @property
    def kinds(self) -> tuple[str, ...]:
        """Everything it may be called."""
        return (NEAR, FAR, SITE) if self.site else (NEAR, FAR)


class SmokeDetector:
    """Smoke in one zone, or anywhere in the picture (see ``Detector``)."""

    version = "smoke/3"

    def __init__(self, zone: str | None, polygon: Polygon, settings: SmokeSettings, time_zone: tzinfo = UTC) -> None:
        self._zone, self._polygon, self._settings = zone, polygon, settings
        self._time_zone = time_zone
        self._model = VeilModel(any_colour=settings.site)
        self._anchor = Anchor()
        self._known: tuple[Box, ...] = ()
        self._looked = self._shaken_at = float("-inf")

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """About once a second: each plume, and a score of 0 for every kind that is not seen."""
        if features.now - self._looked < LOOK_SECONDS:
            return []
        self._looked = features.now
        change = features.change
        if change.veto is not None:
            self._interrupt(change.veto)
            return self._nothing(str(change.veto))
        veil = self._model.extract(features.steady, features.white, features.busy, features.now)
        veiled = veil.veiled & stirring(veil, veil.veiled)
        then = self._anchor.then(veil.veiled, features.now)
        if veil.young:
            return self._nothing("warm_up")
        seen = [self._observation(each, features) for each in self._candidates(veil, veiled, then, features)]
        plumes = [each for each in seen if each.score > 0.0]
        self._known = tuple(each.box for each in plumes if each.box is not None)
        told = {each.kind for each in plumes}
        return plumes + [each for each in self._nothing() if each.kind not in told]

    def reset(self) -> None:
        """Learn the usual picture anew from the next look."""
        self._model.forget()
        self._anchor.clear()
        self._known = ()

    def _interrupt(self, reason: Reason) -> None:
        """Another exposure leaves what is usual as it is, but for its brightness; nothing else does."""
        if reason is Reason.LIGHT:
            self._model.interrupt()
        else:
            self.reset()

    def _candidates(self, veil: Veil, veiled: Flags, then: Flags | None, features: FrameFeatures) -> list[Candidate]:
        inside = _flags(features.raster(self._polygon), 0.5)
        for purpose in (Purpose.MASK, Purpose.WATER):
            part = features.part(purpose)
            if part is not None:
                inside &= ~_flags(part, 0.5)
        part = features.part(Purpose.SKY)
        sky = None if part is None else _flags(part, 0.9)
        if features.shift.shaken:
            self._shaken_at = features.now
        if features.now - self._shaken_at < EDGE_SECONDS:
            inside &= _without_edge(inside)
        found = groups(veil, veiled & inside, then, sky)
        return [replace(each, known=any(meets(each.box, box) for box in self._known)) for each in found]

    def _observation(self, candidate: Candidate, features: FrameFeatures) -> Observation:
        x, y, w, h = candidate.box
        return Observation(
            self._settings.kind(candidate.settled, features.frame.captured_at.astimezone(self._time_zone)),
            round(plume(candidate), 3),
            self._zone,
            f"{int((x + w / 2) * 4)}-{int((y + h) * 4)}",
            candidate.box,
            value=round(100.0 * candidate.share, 2),
            unit=SMOKE.unit,
            evidence={
                "blocks": candidate.blocks,
                "core": candidate.core,
                "contrast": round(candidate.contrast, 1),
                "lively": round(candidate.lively, 2),
                "rough": round(candidate.rough, 1),
                "anchored": round(candidate.anchored, 2),
                "elsewhere": round(candidate.elsewhere, 3),
                "restless": round(candidate.restless, 3),
                "alone": round(candidate.alone, 2),
            },
        )

    def _nothing(self, veto: str | None = None) -> list[Observation]:
        return [Observation(kind, 0.0, zone=self._zone, veto=veto) for kind in self._settings.kinds]


def _without_edge(flags: Flags) -> Flags:
    kept = np.zeros_like(flags)
    inner = np.s_[EDGE_BLOCKS:-EDGE_BLOCKS, EDGE_BLOCKS:-EDGE_BLOCKS]
    kept[inner] = flags[inner]
    return kept


def _flags(plane: Plane, share: float) -> Flags:
    """Blocks of which at least this share is drawn."""
    return np.asarray(block_means(plane.astype(np.float32)) >= 255.0 * share)


def _build(setup: DetectorSetup) -> SmokeDetector:
    return SmokeDetector(setup.zone, setup.polygon, setup.own(SmokeSettings), setup.site.time_zone)


def _rules(setup: DetectorSetup) -> Rules:
    return {(kind, setup.zone): setup.rule(KINDS[kind]) for kind in setup.own(SmokeSettings).kinds}


ENTRY = DetectorEntry(
    name="smoke",
    words=Text(zh="烟雾", en="Smoke"),
    finds=(
        "near smoke from half a percent of the picture, far smoke as a candidate, dust and emission over a "
        "works site in its hours"
    ),
    limits=(
        "a plume in front of haze waits until it has passed; where everything moves all the time (leaves close "
        "up, hours of rain) only what hides the texture is seen"
    ),
    settings=SmokeSettings,
    kinds=(SMOKE, SMOKE_FAR, EMISSION),
    build=_build,
    rules=_rules,
    takes=(Purpose.WATCH,),
    hotspots=frozenset({"mountain", "reservoir", "site"}),
)
