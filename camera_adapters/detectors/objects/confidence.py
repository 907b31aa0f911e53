"""Confidence of the network in an object that it has seen in several looks. Pure."""

from __future__ import annotations

from camera_adapters.detectors.objects.finding import ObjectClass
from camera_adapters.detectors.objects.object_tracks import TrackedObject

HELD = 0.3
"""A score that starts nothing."""
WALKING = 0.5
"""Score of a track that has moved as a body does."""
NAMED_LOOKS = 2
"""Looks as sure as a walk by which a track has a name."""
ANIMAL = 0.6
ANIMAL_LOOKS = 3
"""A person taken for a dog once or twice must still be told."""
SUSPICION = 0.1
"""What a find at night, or of somebody who was never seen to move, must be better by."""
LONG_LOOKS = 5
LONG_LEAST = 0.3
LONG_SCORE = 0.55
"""Something small and unsure that goes its way through this many of seven looks, as sure as that in the mean of the
best, is as good as one sure look."""
LARGEST = 0.6
"""Share of the picture; what is larger stands before the lens."""


def akin(a: ObjectClass, b: ObjectClass) -> bool:
    """Whether two names mean the same thing here: a car from above is a vehicle in one look and a box in the next."""
    return a is b or {a, b} == {ObjectClass.VEHICLE, ObjectClass.BOX}


def explains(thing: TrackedObject) -> bool:
    """Whether it is sure enough what moves there, so that it need not be told without a name."""
    sort = thing.sort
    scores = sorted((each.score for each in thing.looks if each is not None and akin(each.sort, sort)), reverse=True)
    if sort is ObjectClass.ANIMAL:
        return len(scores) >= ANIMAL_LOOKS and scores[ANIMAL_LOOKS - 1] >= ANIMAL
    return sort is not ObjectClass.OTHER and len(scores) >= NAMED_LOOKS and scores[NAMED_LOOKS - 1] >= WALKING


def score(thing: TrackedObject, *, night: bool, drifts: bool = False) -> float:
    """How sure this look is, less what makes it doubtful, and never less than what many looks come to together."""
    finding, sort = thing.finding, thing.sort
    if not akin(finding.sort, sort) or finding.box[2] * finding.box[3] > LARGEST:
        return 0.0
    must_move = night or (sort is not ObjectClass.PERSON and not drifts)
    if must_move and not thing.moved:
        return min(HELD, finding.score)
    sure = finding.score - SUSPICION * (night + (not thing.moved))
    if (thing.moved or drifts) and is_lasting(thing):
        sure = max(sure, LONG_SCORE)
    return max(0.0, sure)


def is_lasting(thing: TrackedObject) -> bool:
    """Whether most of the looks saw it, the best of them surely enough in their mean."""
    scores = thing.scores(thing.sort)[:LONG_LOOKS]
    return len(scores) == LONG_LOOKS and sum(scores) >= LONG_LOOKS * LONG_LEAST
