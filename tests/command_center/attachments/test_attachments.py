"""Attachments: judged by content, stored by hash, served so that nothing of them runs."""

from __future__ import annotations

import hashlib
import struct
import time
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import httpx
import pytest

from command_center.attachments import service
from command_center.attachments.content import LARGEST, PIECE, file_name, media_type
from command_center.attachments.file_store import FileStore
from command_center.base.errors import TooMany
from command_center.base.settings import Settings
from command_center.base.uploads import UploadMemory
from command_center.jobs.stray_attachments import sweep
from command_center.web.container import Container
from tests.conftest import Client, MakeClient
from tests.support.alerts import JPEG
from tests.support.incidents import Crew, error, gather_crew

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40)


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


def office(part: str, *more: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return packed.getvalue()


async def put(
    who: Client, incident: str, data: bytes, name: str = "照片.jpg", key: str = "", **query: str
) -> httpx.Response:
    where = f"/api/incidents/{incident}/attachments/{key or uuid4()}"
    return await who.put(where, params={"name": name, **query}, content=data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("现场情况".encode(), "text/plain"),
        (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("something"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\0", None),
        (b"<html><script>alert(1)</script>", None),
        (b"\xef\xbb\xbf <svg xmlns='x'>", None),
        (b"#!/bin/sh\x00", None),
        (b"\xff\xd8\xff only the beginning", None),
        (b"", None),
    ],
)
def test_the_type_is_what_the_bytes_say(data: bytes, kind: str | None) -> None:
    assert media_type(data) == kind


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\temp\\现场.jpg", "image/jpeg", "现场.jpg"),
        ("现场.JPG", "image/jpeg", "现场.jpg"),
        ('a"; filename="b.exe', "image/png", "a filename=b.png"),
        ("现场照片.bat", "text/plain", "现场照片.txt"),
        ("photo\u202egpj.bat", "text/plain", "photogpj.txt"),
        ("x.pdf.exe", "application/pdf", "x.pdf"),
        ("..", "image/jpeg", "file.jpg"),
        ("x" * 300 + ".jpg", "image/jpeg", "x" * 116 + ".jpg"),
        ("a\r\nSet-Cookie: x", "text/plain", "aSet-Cookie x.txt"),
    ],
)
def test_a_name_is_only_a_name_and_ends_as_its_type_does(given: str, kind: str, kept: str) -> None:
    assert file_name(given, kind) == kept


