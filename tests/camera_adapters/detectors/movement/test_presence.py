"""Who counts as somebody in the zone."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin

import numpy as np
import pytest

from camera_adapters.alerts.observation import Observation
from camera_adapters.detectors.features.tracks import Blob
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.movement.presence import IntrusionSettings, PresenceDecision, ZoneMotion

ASPECT = 9 / 16
LOWER_HALF = Area(((0.0, 0.5), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)))


def decision(area: Area | None = None, **more: float) -> PresenceDecision:
    return PresenceDecision("bank", area or Area(), IntrusionSettings(**more))


def picture(*boxes: tuple[float, float, float, float], changed: float = 0.02) -> ZoneMotion:
    """Boxes in fractions of the picture."""
    blobs = tuple(Blob(x, y * ASPECT, w, h * ASPECT, 0.7) for x, y, w, h in boxes)
    return ZoneMotion(blobs, changed, 0.01)


def walk(
    judge: PresenceDecision,
    way: Sequence[tuple[float, float]],
    size: tuple[float, float] = (0.04, 0.15),
    start: float = 0.0,
) -> list[Observation]:
    """Best observation of each picture of a body whose box stands at ``way`` (left, top)."""
    best = []
    for i, (x, y) in enumerate(way):
        seen = judge.decide(picture((x, y, *size)), ASPECT, start + i * 0.2)
        best.append(max(seen, key=lambda each: each.score))
    return best


def test_a_walker_in_the_zone_is_seen_with_box_track_and_evidence() -> None:
    seen = walk(decision(), [(0.1 + 0.02 * i, 0.6) for i in range(10)])
    last = seen[-1]
    assert last.score > 0.7
    assert (last.kind, last.zone, last.place, last.veto) == ("intrusion", "bank", "track-1", None)
    assert last.box == pytest.approx((0.28, 0.6, 0.04, 0.15))
    assert last.evidence["travel"] == pytest.approx(0.18, abs=0.01)


def test_the_foot_point_decides_and_not_the_body() -> None:
    above = walk(decision(LOWER_HALF), [(0.1 + 0.02 * i, 0.3) for i in range(10)])
    assert all(each.score == 0.0 for each in above)
    standing_in = walk(decision(LOWER_HALF), [(0.1 + 0.02 * i, 0.4) for i in range(10)])
    assert standing_in[-1].score > 0.7


def test_a_body_that_stops_in_the_zone_is_still_there() -> None:
    seen = walk(decision(), [(0.1 + 0.02 * min(i, 10), 0.6) for i in range(40)])
    assert seen[-1].score > 0.5


def test_what_moves_in_place_is_nobody() -> None:
    seen = walk(decision(), [(0.5 + 0.01 * (i % 2), 0.6) for i in range(60)])
    assert max(each.score for each in seen) < 0.4


def test_what_is_larger_than_the_largest_body_is_nobody() -> None:
    seen = walk(decision(), [(0.02 * i, 0.1) for i in range(15)], size=(0.6, 0.8))
    assert max(each.score for each in seen) == 0.0


def test_who_does_not_stay_long_enough_is_nobody() -> None:
    seen = walk(decision(dwell_seconds=5.0), [(0.1 + 0.02 * i, 0.6) for i in range(20)])
    assert max(each.score for each in seen) < 0.4


def test_a_change_of_the_whole_picture_is_vetoed_and_forgets_the_tracks() -> None:
    judge = decision()
    walk(judge, [(0.1 + 0.02 * i, 0.6) for i in range(5)])
    [flash] = judge.decide(picture((0.2, 0.6, 0.04, 0.15), changed=0.9), ASPECT, 1.0)
    assert flash.veto == "global_change"
    assert walk(judge, [(0.22, 0.6)], start=1.2)[0].score < 0.4


def test_an_empty_picture_says_that_nobody_is_there() -> None:
    [nobody] = decision().decide(picture(), ASPECT, 0.0)
    assert (nobody.score, nobody.veto, nobody.place) == (0.0, None, "")


@pytest.mark.parametrize(
    "wrong", [{"min_area": 0.3}, {"max_area": 1.5}, {"dwell_seconds": -1.0}, {"global_change": 0.0}]
)
def test_settings_out_of_bounds_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        IntrusionSettings(**wrong)


def test_who_strolls_far_away_is_somebody_and_what_sways_in_its_place_is_nobody() -> None:
    jitter = np.random.default_rng(5).normal(0.0, 0.001, (150, 2))
    stroll = [(0.3 + 0.0006 * i + dx, 0.6 + dy) for i, (dx, dy) in enumerate(jitter)]
    assert max(each.score for each in walk(decision(), stroll, (0.025, 0.07))) >= 0.5
    sway = [(0.3 + 0.012 * sin(0.13 * i) + dx, 0.6 + dy) for i, (dx, dy) in enumerate(jitter)]
    assert max(each.score for each in walk(decision(), sway, (0.025, 0.07))) < 0.5


def crossing_blob(edge: float, size: float = 0.05) -> float:
    """Best score of a body of this size and rim that goes its way."""
    judge = decision()
    scores = []
    for i in range(15):
        blob = Blob(0.1 + 0.02 * i, 0.3, size, size, 0.7, edge)
        scores += [each.score for each in judge.decide(ZoneMotion((blob,), 0.02, 0.01), ASPECT, i * 0.2)]
    return max(scores)


def test_what_is_small_must_stand_out_more_sharply_than_what_is_large() -> None:
    assert crossing_blob(edge=1.1) > 0.5
    assert crossing_blob(edge=0.8) < 0.5
    assert crossing_blob(edge=0.8, size=0.2) > 0.5
