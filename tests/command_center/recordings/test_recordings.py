"""Recording files over HTTP: listed, cut into clips, protected."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from camera_adapters.messages import (
    PROTECTED_KEY,
    PROTECTED_RANGES,
    PROTECTED_UPDATED_FIELD,
    Phase,
    SegmentMessage,
    dead_letters_key,
    segments_key,
)
from camera_adapters.recording.recorder import Recorder
from command_center.alerts import repository as alerts
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.model import AlertState
from command_center.alerts.record import Signal
from command_center.auth.model import Role
from command_center.base.db import Database
from command_center.base.redis_bus import Bus, ensure_group
from command_center.jobs import protected_recordings
from command_center.jobs.segment_consumer import SegmentConsumer
from command_center.recordings import repository
from command_center.recordings.clips import ClipRequest, Clips
from command_center.recordings.protection import Span, merged, protected_ranges
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import AT, LEVELS, Episode, arrival, ingest_of
from tests.support.clips import NOON, Clip, encode, fragments

STREAM = segments_key()


@pytest.fixture
async def consumer(bus: Bus, database: Database) -> SegmentConsumer:
    await ensure_group(bus.control, STREAM)
    return SegmentConsumer(bus.control, database, "one")


async def tell(bus: Bus, consumer: SegmentConsumer, messages: Sequence[SegmentMessage]) -> None:
    for message in messages:
        fields: Any = message.fields()
        await bus.control.xadd(STREAM, fields)
    while await consumer.run_once(block=1):
        pass


def recorded(root: Path, source: Path, *, close: bool = True) -> list[SegmentMessage]:
    """Three files of a second, by the product's own recorder."""
    told: list[SegmentMessage] = []
    recorder = Recorder(root, "cam-01", "sub", 1, told.append, adapter="worker-1", segment_seconds=1.0)
    for piece in fragments(encode(source, Clip(seconds=3))):
        recorder.write(piece)
    if close:
        recorder.close()
    return told


def span(start: float, end: float) -> dict[str, str]:
    return {
        "from": (NOON + timedelta(seconds=start)).isoformat(),
        "to": (NOON + timedelta(seconds=end)).isoformat(),
    }


async def rows(database: Database) -> list[repository.SegmentRow]:
    async with database.read() as connection:
        day = timedelta(days=1)
        return await repository.overlapping(connection, "live", "cam-01", NOON - day, NOON + day)


async def test_files_are_stored_once_however_often_and_in_what_order_they_are_told(
    bus: Bus, database: Database, consumer: SegmentConsumer, tmp_path: Path
) -> None:
    told = recorded(tmp_path / "recordings", tmp_path / "in.mp4")
    await tell(bus, consumer, [*told, *told])
    await tell(bus, consumer, told[::-1])
    stored = await rows(database)
    assert [row.state for row in stored] == ["closed"] * 3
    assert all(row.duration == pytest.approx(1.0, abs=0.05) and row.sha256 for row in stored)
    expired = told[1].model_copy(update={"type": "expired"})
    await tell(bus, consumer, [expired, told[1], told[0]])
    assert [row.state for row in await rows(database)] == ["expired", "closed", "closed"]
    assert await bus.control.xlen(STREAM) == 0


async def test_deleted_files_are_remembered_for_a_while_and_then_forgotten(
    bus: Bus, database: Database, consumer: SegmentConsumer, tmp_path: Path
) -> None:
    told = recorded(tmp_path / "recordings", tmp_path / "in.mp4")
    await tell(bus, consumer, [*told, told[1].model_copy(update={"type": "expired"})])
    async with database.transaction() as connection:
        assert await repository.forget_expired(connection, NOON - timedelta(days=1)) == 0
        assert await repository.forget_expired(connection, NOON + timedelta(days=1)) == 1
    assert [row.state for row in await rows(database)] == ["closed", "closed"]


async def test_garbage_among_the_segments_is_buried(bus: Bus, database: Database, consumer: SegmentConsumer) -> None:
    await bus.control.xadd(STREAM, {"v": "{}"})
    await tell(bus, consumer, [])
    assert await bus.control.xlen(dead_letters_key()) == 1
    assert await bus.control.xlen(STREAM) == 0


async def test_a_segment_of_a_realm_that_does_not_exist_is_buried(
    bus: Bus, database: Database, consumer: SegmentConsumer, tmp_path: Path
) -> None:
    told = recorded(tmp_path / "recordings", tmp_path / "in.mp4")
    await tell(bus, consumer, [told[0].model_copy(update={"realm": "admin_journal"})])
    assert await rows(database) == []
    assert await bus.control.xlen(dead_letters_key()) == 1


