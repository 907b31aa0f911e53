"""One incident from the alert to its review, by four people at four screens; then what is left of it is read."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import capvalidator
import cv2
import numpy as np
import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import open_context, sign_in
from tests.support.farm import cameras_file, detection
from tests.support.paths import CHECKOUT
from tests.support.stack import Stack
from tests.support.waiting import eventually

PICTURES = CHECKOUT / "test-results"
SOON = 15_000
PHOTO = cv2.imencode(".png", np.full((90, 160, 3), 120, np.uint8))[1].tobytes()
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[Stack]:
    scene = "scene:site?seed=3&seconds=12&size=320x180&hazards=person@5-11"
    cameras = cameras_file(folder / "cameras.yaml", [scene], hotspot="reservoir", **detection())
    with Stack(folder / "data", cameras, workers=1) as running:
        running.online(1)
        yield running


class People:
    """Four browser contexts, each signed in as somebody else."""

    def __init__(self, browser: Browser, stack: Stack) -> None:
        self.contexts: list[BrowserContext] = []
        self.stack = stack
        self.officer = self._person(browser, "duty_officer")
        self.leader = self._person(browser, "duty_leader")
        self.commander = self._person(browser, "commander")
        self.responder = self._person(browser, "responder", phone=True, path="/respond")

    def _person(self, browser: Browser, role: str, *, phone: bool = False, path: str = "/") -> Page:
        context = open_context(browser, phone=phone)
        self.contexts.append(context)
        page = context.new_page()
        sign_in(page, self.stack, role, path)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(browser: Browser, stack: Stack) -> Iterator[People]:
    made = People(browser, stack)
    yield made
    made.close()


def do(page: Page, move: str, **said: str) -> None:
    """One move of the incident: its button, its words, and that the centre has it."""
    page.get_by_test_id(f"do-{move}").click()
    confirm(page, **said)


def confirm(page: Page, **said: str) -> None:
    dialog = page.locator("dialog[open]")
    for name, text in said.items():
        dialog.locator(f"[name={name}]").fill(text)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_have_count(0, timeout=SOON)


def sees_state(pages: list[Page], words: str) -> None:
    for page in pages:
        expect(page.locator(".page-head .state")).to_have_text(words, timeout=SOON)


def report_through(people: People, incident: str, report: str) -> None:
    """Written and submitted by the officer, signed by the leader, sent and receipted by the officer."""
    address = f"{people.stack.url}/incidents/{incident}/reports/{report}"
    officer, leader = people.officer, people.leader
    officer.goto(address)
    for field in ("scope", "losses", "leaders"):  # nothing of these is on record, so they are empty
        officer.locator(f"textarea[name={field}]").fill("无人员伤亡。")
    officer.get_by_test_id("submit").click()
    stage(officer, "submitted")
    leader.goto(address)
    leader.get_by_test_id("sign").click()
    stage(leader, "signed")
    officer.get_by_test_id("send").click()
    stage(officer, "sent")
    officer.get_by_test_id("receipt").click()
    confirm(officer, by="区应急管理局 王某")
    stage(officer, "receipted")


def stage(page: Page, wanted: str) -> None:
    expect(page.get_by_test_id("report-stage")).to_have_attribute("data-stage", wanted, timeout=SOON)


def finish_every_task(people: People) -> None:
    """The responder presses the one big button until nothing is left to do."""
    phone = people.responder
    for _ in range(40):
        button = phone.get_by_test_id("next-step")
        row = phone.get_by_test_id("task-row").first
        none = phone.get_by_text("现在没有您的任务")
        expect(button.or_(row).or_(none)).to_be_visible(timeout=SOON)
        if row.is_visible():
            row.click()
            continue
        if none.is_visible():
            expect(phone.get_by_test_id("connection")).to_have_text("已连接", timeout=30_000)  # all steps have gone out
            return
        before = (
            phone.get_by_test_id("my-task").get_attribute("data-state"),
            phone.get_by_test_id("my-task").inner_text(),
        )
        button.click()
        phone.wait_for_function(
            """([state, title]) => {
                 const task = document.querySelector('[data-testid=my-task]')
                 return !task || task.dataset.state !== state || task.innerText !== title }""",
            arg=list(before),
        )
    raise AssertionError("the tasks never end")


def opened(people: People) -> str:
    """Alert, acknowledged and confirmed at the wall by keys; the incident's id."""
    with people.stack.api("duty_officer") as client:

        def first() -> Any:
            found = client.get("/api/alerts", params={"open": True, "kind": "intrusion"}).json()["items"]
            return found[0]["id"] if found else None

        alert = eventually(first, within=90, what="the intruder is seen")
        card = people.officer.get_by_test_id(f"alert-{alert}")
        card.click()
        people.officer.keyboard.press("a")
        expect(card).to_have_attribute("data-state", "acknowledged", timeout=SOON)
        people.officer.keyboard.press("c")  # also where the answer to the first key is still under way
        link = card.get_by_test_id("incident-link")
        expect(link).to_be_visible(timeout=SOON)
        link.click()
        people.officer.wait_for_url("**/incidents/**")
        return str(client.get(f"/api/alerts/{alert}").json()["incident_id"])


