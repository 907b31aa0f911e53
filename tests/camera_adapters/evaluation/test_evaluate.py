"""The whole command over a folder of recordings of one's own."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from camera_adapters.__main__ import main
from camera_adapters.evaluation.clips import REST_SECONDS, ClipFile, Part
from tests.support.pictures import footage, landscape, noisy


def recorded(path: Path, seconds: float, walk: tuple[float, float] | None, fps: int = 5) -> Path:
    """A landscape with noise; a bright body crosses it during ``walk``."""
    rng, still = np.random.default_rng(3), landscape()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "15"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for index in range(round(seconds * fps)):
            picture = noisy(still, rng, 1.5)
            at = index / fps
            if walk is not None and walk[0] <= at < walk[1]:
                left = round(20 + 240 * (at - walk[0]) / (walk[1] - walk[0]))
                picture[80:130, left : left + 22] = 240
            planes = np.full((270, 320), 128, np.uint8)
            planes[:180] = picture
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    recorded(tmp_path / "walk.mp4", 16.0, (6.0, 12.0))
    recorded(tmp_path / "quiet.mp4", 8.0, None)
    walk = {"kind": "person", "start_s": 6, "end_s": 12, "box_xywh": [0, 60, 320, 90]}
    labels: list[dict[str, Any]] = [
        {"file": "walk.mp4", "hotspot": "reservoir", "events": [walk]},
        {"file": "quiet.mp4", "hotspot": "reservoir", "events": [], "absent": ["person"], "rendered": True},
    ]
    (tmp_path / "labels.json").write_text(json.dumps(labels))
    return tmp_path


def test_a_folder_of_recordings_gives_tables_csv_json_and_a_contact_sheet(
    recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["evaluate", str(recordings), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "real: found" in printed
    assert "rendered: found" in printed
    content = json.loads((out / "figures.json").read_text())
    walk, quiet = content["clips"]
    assert walk["events"][0]["outcome"] == "hit"
    assert 0.0 < walk["events"][0]["delay"] < 3.0
    assert [alert["outcome"] for alert in walk["alerts"]] == ["hit"]
    assert quiet["alerts"] == []
    person = [row for row in content["kinds"] if row["kind"] == "person" and row["events"]]
    assert [(row["footage"], row["recall"]) for row in person] == [("real", 1.0)]
    assert (out / "figures.csv").read_text().startswith("footage,kind,events")
    sheet = cv2.imread(str(out / "sheet.png"))
    assert sheet is not None
    assert sheet.shape[1] == 5 * 320


def test_one_recording_that_cannot_be_read_is_named_and_does_not_cost_the_others(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (recordings / "walk.mp4").write_bytes(b"no video")
    assert main(["evaluate", str(recordings)]) == 1
    captured = capsys.readouterr()
    assert "walk.mp4: not a video file" in captured.err
    assert "camera_frozen" in captured.out


def test_a_recording_that_the_labels_do_not_have_is_an_error(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(recordings), "--only", "other.mp4"]) == 1
    assert "other.mp4" in capsys.readouterr().err


def test_a_clip_is_preceded_by_its_quiet_beginning_and_followed_by_its_last_second(tmp_path: Path) -> None:
    clip = ClipFile(recorded(tmp_path / "clip.mp4", 6.0, None), None, 5.0)
    shown = list(clip.shown(free=2.0, warm_up=10.0))
    times = [each.at for each in shown]
    assert np.diff(times) == pytest.approx(0.2, abs=1e-6)
    assert times[0] == pytest.approx(-10.0)
    assert times[-1] == pytest.approx(5.8 + REST_SECONDS, abs=0.21)
    warm = [each.number for each in shown if each.part is Part.WARM_UP]
    assert set(warm) == set(range(10))
    assert warm[-1] == 1  # so that picture 0 follows without a leap
    rest = [each.number for each in shown if each.part is Part.REST]
    assert set(rest) == set(range(25, 30))
    assert rest[0] == 28


def test_a_time_lapse_runs_at_the_pace_of_what_it_shows(tmp_path: Path) -> None:
    clip = ClipFile(recorded(tmp_path / "clip.mp4", 2.0, None), 60.0, 5.0)
    assert clip.facts.clock(1.0) == pytest.approx(300.0)
    assert [each.at for each in clip.shown(free=0.0, warm_up=0.0)] == [60.0 * number for number in range(10)]


def test_real_footage_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = footage("labels.json").parent
    out = tmp_path / "figures.json"
    assert main(["evaluate", str(folder), "--only", "cars_road.avi", "river_turbulent.mp4", "--json", str(out)]) == 0
    road, river = json.loads(out.read_text())["clips"]
    assert [event["outcome"] for event in road["events"]] == ["hit"] * 3
    assert river["alerts"] == []
