"""Labels are read strictly: an error names the file, the entry and the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from camera_adapters.base.errors import LabelError
from camera_adapters.evaluation.cameras import camera_of
from camera_adapters.evaluation.labels import fractions, read_labels, unknown_keys

ENTRY: dict[str, Any] = {"file": "a.mp4", "hotspot": "river", "events": []}


def folder(tmp_path: Path, *entries: object) -> Path:
    (tmp_path / "labels.json").write_text(json.dumps(entries))
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("file"), str) and ".." not in entry["file"]:
            (tmp_path / entry["file"]).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"file": "../a.mp4"}, "file"),
        ({"hotspot": ""}, "hotspot"),
        ({"events": [{"kind": "smoke", "start_s": 2, "end_s": 1}]}, "events.0"),
        ({"events": [{"kind": "smoke", "start_s": 2}]}, "events.0.end_s"),
        ({"events": [{"kind": "smoek", "start_s": 2, "end_s": 3}]}, "events.0.kind"),
        ({"tolerated": ["shake"]}, "tolerated.0"),
        ({"seconds_per_frame_in_reality": 0}, "seconds_per_frame_in_reality"),
        ({"setup": {"gauges": [{"name": "g", "kind": "pole", "roi_xywh": [0, 0, 1, 1]}]}}, "setup.gauges.0.kind"),
        ({"waterline_y_px_per_frame": ["x"]}, "waterline_y_px_per_frame.0"),
    ],
)
def test_a_wrong_value_is_named_by_entry_and_key(tmp_path: Path, change: dict[str, Any], key: str) -> None:
    good, bad = {**ENTRY, "file": "b.mp4"}, {**ENTRY, **change}
    with pytest.raises(LabelError) as caught:
        read_labels(folder(tmp_path, good, bad))
    assert caught.value.entry.startswith("1")
    assert caught.value.key == key
    assert str(tmp_path / "labels.json") in str(caught.value)


def test_a_missing_file_and_a_file_named_twice_are_errors(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="stands twice"):
        read_labels(folder(tmp_path, ENTRY, ENTRY))
    (tmp_path / "a.mp4").unlink()
    (tmp_path / "labels.json").write_text(json.dumps([ENTRY]))
    with pytest.raises(LabelError, match="no such file"):
        read_labels(tmp_path)


@pytest.mark.parametrize(("text", "problem"), [("{", "is not JSON"), ("{}", "must be a list"), ("[]", "at least one")])
def test_labels_that_are_no_list_of_recordings_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "labels.json").write_text(text)
    with pytest.raises(LabelError, match=problem):
        read_labels(tmp_path)
    (tmp_path / "labels.json").unlink()
    with pytest.raises(LabelError, match="No such file"):
        read_labels(tmp_path)


def test_a_key_without_meaning_is_pointed_out(tmp_path: Path) -> None:
    assert unknown_keys(folder(tmp_path, {**ENTRY, "absnt": ["smoke"], "licence": "own"})) == ["absnt"]


def test_corners_are_pixels_or_fractions_of_one_polygon_or_several() -> None:
    triangle = ((0.0, 0.0), (320.0, 0.0), (320.0, 90.0))
    assert fractions(triangle, (640, 180)) == (((0.0, 0.0), (0.5, 0.0), (0.5, 0.5)),)
    assert fractions(((0.0, 0.0), (0.5, 0.0), (0.5, 1.0)), (640, 180)) == (((0.0, 0.0), (0.5, 0.0), (0.5, 1.0)),)
    assert len(fractions((triangle, triangle), (640, 180))) == 2
    assert fractions("whole picture", (640, 180))[0][2] == (1.0, 1.0)


def test_the_set_up_of_a_clip_becomes_a_camera(tmp_path: Path) -> None:
    gauge = {"name": "Board", "kind": "board", "roi_xywh": [64, 18, 32, 90], "points_y_px_m": [[18, 2.0], [90, 1.0]]}
    setup = {
        "zones": [{"name": "Left bank", "kind": "intrusion", "polygon": [[0, 0], [320, 0], [320, 180]]}],
        "gauges": [gauge],
        "rise_alert_m_per_h": 0.1,
        "water": [[0, 90], [640, 90], [640, 180]],
    }
    (clip,) = read_labels(folder(tmp_path, {**ENTRY, "setup": setup}))
    camera = camera_of(clip, (640, 180))
    assert [(zone.id, zone.purpose.value) for zone in camera.zones] == [("left-bank", "watch"), ("area-water", "water")]
    assert camera.gauges[0].roi == pytest.approx((0.1, 0.1, 0.05, 0.5))
    assert camera.gauges[0].points == ((0.1, 2.0), (0.5, 1.0))
    assert camera.gauges[0].rise_alert_m_per_h == 0.1
    assert ("intrusion", "left-bank") in [(each.kind, each.zone) for each in camera.detectors]


def test_a_gauge_that_cannot_be_read_is_an_error_of_the_labels(tmp_path: Path) -> None:
    gauge = {"name": "g", "kind": "board", "roi_xywh": [0, 0, 900, 10], "points_y_px_m": [[1, 2.0], [9, 1.0]]}
    (clip,) = read_labels(folder(tmp_path, {**ENTRY, "setup": {"gauges": [gauge]}}))
    with pytest.raises(LabelError, match="setup"):
        camera_of(clip, (640, 180))