def test_four_people_take_an_incident_from_the_alert_to_its_review(people: People) -> None:
    incident = opened(people)
    everybody = [people.officer, people.leader, people.commander]
    for page in everybody[1:]:
        page.goto(f"{people.stack.url}/incidents/{incident}")
    do(people.officer, "verify")
    sees_state(everybody, "已核实")
    expect(people.leader.get_by_test_id("owed")).to_be_visible(timeout=SOON)
    report_through(people, incident, the_report(people, incident, "first"))

    people.commander.get_by_test_id("choose-plan").click()
    confirm(people.commander)
    expect(people.commander.locator("[data-testid^=task-]")).to_have_count(5, timeout=SOON)
    phone = people.responder
    phone.get_by_test_id("task-row").first.click(timeout=SOON)
    expect(phone.get_by_test_id("my-task")).to_be_visible(timeout=SOON)
    phone.screenshot(path=PICTURES / "respond-zh-phone.png")
    looks_like_a_phone_page(phone)
    survives_without_a_network(people)
    do(people.commander, "respond")
    people.commander.screenshot(path=PICTURES / "board-zh-desk.png")
    finish_every_task(people)

    people.officer.goto(f"{people.stack.url}/incidents/{incident}")
    people.officer.get_by_test_id("begin-follow_up").click()
    people.officer.wait_for_url("**/reports/**")
    report_through(people, incident, people.officer.url.rsplit("/", 1)[1])
    people.officer.screenshot(path=PICTURES / "report-zh-desk.png")
    do(people.commander, "control", basis="人员已救起")
    do(people.commander, "flare-up", reason="又有人下水")
    do(people.commander, "control", basis="全部上岸")
    people.officer.goto(f"{people.stack.url}/incidents/{incident}")
    people.officer.get_by_test_id("begin-final").click()
    people.officer.wait_for_url("**/reports/**")
    report_through(people, incident, people.officer.url.rsplit("/", 1)[1])
    people.leader.goto(f"{people.stack.url}/incidents/{incident}")
    do(people.leader, "close")
    sees_state([people.leader, people.commander], "已结束")
    with people.stack.api("reviewer") as reviewer:
        actions = [{"text": "加装围栏", "owner": "水库管理所", "due_on": "2027-01-31"}]
        review = {"conclusion": "处置及时", "actions": actions}
        assert reviewer.post(f"/api/incidents/{incident}/review", json=review).status_code == 200
    sees_state([people.leader, people.commander], "已复盘")
    people.leader.screenshot(path=PICTURES / "incident-reviewed-zh-desk.png")
    assert_records(people, incident)


