"""CAP 1.2: what we write validates, what comes in is understood or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import capvalidator
import pytest
from pydantic import SecretStr

from camera_adapters.messages import Phase
from command_center.auth.model import Role
from command_center.base.errors import ConfigError
from command_center.base.settings import Settings, load_settings
from command_center.cap.reading import RefusedError, read
from command_center.cap.writing import Outgoing, write
from command_center.reports.config import CapSender
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import Episode, arrival, ingest_of
from tests.support.incidents import Crew, error, gather_crew

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 5, 1, 0, 0, 0, 123456, tzinfo=UTC)
MESSAGE = Outgoing(
    realm="live",
    identifier="2026-0001-first-1",
    message_type="Alert",
    sent=AT,
    level=2,
    kind="smoke",
    certainty="Observed",
    urgency="Immediate",
    response="Monitor",
    event="烟雾",
    headline="五云山烟雾 <首报> & \x07",
    description="正在处置",
    instruction="无",
    area="五云山北坡",
    sender_name="峡窝镇应急指挥中心",
    position={"lon": 113.2668, "lat": 34.7662},
    incident="2026-0001",
    onset=AT,
)
GOOD = write(MESSAGE, CapSender(), ZONE).decode()

# ruff: noqa: E501 - a table of wrong messages, one a line


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


@pytest.mark.parametrize(
    ("message", "sender"),
    [
        (MESSAGE, CapSender()),
        (MESSAGE, CapSender(scope="Public")),
        (MESSAGE, CapSender(scope="Private", addresses=("a@example.cn", "值班 室"))),
        (replace(MESSAGE, message_type="Update", response="AllClear", references=(("a-1", AT), ("a-2", AT))), CapSender()),
        (replace(MESSAGE, realm="drill-7"), CapSender()),
        (replace(MESSAGE, realm="canary", position=None, onset=None, incident=None), CapSender()),
        *[(replace(MESSAGE, level=level, kind=kind), CapSender()) for level, kind in
          ((1, "water_level"), (2, "intrusion"), (3, "camera_lost"), (4, "rockfall"), (4, "anything"))],
    ],
)  # fmt: skip
def test_every_message_we_write_validates(message: Outgoing, sender: CapSender) -> None:
    made = write(message, sender, ZONE)
    verdict = capvalidator.check_schema(made)
    assert verdict.passed, verdict.message
    text = made.decode()
    assert "<sent>2026-05-01T08:00:00+08:00</sent>" in text
    assert ("<restriction>" in text) == (sender.scope == "Restricted")
    assert ("<addresses>" in text) == (sender.scope == "Private")


def test_a_drill_never_looks_real() -> None:
    text = write(replace(MESSAGE, realm="drill-7"), CapSender(), ZONE).decode()
    assert "<status>Exercise</status>" in text
    assert "【演练】" in text
    with pytest.raises(RefusedError, match="never becomes a live alert"):
        read(text.encode())


def test_what_we_write_we_understand() -> None:
    incoming = read(GOOD.encode())
    assert (incoming.identifier, incoming.severity, incoming.categories) == ("2026-0001-first-1", "Severe", ("Fire",))
    assert incoming.headline == "五云山烟雾 <首报> &"
    assert incoming.position == pytest.approx((113.2668, 34.7662))
    assert incoming.onset == AT.replace(microsecond=0)


def wrong_elements() -> Iterator[tuple[str, str]]:
    """Elements that must stand there once, with a text: what is done to a good message, and the message."""
    for name in (
        "identifier",
        "sender",
        "sent",
        "status",
        "msgType",
        "scope",
        "restriction",
        "event",
        "urgency",
        "severity",
        "certainty",
        "areaDesc",
    ):
        pattern = rf"\s*<{name}>.*?</{name}>"
        yield f"without {name}", re.sub(pattern, "", GOOD, count=1)
        yield f"{name} empty", re.sub(rf"<{name}>.*?</{name}>", f"<{name}></{name}>", GOOD, count=1)
        yield f"{name} twice", re.sub(rf"(<{name}>.*?</{name}>)", r"\1\1", GOOD, count=1)
        yield f"{name} with elements", re.sub(rf"<{name}>.*?</{name}>", f"<{name}><b/></{name}>", GOOD, count=1)


def wrong_values() -> Iterator[tuple[str, str]]:
    """Values that the standard does not allow."""
    for name, bad in (
        *[("identifier", one) for one in ("a b", "a,b", "a&lt;b", "a&amp;b")],
        *[("sender", one) for one in ("a b", "a,b", "a&lt;b", "a&amp;b")],
        *[("sent", one) for one in ("2026-05-01T08:00:00Z", "2026-05-01T08:00:00.5+08:00", "2026-05-01", "2026-13-01T08:00:00+08:00", "yesterday", "2026-05-01T08:00:00")],
        *[("onset", one) for one in ("2026-05-01T08:00:00Z", "x")],
        *[("status", one) for one in ("actual", "Exercise", "System", "Test", "Draft", "Real")],
        *[("msgType", one) for one in ("alert", "Update", "Cancel", "Ack", "Error", "Warn")],
        *[("scope", one) for one in ("public", "Public", "Private")],
        *[("category", one) for one in ("Feuer", "fire")],
        *[("urgency", one) for one in ("Now", "immediate")],
        *[("severity", one) for one in ("2", "severe")],
        *[("certainty", one) for one in ("Sure", "observed")],
        *[("responseType", one) for one in ("Run", "monitor")],
        *[("circle", one) for one in ("34.7,113.2", "91,113 1", "34.7,181 1", "a,b 1", "34.7 113.2 1", "34.7,113.2 -1", "1e400,0 1")],
    ):  # fmt: skip
        yield f"{name} {bad}", re.sub(rf"<{name}>.*?</{name}>", f"<{name}>{bad}</{name}>", GOOD, count=1)
    for bad in ("1,1 2,2 3,3", "1,1 2,2 3,3 4,4", "1,1 2,2 3,3 1 1", "1,1 2,2 3,x 1,1"):
        yield f"polygon {bad}", re.sub(r"<circle>.*?</circle>", f"<polygon>{bad}</polygon>", GOOD)
    yield "altitude in words", GOOD.replace("</area>", "<altitude>high</altitude></area>")
    yield (
        "size in words",
        GOOD.replace(
            "<area>", "<resource><resourceDesc>a</resourceDesc><mimeType>b</mimeType><size>big</size></resource><area>"
        ),
    )


def wrong_structures() -> Iterator[tuple[str, str]]:
    """Elements that do not go together, or do not belong there."""
    yield "ceiling without altitude", GOOD.replace("</area>", "<ceiling>9</ceiling></area>")
    yield "unknown element", GOOD.replace("<status>", "<colour>red</colour><status>")
    yield "wrong order", re.sub(r"(\s*<status>.*?</status>)(\s*<msgType>.*?</msgType>)", r"\2\1", GOOD)
    yield "foreign element", GOOD.replace("<status>", '<x xmlns="urn:x">1</x><status>')
    yield "without info", re.sub(r"<info>.*</info>", "", GOOD, flags=re.S)
    yield "references without time", GOOD.replace("<incidents>", "<references>a,b</references><incidents>")
    yield "restriction where public", GOOD.replace(">Restricted<", ">Public<")
    yield "addresses where restricted", GOOD.replace("<incidents>", "<addresses>a</addresses><incidents>")
    yield "resource without type", GOOD.replace("<area>", "<resource><resourceDesc>a</resourceDesc></resource><area>")
    yield "parameter without value", GOOD.replace("<value>2</value>", "")
    yield "CAP 1.1", GOOD.replace("cap:1.2", "cap:1.1")
    yield "no namespace", GOOD.replace(' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "")


def wrong_documents() -> Iterator[tuple[str, str]]:
    """What is no message at all, or means harm."""
    yield "cut off", GOOD[: len(GOOD) // 2]
    yield "nothing", " "
    yield "JSON", '{"identifier": 1}'
    yield "HTML", "<html><body>warning</body></html>"
    yield "NUL", GOOD.replace("正在处置", "\x00")
    yield (
        "entities",
        GOOD.replace("?>", '?><!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1).replace(
            "正在处置", "&x;"
        ),
    )
    yield (
        "a billion laughs",
        GOOD.replace("?>", '?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', 1).replace("正在处置", "&b;"),
    )
    yield "unknown entity", GOOD.replace("正在处置", "&nbsp;")
    yield "deep", GOOD.replace("正在处置", "<a>" * 400 + "</a>" * 400)
    yield "long text", GOOD.replace("正在处置", "长" * 20_001)
    yield (
        "many elements",
        GOOD.replace("<area>", "<parameter><valueName>a</valueName><value>b</value></parameter>" * 2000 + "<area>"),
    )
    yield "large", GOOD.replace("正在处置", "x" * 1_100_000)


WRONG = dict(chain(wrong_elements(), wrong_values(), wrong_structures(), wrong_documents()))
"""A hundred ways to be wrong."""


def test_there_are_a_hundred_of_them_and_each_differs_from_the_good_one() -> None:
    assert len(WRONG) >= 100
    assert GOOD not in WRONG.values()


@pytest.mark.parametrize("name", WRONG)
def test_a_malformed_message_is_refused_with_where_and_why(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read(WRONG[name].encode())
    assert refused.value.where
    assert refused.value.why
    assert refused.value.where in refused.value.zh
    assert "passwd" not in refused.value.en


def test_what_is_not_utf8_is_refused() -> None:
    with pytest.raises(RefusedError, match="UTF-8"):
        read(GOOD.encode("utf-16"))


def test_a_document_type_spelt_in_utf7_is_refused() -> None:
    head = GOOD.partition("?>")[2]
    seven = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE alert +AFsAPAAh-ENTITY a "b"+AD4AXQA+-' + head
    with pytest.raises(RefusedError):
        read(seven.encode())


@pytest.mark.parametrize("ahead", [timedelta(minutes=11), timedelta(days=365 * 7000)])
async def test_a_message_from_the_future_is_refused(crew: Crew, container: Container, ahead: timedelta) -> None:
    sent = (container.clock.now() + ahead).isoformat(timespec="seconds")
    refused = await send(crew.officer, re.sub(r"<sent>[^<]*", f"<sent>{sent}", GOOD))
    assert (refused.status_code, list(error(refused)["fields"])) == (422, ["alert/sent"])


async def test_nobody_cancels_the_message_of_another_sender(crew: Crew) -> None:
    reference = "emergency-centre@example.cn,2026-0001-first-1,2026-05-01T08:00:00+08:00"
    cancel = GOOD.replace(">Alert<", ">Cancel<").replace(
        "<incidents>", f"<references>{reference}</references><incidents>"
    )
    assert (await send(crew.officer, GOOD)).status_code == 201
    refused = await send(crew.officer, re.sub(r"<sender>[^<]*", "<sender>stranger@example.cn", cancel))
    assert list(error(refused)["fields"]) == ["alert/references"]


async def test_a_sender_with_a_token_of_its_own_is_spoken_for_by_nobody_else(
    client: MakeClient, container: Container
) -> None:
    tokens = {"emergency-centre@example.cn": SecretStr("own"), "other@example.cn": SecretStr("of the other")}
    changed = {"cap_token": SecretStr("general"), "cap_senders": tokens}
    container.parts[Settings] = container.settings.model_copy(update=changed)
    stranger = await client()
    answers = {
        token: (await send(stranger, GOOD, authorization=f"Bearer {token}")).status_code
        for token in ("general", "of the other", "own")
    }
    assert answers == {"general": 422, "of the other": 422, "own": 201}
    assert (await send(await client(Role.DUTY_OFFICER), GOOD)).status_code == 422


def test_tokens_that_are_no_json_are_an_error_that_does_not_repeat_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_CAP_SENDERS", "other@example.cn=hush")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert "CC_CAP_SENDERS" in str(caught.value)
    assert "hush" not in str(caught.value)


async def test_a_flood_of_messages_is_told_to_wait(crew: Crew) -> None:
    answers = [await send(crew.officer, "<alert/>") for _ in range(61)]
    assert [one.status_code for one in answers] == [422] * 60 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def send(who: Any, xml: str, **headers: str) -> Any:
    return await who.post("/api/cap", content=xml.encode(), headers=headers)


async def test_a_message_becomes_an_alert_once_and_an_update_raises_the_same(crew: Crew) -> None:
    first = await send(crew.officer, GOOD.replace(">Severe<", ">Minor<"))
    assert first.status_code == 201, first.text
    again = await send(crew.officer, GOOD.replace(">Severe<", ">Minor<"))
    assert again.json() == first.json()
    alert = (await crew.officer.get(f"/api/alerts/{first.json()['alert_id']}")).json()
    assert (alert["state"], alert["kind"], alert["level"], alert["count"]) == ("raised", "external", 4, 1)
    reference = "emergency-centre@example.cn,2026-0001-first-1,2026-05-01T08:00:00+08:00"
    update = (
        GOOD.replace(">Alert<", ">Update<")
        .replace("<incidents>", f"<references>{reference}</references><incidents>")
        .replace("2026-0001-first-1</identifier>", "2026-0001-follow_up-1</identifier>")
        .replace("T08:00:00+08:00</sent>", "T09:00:00+08:00</sent>")
        .replace(">Severe<", ">Extreme<")
    )
    graver = await send(crew.officer, update)
    assert graver.json()["alert_id"] == first.json()["alert_id"]
    assert (await crew.officer.get(f"/api/alerts/{first.json()['alert_id']}")).json()["level"] == 1
    messages = (await crew.officer.get(f"/api/alerts/{first.json()['alert_id']}/cap")).json()
    assert [one["message_type"] for one in messages] == ["Alert", "Update"]


async def test_an_incident_of_such_an_alert_takes_its_words_and_its_place(crew: Crew) -> None:
    alert = (await send(crew.officer, GOOD)).json()["alert_id"]
    incident = (await crew.officer.post(f"/api/alerts/{alert}/confirm")).json()["incident_id"]
    detail = await crew.detail(incident)
    assert detail["title"]["zh"] == "五云山烟雾 <首报> &"
    assert detail["position"] == pytest.approx({"lon": 113.2668, "lat": 34.7662})
    assert detail["source"]["channel"] == "cap"


async def test_another_system_needs_the_token(client: MakeClient, container: Container, crew: Crew) -> None:
    stranger = await client()
    assert (await send(stranger, GOOD)).status_code == 401
    assert (await send(stranger, GOOD, authorization="Bearer None")).status_code == 401
    assert (await send(await client(Role.VIEWER), GOOD)).status_code == 403
    settings = container.settings.model_copy(update={"cap_token": SecretStr("secret-of-the-district")})
    container.parts[Settings] = settings
    assert (await send(stranger, GOOD, authorization="Bearer wrong")).status_code == 401
    assert (await send(stranger, GOOD, authorization="Bearer secret-of-the-district")).status_code == 201
    refused = await send(stranger, WRONG["entities"], authorization="Bearer secret-of-the-district")
    assert (refused.status_code, error(refused)["code"]) == (422, "cap_refused")
    assert list(error(refused)["fields"]) == ["message"]


async def test_alerts_go_out_as_possible_and_a_dismissal_cancels(crew: Crew) -> None:
    alert = (await send(crew.officer, GOOD)).json()["alert_id"]
    first = (await crew.officer.get(f"/api/alerts/{alert}/cap.xml")).content
    assert capvalidator.check_schema(first).passed
    assert b"<certainty>Possible</certainty>" in first
    await crew.leader.post(f"/api/alerts/{alert}/dismiss", json={"reason": "duplicate"})
    cancelled = (await crew.officer.get(f"/api/alerts/{alert}/cap.xml")).content
    assert capvalidator.check_schema(cancelled).passed
    assert b"<msgType>Cancel</msgType>" in cancelled
    assert f",{alert},".encode() in cancelled


async def test_a_graver_level_and_a_confirmation_update_what_was_said_under_identifiers_of_their_own(
    crew: Crew, container: Container
) -> None:
    happening, ingest = Episode(kind="intrusion"), ingest_of(container)
    await ingest.store([arrival(happening.step(score=0.5))])
    (alert,) = (await crew.officer.get("/api/alerts")).json()["items"]
    path = f"/api/alerts/{alert['id']}/cap.xml"
    messages = [(await crew.officer.get(path)).text]
    await ingest.store([arrival(happening.step(Phase.UPDATED, score=0.85))])
    messages.append((await crew.officer.get(path)).text)
    assert (await crew.officer.post(f"/api/alerts/{alert['id']}/confirm")).status_code == 200
    messages.append((await crew.officer.get(path)).text)
    assert all(capvalidator.check_schema(one.encode()).passed for one in messages)

    def all_of(name: str) -> list[str]:
        return [found for one in messages for found in re.findall(rf"<{name}>(.*?)</{name}>", one)]

    assert all_of("msgType") == ["Alert", "Update", "Update"]
    assert all_of("identifier") == [alert["id"], f"{alert['id']}-2", f"{alert['id']}-3"]
    assert all_of("severity") == ["Moderate", "Severe", "Severe"]
    assert all_of("certainty") == ["Possible", "Possible", "Observed"]
    assert messages[2].count(f",{alert['id']}") == 2, "it refers to both before it"
