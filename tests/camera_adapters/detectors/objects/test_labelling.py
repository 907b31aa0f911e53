"""What the network finds and what motion saw become names: on findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from camera_adapters.alerts.observation import Observation
from camera_adapters.base.boxes import BoxTuple
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.objects.finding import Detection, ObjectClass, merged
from camera_adapters.detectors.objects.labelling import STATIC_SECONDS, Circumstances, Labelling, NetworkLook
from camera_adapters.detectors.objects.schedule import BUSY_SECONDS, URGENT_SECONDS, close_up, interval

WHOLE: BoxTuple = (0.0, 0.0, 1.0, 1.0)
LOWER = Area(((0.0, 0.5), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0)))


def found(
    sort: ObjectClass, score: float, x: float = 0.4, y: float = 0.6, w: float = 0.06, h: float = 0.2
) -> Detection:
    return Detection(sort, score, (x, y, w, h), sort.value)


def walker(score: float = 0.8, x: float = 0.4, y: float = 0.6, w: float = 0.06, h: float = 0.2) -> Observation:
    return Observation("intrusion", score, zone="bank", place="track-1", box=(x, y, w, h))


def decide(
    labelling: Labelling,
    now: float,
    findings: Sequence[Detection] | None,
    seen: Sequence[Observation] = (),
    *,
    night: bool = False,
    answering: bool = True,
    sway: float = 0.0,
) -> dict[str, float]:
    """Best score of each kind."""
    look = None if findings is None else NetworkLook(findings, WHOLE)
    told = labelling.decide(seen, look, Circumstances(now, night=night, sway=sway), answering=answering)
    best: dict[str, float] = {}
    for each in told:
        if each.veto is None:
            best[each.kind] = max(best.get(each.kind, 0.0), each.score)
    return best


def test_who_walks_and_is_recognised_is_told_by_name_and_only_by_name() -> None:
    labelling = Labelling("bank", Area())
    for i in range(4):
        best = decide(labelling, i * 0.4, [found(ObjectClass.PERSON, 0.8, 0.3 + 0.03 * i)], [walker(x=0.3 + 0.03 * i)])
    assert best["person"] > 0.7
    assert "intrusion" not in best


def test_a_car_that_a_close_look_cuts_off_has_not_moved() -> None:
    labelling = Labelling("bank", Area())
    crop = (0.0, 0.0, 0.5, 1.0)
    for i in range(4):
        look = NetworkLook(
            [found(ObjectClass.VEHICLE, 0.9, 0.4, 0.6, 0.1 if i % 2 else 0.25, 0.1)], crop if i % 2 else WHOLE
        )
        labelling.decide([], look, Circumstances(float(i)), answering=True)
    assert [each.moved for each in labelling.objects.known] == [False]


def test_who_walks_and_has_no_name_after_two_looks_is_told_without_one() -> None:
    labelling = Labelling("bank", Area())
    scores = [decide(labelling, i * 0.4, [], [walker()])["intrusion"] for i in range(4)]
    assert scores[0] < 0.5
    assert scores[-1] == 0.8


def test_without_an_answer_of_the_network_motion_is_told_at_once() -> None:
    assert decide(Labelling("bank", Area()), 0.0, None, [walker()], answering=False)["intrusion"] == 0.8


def test_somebody_who_stands_still_by_day_is_seen_and_needs_to_be_clearer() -> None:
    labelling = Labelling("bank", Area())
    assert decide(labelling, 0.0, [found(ObjectClass.PERSON, 0.8)])["person"] == 0.7
    assert decide(labelling, 1.0, [found(ObjectClass.PERSON, 0.55)])["person"] < 0.5


def test_at_night_who_does_not_move_is_a_bush() -> None:
    assert decide(Labelling("bank", Area()), 0.0, [found(ObjectClass.PERSON, 0.9)], night=True)["person"] < 0.5


def test_a_parked_car_is_nobody_even_when_somebody_walks_by() -> None:
    labelling = Labelling("bank", Area())
    for i in range(6):
        car = found(ObjectClass.VEHICLE, 0.9, w=0.3, h=0.25)
        best = decide(labelling, i * 1.0, [car], [walker(x=0.42, w=0.03, h=0.15)])
    assert best["vehicle"] < 0.5


def test_a_telephone_that_drives_is_a_car_seen_from_above() -> None:
    labelling = Labelling("bank", Area())
    for i in range(4):
        y = 0.2 + 0.05 * i
        seen = [walker(x=0.4, y=y, w=0.2, h=0.4)]
        best = decide(labelling, i * 0.4, [found(ObjectClass.BOX, 0.9, 0.4, y, 0.2, 0.4)], seen)
    assert best["vehicle"] > 0.8
    lying = Labelling("bank", Area())
    assert decide(lying, 0.0, [found(ObjectClass.BOX, 0.9)])["vehicle"] == 0.0


def test_a_dog_is_no_reason_to_call_anybody() -> None:
    labelling = Labelling("bank", Area())
    for i in range(5):
        x = 0.3 + 0.04 * i
        best = decide(labelling, i * 0.4, [found(ObjectClass.ANIMAL, 0.8, x)], [walker(x=x)])
    assert max(best.values()) < 0.5


def test_a_person_in_the_water_swims_unless_a_boat_carries_them() -> None:
    labelling = Labelling("bank", Area(), waters=[LOWER])
    assert decide(labelling, 0.0, [found(ObjectClass.PERSON, 0.8)])["swimmer"] > 0.5
    aboard = Labelling("bank", Area(), waters=[LOWER])
    best = decide(aboard, 0.0, [found(ObjectClass.PERSON, 0.8), found(ObjectClass.BOAT, 0.8, 0.35, 0.6, 0.2, 0.22)])
    assert best["swimmer"] == best["person"] == 0.0


def test_the_foot_point_decides_and_a_mask_counts_for_nobody() -> None:
    assert decide(Labelling("bank", LOWER), 0.0, [found(ObjectClass.PERSON, 0.9, y=0.1)])["person"] == 0.0
    assert decide(Labelling("bank", Area(), masks=[LOWER]), 0.0, [found(ObjectClass.PERSON, 0.9)])["person"] == 0.0


def test_something_small_that_goes_its_way_through_many_looks_is_believed() -> None:
    labelling = Labelling("bank", Area())
    scores = [
        decide(labelling, i, [found(ObjectClass.BOAT, 0.36, 0.1 + 0.06 * i, 0.3, 0.05, 0.04)])["boat"] for i in range(7)
    ]
    assert scores[1] < 0.5 < scores[-1]


def test_before_a_camera_that_moves_itself_a_boat_need_not_be_seen_to_move_but_to_last() -> None:
    labelling = Labelling("bank", Area())
    scores = [
        decide(labelling, i * 0.2, [found(ObjectClass.BOAT, 0.4, 0.1 + 0.02 * i)], sway=inf)["boat"] for i in range(6)
    ]
    assert max(scores[:4]) < 0.5 < scores[-1]
    assert [each.moved for each in labelling.objects.known] == [False]
    once = Labelling("bank", Area())
    assert max(decide(once, i * 0.2, [found(ObjectClass.BOAT, 0.25)], sway=inf)["boat"] for i in range(8)) < 0.5


def test_a_parked_car_has_not_moved_when_the_camera_comes_to_rest() -> None:
    labelling = Labelling("bank", Area())
    for i in range(5):
        decide(labelling, i * 0.2, [found(ObjectClass.VEHICLE, 0.8, 0.1 + 0.05 * i)], sway=inf)
    assert decide(labelling, 1.2, [found(ObjectClass.VEHICLE, 0.8, 0.31)])["vehicle"] < 0.5


def test_what_is_unsure_is_looked_at_closely_until_it_is_known() -> None:
    labelling = Labelling("bank", Area())
    decide(labelling, 0.0, [found(ObjectClass.BOAT, 0.3)])
    assert labelling.doubtful() == found(ObjectClass.BOAT, 0.3).box
    for i in range(1, 8):
        decide(labelling, i * 0.2, [found(ObjectClass.BOAT, 0.8)])
    assert labelling.doubtful() is None


def test_what_stands_for_half_an_hour_is_vetoed_and_recorded() -> None:
    labelling = Labelling("bank", Area())
    labelling.decide([], NetworkLook([found(ObjectClass.PERSON, 0.8)], WHOLE), Circumstances(0.0), answering=True)
    told = labelling.decide(
        [], NetworkLook([found(ObjectClass.PERSON, 0.8)], WHOLE), Circumstances(STATIC_SECONDS + 1), answering=True
    )
    assert [each.veto for each in told if each.kind == "person"] == ["static_box"]


def test_who_comes_is_looked_at_at_once_and_a_quiet_place_seldom() -> None:
    assert interval(hurry=True, busy=True, idle_seconds=5.0) == URGENT_SECONDS
    assert interval(hurry=False, busy=True, idle_seconds=5.0) == BUSY_SECONDS
    assert interval(hurry=False, busy=False, idle_seconds=5.0) == 5.0


def test_a_close_look_holds_what_it_is_for_and_stays_in_the_picture() -> None:
    left, top, width, height = close_up([(0.9, 0.85, 0.05, 0.1)], WHOLE)
    assert left <= 0.9
    assert left + width >= 0.95
    assert top + height <= 1.0
    assert width < 0.5
    assert close_up([(0.0, 0.0, 0.5, 0.9)], WHOLE) == WHOLE


def test_the_best_of_overlapping_finds_is_kept() -> None:
    kept = merged([found(ObjectClass.PERSON, 0.6), found(ObjectClass.PERSON, 0.9, 0.405), found(ObjectClass.BOAT, 0.5)])
    assert [(each.sort, each.score) for each in kept] == [(ObjectClass.PERSON, 0.9), (ObjectClass.BOAT, 0.5)]


def test_nobody_is_kept_back_for_a_name_while_the_network_has_no_time() -> None:
    labelling = Labelling("bank", Area())
    scores = [decide(labelling, i * 0.2, None, [walker()])["intrusion"] for i in range(6)]
    assert scores[0] < 0.5
    assert scores[-2:] == [0.8, 0.8]