async def test_a_segment_that_cannot_be_stored_is_buried_and_harms_no_other(
    bus: Bus, database: Database, consumer: SegmentConsumer, tmp_path: Path
) -> None:
    told = recorded(tmp_path / "recordings", tmp_path / "in.mp4")
    beyond = told[0].model_copy(update={"path": "cam-01/sub/x.mp4", "bytes": -(2**70)})
    await tell(bus, consumer, [told[0], beyond, *told[1:]])
    assert [row.state for row in await rows(database)] == ["closed"] * 3
    assert await bus.control.xlen(dead_letters_key()) == 1
    assert await bus.control.xlen(STREAM) == 0


async def test_a_clip_is_served_with_ranges_and_says_when_it_begins(
    bus: Bus, consumer: SegmentConsumer, container: Container, client: MakeClient, tmp_path: Path
) -> None:
    await tell(bus, consumer, recorded(container.settings.recordings_dir, tmp_path / "in.mp4"))
    viewer = await client(Role.VIEWER)
    whole = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(1.5, 2.5))
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
    assert datetime.fromisoformat(whole.headers["x-clip-start"]) == pytest.approx(
        NOON + timedelta(seconds=1), abs=timedelta(seconds=0.05)
    )
    part = await viewer.get(
        "/api/recordings/cam-01/clip.mp4", params=span(1.5, 2.5), headers={"Range": "bytes=100-199"}
    )
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert len(list(container.settings.clips_dir.iterdir())) == 1


async def test_the_file_under_way_is_cut_too_and_cut_again_once_it_has_grown(
    bus: Bus, consumer: SegmentConsumer, container: Container, client: MakeClient, tmp_path: Path
) -> None:
    root = container.settings.recordings_dir
    told: list[SegmentMessage] = []
    recorder = Recorder(root, "cam-01", "sub", 1, told.append, adapter="worker-1")
    pieces = fragments(encode(tmp_path / "in.mp4", Clip(seconds=3)))
    viewer = await client(Role.VIEWER)
    sizes = []
    for half in (pieces[:7], pieces[7:]):
        for piece in half:
            recorder.write(piece)
        await tell(bus, consumer, told)
        answer = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(0, 10))
        assert answer.status_code == 200
        sizes.append(len(answer.content))
    recorder.close()
    assert sizes[0] < sizes[1]
    (listed,) = (await viewer.get("/api/recordings", params={"camera": "cam-01", **span(0, 10)})).json()
    assert (listed["open"], listed["duration"], listed["expired"]) == (True, None, False)


async def test_what_was_never_recorded_and_what_has_expired_are_different_answers(
    bus: Bus, consumer: SegmentConsumer, container: Container, client: MakeClient, tmp_path: Path
) -> None:
    told = recorded(container.settings.recordings_dir, tmp_path / "in.mp4")
    await tell(bus, consumer, told)
    viewer = await client(Role.VIEWER)
    never = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(1000, 1010))
    assert (never.status_code, never.json()["error"]["code"]) == (404, "no_recording")
    other = await viewer.get("/api/recordings/cam-99/clip.mp4", params=span(0, 10))
    assert (other.status_code, other.json()["error"]["code"]) == (404, "no_recording")
    for message in told:
        (container.settings.recordings_dir / message.path).unlink(missing_ok=True)
    gone = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(0, 10))
    assert (gone.status_code, gone.json()["error"]["code"]) == (410, "expired")


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 5), (0, 1801)])
async def test_an_empty_or_endless_range_is_refused(client: MakeClient, start: float, end: float) -> None:
    viewer = await client(Role.VIEWER)
    answer = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(start, end))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "clip_range")


async def test_a_path_that_leads_out_of_the_recordings_is_never_read(
    bus: Bus, consumer: SegmentConsumer, container: Container, client: MakeClient, tmp_path: Path
) -> None:
    root = container.settings.recordings_dir
    told = recorded(root.parent / "elsewhere", tmp_path / "in.mp4")
    outside = [one.model_copy(update={"path": f"../elsewhere/{one.path}"}) for one in told]
    await tell(bus, consumer, outside)
    root.mkdir(parents=True, exist_ok=True)
    (root / "link").symlink_to(root.parent / "elsewhere")
    linked = [one.model_copy(update={"path": f"link/{one.path}"}) for one in told]
    await tell(bus, consumer, linked)
    viewer = await client(Role.VIEWER)
    answer = await viewer.get("/api/recordings/cam-01/clip.mp4", params=span(0, 10))
    assert answer.status_code == 410
    for camera in ("..%2f..%2fetc", "%2e%2e", "cam-01%00", "CAM"):
        answer = await viewer.get(f"/api/recordings/{camera}/clip.mp4", params=span(0, 10))
        assert answer.status_code in (404, 422)


