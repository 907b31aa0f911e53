"""Clips cut from real recording files: nothing re-encoded, nothing invented."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import av
import pytest

from camera_adapters.messages import SegmentMessage
from camera_adapters.recording.recorder import Recorder
from camera_adapters.video.fragments import Fragment
from command_center.recordings.remux import Part, remux
from tests.support.clips import NOON, Clip, encode, fragments

FRAME = 0.04


def record(
    root: Path, pieces: Sequence[Fragment], *, seconds: float = 1.0, close: bool = True, epoch: int = 1
) -> list[SegmentMessage]:
    """Record with the product's own recorder; a new file a second."""
    told: list[SegmentMessage] = []
    recorder = Recorder(root, "cam-01", "sub", epoch, told.append, adapter="worker-1", segment_seconds=seconds)
    for piece in pieces:
        recorder.write(piece)
    if close:
        recorder.close()
    return told


def parts(root: Path, told: Sequence[SegmentMessage]) -> list[Part]:
    opened = [message for message in told if message.type == "opened"]
    return [Part(root / one.path, one.started_at, one.discontinuity) for one in opened]


def later(pieces: Sequence[Fragment], seconds: float) -> list[Fragment]:
    shift = timedelta(seconds=seconds)
    return [replace(one, started_at=one.started_at + shift, captured_at=one.captured_at + shift) for one in pieces]


def pictures(path: Path) -> list[tuple[float, int]]:
    """Time and brightness of every picture that a decoder gets out of the file."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [
            (float(frame.time or 0), int(frame.to_ndarray(format="gray")[0, 0])) for frame in container.decode(stream)
        ]


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize("bframes", [0, 2])
def test_a_clip_over_several_files_has_every_picture_once(tmp_path: Path, bframes: int) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=4, bframes=bframes)))
    files = parts(tmp_path, record(tmp_path, pieces))
    assert len(files) == 4
    began = remux(files, at(-1), at(10), tmp_path / "out.mp4")
    shown = pictures(tmp_path / "out.mp4")
    assert began == files[0].started_at
    assert len(shown) == 100
    steps = {round(b[0] - a[0], 2) for a, b in itertools.pairwise(shown)}
    assert steps == {FRAME}


def test_a_clip_begins_with_the_keyframe_before_and_says_when_that_was(tmp_path: Path) -> None:
    files = parts(tmp_path, record(tmp_path, fragments(encode(tmp_path / "in.mp4", Clip(seconds=4))), seconds=60))
    began = remux(files, at(2.3), at(3.2), tmp_path / "out.mp4")
    assert began is not None
    assert (began - NOON).total_seconds() == pytest.approx(2.0, abs=0.05)
    assert len(pictures(tmp_path / "out.mp4")) == pytest.approx(30, abs=1)


def test_a_file_that_is_still_being_written_can_be_cut(tmp_path: Path) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=2)))
    files = parts(tmp_path, record(tmp_path, pieces[:7], seconds=60, close=False))
    assert remux(files, at(0), at(60), tmp_path / "out.mp4") == files[0].started_at
    assert len(pictures(tmp_path / "out.mp4")) == pytest.approx(35, abs=1)


@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_file_cut_off_in_the_middle_gives_what_is_whole(tmp_path: Path, kept: float) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=3)))
    files = parts(tmp_path, record(tmp_path, pieces))
    whole = files[1].path.read_bytes()
    files[1].path.write_bytes(whole[: int(len(whole) * kept)])
    assert remux(files, at(0), at(10), tmp_path / "out.mp4") is not None
    shown = pictures(tmp_path / "out.mp4")
    assert 50 < len(shown) < 75
    assert shown[-1][0] == pytest.approx(2.96, abs=0.5)


def test_garbage_among_the_files_is_left_out(tmp_path: Path) -> None:
    files = parts(tmp_path, record(tmp_path, fragments(encode(tmp_path / "in.mp4", Clip(seconds=3)))))
    files[0].path.write_bytes(b"\x00" * 5000)
    files[1].path.write_bytes(b"")
    began = remux(files, at(0), at(10), tmp_path / "out.mp4")
    assert began == files[2].started_at
    assert len(pictures(tmp_path / "out.mp4")) == 25


def test_a_gap_stays_as_long_as_it_was(tmp_path: Path) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=1)))
    files = parts(tmp_path, record(tmp_path, pieces)) + parts(tmp_path, record(tmp_path, later(pieces, 5), epoch=2))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    times = [time for time, _ in pictures(tmp_path / "out.mp4")]
    assert len(times) == 50
    assert times[25] == pytest.approx(5.0, abs=0.05)


def test_a_small_lateness_of_the_next_file_is_no_gap(tmp_path: Path) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=1)))
    files = parts(tmp_path, record(tmp_path, pieces))
    more = parts(tmp_path, record(tmp_path, later(pieces, 1.2), epoch=2))
    remux([*files, *(replace(part, discontinuity=False) for part in more)], at(0), at(10), tmp_path / "out.mp4")
    times = [time for time, _ in pictures(tmp_path / "out.mp4")]
    assert times[25] == pytest.approx(1.0, abs=0.01)


def test_files_that_overlap_in_time_never_run_backwards(tmp_path: Path) -> None:
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=2)))
    files = parts(tmp_path, record(tmp_path, pieces)) + parts(tmp_path, record(tmp_path, later(pieces, 0.7), epoch=2))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    times = [time for time, _ in pictures(tmp_path / "out.mp4")]
    assert times == sorted(set(times))
    assert len(times) == 100


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_changed_parameters_are_carried_in_band_and_decode(tmp_path: Path, codec: str) -> None:
    small = fragments(encode(tmp_path / "a.mp4", Clip(codec=codec, seconds=1)))
    large = later(fragments(encode(tmp_path / "b.mp4", Clip(codec=codec, seconds=1, size=(640, 360)))), 1)
    files = parts(tmp_path, record(tmp_path, small)) + parts(tmp_path, record(tmp_path, large, epoch=2))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        sizes = [frame.width for frame in container.decode(container.streams.video[0])]
    assert sizes == [320] * 25 + [640] * 25


def test_h265_is_delivered_as_it_is_with_the_tag_that_players_know(tmp_path: Path) -> None:
    files = parts(tmp_path, record(tmp_path, fragments(encode(tmp_path / "a.mp4", Clip(codec="libx265", seconds=1)))))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.codec_tag) == ("hevc", "hvc1")


def test_a_clip_ends_where_the_codec_changes(tmp_path: Path) -> None:
    first = fragments(encode(tmp_path / "a.mp4", Clip(seconds=1)))
    other = later(fragments(encode(tmp_path / "b.mp4", Clip(codec="libx265", seconds=1))), 1)
    files = parts(tmp_path, record(tmp_path, first)) + parts(tmp_path, record(tmp_path, other, epoch=2))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    assert len(pictures(tmp_path / "out.mp4")) == 25


def test_the_clip_can_be_played_before_it_is_loaded_whole(tmp_path: Path) -> None:
    files = parts(tmp_path, record(tmp_path, fragments(encode(tmp_path / "in.mp4", Clip(seconds=1)))))
    remux(files, at(0), at(10), tmp_path / "out.mp4")
    data = (tmp_path / "out.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_range_without_pictures_makes_no_clip(tmp_path: Path) -> None:
    files = parts(tmp_path, record(tmp_path, fragments(encode(tmp_path / "in.mp4", Clip(seconds=1)))))
    assert remux(files, at(100), at(110), tmp_path / "out.mp4") is None
    assert remux([], at(0), at(1), tmp_path / "none.mp4") is None
