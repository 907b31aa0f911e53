"""Cameras of which only keyframes are looked at: what lies between two looks is not invented, and faults are found."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from camera_adapters.analysis.sampling import CodedSize
from camera_adapters.messages import CameraSpec, Phase
from tests.support.analysis import raised
from tests.support.clips import Clip, encode, read
from tests.support.pictures import Picture, camera, decode, footage, landscape, noisy, watch, with_rest

KEYFRAMES = camera(fps="keyframes")
FIVE = camera(fps=5)
COVERS = camera({"kind": "camera_faults", "settings": {"frozen": False}}, fps="keyframes")


def recorded(path: Path, pictures: list[Picture], *, fps: int, gop: int) -> Path:
    """Luminance pictures as H.264."""
    height, width = pictures[0].shape
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": "ultrafast", "g": str(gop), "bf": "0", "sc_threshold": "0", "threads": "1"}
        for index, picture in enumerate(pictures):
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            planes[:height] = picture
            coded = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            coded.pts, coded.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(coded))
        container.mux(stream.encode(None))
    return path


def live(seconds: float, *, fps: int = 10) -> list[Picture]:
    """A place as a sensor gives it."""
    rng = np.random.default_rng(3)
    return [noisy(landscape(), rng) for _ in range(round(seconds * fps))]


@pytest.mark.parametrize(("length", "spec"), [(3.0, KEYFRAMES), (2.0, KEYFRAMES), (1.0, KEYFRAMES), (1.0, FIVE)])
def test_a_short_clip_in_a_loop_is_not_frozen(tmp_path: Path, length: float, spec: CameraSpec) -> None:
    clip = recorded(tmp_path / "short.mp4", live(length), fps=10, gop=round(length * 10))
    assert raised(spec, clip, 60.0) == []


@pytest.mark.parametrize("spec", [KEYFRAMES, FIVE], ids=["keyframes", "five"])
def test_a_camera_that_repeats_one_picture_is_frozen(tmp_path: Path, spec: CameraSpec) -> None:
    clip = recorded(tmp_path / "still.mp4", live(0.1) * 200, fps=10, gop=20)
    assert raised(spec, clip, 60.0) == ["camera_frozen"]


def test_a_real_clip_of_one_keyframe_in_a_loop_is_not_frozen() -> None:
    assert raised(KEYFRAMES, footage("river_turbulent.mp4"), 60.0) == []


def test_only_what_is_coded_between_keyframes_is_counted(tmp_path: Path) -> None:
    _, packets = read(encode(tmp_path / "clip.mp4", Clip(seconds=2.0, gop=25)))
    carried = CodedSize()
    for packet in packets:
        carried.push(packet.data.size, keyframe=packet.keyframe)
    between = [packet.data.size for packet in packets if not packet.keyframe]
    assert carried.take() == pytest.approx(sum(between) / len(between))
    carried.push(packets[0].data.size, keyframe=True)
    assert carried.take() == 0.0


def every(
    clip: list[tuple[float, Picture]], period: float, phase: float, seconds: float
) -> Iterator[tuple[float, Picture]]:
    """One picture of the looped clip every ``period`` seconds."""
    length = clip[-1][0] + clip[1][0] - 2 * clip[0][0]
    times = [at - clip[0][0] for at, _ in clip]
    for at in np.arange(phase, seconds, period):
        yield float(at), clip[min(len(clip) - 1, int(np.searchsorted(times, at % length + 1e-6)))][1]


@pytest.mark.parametrize("period", [1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize("name", ["cars_lot.mp4", "cars_road.avi", "people_walkway.avi", "smoke_ridge_plume.mp4"])
def test_what_passes_now_and_then_does_not_cover_the_lens(name: str, period: float) -> None:
    clip = list(decode(footage(name), 5))
    told = [watch(COVERS, every(clip, period, phase, 240.0)) for phase in np.arange(0.0, period, 0.5)]
    assert told == [[]] * len(told)


@pytest.mark.parametrize(
    ("name", "before", "free", "kind"),
    [
        ("camera_covered.mp4", 20.0, 2.0, "camera_covered"),
        ("camera_moved.mp4", 20.0, 2.5, "camera_moved"),
        ("tree_waving_then_covered.avi", 0.0, 0.0, "camera_covered"),
    ],
)
@pytest.mark.parametrize("period", [1.0, 2.0, 4.0])
def test_a_covered_and_a_moved_camera_are_found_by_keyframes(
    name: str, before: float, free: float, kind: str, period: float
) -> None:
    clip = with_rest(list(decode(footage(name), 5)), before=before, after=40.0, free=free)
    told = watch(KEYFRAMES, _thinned(clip, period))
    assert [(each.phase, each.kind) for _, each in told if each.phase is not Phase.UPDATED] == [(Phase.RAISED, kind)]
    assert told[0][0] > free


def _thinned(clip: list[tuple[float, Picture]], period: float) -> Iterator[tuple[float, Picture]]:
    due = clip[0][0]
    for at, picture in clip:
        if at >= due - 1e-6:
            due += period
            yield at, picture