async def test_the_cache_keeps_within_its_size_and_never_drops_the_newest(
    bus: Bus, consumer: SegmentConsumer, database: Database, tmp_path: Path
) -> None:
    root, cache = tmp_path / "recordings", tmp_path / "clips"
    await tell(bus, consumer, recorded(root, tmp_path / "in.mp4"))
    clips = Clips(database, root, cache, cache_bytes=1)
    for end in (1, 2, 3):
        clip = await clips.clip(ClipRequest("cam-01", NOON, NOON + timedelta(seconds=end)))
        assert list(cache.iterdir()) == [clip.path]
        os.utime(clip.path, (0, 0))
    await clips.clip(ClipRequest("cam-01", NOON, NOON + timedelta(seconds=1)))
    just_now = set(cache.iterdir())
    clip = await clips.clip(ClipRequest("cam-01", NOON, NOON + timedelta(seconds=2)))
    assert set(cache.iterdir()) == just_now | {clip.path}, "what was asked for just now may not be sent yet"


def test_overlapping_protection_is_merged_and_an_open_end_swallows_what_follows() -> None:
    def at(minute: int) -> datetime:
        return NOON + timedelta(minutes=minute)

    assert merged([(at(5), at(7)), (at(0), at(2)), (at(1), at(3))]) == [(at(0), at(3)), (at(5), at(7))]
    assert merged([(at(5), at(7)), (at(0), None)]) == [(at(0), None)]


async def test_recordings_around_alerts_and_incidents_are_published_as_protected(
    bus: Bus, container: Container, database: Database
) -> None:
    ingest = ingest_of(container)
    await ingest.store([arrival(Episode(camera_id=f"cam-0{n}").step()) for n in range(1, 4)])
    async with database.read() as connection:
        found, _ = await alerts.search(connection, "live", [], 0, 10)
    by_camera = {alert.camera_id: alert for alert in found}
    ended = AT + timedelta(minutes=5)
    async with database.transaction() as connection:
        changed = [
            replace(by_camera["cam-02"], state=AlertState.DISMISSED),
            replace(by_camera["cam-03"], ended_at=ended),
        ]
        await alerts.update_alerts(connection, changed)
    await protected_recordings.publish(bus.control, await protected_recordings.ranges(database), container.clock)
    published: Any = await bus.control.hgetall(PROTECTED_KEY)
    assert datetime.fromisoformat(published.pop(PROTECTED_UPDATED_FIELD.encode()).decode()).tzinfo is not None
    kept = {camera.decode(): PROTECTED_RANGES.validate_json(value) for camera, value in published.items()}
    before = (AT - timedelta(seconds=60)).astimezone(UTC)
    assert kept == {"cam-01": ((before, None),), "cam-03": ((before, ended + timedelta(seconds=60)),)}


async def test_a_camera_of_an_incident_is_protected_until_the_incident_is_over() -> None:
    incident = uuid4()
    desk, episode = IntakeState(uuid4, LEVELS.grouping), Episode()
    identity = take(desk, Signal(episode.step(), 3, AT))
    take(desk, Signal(episode.step(Phase.ENDED), 3, AT))
    alert = replace(desk.alerts[identity], incident_id=incident)
    lasting, over = Span(incident, AT, None, ("cam-02",)), Span(incident, AT, AT + timedelta(hours=1), ("cam-02",))
    kept = protected_ranges([alert], [lasting])
    assert (kept["cam-01"][0][1], kept["cam-02"]) == (None, [(AT - timedelta(seconds=60), None)])
    assert protected_ranges([alert])["cam-01"][0][1] is not None
    endless = replace(alert, ended_at=None)
    end = over.until + timedelta(seconds=60) if over.until else None
    kept = protected_ranges([endless], [over])
    assert (kept["cam-01"][0][1], kept["cam-02"][0][1]) == (end, end), "its episode never ended, the incident did"
