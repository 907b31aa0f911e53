"""The object network: its files, and what it finds on real pictures where its weights are at hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from camera_adapters.base.errors import ObjectNetworkError
from camera_adapters.detectors.objects import yolox
from camera_adapters.detectors.objects.finding import ObjectClass
from camera_adapters.detectors.objects.network import SharedNetwork, load
from camera_adapters.detectors.site import Site
from camera_adapters.messages import Phase
from camera_adapters.video.frames import Frame
from tests.support.paths import MODELS
from tests.support.pictures import camera, decode, footage, watch

GRID = yolox.Grid(64, 64, decoded=False)


def model(name: str) -> Path:
    """Weights for tests, or a skip that says where they were looked for."""
    if not (MODELS / name).exists():
        pytest.skip(f"no {name} in {MODELS} (set MODELS_DIR to the folder of networks)")
    return MODELS / name


def picture() -> Frame:
    luma = np.full((90, 160), 90, dtype=np.uint8)
    half = np.full((45, 80), 128, dtype=np.uint8)
    return Frame("cam", luma, (half, half), datetime(2026, 5, 1, tzinfo=UTC), 1000.0, 0.0, keyframe=True)


def test_undecoded_rows_become_boxes_of_the_picture() -> None:
    rows = np.zeros((yolox.Grid.rows(64, 64), 5 + 80), dtype=np.float32)
    rows[9, :6] = (0.5, 0.5, np.log(2.0), np.log(4.0), 0.9, 0.8)  # second row and column of stride 8
    [finding] = yolox.findings(rows, GRID, yolox.COCO, (64.0, 64.0), 0.2)
    assert (finding.sort, finding.name) == (ObjectClass.PERSON, "person")
    assert finding.score == pytest.approx(0.72)
    assert finding.box == pytest.approx((4 / 64, 0.0, 16 / 64, 28 / 64), abs=1e-6)


def test_a_picture_is_letter_boxed_with_grey_below() -> None:
    boxed, covered = yolox.letter_box(picture(), (0.0, 0.0, 1.0, 1.0), GRID)
    assert boxed.shape == (1, 3, 64, 64)
    assert covered == (64.0, 36.0)
    assert set(boxed[0, :, 40:, :].ravel()) == {114.0}


def test_a_missing_and_a_damaged_file_are_named_and_cost_no_look(tmp_path: Path) -> None:
    damaged = tmp_path / "net.onnx"
    damaged.write_bytes(b"no network")
    for path, words in ((tmp_path / "none.onnx", "is not there"), (damaged, "cannot be loaded")):
        network = SharedNetwork(path)
        assert network.extract(picture()) is None
        assert network.problem is not None
        assert path.name in network.problem
        assert words in network.problem


def test_a_network_of_another_kind_is_refused() -> None:
    with pytest.raises(ObjectNetworkError, match="no YOLOX network"):
        load(model("fastestdet_352.onnx"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("person_worker_zone.gif", "person"), ("cars_lot.mp4", "vehicle"), ("people_walkway.avi", "person")],
)
def test_who_comes_is_told_within_two_seconds_and_by_name_soon_after(name: str, kind: str) -> None:
    network = SharedNetwork(model("yolox_nano.onnx"))
    spec = camera({"kind": "intrusion", "zone": "whole"})
    clip = ((at, shown) for at, shown in decode(footage(name), 5) if at < 8.0)
    told = watch(spec, clip, Site(network=network))
    raised = [(at, each.kind) for at, each in told if each.phase is Phase.RAISED]
    begin = 4.4 if name == "cars_lot.mp4" else 0.0
    assert {each for _, each in raised} <= {kind, "intrusion"}
    assert kind in {each.kind for _, each in told}
    assert raised[0][0] - begin <= 2.2
