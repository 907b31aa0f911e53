"""Detections of an object network, with class names that the site uses. Pure.

A network for everyday pictures knows eighty things; a township's cameras care for four, and for what only looks like
one of them. What a name of the network means here is one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from camera_adapters.base.boxes import BoxTuple, overlap


class ObjectClass(StrEnum):
    """What a find means for the watch."""

    PERSON = "person"
    VEHICLE = "vehicle"
    BOAT = "boat"
    ANIMAL = "animal"
    """Moves, and is no reason to call anybody."""
    BOX = "box"
    """Rigid and box-like by its name, and nothing of that kind moves by itself out of doors: a car seen from above is a
    telephone to a network that never saw one. A vehicle, but only when it is seen to drive."""
    OTHER = "other"
    """Has a name that means nothing here."""


SORTS: Mapping[str, ObjectClass] = MappingProxyType(
    {
        "person": ObjectClass.PERSON,
        **dict.fromkeys(
            ("bicycle", "car", "motorbike", "motorcycle", "bus", "train", "truck", "vehicle"), ObjectClass.VEHICLE
        ),
        "boat": ObjectClass.BOAT,
        "ship": ObjectClass.BOAT,
        **dict.fromkeys(
            ("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "animal"),
            ObjectClass.ANIMAL,
        ),
        **dict.fromkeys(
            ("cell_phone", "suitcase", "remote", "mouse", "laptop", "keyboard", "toilet", "microwave", "refrigerator"),
            ObjectClass.BOX,
        ),
    }
)
"""Names that networks use, blanks as underscores; every other name is ``ObjectClass.OTHER``."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing that the network sees in one picture."""

    sort: ObjectClass
    score: float
    box: BoxTuple
    name: str = ""
    """The network's own word, for the evidence of what it took something for."""

    @property
    def foot(self) -> tuple[float, float]:
        """Middle of the lower edge: where it stands on the ground or sits in the water."""
        return self.box[0] + self.box[2] / 2, self.box[1] + self.box[3]

    def moved_into(self, crop: BoxTuple) -> Detection:
        """The same find, whose box was a share of ``crop``, as a share of the picture."""
        x, y, w, h = self.box
        left, top, width, height = crop
        return replace(self, box=(left + x * width, top + y * height, w * width, h * height))


def merged(findings: Sequence[Detection], same: float = 0.45) -> list[Detection]:
    """The best of each group of one sort whose boxes overlap by more than ``same``, best first."""
    kept: list[Detection] = []
    for finding in sorted(findings, key=lambda each: -each.score):
        if all(each.sort is not finding.sort or overlap(each.box, finding.box) <= same for each in kept):
            kept.append(finding)
    return kept
