"""The page's types and the centre's answers are the same contract, told twice: ``centre/types`` against OpenAPI."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI

from command_center.app import ROUTERS
from tests.support.paths import CHECKOUT

TYPES = CHECKOUT / "frontend" / "src" / "centre" / "types"

INTERFACES = {
    "Text": "TextReply",
    "User": "UserReply",
    "Session": "SessionReply",
    "Hotspot": "HotspotReply",
    "Site": "SiteReply",
    "StreamFacts": "StreamFactsReply",
    "CameraState": "CameraState",
    "Zone": "Zone",
    "Gauge": "Gauge",
    "DetectorSpec": "DetectorSpec",
    "Camera": "CameraReply",
    "CameraSpec": "CameraSpec",
    "CameraChange": "CameraChangeReply",
    "SettingInfo": "SettingInfo",
    "DetectorInfo": "DetectorInfo",
    "Catalogue": "CatalogueReply",
    "TrialAlert": "TrialAlert",
    "Trial": "TrialReply",
    "TrialReport": "TrialReportReply",
    "Suggestion": "SuggestionReply",
    "QualityRow": "QualityRowReply",
    "Quality": "QualityReply",
    "Box": "BoxReply",
    "Person": "PersonReply",
    "Alert": "AlertReply",
    "NextStep": "NextStepReply",
    "Shelf": "ShelfReply",
    "ShelfPlan": "ShelfPlanReply",
    "Incident": "IncidentReply",
    "IncidentDetail": "IncidentDetailReply",
    "Transition": "TransitionReply",
    "ChainRow": "ChainRowReply",
    "AuditChain": "ChainReply",
    "AuditVerdict": "VerdictReply",
    "Audit": "AuditReply",
    "DutyPerson": "DutyPersonReply",
    "DutyPost": "PostReply",
    "Console": "ConsoleReply",
    "Duty": "DutyReply",
    "Delivery": "DeliveryReply",
    "Channel": "ChannelReply",
    "Contact": "ContactReply",
    "Channels": "ChannelsReply",
    "Task": "TaskReply",
    "MyTask": "MyTaskReply",
    "Crew": "CrewReply",
    "Plan": "PlanReply",
    "Report": "ReportReply",
    "ReportDetail": "ReportDetailReply",
    "Owed": "OwedReply",
    "Attachment": "AttachmentReply",
    "CapReceipt": "CapReceiptReply",
    "CapMessage": "CapMessageReply",
    "Segment": "SegmentReply",
    "Account": "AccountReply",
    "Health": "HealthReply",
    "Sample": "SampleReply",
    "Station": "StationReply",
    "Taken": "TakenReply",
    "Token": "TokenReply",
}
"""Interface of the page: schema of the centre. Objects written inside an interface are compared with it."""

PAGES = {
    "ChainRow": "ChainRowReply",
    "Camera": "CameraReply",
    "CameraChange": "CameraChangeReply",
    "Alert": "AlertReply",
    "Incident": "IncidentReply",
    "Account": "AccountReply",
}
"""Of what there are pages, ``Page<Camera>``."""

WORDS = {
    "Purpose": "Purpose",
    "ChangeSource": "Source",
    "TrialPhase": "TrialPhase",
    "Advice": "Advice",
    "AdviceReason": "Reason",
    "Role": "Role",
    "HotspotKind": "HotspotKind",
    "Link": "Link",
    "AlertState": "AlertState",
    "DismissReason": "DismissReason",
    "IncidentState": "IncidentState",
    "Called": "Called",
    "Topic": "Topic",
    "DeliveryState": "DeliveryState",
    "SourceChannel": "SourceChannel",
    "WarningColour": "WarningColour",
    "TaskState": "TaskState",
    "ReportKind": "ReportKind",
    "ReportStage": "Stage",
    "ReportField": "Field",
}
"""Unions of words: enumerations of the centre."""

NOT_IN_SCHEMA = {"ApiError", "Page", "Notice", "ViewNote", "ViewScore"}
"""Notices come by WebSocket.
Errors are made by handlers, which OpenAPI does not describe; ``Page`` is compared once for each of ``PAGES``."""

IN_PLACE = {"AdapterReply", "AlarmReply", "CanaryReply", "ClockReply", "DatabaseReply", "RedisReply"}
IN_PLACE |= {"MarkReply", "StationProblemReply"}
IN_PLACE |= {"MemberReply", "PositionReply", "VideoReply", "DifferenceReply"}
IN_PLACE |= {"MemberReply", "PositionReply", "VideoReply", "SourceReply", "ReviewReply", "CorrectionReply"}
IN_PLACE |= {"UnitReply", "ResponderReply", "PlannedTaskReply", "PhoneReply", "DueReply"}
"""Answers of the centre that the page writes in place."""

Shape = dict[str, "Shape | None"]
"""The properties of an object; under each its own shape where it is written in place."""


@cache
def source() -> str:
    """Every file of ``centre/types`` without comments."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(TYPES.glob("*.ts")))
    return re.sub(r"//[^\n]*", "", text)


