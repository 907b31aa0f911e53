"""Truth of reports: they say what is on record, mark what nobody has checked, and are over when all is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from command_center.auth.model import Role
from command_center.duty.model import Person
from command_center.incidents.model import Incident, IncidentState
from command_center.reports.contradictions import contradictions
from command_center.reports.model import Report, ReportField, ReportKind, ReportStage, unchecked_after
from command_center.reports.on_record import Controlled, OnRecord, Verified, event_name
from command_center.reports.prefill import Known, prefill
from command_center.tasks.model import Task, TaskState
from tests.conftest import MakeClient
from tests.support.alerts import AT
from tests.support.incidents import Crew, complete, error, gather_crew

F = ReportField
ZONE = ZoneInfo("Asia/Shanghai")
SEEN = Incident(
    realm="live",
    id=uuid4(),
    number="2026-0001",
    state=IncidentState.DISCOVERED,
    level=1,
    kind="flame",
    title={"zh": "五云山 11 号：明火", "en": "Mountain 11: open flame"},
    hotspot="wuyun-mountain",
    position={"lon": 113.2602, "lat": 34.7601},
    opened_at=AT,
    opened_by={"id": "1", "name": "张三", "role": "duty_officer"},
    state_since=AT,
    learned_at=AT,
    occurred_at=AT,
    source={"channel": "alert"},
)


def known(incident: Incident = SEEN, **more: Any) -> Known:
    values: dict[str, Any] = {"facts": OnRecord(), "tasks": (), "before": None, "on_duty": (), "hotspot": "五云山"}
    return Known(incident, **(values | more), time_zone=ZONE)


def task(state: TaskState, title: str = "扑火") -> Task:
    words = {"zh": title, "en": title}
    unit = {"zh": "消防队", "en": "team"}
    return Task("live", uuid4(), SEEN.id, state, words, None, "team", unit, None, None, AT, {}, AT)


def a_report(kind: ReportKind = ReportKind.FIRST, **more: Any) -> Report:
    return Report("live", uuid4(), SEEN.id, kind, 1, ReportStage.DRAFT, 0, AT, **more)


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


# ---- what is filled in


def test_nothing_is_said_about_what_is_not_on_record() -> None:
    body = prefill(known())
    assert [name for name in ReportField if not body[name]] == [F.SCOPE, F.LOSSES, F.LEADERS, F.ADVICE]
    assert body[F.MEASURES] == "尚未下达任务。"


def test_verified_is_said_after_verification_with_when_and_how() -> None:
    assert prefill(known())[F.SOURCE] == "视频监控系统预警，尚未核实。"
    assert prefill(known())[F.TREND] == "已发现，尚未核实。"
    facts = OnRecord(verified=Verified(datetime(2026, 5, 1, 8, 5, tzinfo=UTC), "patrol"))
    assert prefill(known(facts=facts))[F.SOURCE] == "视频监控系统预警，2026年5月1日16时05分经现场巡查核实。"


def test_who_is_in_charge_comes_from_the_duty_table() -> None:
    people = [
        Person(uuid4(), "张三", Role.DUTY_OFFICER),
        Person(uuid4(), "李四", Role.COMMANDER),
        Person(uuid4(), "王五", Role.DUTY_LEADER),
    ]
    assert prefill(known(on_duty=people))[F.LEADERS] == "值班表在岗：带班领导王五、指挥长李四。"


def test_a_camera_is_neither_the_place_nor_in_the_title_until_a_person_says_so() -> None:
    body = prefill(known())
    assert body[F.PLACE] == "五云山，具体位置未标定（发现该情况的摄像机位于东经 113.2602°，北纬 34.7601°）。"
    assert "11 号" not in "".join(body.values())
    assert event_name(SEEN, OnRecord(), "五云山") == "五云山明火"
    set_by_hand = OnRecord(titled=True, placed=True)
    assert prefill(known(facts=set_by_hand))[F.PLACE] == "五云山（东经 113.2602°，北纬 34.7601°）。"
    assert event_name(replace(SEEN, title={"zh": "北坡起火"}), set_by_hand, "五云山") == "北坡起火"


def test_tasks_stand_as_they_are_and_cancelled_ones_are_no_measures() -> None:
    tasks = [task(TaskState.DONE, "警戒"), task(TaskState.EN_ROUTE), task(TaskState.CANCELLED, "停电")]
    said = prefill(known(tasks=tasks))[F.MEASURES]
    assert said == "1．消防队：警戒，已完成；2．消防队：扑火，正赶赴现场，未完成。"


def test_an_end_is_said_only_of_what_is_under_control_and_with_the_commanders_words() -> None:
    facts = OnRecord(controlled=Controlled(AT, "明火已灭。", ""))
    assert "得到控制：明火已灭。" in prefill(known(replace(SEEN, state=IncidentState.CONTROLLED), facts=facts))[F.TREND]
    again = prefill(known(replace(SEEN, state=IncidentState.RESPONDING), facts=facts))[F.TREND]
    assert again == "正在处置，尚未得到控制。"


def test_a_later_report_goes_on_with_what_a_person_said_and_not_with_what_was_filled_in() -> None:
    said = {"scope": "过火 2 亩", "leaders": "值班表在岗：带班领导王五。"}
    body = prefill(known(before=a_report(body=said, unchecked=("leaders",))))
    assert (body[F.SCOPE], body[F.LEADERS]) == ("过火 2 亩", "")


# ---- marks


def test_a_field_stays_marked_until_a_person_has_changed_or_confirmed_it() -> None:
    filled = {"place": "五云山", "nature": "明火", "trend": "已发现", "scope": ""}
    first = unchecked_after(a_report(), filled, filled | {"scope": "2 亩", "nature": "烟"}, {"nature"})
    assert first == ("place", "trend")
    stored = a_report(body=filled, unchecked=first)
    assert unchecked_after(stored, filled, filled | {"trend": "蔓延"}, ()) == ("place",)
    assert unchecked_after(stored, filled, filled, {"place", "trend"}) == ()
    assert unchecked_after(stored, filled, filled | {"place": ""}, ()) == ("trend",)


async def test_marks_are_kept_with_the_report_and_in_its_chain(crew: Crew) -> None:
    incident = await crew.open()
    report = await crew.report(incident, "first")
    fresh = (await crew.officer.get(f"/api/reports/{report}")).json()
    assert "place" in fresh["unchecked"]
    assert "losses" not in fresh["unchecked"], "nobody has said anything there"
    put = {"revision": 0, "body": fresh["body"] | {"scope": "2 亩"}, "touched": ["place", "scope"]}
    saved = (await crew.officer.put(f"/api/reports/{report}", json=put)).json()
    assert set(saved["unchecked"]) == set(fresh["unchecked"]) - {"place"}
    await crew.officer.post(f"/api/reports/{report}/submit")
    await crew.leader.post(f"/api/reports/{report}/sign")
    row = next(row for row in (await crew.detail(incident))["timeline"] if row["to"] == "signed")
    assert row["data"]["unchecked"] == saved["unchecked"]


# ---- the end


def final(body: dict[str, str], tasks: list[Task], state: IncidentState = IncidentState.CONTROLLED) -> list[str]:
    found = contradictions(a_report(ReportKind.FINAL), body, replace(SEEN, state=state), tasks)
    return [one["zh"] for one in found]


def test_a_final_report_names_what_is_open() -> None:
    whole = {str(name): "无。" for name in ReportField}
    assert final(whole, [task(TaskState.DONE), task(TaskState.CANCELLED)]) == []
    assert final(whole | {"advice": ""}, []) == []
    assert final(whole, [task(TaskState.DECLINED, "警戒"), task(TaskState.ON_SCENE)]) == [
        "任务未完成：警戒",
        "任务未完成：扑火",
    ]
    assert final(whole, [], IncidentState.RESPONDING) == ["事件处置中，尚未得到控制"]
    open_text = whole | {"losses": "损失正在核实。", "leaders": "", "measures": "1．消防队：扑火，已下达，未完成。"}
    assert final(open_text, []) == ["“伤亡损失”中仍写有“正在核实”", "“领导到位”未填写", "“已采取措施”中仍写有“未完成”"]
    assert contradictions(a_report(), {}, SEEN, [task(TaskState.ASSIGNED)]) == ()


async def test_a_final_report_is_refused_over_open_tasks_and_the_refusal_says_which(crew: Crew) -> None:
    incident = await crew.open()
    await crew.to_controlled(incident)
    report = await crew.report(incident, "final")
    body = complete((await crew.officer.get(f"/api/reports/{report}")).json()["body"])
    await crew.officer.put(f"/api/reports/{report}", json={"revision": 0, "body": body})
    await crew.officer.post(f"/api/reports/{report}/submit")
    left = await crew.task(incident)
    shown = (await crew.leader.get(f"/api/reports/{report}")).json()["contradictions"]
    refused = await crew.leader.post(f"/api/reports/{report}/sign")
    assert (refused.status_code, error(refused)["code"]) == (409, "final_contradicted")
    assert "任务未完成：扑火" in error(refused)["message"]["zh"]
    assert shown == [{"zh": "任务未完成：扑火", "en": "task not finished: 扑火"}]
    await crew.leader.post(f"/api/reports/{report}/return", json={"reason": "任务未完成"})
    assert (await crew.officer.post(f"/api/reports/{report}/submit")).status_code == 409
    await crew.finish(left)
    assert (await crew.officer.post(f"/api/reports/{report}/submit")).status_code == 200
    assert (await crew.leader.post(f"/api/reports/{report}/sign")).status_code == 200


async def test_documents_are_numbered_within_the_year_whatever_their_incident(crew: Crew) -> None:
    codes = []
    for _ in range(2):
        report = await crew.receipted(await crew.open(), "first")
        codes.append((await crew.officer.get(f"/api/reports/{report}")).json()["code"])
    assert [code.partition("〕")[2] for code in codes] == ["1号", "2号"]


# ---- the other side of a signature


async def notices(crew: Crew, report: str) -> list[dict[str, Any]]:
    rows = (await crew.officer.get("/api/notifications", params={"subject_id": report})).json()
    return [row for row in rows if row["channel"] == "in_app"]


async def test_asking_giving_back_and_signing_reach_the_other_person(crew: Crew) -> None:
    incident = await crew.open()
    report = await crew.report(incident, "first")
    body = complete((await crew.officer.get(f"/api/reports/{report}")).json()["body"])
    await crew.officer.put(f"/api/reports/{report}", json={"revision": 0, "body": body})
    assert [one["stage"] for one in (await crew.leader.get("/api/reports/desks")).json()] == ["draft"]
    await crew.officer.post(f"/api/reports/{report}/submit")
    asked = await notices(crew, report)
    assert {row["role"] for row in asked} == {"duty_leader", "commander"}

    (row,) = (await crew.leader.get("/api/reports/desks")).json()
    assert (row["may_sign"], row["stage"], row["submitted_by"]["role"]) == (True, "submitted", "duty_officer")
    assert (await crew.officer.get("/api/reports/desks")).json()[0]["may_sign"] is False

    await crew.leader.post(f"/api/reports/{report}/return", json={"reason": "请核实过火面积"})
    told = (await notices(crew, report))[len(asked) :]
    assert [row["role"] for row in told] == ["duty_officer"]
    returned = (await crew.officer.get(f"/api/reports/{report}")).json()["returned"]
    assert (returned["by"]["role"], returned["reason"]) == ("duty_leader", "请核实过火面积")
    assert (await crew.officer.get("/api/reports/desks")).json()[0]["returned"]["reason"] == "请核实过火面积"

    await crew.officer.post(f"/api/reports/{report}/submit")
    assert (await crew.officer.get(f"/api/reports/{report}")).json()["returned"] is None
    await crew.leader.post(f"/api/reports/{report}/sign")
    assert [row["role"] for row in (await notices(crew, report))[-1:]] == ["duty_officer"]
    assert (await crew.leader.get("/api/reports/desks")).json()[0]["stage"] == "signed"
    assert (await crew.responder.get("/api/reports/desks")).status_code == 403


async def test_who_is_on_duty_stands_in_the_report(crew: Crew, client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    me = (await crew.leader.get("/api/sessions/current")).json()["user"]
    put = await admin.put("/api/duty/duty_leader", json={"people": [me["id"]]})
    assert put.status_code < 300, put.text
    report = await crew.report(await crew.open(), "first")
    said = (await crew.officer.get(f"/api/reports/{report}")).json()["body"]["leaders"]
    assert said == f"值班表在岗：带班领导{me['display_name']}。"


def test_the_time_of_a_call_that_nobody_knows_is_left_open() -> None:
    told = replace(SEEN, occurred_at=None, source={"channel": "phone"}, learned_at=AT + timedelta(minutes=3))
    assert prefill(known(told))[F.OCCURRED] == ""
