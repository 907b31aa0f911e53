"""The rule of retention, and its runner on real files with a real Valkey."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from camera_adapters.messages import PROTECTED_KEY, PROTECTED_UPDATED_FIELD, SegmentMessage
from camera_adapters.recording.deletion import RecordingDeletion, RecordingFolder, parse_protection, scan
from camera_adapters.recording.retention import YOUNG, DiskSpace, Protection, Recording, choose

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TRUSTED = Protection(updated_at=NOW - MINUTE)


def recording(minutes_ago: float, camera_id: str = "c0", size: int = 100) -> Recording:
    start = NOW - minutes_ago * MINUTE
    return Recording(f"{camera_id}/{minutes_ago}", camera_id, "sub", 1, start, start + MINUTE, size)


def room(limit: int = 10_000, free: int = 10_000, min_free: int = 1_000) -> DiskSpace:
    return DiskSpace(limit, min_free, free)


HOUR_OF_FILES = [recording(minutes) for minutes in range(60, 10, -1)]


def ages(chosen: tuple[Recording, ...]) -> list[str]:
    return [each.path for each in chosen]


def test_nothing_goes_while_there_is_room() -> None:
    assert choose(HOUR_OF_FILES, room(), TRUSTED, NOW).delete == ()


def test_above_the_limit_the_oldest_go_and_no_more_than_needed() -> None:
    assert ages(choose(HOUR_OF_FILES, room(limit=4_750), TRUSTED, NOW).delete) == ["c0/60", "c0/59", "c0/58"]


def test_a_disk_that_runs_low_loses_the_oldest_too() -> None:
    assert ages(choose(HOUR_OF_FILES, room(free=850), TRUSTED, NOW).delete) == ["c0/60", "c0/59"]


def test_what_is_protected_stays_and_the_next_goes() -> None:
    protection = Protection(
        NOW, {"c0": [(NOW - 59.5 * MINUTE, NOW - 58.5 * MINUTE)], "c1": [(NOW - 99 * MINUTE, None)]}
    )
    chosen = choose(HOUR_OF_FILES, room(limit=4_800), protection, NOW).delete
    assert ages(chosen) == ["c0/58", "c0/57"]


def test_an_open_range_protects_everything_after_its_start() -> None:
    protection = Protection(NOW, {"c0": [(NOW - 58 * MINUTE, None)]})
    verdict = choose(HOUR_OF_FILES, room(limit=0), protection, NOW)
    assert ages(verdict.delete) == ["c0/60"]
    assert verdict.missing == 4_900


def test_a_file_that_may_still_be_written_stays() -> None:
    assert choose([recording(5)], room(limit=0), TRUSTED, NOW).delete == ()
    assert choose([recording(7)], room(limit=0), TRUSTED, NOW).delete != ()


def test_an_old_file_that_was_touched_lately_stays_and_keeps_no_other() -> None:
    touched = Recording("c0/touched", "c0", "sub", 1, NOW - 90 * MINUTE, NOW - MINUTE, 100)
    assert ages(choose([touched, recording(60)], room(limit=0), TRUSTED, NOW).delete) == ["c0/60"]


@pytest.mark.parametrize(
    "protection",
    [Protection(), Protection(updated_at=NOW - 11 * MINUTE), Protection(updated_at=NOW + 11 * MINUTE)],
    ids=["none", "old", "of a clock that runs ahead"],
)
def test_without_a_fresh_list_the_limit_deletes_nothing(protection: Protection) -> None:
    old = [recording(minutes) for minutes in range(3_000, 2_900, -1)]
    assert choose(old, room(limit=0, free=900), protection, NOW).delete == ()


def test_without_a_fresh_list_a_full_disk_loses_only_what_is_older_than_a_day() -> None:
    files = [recording(24 * 60 + 2), recording(24 * 60 + 1.5), recording(60)]
    assert ages(choose(files, room(free=0), Protection(), NOW).delete) == ["c0/1442", "c0/1441.5"]


def test_the_last_list_protects_although_it_is_old() -> None:
    stale = Protection(NOW - timedelta(hours=2), {"c0": [(NOW - timedelta(days=3), None)]})
    assert choose([recording(3_000)], room(free=0), stale, NOW).delete == ()


@given(
    ages_of=st.lists(st.floats(0, 10_000), max_size=40),
    limit=st.integers(0, 4_000),
    free=st.integers(0, 2_000),
    start=st.floats(0, 10_000),
    trusted=st.booleans(),
)
def test_whatever_happens_nothing_protected_or_young_is_deleted(
    ages_of: list[float], limit: int, free: int, start: float, trusted: bool
) -> None:
    files = [recording(age) for age in ages_of]
    protection = Protection(NOW if trusted else None, {"c0": [(NOW - start * MINUTE, NOW - (start - 50) * MINUTE)]})
    verdict = choose(files, room(limit=limit, free=free), protection, NOW)
    assert not any(protection.covers(each) for each in verdict.delete)
    assert all(each.until <= NOW - (5 * MINUTE if trusted else YOUNG) for each in verdict.delete)
    assert sum(each.size for each in verdict.delete) <= max(limit, 1_000, sum(each.size for each in files))


def write(root: Path, started: datetime, size: int, camera_id: str = "c0") -> Path:
    """A segment file as the recorder names it."""
    file = root / camera_id / "sub" / f"{started:%Y%m%d}" / f"{started:%Y%m%dT%H%M%S}000Z-e3.mp4"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(size))
    stamp = (started + MINUTE).timestamp()
    os.utime(file, (stamp, stamp))
    return file


def runner(root: Path, client: redis.Redis, limit: int, told: list[SegmentMessage]) -> RecordingDeletion:
    return RecordingDeletion(RecordingFolder(root, limit, min_free=0), "box-0", client, told.append, lambda: NOW)


def test_the_runner_deletes_and_tells_which(client: redis.Redis, tmp_path: Path) -> None:
    old, new = write(tmp_path, NOW - 90 * MINUTE, 700), write(tmp_path, NOW - 30 * MINUTE, 700)
    protected = write(tmp_path, NOW - 95 * MINUTE, 100, "c1")
    client.hset(PROTECTED_KEY, PROTECTED_UPDATED_FIELD, NOW.isoformat())
    client.hset(PROTECTED_KEY, "c1", f'[["{(NOW - 96 * MINUTE).isoformat()}", null]]')
    told: list[SegmentMessage] = []
    assert runner(tmp_path, client, 1_000, told).run_once() == 1
    assert [old.exists(), new.exists(), protected.exists()] == [False, True, True]
    assert [(each.type, each.path, each.epoch) for each in told] == [
        ("expired", f"c0/sub/{old.parent.name}/{old.name}", 3)
    ]


def test_a_file_that_cannot_be_deleted_keeps_no_other(client: redis.Redis, tmp_path: Path) -> None:
    stuck = tmp_path / "c0" / "sub" / f"{NOW:%Y%m%d}" / f"{NOW - 95 * MINUTE:%Y%m%dT%H%M%S}000Z-e3.mp4"
    stuck.mkdir(parents=True)
    stamp = (NOW - 94 * MINUTE).timestamp()
    os.utime(stuck, (stamp, stamp))
    old = write(tmp_path, NOW - 90 * MINUTE, 700)
    client.hset(PROTECTED_KEY, PROTECTED_UPDATED_FIELD, NOW.isoformat())
    one = runner(tmp_path, client, 0, [])
    one.run_once()
    assert (stuck.exists(), old.exists(), one.deleted) == (True, False, 1)


def test_a_list_that_cannot_be_read_deletes_nothing(client: redis.Redis, tmp_path: Path) -> None:
    old = write(tmp_path, NOW - 90 * MINUTE, 700)
    client.hset(PROTECTED_KEY, PROTECTED_UPDATED_FIELD, NOW.isoformat())
    client.hset(PROTECTED_KEY, "c0", "[[broken")
    assert runner(tmp_path, client, 100, []).run_once() == 0
    assert old.exists()


def test_only_segment_files_are_counted(tmp_path: Path) -> None:
    file = write(tmp_path, NOW - 90 * MINUTE, 700)
    file.with_name("notes.mp4").write_bytes(b"x")
    file.with_suffix(".open").write_bytes(b"x")
    (found,) = scan(tmp_path)
    assert (found.camera_id, found.stream, found.epoch, found.size) == ("c0", "sub", 3, 700)
    assert found.started_at == NOW - 90 * MINUTE


def test_a_list_without_its_time_is_no_list() -> None:
    assert parse_protection({b"c0": b"[]"}) == Protection()