@pytest.mark.parametrize("hidden", [False, True])
def test_a_directory_of_half_a_million_entries_is_refused_without_reading_it(hidden: bool) -> None:
    """Also where only an end of 64 bits, which readers believe, tells how large it is."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = LARGEST // len(entry) - 10
    size = count * len(entry)
    whole = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, 4)
    whole += struct.pack("<4sLQL", b"PK\x06\x07", 0, 4 + size, 1)
    told = 1000 if hidden else size
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, told, 4, 0)
    end = whole + end if hidden else end
    begun = time.thread_time()
    assert media_type(b"PK\x03\x04" + entry * count + end) is None
    assert time.thread_time() - begun < 1.0, "its 5 s of work were not done"


def test_a_long_text_is_looked_at_in_pieces_that_keep_its_letters_whole() -> None:
    text = "水位上涨" * (PIECE // 4)
    assert media_type(text.encode()) == "text/plain"
    assert media_type((" " * PIECE + "<svg>").encode()) is None
    assert media_type((text + "\x00").encode()) is None
    assert media_type(text.encode()[:-1]) is None


@pytest.mark.parametrize("bad", ["../../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_the_folder_holds_hashes_and_nothing_else(bad: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        FileStore(tmp_path_factory.getbasetemp()).path(bad)


async def test_a_file_is_stored_once_by_its_hash_and_comes_back_as_it_was(crew: Crew, settings: Settings) -> None:
    incident = await crew.open()
    first = (await put(crew.officer, incident, JPEG)).json()
    second = (await put(crew.leader, incident, JPEG, "other.png")).json()
    assert first["sha256"] == second["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert second["media_type"] == "image/jpeg", "the name is not believed"
    assert len([path for path in settings.attachments_dir.rglob("*") if path.is_file()]) == 1
    got = await crew.officer.get(f"/api/attachments/{first['id']}")
    assert got.content == JPEG
    assert got.headers["content-type"] == "image/jpeg"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert got.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E7%85%A7")
    detail = await crew.detail(incident)
    assert [one["name"] for one in detail["attachments"]] == ["照片.jpg", "other.jpg"]
    assert detail["timeline"][-1]["data"]["sha256"] == first["sha256"], "the chain knows what was added"


async def test_papers_are_saved_and_not_shown(crew: Crew) -> None:
    one = (await put(crew.officer, await crew.open(), b"%PDF-1.7\n", "a.pdf")).json()
    got = await crew.officer.get(f"/api/attachments/{one['id']}")
    assert got.headers["content-disposition"].startswith("attachment")


async def test_an_upload_that_is_repeated_adds_one(crew: Crew) -> None:
    incident, key = await crew.open(), str(uuid4())
    assert (await put(crew.officer, incident, JPEG, key=key)).json() == (
        await put(crew.officer, incident, JPEG, key=key)
    ).json()
    assert len((await crew.detail(incident))["attachments"]) == 1
    for who, data in ((crew.officer, PNG), (crew.leader, JPEG)):
        other = await put(who, incident, data, key=key)
        assert (other.status_code, error(other)["code"]) == (409, "key_reused")


async def test_a_repeated_key_stores_nothing_and_adds_to_its_own_incident_only(crew: Crew, settings: Settings) -> None:
    incident, other, key = await crew.open(), await crew.open(), str(uuid4())
    await put(crew.officer, incident, JPEG, key=key)
    before = set(settings.attachments_dir.rglob("*"))
    for where, data in ((incident, PNG), (other, JPEG)):
        refused = await put(crew.officer, where, data, key=key)
        assert (refused.status_code, error(refused)["code"]) == (409, "key_reused")
    assert set(settings.attachments_dir.rglob("*")) == before


async def test_uploads_at_once_share_a_bound_of_memory() -> None:
    memory = UploadMemory(most=10)
    with memory.share() as one, memory.share() as other:
        one(6)
        with pytest.raises(TooMany):
            other(5)
        other(4)
    with memory.share() as next_one:
        next_one(10)


async def test_what_is_too_large_or_of_no_known_type_is_refused_with_a_reason(crew: Crew) -> None:
    incident = await crew.open()
    large = await put(crew.officer, incident, JPEG + bytes(LARGEST))
    assert (large.status_code, error(large)["code"]) == (413, "too_large")
    assert "25 MB" in error(large)["message"]["zh"]
    script = await put(crew.officer, incident, b"<script>", "photo.jpg")
    assert (script.status_code, error(script)["code"]) == (415, "wrong_type")
    assert (await put(crew.officer, incident, b"")).status_code == 422
    assert (await crew.detail(incident))["attachments"] == []


async def test_a_responder_adds_to_and_reads_of_their_own_tasks(crew: Crew) -> None:
    incident = await crew.open()
    task = await crew.task(incident)
    own = await put(crew.responder, incident, JPEG, task_id=task)
    assert own.status_code == 201
    assert (await crew.responder.get(f"/api/attachments/{own.json()['id']}")).status_code == 200
    refused = await put(crew.responder, incident, JPEG)
    assert refused.status_code == 403
    officers = await put(crew.officer, incident, PNG)
    assert (await crew.responder.get(f"/api/attachments/{officers.json()['id']}")).status_code == 404


async def test_what_is_refused_is_not_read_and_leaves_nothing_on_the_disk(crew: Crew, settings: Settings) -> None:
    incident, read = await crew.open(), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(400):
            read += 65536
            yield bytes(65536)

    for who, where in ((crew.responder, incident), (crew.responder, str(uuid4())), (crew.officer, str(uuid4()))):
        answer = await who.put(f"/api/incidents/{where}/attachments/{uuid4()}", params={"name": "a"}, content=endless())
        assert answer.status_code in (403, 404)
    assert read == 0, "who may is asked before what it is"
    assert (await put(crew.officer, incident, b"MZ\x90\0")).status_code == 415
    assert [path for path in settings.attachments_dir.rglob("*") if path.is_file()] == []


async def test_nobody_adds_more_in_a_day_than_the_quota(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "QUOTA_FILES", 2)
    incident = await crew.open()
    assert [(await put(crew.officer, incident, JPEG + bytes([i]) + b"\xff\xd9")).status_code for i in range(2)] == [
        201
    ] * 2
    refused = await put(crew.officer, incident, JPEG)
    assert (refused.status_code, error(refused)["code"]) == (429, "upload_quota")
    assert int(refused.headers["retry-after"]) > 0
    assert (await put(crew.leader, incident, JPEG)).status_code == 201, "each person has a quota of their own"


async def test_strays_are_swept_and_named_files_stay(crew: Crew, settings: Settings, container: Container) -> None:
    incident = await crew.open()
    named = (await put(crew.officer, incident, JPEG)).json()["sha256"]
    store = FileStore(settings.attachments_dir)
    stray = store.path(store.keep(b"of a process that died"))
    assert await sweep(container.database, store) == 0, "what has just been stored may get its row yet"
    assert await sweep(container.database, store, timedelta(seconds=-1)) == 1
    assert not stray.exists()
    assert store.path(named).exists()
