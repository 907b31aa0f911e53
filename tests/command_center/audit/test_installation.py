"""An installation's chains, their anchor and the records they vouch for, attacked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.raising import RaisedHazard
from command_center.alerts.tables import alert_snapshot
from command_center.attachments.file_store import FileStore
from command_center.audit.elsewhere import HeadReceiver
from command_center.audit.heads import Head, export_heads, read_heads, written
from command_center.audit.installation import InstallationFiles, verify_installation
from command_center.audit.verify import told
from command_center.base.errors import StartError
from command_center.chain import repository
from command_center.chain.model import ATTACHED, SNAPSHOT_HASH, Draft, Subject
from command_center.web.container import Container
from tests.fakes.web_receiver import web_receiver
from tests.support.alerts import AT

LATER = timedelta(minutes=11)


@pytest.fixture
async def alert(container: Container) -> UUID:
    return (await container.alerting.raising.raise_one(RaisedHazard("report", "river over the road"), None)).id


def files(container: Container) -> InstallationFiles:
    return InstallationFiles(container.settings.audit_heads_file, container.settings.attachments_dir)


async def export(container: Container) -> Path:
    await export_heads(container.database, container.clock, container.settings.audit_heads_file)
    return container.settings.audit_heads_file


async def findings(container: Container, after: timedelta = LATER) -> list[str]:
    """What is found some time from now."""
    verdicts = await verify_installation(container.database, files(container), container.clock.now() + after)
    return [f"{one.realm}: {one.broken.reason}" for one in verdicts if one.broken]


async def write(container: Container, statement: str, **values: object) -> None:
    """What the application's own password can do."""
    async with container.database.transaction() as connection:
        await connection.execute(sa.text(statement), values)


async def link(container: Container, subject: Subject, to: str, data: dict[str, object], about: UUID) -> None:
    async with container.database.transaction() as connection:
        draft = Draft(subject, about, None, to, container.clock.now(), data=data)
        await repository.append(connection, LIVE_REALM, [draft])


async def test_an_installation_that_nobody_touched_has_no_findings(container: Container, alert: UUID) -> None:
    await export(container)
    assert await findings(container) == []


async def test_a_first_start_without_an_anchor_is_no_finding(container: Container, alert: UUID) -> None:
    assert await findings(container, timedelta(seconds=50)) == []


async def test_an_anchor_that_was_deleted_is_a_finding_that_ends_the_command_with_an_error(
    container: Container, alert: UUID
) -> None:
    (await export(container)).unlink()
    (found,) = await findings(container)
    assert "the file is missing, or was emptied" in found
    with pytest.raises(StartError, match="no head in heads"):
        told(await verify_installation(container.database, files(container), container.clock.now() + LATER))


async def test_an_anchor_that_was_cut_off_is_a_finding(container: Container, alert: UUID) -> None:
    file = await export(container)
    await container.alerting.raising.raise_one(RaisedHazard("report", "another"), None)
    whole = file.read_text()
    await export(container)
    assert file.read_text() != whole
    file.write_text(whole)
    (found,) = await findings(container)
    assert found.startswith("heads.jsonl: live")


async def test_a_garbled_line_of_the_anchor_is_a_finding(container: Container, alert: UUID) -> None:
    file = await export(container)
    file.write_text("#" + file.read_text() + file.read_text())
    assert await findings(container) == ["heads.jsonl: line 1 cannot be read"]


async def test_an_anchor_that_was_begun_anew_is_a_finding(container: Container, alert: UUID) -> None:
    file = await export(container)
    lines = [replace(one, at=one.at + timedelta(days=2)) for one in read_heads(file)]
    file.write_text(written(lines))
    (found,) = await findings(container, timedelta(days=3))
    assert "was begun on" in found


async def test_a_state_that_was_written_past_the_chain_is_a_finding(container: Container, alert: UUID) -> None:
    await export(container)
    await write(container, "UPDATE alert SET state = 'dismissed' WHERE id = :id", id=alert)
    assert await findings(container) == [f"live: alerts: {alert} is raised by the chain and dismissed in its table"]


async def test_an_attachment_whose_bytes_were_changed_or_deleted_is_a_finding(
    container: Container, alert: UUID
) -> None:
    store = FileStore(container.settings.attachments_dir)
    sha256 = store.keep(b"what the river did")
    await link(container, Subject.TASK, ATTACHED, {"attachment_id": "one", "sha256": sha256}, uuid4())
    await export(container)
    assert await findings(container) == []
    store.path(sha256).write_bytes(b"something else")
    assert await findings(container) == ["live: attachments: the file of attachment one was altered"]
    store.path(sha256).unlink()
    assert await findings(container) == ["live: attachments: the file of attachment one is missing"]


@pytest.mark.parametrize(
    ("picture", "words"), [(b"what was seen", []), (b"another", ["was altered"]), (None, ["is missing"])]
)
async def test_a_snapshot_is_compared_with_the_hash_in_the_chain(
    container: Container, alert: UUID, picture: bytes | None, words: Sequence[str]
) -> None:
    digest = hashlib.sha256(b"what was seen").hexdigest()
    await link(container, Subject.ALERT, "note", {SNAPSHOT_HASH: digest}, alert)
    if picture is not None:
        async with container.database.transaction() as connection:
            row = {"realm": LIVE_REALM, "alert_id": alert, "captured_at": AT, "jpeg": picture}
            await connection.execute(sa.insert(alert_snapshot).values(row))
    await export(container)
    assert await findings(container) == [f"live: snapshots: the picture of alert {alert} {one}" for one in words]


async def test_heads_leave_to_another_machine_once_and_again_after_a_failure() -> None:
    one = Head("live", 1, bytes(32), AT)
    async with web_receiver(statuses=[503, 200]) as receiver:
        heads = HeadReceiver(receiver.url, "word")
        assert [await heads.send([one]) for _ in range(3)] == [False, True, True]
    assert [post.body.decode() for post in receiver.received] == [written([one])] * 2
    assert receiver.received[0].headers["authorization"] == "Bearer word"
    assert not await heads.send([replace(one, number=2)]), "nobody listens any more"
