"""The record of viewings: watching, downloads and exports over HTTP; attacked by killing, scrubbing and deleting."""

from __future__ import annotations

import asyncio
import hashlib
from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from command_center.alerts.raising import RaisedHazard
from command_center.alerts.tables import alert_snapshot
from command_center.audit.heads import export_heads
from command_center.audit.installation import InstallationFiles, verify_installation
from command_center.auth.model import Role
from command_center.base.clock import new_id
from command_center.base.db import Database
from command_center.base.redis_bus import Bus, ensure_group
from command_center.cameras.repository import camera
from command_center.chain.model import Who
from command_center.jobs.segment_consumer import SegmentConsumer
from command_center.recordings.file_names import clip_file_name
from command_center.viewings.model import Viewer
from command_center.viewings.service import IDLE, LONGEST, SAME_FILE, TRUSTED, Viewings
from command_center.web.container import Container
from tests.command_center.recordings.test_recordings import STREAM, recorded, span, tell
from tests.conftest import Client, MakeClient
from tests.support.alerts import JPEG, FixedClock
from tests.support.clips import NOON
from tests.support.incidents import CALL, gather_crew

CLIP = "/api/recordings/cam-01/clip.mp4"
WATCHER = Viewer(Who("1", "王五", "duty_officer"), UUID(int=7), "10.0.0.8")


@pytest.fixture
async def filmed(bus: Bus, database: Database, container: Container, tmp_path: Path) -> None:
    """Three seconds of cam-01 from noon on."""
    await ensure_group(bus.control, STREAM)
    consumer = SegmentConsumer(bus.control, database, "one")
    await tell(bus, consumer, recorded(container.settings.recordings_dir, tmp_path / "in.mp4"))


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