def the_report(people: People, incident: str, kind: str) -> str:
    with people.stack.api() as client:
        found = client.get(f"/api/incidents/{incident}").json()["report_list"]
    return str(next(one["id"] for one in found if one["kind"] == kind))


def looks_like_a_phone_page(page: Page) -> None:
    """Targets are large enough for a thumb, words for a tired eye, and the next step is as wide as the page."""
    small = page.evaluate(
        """() => [...document.querySelectorAll('.respond :is(button, a, label.button, input.input)')]
             .filter(one => one.getBoundingClientRect().height < 44 && !one.classList.contains('visually-hidden'))
             .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    tiny = page.evaluate(
        """() => [...document.querySelectorAll('.respond *')]
             .filter(one => parseFloat(getComputedStyle(one).fontSize) < 16).map(one => one.tagName)"""
    )
    assert tiny == []
    assert page.get_by_test_id("next-step").bounding_box()["width"] > 340


def survives_without_a_network(people: People) -> None:
    """What is done without a network says so, is kept, and arrives once, with what was written and photographed."""
    phone, commander = people.responder, people.commander
    phone.context.set_offline(True)
    expect(phone.get_by_test_id("connection")).to_contain_text("没有网络", timeout=SOON)
    phone.locator("[name=note]").fill("山路塌方，绕行")
    phone.get_by_test_id("photo").set_input_files({"name": "road.png", "mimeType": "image/png", "buffer": PHOTO})
    expect(phone.locator(".more")).to_contain_text("1 张照片待上传")
    phone.get_by_test_id("next-step").click()
    expect(phone.get_by_test_id("connection")).to_contain_text("1 步待上报", timeout=SOON)
    expect(phone.get_by_test_id("unsent")).to_be_visible()
    expect(phone.locator("[name=note]")).to_have_value("")
    phone.screenshot(path=PICTURES / "respond-offline-zh-phone.png")
    phone.context.set_offline(False)
    expect(phone.get_by_test_id("connection")).to_have_text("已连接", timeout=SOON)
    expect(phone.get_by_test_id("unsent")).to_have_count(0)
    expect(phone.locator(".more")).to_contain_text("照片已上传", timeout=SOON)
    expect(commander.locator("[data-state=accepted]")).to_have_count(1, timeout=SOON)
    expect(commander.get_by_text("山路塌方，绕行")).to_have_count(1, timeout=SOON)
    expect(commander.get_by_role("link", name="road.png")).to_have_count(1, timeout=SOON)


def assert_records(people: People, incident: str) -> None:
    """The timeline tells everything in order; the PDF and the CAP file say what was reported."""
    with people.stack.api() as client:
        detail = client.get(f"/api/incidents/{incident}").json()
        stays = {"plan", "attached", "note"}  # recorded without a move
        moves = [row for row in detail["timeline"] if row["from"] != row["to"] and row["to"] not in stays]
        assert [row["to"] for row in moves if row["subject"] == "incident"] == [
            "discovered", "verified", "responding", "controlled", "responding", "controlled", "closed", "reviewed",
        ]  # fmt: skip
        numbers = [row["number"] for row in detail["timeline"]]
        assert numbers == sorted(numbers)
        assert sum(row["subject"] == "task" and row["to"] == "done" for row in detail["timeline"]) == 5
        assert sum(row["subject"] == "task" and row["to"] == "accepted" for row in detail["timeline"]) == 5
        assert detail["review"]["figures"]["flare_ups"] == 1
        reports = {one["kind"]: one["id"] for one in detail["report_list"]}
        pdf = client.get(f"/api/reports/{reports['first']}/report.pdf").content
        text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())
        for words in ("突发事件信息专报", "签发人：带班领导", "无人员伤亡。", "首报"):
            assert words in text
        cap = client.get(f"/api/reports/{reports['final']}/report.xml").content
        assert capvalidator.check_schema(cap).passed
        for words in ("<status>Actual</status>", "<msgType>Update</msgType>", "AllClear", detail["number"]):
            assert words.encode() in cap