@cache
def interfaces() -> dict[str, Shape]:
    """Every exported interface, with what it takes over from another one."""
    found: dict[str, Shape] = {}
    for head in re.finditer(r"export interface (\w+)(?:<\w+>)?(?: extends (\w+))? (?={)", source()):
        name, base = head.groups()
        found[name] = {**(found[base] if base else {}), **_shape(source()[head.end() :])}
    return found


def _shape(text: str) -> Shape:
    """The object that begins with the first brace."""
    top: Shape = {}
    inside: list[Shape] = []
    last = ""
    for token in re.finditer(r"(\w+)\??:|([{}])", text):
        name, brace = token.groups()
        if name:
            inside[-1][name], last = None, name
        elif brace == "{":
            inner = top if not inside else {}
            if inside:
                inside[-1][last] = inner
            inside.append(inner)
        else:
            inside.pop()
            if not inside:
                return top
    raise ValueError("an interface does not end")


def words(name: str) -> set[str]:
    """The words of an exported union."""
    found = re.search(rf"export type {name} =((?:\s*\|?\s*'\w+')+)", source())
    assert found, f"api/types exports no union {name}"
    return set(re.findall(r"'(\w+)'", found[1]))


@cache
def schemas() -> dict[str, Any]:
    """The schemas of the centre's OpenAPI description."""
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    return dict(app.openapi()["components"]["schemas"])


def disagreements(shape: Shape, schema: dict[str, Any], where: str) -> list[str]:
    """Properties that only one of both has, also in objects written in place."""
    properties = _object(schema).get("properties", {})
    wrong = [f"{where}.{name}: only the page has it" for name in shape.keys() - properties.keys()]
    wrong += [f"{where}.{name}: only the centre has it" for name in properties.keys() - shape.keys()]
    for name, inner in shape.items():
        if inner is not None and name in properties:
            wrong += disagreements(inner, properties[name], f"{where}.{name}")
    return sorted(wrong)


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    """The object behind a reference, a list, or a choice with null."""
    if "$ref" in schema:
        return _object(schemas()[schema["$ref"].rpartition("/")[2]])
    if "items" in schema:
        return _object(schema["items"])
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return _object(choices[0]) if choices else schema


@pytest.mark.parametrize(("interface", "schema"), INTERFACES.items())
def test_the_page_and_the_centre_name_the_same_properties(interface: str, schema: str) -> None:
    assert disagreements(interfaces()[interface], schemas()[schema], interface) == []


@pytest.mark.parametrize(("interface", "schema"), PAGES.items())
def test_a_page_of_a_list_has_the_same_frame_for_everything(interface: str, schema: str) -> None:
    page = schemas()[f"Page_{schema}_"]
    assert disagreements(interfaces()["Page"], page, f"Page<{interface}>") == []
    assert _object(page["properties"]["items"]) == schemas()[INTERFACES[interface]]


@pytest.mark.parametrize(("union", "schema"), WORDS.items())
def test_the_page_and_the_centre_know_the_same_words(union: str, schema: str) -> None:
    assert words(union) == set(schemas()[schema]["enum"])


def test_every_interface_of_the_page_stands_in_a_table() -> None:
    assert interfaces().keys() == INTERFACES.keys() | NOT_IN_SCHEMA


def test_every_answer_of_the_centre_stands_in_a_table() -> None:
    answers = {name for name in schemas() if name.endswith("Reply")}
    assert {name.rpartition("__")[2] for name in answers} - set(INTERFACES.values()) == IN_PLACE
