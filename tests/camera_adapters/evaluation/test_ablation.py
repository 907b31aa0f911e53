"""Rules switched off one by one, and nothing else with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.evaluation.ablation import RULES_OFF, Ablation
from tests.support.pictures import camera, frame, landscape, noisy

WATCHED = camera({"kind": "intrusion", "zone": "whole"})


@pytest.mark.parametrize("name", sorted(RULES_OFF))
def test_every_rule_can_be_switched_off_and_changes_something(name: str) -> None:
    ablation = Ablation(frozenset({name}))
    spec, rules, extractor = (
        ablation.camera(WATCHED),
        ablation.rules(build_rules(WATCHED)),
        ablation.extractor(FeatureExtractor()),
    )
    assert build_detectors(spec, Site())
    plain = FeatureExtractor()
    changed = [
        spec != WATCHED,
        rules.overrides != build_rules(WATCHED).overrides,
        any(type(part) is not type(vars(plain)[key]) for key, part in vars(extractor).items()),
    ]
    assert any(changed) or name == "quality"  # no gauge here


def test_with_nothing_off_everything_is_as_it_runs_live() -> None:
    nothing = Ablation()
    assert nothing.camera(WATCHED) == WATCHED
    assert nothing.rules(build_rules(WATCHED)).overrides == build_rules(WATCHED).overrides


def test_without_confirmation_a_rule_differs_in_its_hold_alone() -> None:
    plain = build_rules(WATCHED).overrides["camera_blurred", None]
    off = Ablation(frozenset({"confirm"})).rules(build_rules(WATCHED)).overrides["camera_blurred", None]
    assert plain.hold_seconds > 0.0
    assert off == replace(plain, hold_seconds=0.0)


def test_without_its_parts_the_sight_sees_no_shake_no_bustle_and_no_upheaval() -> None:
    rng, still = np.random.default_rng(1), landscape()
    extractor = Ablation(frozenset({"stabilisation", "activity", "global_change"})).extractor(FeatureExtractor())
    for number in range(20):
        picture = np.roll(noisy(still, rng), 3 * (number % 2), axis=1) // (1 + number // 10)
        features = extractor.extract(frame(picture.astype(np.uint8), number / 5))
        assert features.shift.length == 0.0
        assert not features.busy.any()
        assert features.change.veto is None
