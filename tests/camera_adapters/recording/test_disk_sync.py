"""Recordings are made durable in the background, and no camera waits for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from camera_adapters.recording.disk_sync import DiskSync, sync_filesystem
from camera_adapters.recording.recorder import Recorder
from camera_adapters.video.fragments import Fragment
from tests.support.clips import fragments

SOON = 10.0


class Disk:
    """Counts what is asked of it; it may be made slow or broken."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.folders: list[int] = []
        self.answers = threading.Event()
        self.answers.set()
        self.broken = False

    def sync(self, descriptor: int) -> None:
        self.folders.append(os.fstat(descriptor).st_ino)
        self.asked.release()
        self.answers.wait(SOON)
        if self.broken:
            raise OSError(5, "Input/output error")

    def wait_for(self, times: int) -> None:
        for _ in range(times):
            assert self.asked.acquire(timeout=SOON)


@contextmanager
def syncing(root: Path, disk: Disk, seconds: float = 0.01) -> Iterator[DiskSync]:
    running = DiskSync(root, seconds, disk.sync)
    running.start()
    try:
        yield running
    finally:
        disk.answers.set()
        running.close()
        running.join(SOON)


@pytest.fixture
def made(clips: Path) -> list[Fragment]:
    return fragments(clips / "plain.mp4")


def test_the_folder_of_the_recordings_is_synced_again_and_again(tmp_path: Path) -> None:
    disk = Disk()
    with syncing(tmp_path / "recordings", disk):
        disk.wait_for(3)
    assert set(disk.folders) == {(tmp_path / "recordings").stat().st_ino}


def test_nothing_is_synced_when_it_is_switched_off(tmp_path: Path) -> None:
    disk = Disk()
    with syncing(tmp_path / "recordings", disk, seconds=0.0) as running:
        assert not running.running
    assert disk.folders == []


def test_recording_goes_on_while_the_disk_does_not_answer(tmp_path: Path, made: list[Fragment]) -> None:
    disk = Disk()
    disk.answers.clear()
    recorder = Recorder(tmp_path, "cam01", "sub", 1, lambda _message: None, adapter="a1")
    with syncing(tmp_path, disk):
        disk.wait_for(1)
        for fragment in made:
            recorder.write(fragment)
        recorder.close()
        assert not disk.answers.is_set()
    assert recorder.error is None
    assert recorder.dropped == 0


def test_a_disk_that_fails_is_counted_and_asked_again(tmp_path: Path) -> None:
    disk = Disk()
    disk.broken = True
    with syncing(tmp_path, disk) as running:
        disk.wait_for(3)
        assert running.failed >= 2
        disk.broken = False
        disk.wait_for(2)


def test_of_two_workers_on_one_folder_one_syncs_and_the_other_takes_over(tmp_path: Path) -> None:
    first, second = Disk(), Disk()
    with ExitStack() as both:
        with syncing(tmp_path, first):
            first.wait_for(1)
            both.enter_context(syncing(tmp_path, second))
            first.wait_for(5)
            assert second.folders == []
        second.wait_for(1)


def test_the_real_call_works_and_its_failure_is_an_error(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    sync_filesystem(descriptor)
    os.close(descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync_filesystem(descriptor)
