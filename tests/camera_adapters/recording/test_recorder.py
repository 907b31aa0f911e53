from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path

import av
import pytest

from camera_adapters.messages import SegmentMessage
from camera_adapters.recording.recorder import Recorder
from camera_adapters.recording.repair import repair
from camera_adapters.video.fragments import Fragment
from tests.support.clips import fragments


@pytest.fixture
def made(clips: Path) -> list[Fragment]:
    """Twenty fragments of 200 ms, a keyframe every second."""
    return fragments(clips / "plain.mp4")


class Recording:
    """A recorder with what it announced."""

    def __init__(self, root: Path, seconds: float = 2.0, epoch: int = 7) -> None:
        self.root = root
        self.said: list[SegmentMessage] = []
        self.recorder = Recorder(root, "cam01", "sub", epoch, self.said.append, adapter="a1", segment_seconds=seconds)

    def write(self, made: list[Fragment]) -> Recording:
        for fragment in made:
            self.recorder.write(fragment)
        return self

    def file(self, index: int) -> Path:
        return self.root / self.said[index].path


def pictures(file: Path) -> int:
    with av.open(str(file)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_segments_are_cut_at_keyframes_once_they_are_long_enough(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path).write(made)
    recording.recorder.close()

    assert [(message.type, message.duration) for message in recording.said] == [
        ("opened", None),
        ("closed", 2.0),
        ("opened", None),
        ("closed", 2.0),
    ]
    assert [pictures(recording.file(index)) for index in (0, 2)] == [50, 50]


def test_a_segment_is_named_by_its_start_and_epoch(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path).write(made[:1])

    assert recording.said[0].path == "cam01/sub/20251123/20251123T120000000Z-e7.mp4"
    assert recording.said[0].started_at == made[0].started_at
    assert recording.said[0].codec == "avc1.42C00C"


def test_a_closed_segment_is_announced_with_its_size_and_digest(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path).write(made[:10])
    recording.recorder.close()
    content = recording.file(0).read_bytes()

    assert recording.said[-1].bytes == len(content)
    assert recording.said[-1].sha256 == hashlib.sha256(content).hexdigest()


def test_a_segment_is_playable_while_it_is_written(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path, seconds=60).write(made[:3])

    assert pictures(recording.file(0)) == 15


def test_each_file_has_a_timeline_of_its_own(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path).write(made)
    recording.recorder.close()

    with av.open(str(recording.file(2))) as container:
        assert container.streams.video[0].start_time == 0
        assert container.duration == pytest.approx(2_000_000, abs=1000)


def test_only_the_first_segment_after_an_interruption_is_a_discontinuity(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path, seconds=1.0).write(made)
    opened = [message for message in recording.said if message.type == "opened"]

    assert [message.discontinuity for message in opened] == [True, False, False, False]


def test_a_reconnect_starts_a_new_segment_that_says_so(tmp_path: Path, made: list[Fragment]) -> None:
    later = [replace(made[5], discontinuity=True), *made[6:]]
    recording = Recording(tmp_path, seconds=60).write(made[:5] + later)
    opened = [message for message in recording.said if message.type == "opened"]

    assert [(message.discontinuity, message.started_at) for message in opened] == [
        (True, made[0].started_at),
        (True, made[5].started_at),
    ]


def test_what_comes_before_the_first_keyframe_is_not_recorded(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path).write(made[1:6])

    assert recording.recorder.dropped == 4
    assert recording.said[0].started_at == made[5].started_at


def test_a_second_segment_of_the_same_millisecond_gets_a_name_of_its_own(tmp_path: Path, made: list[Fragment]) -> None:
    first = Recording(tmp_path).write(made[:1])
    second = Recording(tmp_path).write(made[:1])

    assert first.file(0) != second.file(0)


def record_on_a_full_disk(root: Path, made: list[Fragment], limit: int) -> None:
    """In a process of its own: files may not grow beyond ``limit``, then they may again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    recording = Recording(root, seconds=60).write(made[:10])
    assert recording.recorder.error, "the disk was not full"
    assert [message.type for message in recording.said] == ["opened", "closed"]
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    recording.write(made[10:])
    assert recording.recorder.error is None
    recording.recorder.close()
    assert recording.said[2].discontinuity
    for message in (recording.said[1], recording.said[3]):
        assert hashlib.sha256((root / message.path).read_bytes()).hexdigest() == message.sha256


def in_a_process(target: object, *arguments: object) -> int | None:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)  # type: ignore[arg-type]
    process.start()
    process.join(60)
    return process.exitcode


def test_a_full_disk_is_reported_and_recording_goes_on_with_a_keyframe_once_there_is_room(
    tmp_path: Path, made: list[Fragment]
) -> None:
    limit = len(made[0].init.data) + sum(len(fragment.data) for fragment in made[:7]) + 100

    assert in_a_process(record_on_a_full_disk, tmp_path, made, limit) == 0
    assert len(list(tmp_path.glob("cam01/sub/*/*.mp4"))) == 2
    assert not list(tmp_path.rglob("*.open"))


def test_a_disk_that_takes_nothing_leaves_nothing_behind(tmp_path: Path, made: list[Fragment]) -> None:
    (tmp_path / "cam01").write_text("in the way")
    recording = Recording(tmp_path).write(made[:6])

    assert recording.recorder.error
    assert recording.recorder.dropped == 6
    assert recording.said == []


def record_and_die(root: Path, made: list[Fragment]) -> None:
    """In a process of its own: killed in the middle of a fragment."""
    recording = Recording(root, seconds=60).write(made[:8])
    with recording.file(0).open("ab") as file:
        file.write(made[8].data[: len(made[8].data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_worker_left_open_is_cut_to_its_last_whole_fragment_and_announced(
    tmp_path: Path, made: list[Fragment]
) -> None:
    assert in_a_process(record_and_die, tmp_path, made) == -signal.SIGKILL
    said: list[SegmentMessage] = []

    assert repair(tmp_path, "cam01", "a2", said.append) == 1
    assert repair(tmp_path, "cam01", "a2", said.append) == 0
    content = (tmp_path / said[0].path).read_bytes()
    assert len(content) == len(made[0].init.data) + sum(len(fragment.data) for fragment in made[:8])
    assert said == [
        SegmentMessage(
            type="closed",
            adapter="a2",
            camera_id="cam01",
            stream="sub",
            epoch=7,
            path="cam01/sub/20251123/20251123T120000000Z-e7.mp4",
            started_at=made[0].started_at,
            duration=1.6,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            discontinuity=True,
            codec="avc1.42C00C",
        )
    ]


def test_a_file_without_one_whole_fragment_is_removed_and_announced_as_gone(
    tmp_path: Path, made: list[Fragment]
) -> None:
    assert in_a_process(record_and_die, tmp_path, made) == -signal.SIGKILL
    file = next(tmp_path.rglob("*.mp4"))
    os.truncate(file, len(made[0].init.data) + 50)
    said: list[SegmentMessage] = []

    repair(tmp_path, "cam01", "a2", said.append)

    assert [message.type for message in said] == ["expired"]
    assert list(tmp_path.rglob("*.*")) == []


def test_what_no_recorder_has_named_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cam01" / "sub" / "20261123"
    folder.mkdir(parents=True)
    for name in ("notes.open", "notes.mp4"):
        (folder / name).write_bytes(b"x")
    assert repair(tmp_path, "cam01", "a2", lambda _: None) == 0
    assert len(list(folder.iterdir())) == 2


def test_what_a_living_worker_writes_is_left_alone(tmp_path: Path, made: list[Fragment]) -> None:
    recording = Recording(tmp_path, seconds=60).write(made[:5])
    said: list[SegmentMessage] = []

    assert repair(tmp_path, "cam01", "a2", said.append) == 0
    recording.write(made[5:])
    recording.recorder.close()
    assert recording.said[-1].duration == 4.0
