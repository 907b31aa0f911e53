"""Ablation: the worth of each rule that suppresses false alerts, by the same run with that rule switched off.

A rule is switched off where it is handed in: as a setting of the detectors, as a part of the feature extractor that
sees nothing, or as a bound of the alert rules. What runs live has no switch for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.pipeline import PipelineSetup
from camera_adapters.detectors.features.activity import Activity, Flags
from camera_adapters.detectors.features.drift import Drift
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.features.global_change import GlobalChange, GlobalChangeModel
from camera_adapters.detectors.features.stabiliser import Shift, Stabiliser
from camera_adapters.detectors.table import DETECTORS
from camera_adapters.messages import CameraSpec, DetectorSpec, Setting
from camera_adapters.video.frames import Plane
from common.kinds.rule import Rule


class _NeverShifted(Stabiliser):
    def measure(self, small: Plane, now: float) -> Shift:
        """The picture stands where it always stood."""
        del small, now
        return Shift()


class _NeverBusy(Activity):
    def learn(self, small: Plane, now: float) -> Flags:
        """Nothing always moves."""
        return np.zeros_like(super().learn(small, now))


class _NeverUpset(GlobalChangeModel):
    def judge(self, small: Plane, now: float) -> GlobalChange:
        """The picture never changes as a whole."""
        return replace(super().judge(small, now), veto=None)


class _NeverDrifting(Drift):
    def judge(self, small: Plane, now: float, *, stands: bool) -> bool:
        """The camera never moves by itself."""
        del small, now, stands
        return False


def _unsteady(extractor: FeatureExtractor) -> None:
    extractor.stabiliser = _NeverShifted()


def _anchored(extractor: FeatureExtractor) -> None:
    extractor.drift = _NeverDrifting()


def _unmasked(extractor: FeatureExtractor) -> None:
    extractor.activity = _NeverBusy()


def _calm(extractor: FeatureExtractor) -> None:
    extractor.upheaval = _NeverUpset()


@dataclass(frozen=True, slots=True)
class Off:
    """How one rule is switched off; ``settings`` go to every detector that knows them."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    extractor: Callable[[FeatureExtractor], None] | None = None
    rule: Callable[[Rule], Rule] | None = None


RULES_OFF: Mapping[str, Off] = MappingProxyType(
    {
        "stabilisation": Off(extractor=_unsteady),
        "drift": Off(extractor=_anchored),
        "activity": Off(extractor=_unmasked),
        "global_change": Off({"global_change": 1.0}, extractor=_calm),
        "travel": Off({"min_travel": 0.0, "min_travel_sizes": 0.0}),
        "edge": Off({"min_edge": 0.0}),
        "dwell": Off({"dwell_seconds": 0.0}),
        "quality": Off({"least_quality": 0.0}),
        "confirm": Off(rule=lambda rule: rule.with_hold(0.0)),
        "n_of_m": Off(rule=lambda rule: rule.with_counts(needed=1, window=1)),
        "explained": Off(rule=lambda rule: replace(rule, explained_by=frozenset())),
        "suspension": Off(rule=lambda rule: replace(rule, suspended_by=frozenset())),
    }
)
"""Rules by the name that ``--without`` takes. A new one is a line here."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """The rules that are off in a run."""

    off: frozenset[str] = frozenset()

    def camera(self, spec: CameraSpec) -> CameraSpec:
        """The camera with the settings of its detectors changed."""
        given = {key: value for name in self.off for key, value in RULES_OFF[name].settings.items()}
        return spec.model_copy(update={"detectors": tuple(_with(each, given) for each in spec.detectors)})

    def setup(self, setup: PipelineSetup) -> PipelineSetup:
        """What the pipeline runs, without what is off."""
        return replace(setup, rules=self.rules(setup.rules), extractor=self.extractor(setup.extractor))

    def extractor(self, extractor: FeatureExtractor) -> FeatureExtractor:
        """The same extractor without what is off; for a camera that has not seen anything yet."""
        for name in sorted(self.off):
            change = RULES_OFF[name].extractor
            if change is not None:
                change(extractor)
        return extractor

    def rules(self, rules: RuleBook) -> RuleBook:
        """The alert rules without what is off."""
        found = dict(rules.overrides)
        for name in sorted(self.off):
            change = RULES_OFF[name].rule
            if change is not None:
                found = {key: change(rule) for key, rule in found.items()}
        return RuleBook(MappingProxyType(found))


NOTHING_OFF = Ablation()


def _with(detector: DetectorSpec, given: Mapping[str, Setting]) -> DetectorSpec:
    known = DETECTORS[detector.kind].settings.__dataclass_fields__  # type: ignore[attr-defined]
    fitting = {key: value for key, value in given.items() if key in known}
    return detector.model_copy(update={"settings": {**detector.settings, **fitting}})