async def listed(page: Client, where: str = "/api/audit/viewings", **query: Any) -> list[dict[str, Any]]:
    answer = await page.get(where, params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    assert len(found) == answer.json()["total"]
    return found


async def count(database: Database, table: str = "viewing") -> int:
    async with database.read() as connection:
        return int(await connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


async def findings(container: Container) -> list[str]:
    files = InstallationFiles(container.settings.audit_heads_file, container.settings.attachments_dir)
    await export_heads(container.database, container.clock, files.heads)
    verdicts = await verify_installation(container.database, files, container.clock.now())
    return [f"{one.realm}: {one.broken.reason}" for one in verdicts if one.broken]


# ------------------------------------------------------------------------------------------------ watching


async def test_who_watches_a_recording_is_on_record_with_camera_range_session_and_address(
    filmed: None, container: Container, client: MakeClient
) -> None:
    viewer, admin = await client(Role.VIEWER), await client(Role.ADMIN)
    assert (await viewer.get(CLIP, params=span(1.5, 2.5))).status_code == 200
    (row,) = await listed(admin)
    assert (row["person"]["display_name"], row["person"]["role"]) == ("viewer", "viewer")
    assert (row["act"], row["goes_on"], row["thing"], row["thing_id"]) == (
        "watching_began",
        True,
        "recording",
        "cam-01",
    )
    (sessions,) = (await viewer.get("/api/sessions")).json()
    assert (row["session_id"], row["address"]) == (sessions["id"], "127.0.0.1")
    (seen,) = row["spans"]
    assert datetime.fromisoformat(seen["from"]) == pytest.approx(at(1), abs=timedelta(seconds=0.1))
    assert datetime.fromisoformat(seen["to"]) == at(2.5)
    assert await findings(container) == []


async def test_what_was_refused_or_never_recorded_was_not_watched(
    filmed: None, database: Database, client: MakeClient
) -> None:
    viewer, responder = await client(Role.VIEWER), await client(Role.RESPONDER)
    assert (await viewer.get(CLIP, params=span(1000, 1010))).status_code == 404
    assert (await responder.get(CLIP, params=span(0, 3))).status_code == 403
    assert await count(database) == 0


async def test_scrubbing_through_a_day_is_two_rows_with_every_range(database: Database, container: Container) -> None:
    clock = FixedClock(container.clock.now())
    record = Viewings(database, clock, new_id)
    for piece in range(480):
        await record.watched(WATCHER, "cam-01", (at(piece * 180), at(piece * 180 + 170)))
        clock.forward(1)
    assert (await count(database), await count(database, "watching")) == (1, 1)
    clock.forward(IDLE.total_seconds() + 1)
    await record.close()
    assert (await count(database), await count(database, "watching")) == (2, 0)
    async with database.read() as connection:
        spans = (await connection.execute(sa.text("SELECT spans FROM viewing WHERE act = 'watched'"))).scalar_one()
    assert len(spans) == 480, "no minute is claimed that was not handed out"
    assert await findings(container) == []


async def test_the_parts_of_one_piece_write_once_a_minute(database: Database) -> None:
    clock = FixedClock()
    record = Viewings(database, clock, new_id)
    written = []
    for _ in range(50):
        await record.watched(WATCHER, "cam-01", (at(0), at(180)))
        async with database.read() as connection:
            written.append(await connection.scalar(sa.text("SELECT last_at FROM watching")))
        clock.forward(2)
    first = clock.now() - timedelta(seconds=100)
    assert sorted(set(written)) == [first, first + TRUSTED]


async def test_overlapping_pieces_are_one_range_and_another_person_camera_or_address_another_watching(
    database: Database, client: MakeClient
) -> None:
    record = Viewings(database, FixedClock(), new_id)
    await record.watched(WATCHER, "cam-01", (at(0), at(60)))
    await record.watched(WATCHER, "cam-01", (at(50), at(90)))
    await record.watched(WATCHER, "cam-02", (at(0), at(60)))
    elsewhere = Viewer(WATCHER.who, WATCHER.session_id, "10.0.0.9")
    await record.watched(elsewhere, "cam-01", (at(0), at(60)))
    await record.watched(Viewer(Who("2", "李四", "viewer"), uuid4(), "10.0.0.8"), "cam-01", (at(0), at(60)))
    rows = await listed(await client(Role.ADMIN))
    assert len(rows) == 4
    assert [datetime.fromisoformat(one["to"]) for one in rows[-1]["spans"]] == [at(90)]


async def test_two_processes_that_hand_out_at_once_lose_nothing(database: Database) -> None:
    clock = FixedClock()
    both = [Viewings(database, clock, new_id) for _ in range(2)]
    await asyncio.gather(
        *(both[n % 2].watched(WATCHER, "cam-01", (at(n * 100), at(n * 100 + 50))) for n in range(20)),
        *(both[n % 2].close() for n in range(4)),
    )
    async with database.read() as connection:
        spans = (await connection.execute(sa.text("SELECT spans FROM watching"))).scalar_one()
    assert (len(spans), await count(database)) == (20, 1)


async def test_a_killed_process_loses_no_view_the_next_one_closes_it(
    filmed: None, container: Container, database: Database, client: MakeClient
) -> None:
    viewer, admin = await client(Role.VIEWER), await client(Role.ADMIN)
    await viewer.get(CLIP, params=span(0, 1))
    await viewer.get(CLIP, params=span(2, 3))
    clock = FixedClock(container.clock.now() + IDLE + timedelta(seconds=1))
    await Viewings(database, clock, new_id).close()
    (row,) = await listed(admin)
    assert (row["act"], row["goes_on"], len(row["spans"])) == ("watched", False, 2)
    assert datetime.fromisoformat(row["at"]) < clock.now() - IDLE, "listed by when it began"
    assert await findings(container) == []


async def test_a_watching_of_hours_is_written_to_the_chain_every_hour(database: Database) -> None:
    clock = FixedClock()
    record = Viewings(database, clock, new_id)
    minutes = 150
    for minute in range(minutes):
        await record.watched(WATCHER, "cam-01", (at(minute * 60), at(minute * 60 + 60)))
        await record.close()
        clock.forward(60)
    clock.forward(IDLE.total_seconds())
    await record.close()
    hours = -(-minutes * 60 // int(LONGEST.total_seconds()))
    assert await count(database) == 2 * hours
    async with database.read() as connection:
        spans = (await connection.execute(sa.text("SELECT spans FROM viewing WHERE act = 'watched'"))).scalars().all()
    seen = sum(((one.upper - one.lower) for several in spans for one in several), timedelta())
    assert seen == timedelta(minutes=minutes)
    assert TRUSTED < IDLE


async def test_a_watching_that_is_deleted_while_it_goes_on_is_a_finding(
    database: Database, container: Container
) -> None:
    await Viewings(database, container.clock, new_id).watched(WATCHER, "cam-01", (at(0), at(60)))
    assert await findings(container) == []
    async with database.transaction() as connection:
        await connection.execute(sa.text("DELETE FROM watching"))
    assert await findings(container) == ["viewing: watchings: the row of this watching was deleted before it was over"]


async def test_rows_of_the_record_cannot_be_changed_and_a_rewritten_one_breaks_the_chain(
    database: Database, container: Container, database_urls: tuple[str, str]
) -> None:
    record = Viewings(database, container.clock, new_id)
    await record.watched(WATCHER, "cam-01", (at(0), at(60)))
    for statement in ("UPDATE viewing SET actor_name = 'x'", "DELETE FROM viewing", "TRUNCATE viewing"):
        with pytest.raises(DBAPIError):
            async with database.transaction() as connection:
                await connection.execute(sa.text(statement))
    owner = Database(database_urls[1], pool_size=1)
    async with owner.transaction() as connection:
        await connection.execute(sa.text("ALTER TABLE viewing DISABLE TRIGGER append_only"))
        await connection.execute(sa.text("UPDATE viewing SET spans = '{[2020-01-01, 2020-01-02)}'"))
    await owner.close()
    assert await findings(container) == ["viewing: was altered after it was written"]


# ------------------------------------------------------------------------------------------------ files


async def test_a_clip_to_keep_names_camera_local_time_and_range_and_carries_its_hash(
    filmed: None, client: MakeClient
) -> None:
    viewer, admin = await client(Role.VIEWER), await client(Role.ADMIN)
    answer = await viewer.get(CLIP, params={**span(0, 2.5), "download": "true"})
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer.headers["x-sha256"] == digest
    assert answer.headers["repr-digest"] == f"sha-256=:{b64encode(bytes.fromhex(digest)).decode()}:"
    name = answer.headers["content-disposition"].removeprefix("attachment; filename*=UTF-8''")
    local = NOON.astimezone(ZoneInfo("Asia/Shanghai"))
    assert name == f"cam-01_{local:%Y-%m-%d_%H-%M-%S}_{local:%H-%M}-02.mp4"
    (row,) = await listed(admin)
    assert (row["act"], row["thing_id"], row["file_name"], row["sha256"]) == ("downloaded", "cam-01", name, digest)
    assert datetime.fromisoformat(row["spans"][0]["to"]) == at(2.5)


def test_a_clip_over_midnight_names_both_days() -> None:
    start = datetime.fromisoformat("2026-12-01T15:59:00Z")
    name = clip_file_name("river-02", start, start + timedelta(minutes=2), ZoneInfo("Asia/Shanghai"))
    assert name == "river-02_2026-12-01_23-59-00_2026-12-02_00-01-00.mp4"


async def test_a_download_in_parts_is_one_row_and_a_later_one_another(
    filmed: None, database: Database, container: Container, client: MakeClient
) -> None:
    viewer = await client(Role.VIEWER)
    for part in ("bytes=100-199", "bytes=200-299"):
        answer = await viewer.get(CLIP, params={**span(0, 3), "download": "true"}, headers={"Range": part})
        assert answer.status_code == 206
    assert await count(database) == 1, "also the first part is on record, wherever it starts"
    await (await client(Role.VIEWER)).get(CLIP, params={**span(0, 3), "download": "true"})
    assert await count(database) == 2, "another session is another act"
    assert timedelta(minutes=10) == SAME_FILE


async def test_files_and_papers_of_an_incident_are_on_record_with_their_hash(client: MakeClient) -> None:
    crew, admin = await gather_crew(client), await client(Role.ADMIN)
    incident = await crew.open()
    added = await crew.officer.put(
        f"/api/incidents/{incident}/attachments/{uuid4()}", params={"name": "照片.jpg"}, content=JPEG
    )
    got = await crew.leader.get(f"/api/attachments/{added.json()['id']}")
    report = await crew.receipted(incident, "first")
    taken = [await crew.reviewer.get(f"/api/reports/{report}/report.{kind}") for kind in ("pdf", "docx", "xml")]
    rows = (await listed(admin))[::-1]
    assert [(one["act"], one["thing"]) for one in rows] == [
        ("opened", "attachment"),
        *[("exported", "report")] * 3,
    ]
    assert [one["person"]["role"] for one in rows] == ["duty_leader", *["reviewer"] * 3]
    for row, answer in zip(rows, [got, *taken], strict=True):
        digest = hashlib.sha256(answer.content).hexdigest()
        assert (row["sha256"], answer.headers["x-sha256"], row["incident_id"]) == (digest, digest, incident)
    assert [one["file_name"].rsplit(".", 1)[1] for one in rows] == ["jpg", "pdf", "docx", "xml"]


async def test_the_heads_of_the_chains_are_an_export(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    answer = await admin.get("/api/audit/heads.jsonl")
    (row,) = await listed(admin)
    assert (row["act"], row["thing"], row["sha256"]) == ("exported", "audit", answer.headers["x-sha256"])


async def test_a_picture_that_a_page_shows_beside_its_alert_is_no_row_and_one_taken_as_a_file_is(
    container: Container, client: MakeClient
) -> None:
    alert = (await container.alerting.raising.raise_one(RaisedHazard("report", "river over the road"), None)).id
    async with container.database.transaction() as connection:
        values = {"realm": "live", "alert_id": alert, "captured_at": NOON, "jpeg": JPEG}
        await connection.execute(sa.insert(alert_snapshot).values(values))
    viewer, admin = await client(Role.VIEWER), await client(Role.ADMIN)
    where = f"/api/alerts/{alert}/snapshot.jpg"
    assert (await viewer.get(where, headers={"Sec-Fetch-Dest": "image"})).content == JPEG
    assert await listed(admin) == []
    assert (await viewer.get(where)).content == JPEG
    assert (await viewer.get(f"/api/alerts/{alert}/cap.xml")).status_code == 200
    rows = await listed(admin)
    assert [(one["act"], one["thing"], one["thing_id"]) for one in rows] == [
        ("exported", "alert", str(alert)),
        ("opened", "snapshot", str(alert)),
    ]


async def test_nothing_is_handed_out_while_the_record_cannot_be_written(
    filmed: None, container: Container, client: MakeClient, database_urls: tuple[str, str]
) -> None:
    viewer = await client(Role.VIEWER)
    owner = Database(database_urls[1], pool_size=1)
    async with owner.transaction() as connection:
        await connection.execute(sa.text("ALTER TABLE viewing RENAME TO hidden"))
    await owner.close()
    answer = await viewer.get(CLIP, params=span(0, 3))
    assert answer.status_code == 500
    assert "x-clip-start" not in answer.headers


# ------------------------------------------------------------------------------------------------ reading


async def test_the_record_is_searched_by_person_and_by_what(
    filmed: None, container: Container, client: MakeClient
) -> None:
    crew, admin = await gather_crew(client), await client(Role.ADMIN)
    await crew.officer.get(CLIP, params=span(0, 3))
    kept = await crew.leader.get(CLIP, params={**span(0, 3), "download": "true"})
    incident = await crew.open()
    await crew.commander.get(f"/api/reports/{await crew.report(incident, 'first')}/report.pdf")
    number = (await crew.detail(incident))["number"]
    for query, people in (
        ({"person": "leader"}, ["duty_leader"]),
        ({"what": "cam-01"}, ["duty_leader", "duty_officer"]),
        ({"what": kept.headers["x-sha256"][:12]}, ["duty_leader"]),
        ({"what": number}, ["commander"]),
        ({"act": "exported"}, ["commander"]),
        ({"act": "watched"}, ["duty_officer"]),
        ({"act": ["exported", "downloaded"]}, ["commander", "duty_leader"]),
        ({"what": "100%"}, []),
        ({"to": "2020-01-01T00:00:00Z"}, []),
    ):
        assert [one["person"]["role"] for one in await listed(admin, **query)] == people, query


async def test_an_incident_lists_who_watched_its_cameras_in_its_time_and_took_its_papers(
    container: Container, database: Database, client: MakeClient
) -> None:
    crew, admin = await gather_crew(client), await client(Role.ADMIN)
    incident = str((await crew.officer.post("/api/incidents", json={**CALL, "hotspot": "river"})).json()["id"])
    other = await crew.open()
    async with database.transaction() as connection:
        values = {"id": "cam-01", "place": 0, "spec": {"hotspot": "river"}, "revision": 1, "updated_at": NOON}
        await connection.execute(sa.insert(camera).values(values))
    now = container.clock.now()
    record = Viewings(database, container.clock, new_id)
    await record.watched(WATCHER, "cam-01", (now - timedelta(seconds=5), now))
    await record.watched(WATCHER, "cam-02", (now - timedelta(seconds=5), now))
    await record.watched(Viewer(WATCHER.who, uuid4(), "10.0.0.9"), "cam-01", (at(0), at(60)))
    await crew.leader.get(f"/api/reports/{await crew.report(incident, 'first')}/report.pdf")
    where = f"/api/incidents/{incident}/viewings"
    for page in (crew.leader, crew.commander, crew.reviewer, admin):
        rows = await listed(page, where)
        assert [(one["thing"], one["address"]) for one in rows] == [("report", "127.0.0.1"), ("recording", "10.0.0.8")]
    assert await listed(admin, f"/api/incidents/{other}/viewings") == []
    for page in (crew.officer, crew.responder, await client(Role.VIEWER)):
        assert (await page.get(where)).status_code == 403
        assert (await page.get("/api/audit/viewings")).status_code == 403
