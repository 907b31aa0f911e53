"""The bench of scenes: what it holds, and that its labels are read by the evaluation."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from camera_adapters.evaluation.cameras import camera_of
from camera_adapters.evaluation.labels import LabelledClip, read_labels
from camera_adapters.sources.scene.__main__ import main
from camera_adapters.sources.scene.address import NUISANCE_KINDS
from camera_adapters.sources.scene.bench import QUIET_SECONDS, BenchScene, bench_scenes, label_of
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.truth import TruthEvent
from camera_adapters.sources.scene.worlds.river import GAUGE, GAUGE_ROWS
from tests.camera_adapters.sources.scene.small import truth_of


def test_forty_scenes_of_three_minutes_show_every_nuisance_and_nothing_else() -> None:
    quiet = [scene.address for scene in bench_scenes() if not scene.address.hazards]
    assert len(quiet) == 40
    assert {address.seconds for address in quiet} == {QUIET_SECONDS}
    assert {each.kind for address in quiet for each in address.nuisances} == NUISANCE_KINDS
    assert len({scene.name for scene in bench_scenes()}) == len(bench_scenes())


def test_every_kind_of_hazard_happens() -> None:
    happens = {hazard.kind for scene in bench_scenes() for hazard in scene.address.hazards}
    assert happens >= {"smoke", "flame", "rock", "rise", "flood", "debris", "person", "boat", "swimmer"}
    assert happens >= {"covered", "blurred", "moved", "shaking", "frozen", "black"}


def test_a_plume_counts_as_visible_from_half_a_hundredth_of_the_picture_on() -> None:
    scene = BenchScene("a.mp4", "scene:mountain?seconds=60&fps=5&hazards=smoke@10-50")
    event = TruthEvent("smoke", None, 10, 50)
    for second, side in ((12, 0.02), (20, 0.06), (30, 0.08), (40, 0.2)):
        event.note(float(second), (0.4, 0.4, side, side), None)
    label = label_of(scene, {"events": [asdict(event)]})
    (smoke,) = LabelledClip.model_validate(label).events
    assert (smoke.start_s, smoke.visible_s, smoke.end_s) == (10, 30, 50)
    assert smoke.boxes_per_second_xywh[40] == (256, 144, 128, 72)
    assert label["rendered"] is True
    assert "flame" in label["absent"]


def test_the_rows_of_the_rivers_gauge_are_those_that_the_camera_sees() -> None:
    view = View(640, 360, 0.70, 0.27, 5.2)
    for row, metres in GAUGE_ROWS:
        ((_, y),) = view.project(np.asarray([(GAUGE[0], metres - 1.0, GAUGE[1])]))
        assert y / 360 == pytest.approx(row, abs=0.002)


def test_rising_water_is_labelled_with_its_rows(tmp_path: Path) -> None:
    url = "scene:river?seed=22&seconds=16&size=320x180&fps=10&hazards=flood@1-15"
    truth = {"events": truth_of(url, tmp_path)}
    label = label_of(BenchScene("river.mp4", url), truth)
    assert [event["kind"] for event in label["events"]] == ["level_rise", "flood"]
    assert label["events"][1]["visible_s"] > 3
    rows = [row for row in label["waterline_y_px_per_frame"] if row is not None]
    assert len(rows) == 16
    assert min(rows) < 0.6 * 180 < max(rows)
    camera = camera_of(LabelledClip.model_validate(label), (320, 180))
    assert [gauge.kind for gauge in camera.gauges] == ["staff"]


def test_the_bench_is_written_once_with_labels_and_its_scenes_are_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = BenchScene("01-site-shake.mp4", "scene:site?seconds=2&size=160x88&fps=5&nuisances=shake@0-2")
    monkeypatch.setattr("camera_adapters.sources.scene.__main__.bench_scenes", lambda: [small])
    assert main(["bench", str(tmp_path), "--processes", "1"]) == 0
    written = (tmp_path / small.name).stat()
    assert main(["bench", str(tmp_path), "--processes", "1"]) == 0
    assert (tmp_path / small.name).stat().st_ino == written.st_ino
    (clip,) = read_labels(tmp_path)
    assert (clip.file, clip.rendered, clip.note) == (small.name, True, small.url)
    assert clip.tolerated == ("camera_shaking",)
