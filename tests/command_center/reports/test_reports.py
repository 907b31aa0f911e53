"""Reports upward: prefilled, written, signed, sent, receipted; late is flagged and never blocked."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from itertools import product
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from docx import Document

from command_center.auth.model import Role
from command_center.reports.config import Reporting
from command_center.reports.model import (
    STAGES,
    Report,
    ReportField,
    ReportKind,
    ReportStage,
    is_late,
    next_of,
    running_clock,
)
from common.states import IllegalMoveError
from tests.conftest import MakeClient
from tests.support.alerts import AT
from tests.support.incidents import Crew, error, gather_crew

S = ReportStage
LEGAL = {
    (S.DRAFT, S.SUBMITTED),
    (S.SUBMITTED, S.DRAFT),
    (S.SUBMITTED, S.SIGNED),
    (S.SIGNED, S.SENT),
    (S.SENT, S.RECEIPTED),
}


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


def test_the_table_of_stages_has_these_moves_and_no_other() -> None:
    assert STAGES.moves == LEGAL
    for before, after in product(S, S):
        if (before, after) not in LEGAL:
            with pytest.raises(IllegalMoveError):
                STAGES.move(before, after)


def owed(**more: datetime) -> Report:
    due = {"phone_due_at": AT + timedelta(minutes=30), "due_at": AT + timedelta(minutes=60)}
    return Report("live", uuid4(), uuid4(), ReportKind.FIRST, 1, ReportStage.DRAFT, 0, AT, **(due | more))


def test_the_phone_is_due_first_then_the_paper_and_the_paper_counts_as_told() -> None:
    assert running_clock(owed()) == ("phone", AT + timedelta(minutes=30))
    assert running_clock(owed(phoned_at=AT)) == ("written", AT + timedelta(minutes=60))
    assert running_clock(owed(written_at=AT)) is None


def test_late_is_what_was_told_after_its_time_or_is_not_told_yet() -> None:
    assert not is_late(owed(), AT + timedelta(minutes=30))
    assert is_late(owed(), AT + timedelta(minutes=31))
    assert not is_late(owed(phoned_at=AT), AT + timedelta(minutes=31))
    assert is_late(owed(phoned_at=AT, written_at=AT + timedelta(minutes=61)), AT + timedelta(days=1))


def test_deadlines_are_those_of_the_level_or_the_default() -> None:
    reporting = Reporting.model_validate({"levels": {2: {"phone": 15, "written": 35}}})
    assert reporting.deadline(2).phone == timedelta(minutes=15)
    assert reporting.deadline(3).written == timedelta(minutes=60)


def test_a_follow_up_is_due_by_the_next_time_on_the_sites_clock() -> None:
    zone, times = ZoneInfo("Asia/Shanghai"), (time(8), time(17))
    assert next_of(times, datetime(2026, 5, 1, 1, tzinfo=UTC), zone) == datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert next_of(times, datetime(2026, 5, 1, 10, tzinfo=UTC), zone) == datetime(2026, 5, 2, 0, tzinfo=UTC)
    assert next_of((), AT, zone) is None


async def test_every_incident_owes_its_first_report_from_the_call_on(crew: Crew) -> None:
    told = datetime.now(UTC) - timedelta(minutes=20)
    incident = await crew.open(told_at=told.isoformat())
    (report,) = (await crew.detail(incident))["report_list"]
    assert datetime.fromisoformat(report["phone_due_at"]) == told + timedelta(minutes=30)
    assert datetime.fromisoformat(report["due_at"]) == told + timedelta(minutes=60)
    viewer = (await crew.leader.get("/api/reports/owed")).json()
    assert [(one["incident_id"], one["kind"], one["due"]["what"]) for one in viewer] == [(incident, "first", "phone")]
    await crew.officer.post(f"/api/reports/{report['id']}/phoned", json={"to": "区应急局值班室"})
    assert (await crew.leader.get("/api/reports/owed")).json()[0]["due"]["what"] == "written"
    assert (await crew.responder.get("/api/reports/owed")).status_code == 403


async def test_a_report_is_prefilled_from_the_incident(crew: Crew) -> None:
    incident = await crew.open()
    await crew.officer.post(f"/api/incidents/{incident}/plan", json={"plan": "mountain-fire"})
    body = (await crew.officer.get(f"/api/reports/{await crew.report(incident, 'first')}")).json()["body"]
    assert set(body) == set(ReportField)
    assert "村民李某" in body["source"]
    assert "五云山" in body["place"]
    assert "东经 113.2668°" in body["place"]
    assert "Ⅲ级（较大）" in body["nature"]
    assert "半专业森林消防队：扑打火头，开设隔离带，已下达，未完成" in body["measures"]


async def test_who_writes_on_an_old_text_is_told(crew: Crew) -> None:
    report = await crew.report(await crew.open(), "first")
    body = (await crew.officer.get(f"/api/reports/{report}")).json()["body"]
    first = await crew.officer.put(f"/api/reports/{report}", json={"revision": 0, "body": body | {"scope": "2 亩"}})
    assert (first.json()["revision"], first.json()["body"]["scope"]) == (1, "2 亩")
    second = await crew.leader.put(f"/api/reports/{report}", json={"revision": 0, "body": body})
    assert (second.status_code, error(second)["code"]) == (409, "report_changed")


async def test_a_leader_signs_and_what_was_signed_stands(crew: Crew) -> None:
    incident = await crew.open()
    report = await crew.report(incident, "first")
    body = (await crew.officer.get(f"/api/reports/{report}")).json()["body"]
    empty = await crew.officer.post(f"/api/reports/{report}/submit")
    assert empty.status_code == 422, "nobody has written it"
    await crew.officer.put(f"/api/reports/{report}", json={"revision": 0, "body": body})
    early = await crew.leader.post(f"/api/reports/{report}/sign")
    assert (early.status_code, error(early)["facts"]["state"], error(early)["facts"]["wanted"]) == (
        409,
        "draft",
        "signed",
    )
    await crew.officer.post(f"/api/reports/{report}/submit")
    assert (await crew.officer.post(f"/api/reports/{report}/sign")).status_code == 403
    back = await crew.leader.post(f"/api/reports/{report}/return", json={"reason": "核实面积"})
    assert back.json()["stage"] == "draft"
    await crew.officer.post(f"/api/reports/{report}/submit")
    signed = (await crew.leader.post(f"/api/reports/{report}/sign")).json()
    assert (signed["stage"], signed["approver"]["role"]) == ("signed", "duty_leader")
    assert signed["code"] == f"峡窝应急报〔{datetime.now(ZoneInfo('Asia/Shanghai')).year}〕1号"
    frozen = await crew.officer.put(f"/api/reports/{report}", json={"revision": signed["revision"], "body": body})
    assert (frozen.status_code, error(frozen)["code"]) == (409, "report_not_a_draft")
    row = next(row for row in (await crew.detail(incident))["timeline"] if row["to"] == "signed")
    assert len(row["data"]["sha256"]) == 64


async def test_late_reports_are_flagged_and_go_out_all_the_same(crew: Crew) -> None:
    incident = await crew.open(told_at=(datetime.now(UTC) - timedelta(hours=3)).isoformat())
    report = await crew.receipted(incident, "first")
    answer = (await crew.officer.get(f"/api/reports/{report}")).json()
    assert (answer["stage"], answer["late"]) == ("receipted", True)
    sent = next(row for row in (await crew.detail(incident))["timeline"] if row["to"] == "sent")
    assert sent["data"]["late"] is True


async def test_a_rise_in_level_moves_what_is_still_owed(client: MakeClient, crew: Crew) -> None:
    incident = await crew.open(level=4)
    before = (await crew.detail(incident))["report_list"][0]["due_at"]
    await crew.officer.patch(f"/api/incidents/{incident}", json={"level": 1})
    assert (await crew.detail(incident))["report_list"][0]["due_at"] == before, (
        "the default is the same for every level"
    )


async def test_follow_ups_are_numbered_and_go_on_with_what_was_said(crew: Crew) -> None:
    incident = await crew.open()
    first = await crew.report(incident, "first")
    body = (await crew.officer.get(f"/api/reports/{first}")).json()["body"]
    await crew.officer.put(f"/api/reports/{first}", json={"revision": 0, "body": body | {"scope": "过火 2 亩"}})
    await crew.officer.post(f"/api/reports/{first}/submit")
    await crew.leader.post(f"/api/reports/{first}/sign")
    numbers = []
    for _ in range(2):
        text = (await crew.officer.get(f"/api/reports/{await crew.report(incident, 'follow_up')}")).json()
        numbers.append(text["number"])
        assert text["body"]["scope"] == "过火 2 亩"
    assert numbers == [1, 2]
    await crew.report(incident, "final")
    again = await crew.officer.post(f"/api/incidents/{incident}/reports", json={"kind": "final"})
    assert (again.status_code, error(again)["code"]) == (409, "final_exists")


async def test_responders_do_not_see_reports(crew: Crew, client: MakeClient) -> None:
    incident = await crew.open()
    report = await crew.report(incident, "first")
    await crew.task(incident)
    assert (await crew.responder.get(f"/api/incidents/{incident}")).json()["report_list"] == []
    assert (await crew.responder.get(f"/api/reports/{report}")).status_code == 403
    assert (await (await client(Role.VIEWER)).get(f"/api/reports/{report}")).status_code == 200


async def submitted_by_leader(crew: Crew, incident: str) -> str:
    """A report that the leader wrote and submitted."""
    report = await crew.report(incident, "first")
    body = (await crew.leader.get(f"/api/reports/{report}")).json()["body"]
    await crew.leader.put(f"/api/reports/{report}", json={"revision": 0, "body": body})
    done = await crew.leader.post(f"/api/reports/{report}/submit")
    assert done.status_code == 200, done.text
    return report


async def test_who_wrote_or_submitted_a_report_does_not_sign_it(crew: Crew) -> None:
    report = await submitted_by_leader(crew, await crew.open())
    own = await crew.leader.post(f"/api/reports/{report}/sign")
    assert (own.status_code, error(own)["code"]) == (403, "needs_two_people")
    signed = (await crew.commander.post(f"/api/reports/{report}/sign", json={"alone_reason": "无人"})).json()
    assert (signed["stage"], signed["approver"]["role"], signed["alone_reason"]) == ("signed", "commander", None)
    assert [one["role"] for one in signed["writers"]] == ["duty_leader"]


async def test_who_changed_the_text_of_another_does_not_sign_it_either(crew: Crew) -> None:
    report = await submitted_by_leader(crew, await crew.open())
    await crew.commander.post(f"/api/reports/{report}/return", json={"reason": "核实面积"})
    text = (await crew.officer.get(f"/api/reports/{report}")).json()
    await crew.officer.put(f"/api/reports/{report}", json={"revision": text["revision"], "body": text["body"]})
    await crew.officer.post(f"/api/reports/{report}/submit")
    assert (await crew.leader.post(f"/api/reports/{report}/sign")).status_code == 403
    assert (await crew.commander.post(f"/api/reports/{report}/sign")).status_code == 200


async def test_one_person_signs_alone_with_a_reason_that_stands_in_the_timeline_and_on_the_paper(
    crew: Crew, client: MakeClient
) -> None:
    incident = await crew.open()
    report = await submitted_by_leader(crew, incident)
    empty = await crew.leader.post(f"/api/reports/{report}/sign", json={"alone_reason": ""})
    assert empty.status_code == 422
    reason = "夜间仅一人在岗"
    signed = (await crew.leader.post(f"/api/reports/{report}/sign", json={"alone_reason": reason})).json()
    assert (signed["stage"], signed["alone_reason"]) == ("signed", reason)
    row = next(row for row in (await crew.detail(incident))["timeline"] if row["to"] == "signed")
    assert (row["note"], row["data"]["alone"]) == (reason, True)
    viewer = await client(Role.VIEWER)
    word = Document(BytesIO((await viewer.get(f"/api/reports/{report}/report.docx")).content))
    text = "\n".join(line.text for line in word.paragraphs)
    assert "十一、紧急情况一人拟签事由" in text
    assert reason in text


async def test_a_viewer_reads_reports_without_the_number_of_who_called(crew: Crew, client: MakeClient) -> None:
    report = await crew.report(await crew.open(), "first")
    viewer, phone = await client(Role.VIEWER), "000 0000 0001"
    assert phone in (await crew.officer.get(f"/api/reports/{report}")).text
    assert phone not in (await viewer.get(f"/api/reports/{report}")).text
    word = Document(BytesIO((await viewer.get(f"/api/reports/{report}/report.docx")).content))
    assert phone not in "\n".join(line.text for line in word.paragraphs)
