"""Changes of a set-up: what differs, and what is left of it when others changed something too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from camera_adapters.messages import CameraSpec
from command_center.cameras.change import ChangeDraft, ChangeSource, ClashError, applied, chained, differences
from command_center.chain.model import GENESIS, find_break

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def zone(name: str, right: float = 1.0) -> dict[str, Any]:
    corners = [[0.0, 0.0], [right, 0.0], [right, 1.0]]
    return {"id": name, "name": {"zh": "区", "en": "Zone"}, "purpose": "watch", "polygon": corners}


def spec(**changes: Any) -> dict[str, Any]:
    values = {
        "id": "gate",
        "name": {"zh": "大门", "en": "Gate"},
        "hotspot": "town",
        "position": {"lon": 113.3, "lat": 34.8},
        "main": "file:a.mp4",
        **changes,
    }
    return CameraSpec.model_validate(values).model_dump(mode="json")


def test_a_change_names_only_the_parts_that_differ() -> None:
    before = spec(zones=[zone("road"), zone("bank")])
    after = spec(zones=[zone("bank", 0.5), zone("road")], record="main")
    assert [one.path for one in differences(before, after)] == [("record",), ("zones", "bank")]


def test_two_detectors_of_one_kind_in_one_zone_are_told_apart() -> None:
    one = {"kind": "intrusion", "zone": "road"}
    before = spec(zones=[zone("road")], detectors=[one])
    after = spec(zones=[zone("road")], detectors=[one, {**one, "settings": {"threshold": 0.7}}])
    (found,) = differences(before, after)
    assert (found.path, found.before, found.after["settings"]) == (
        ("detectors", "intrusion road 2"), None, {"threshold": 0.7},
    )  # fmt: skip


def test_a_change_is_applied_to_what_others_made_of_the_rest() -> None:
    began, theirs = spec(zones=[zone("road")]), spec(zones=[zone("road"), zone("mask-1")], record="main")
    mine = differences(began, spec(zones=[zone("road", 0.5)]))
    merged = applied(theirs, mine)
    assert merged == spec(zones=[zone("road", 0.5), zone("mask-1")], record="main")


def test_a_part_that_both_changed_differently_is_refused_by_name() -> None:
    began, theirs = spec(zones=[zone("road")]), spec(zones=[zone("road", 0.7)])
    with pytest.raises(ClashError) as caught:
        applied(theirs, differences(began, spec(zones=[zone("road", 0.5)])))
    assert caught.value.paths == (("zones", "road"),)


def test_what_both_changed_to_the_same_is_no_clash() -> None:
    wanted = spec(record="main")
    assert applied(wanted, differences(spec(), wanted)) == wanted


def test_a_change_and_its_way_back_give_what_was_before() -> None:
    before = spec(zones=[zone("road")], detectors=[{"kind": "intrusion", "zone": "road"}])
    after = spec(zones=[zone("bank")], sub="file:b.mp4")
    back = [one.inverted for one in differences(before, after)]
    assert applied(after, back) == before


def test_an_altered_change_breaks_the_chain() -> None:
    drafts = [ChangeDraft("gate", NOON, None, ChangeSource.FILE, None, spec(record=each)) for each in ("main", "sub")]
    links = chained(0, GENESIS, drafts)
    assert find_break(links) is None
    forged = ChangeDraft("gate", NOON, None, ChangeSource.PAGE, None, spec())
    broken = find_break([type(links[0])(1, forged, links[0].prev_hash, links[0].hash), links[1]])
    assert broken is not None
    assert broken.number == 1
