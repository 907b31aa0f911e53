"""Changes of a camera's specification: what differs, and how one is applied to what others changed. Pure.

A specification is compared in parts: each setting of the camera itself, and each zone, gauge and detector as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from camera_adapters.messages import CameraSpec
from command_center.chain.model import Who, seal, spell

Path = tuple[str, ...]
"""``("record",)``, ``("zones", "gate")``, ``("detectors", "intrusion gate")``."""
SpecJson = Mapping[str, Any]
LISTS = ("zones", "gauges", "detectors")


class ChangeSource(StrEnum):
    """Where a change came from."""

    PAGE = "page"
    FILE = "file"
    MASK = "mask"
    """A place of a false alert was masked."""
    SUGGESTION = "suggestion"
    """A person agreed to a suggested setting."""
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Difference:
    """One part before and after; None where it does not exist."""

    path: Path
    before: Any
    after: Any

    @property
    def inverted(self) -> Difference:
        """The change that undoes this one."""
        return Difference(self.path, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """A change without its place in the chain. ``before`` None: the camera is new; ``after`` None: it was taken off.

    ``actor`` None is the command line. ``about`` names what led to it: ``alert_id``, ``undoes``.
    """

    camera_id: str
    at: datetime
    actor: Who | None
    source: ChangeSource
    before: SpecJson | None
    after: SpecJson | None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetupChange:
    """A draft with its place in the chain of all changes of all cameras."""

    number: int
    draft: ChangeDraft
    prev_hash: bytes
    hash: bytes

    def digest(self) -> bytes:
        """What the hash must be."""
        return seal(self.prev_hash, _spelling(self.number, self.draft))


def chained(number: int, head: bytes, drafts: Iterable[ChangeDraft]) -> list[SetupChange]:
    """Number and link drafts behind the change ``number`` whose hash is ``head``."""
    links: list[SetupChange] = []
    for place, draft in enumerate(drafts, start=number + 1):
        digest = seal(head, _spelling(place, draft))
        links.append(SetupChange(place, draft, head, digest))
        head = digest
    return links


def _spelling(number: int, draft: ChangeDraft) -> bytes:
    who = draft.actor
    return spell(
        {
            "number": number,
            "camera": draft.camera_id,
            "at": draft.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [who.id, who.name, who.role] if who else None,
            "source": str(draft.source),
            "before": draft.before,
            "after": draft.after,
            "about": draft.about,
        }
    )


def as_json(spec: CameraSpec | None) -> SpecJson | None:
    """The specification as rows keep it."""
    return None if spec is None else spec.model_dump(mode="json")


def parts(spec: SpecJson) -> dict[Path, Any]:
    """A specification taken apart; of two detectors of one kind in one zone the second is ``… 2``."""
    found: dict[Path, Any] = {(key,): value for key, value in spec.items() if key not in LISTS}
    for name in LISTS:
        for item in spec.get(name) or ():
            key = _key(name, item)
            number = 2
            while (name, key) in found:
                key, number = f"{_key(name, item)} {number}", number + 1
            found[name, key] = item
    return found


def differences(before: SpecJson, after: SpecJson) -> tuple[Difference, ...]:
    """The parts that differ. The order of zones, gauges and detectors means nothing."""
    old, new = parts(before), parts(after)
    paths = dict.fromkeys((*old, *new))
    return tuple(Difference(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


class ClashError(ValueError):
    """Parts that somebody else has changed to something else; carries their paths."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        super().__init__("changed meanwhile: " + ", ".join(".".join(path) for path in paths))


def applied(current: SpecJson, wanted: Sequence[Difference]) -> SpecJson:
    """``current`` with these differences. Raises ClashError where a part is neither as before nor as wanted."""
    held = parts(current)
    clashes = [one.path for one in wanted if held.get(one.path) not in (one.before, one.after)]
    if clashes:
        raise ClashError(clashes)
    for one in wanted:
        if one.after is None and len(one.path) > 1:
            held.pop(one.path, None)
        else:
            held[one.path] = one.after
    return _assembled(held)


def _assembled(held: Mapping[Path, Any]) -> SpecJson:
    spec: dict[str, Any] = {name: [] for name in LISTS}
    for path, value in held.items():
        if len(path) == 1:
            spec[path[0]] = value
        else:
            spec[path[0]].append(value)
    return spec


def _key(name: str, item: Mapping[str, Any]) -> str:
    if name != "detectors":
        return str(item["id"])
    return f"{item['kind']} {item['zone']}" if item.get("zone") else str(item["kind"])
