"""Real clips of people and cars: from the picture to the incident with its video, as two officers see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import open_context, sign_in
from tests.support.farm import cameras_file, detection
from tests.support.paths import FOOTAGE
from tests.support.stack import Stack
from tests.support.waiting import eventually

CLIPS = ("people_walkway.avi", "cars_lot.mp4")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (FOOTAGE / CLIPS[0]).exists(), reason="the real clips (FOOTAGE_DIR) are not on this machine"
    ),
]


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[Stack]:
    cameras = cameras_file(folder / "cameras.yaml", [(FOOTAGE / name).as_uri() for name in CLIPS], **detection())
    with Stack(folder / "data", cameras, {"CC_CANARY_SECONDS": "5"}) as running:
        running.online(len(CLIPS))
        yield running


@pytest.fixture
def officer(browser: Browser, stack: Stack) -> Iterator[Page]:
    yield from _page(browser, stack, "duty_officer")


@pytest.fixture
def leader(browser: Browser, stack: Stack) -> Iterator[Page]:
    yield from _page(browser, stack, "duty_leader")


def _page(browser: Browser, stack: Stack, role: str) -> Iterator[Page]:
    context = open_context(browser)
    page = context.new_page()
    sign_in(page, stack, role)
    yield page
    context.close()


def open_alert(client: httpx.Client, camera: str) -> str:
    """The id of an intrusion on this camera that nobody has decided yet."""

    def look() -> str | None:
        found = client.get("/api/alerts", params={"open": True, "camera": camera, "kind": "intrusion"}).json()["items"]
        return found[0]["id"] if found else None

    return eventually(look, within=90, what=f"an intrusion on {camera}") or ""


@pytest.mark.parametrize("number", range(len(CLIPS)), ids=CLIPS)
def test_an_intruder_becomes_an_alert_an_acknowledgement_and_an_incident_with_video(
    number: int, stack: Stack, officer: Page, leader: Page
) -> None:
    camera = f"cam{number + 1:02d}"
    with stack.api("duty_officer") as client:
        alert_id = open_alert(client, camera)
        card, elsewhere = (page.get_by_test_id(f"alert-{alert_id}") for page in (officer, leader))
        for each in (card, elsewhere):
            expect(each).to_be_visible(timeout=10_000)
            expect(each).to_contain_text("进入禁区")
        expect(officer.get_by_test_id(f"tile-{camera}").get_by_test_id("tile-alert")).to_be_visible()
        snapshot = client.get(f"/api/alerts/{alert_id}/snapshot.jpg")
        assert snapshot.headers["content-type"] == "image/jpeg"
        assert snapshot.content.startswith(b"\xff\xd8")

        card.click()
        officer.keyboard.press("a")
        for each in (card, elsewhere):
            expect(each).to_have_attribute("data-state", "acknowledged", timeout=3000)
        expect(elsewhere.get_by_test_id("handled-by")).to_contain_text("值班员")

        officer.keyboard.press("c")
        link = card.get_by_test_id("incident-link")
        expect(link).to_be_visible(timeout=5000)
        link.click()
        assert_incident_page(officer)
        assert_records(client, alert_id)


def assert_incident_page(page: Page) -> None:
    """The incident's page shows its way so far and plays its recording, which begins before the alert."""
    page.wait_for_url("**/incidents/**")
    expect(page.locator("ol.timeline")).to_contain_text("值班员")
    page.get_by_role("button", name="录像", exact=True).click()
    video = page.locator("figure.player video")
    expect(video).to_be_visible(timeout=20_000)
    element = video.element_handle()
    page.wait_for_function("(v) => v.readyState >= 2", arg=element, timeout=30_000)
    video.evaluate("v => { v.muted = true; return v.play() }")
    page.wait_for_function("(v) => v.currentTime > 0.5", arg=element, timeout=15_000)
    width, height, seconds, bounded = video.evaluate(
        "v => [v.videoWidth, v.videoHeight, v.duration, Number.isFinite(v.duration)]"
    )
    assert width > 100
    assert height > 100
    assert bounded, "a recording has an end; what has none is the live picture"
    assert seconds > 1


def assert_records(client: httpx.Client, alert_id: str) -> None:
    """The database says who did what, when, and how long it took; the recording can be fetched in ranges."""
    alert = client.get(f"/api/alerts/{alert_id}").json()
    assert alert["state"] == "confirmed"
    incident = client.get(f"/api/incidents/{alert['incident_id']}").json()
    assert incident["alert_ids"] == [alert_id]
    steps = [(row["subject"], row["from"], row["to"]) for row in incident["timeline"]]
    assert ("alert", None, "raised") in steps
    assert ("alert", "raised", "acknowledged") in steps
    assert ("alert", "acknowledged", "confirmed") in steps
    assert ("incident", None, "discovered") in steps
    by_people = [row for row in incident["timeline"] if row["to"] in ("acknowledged", "confirmed")]
    assert all(row["actor"]["role"] == "duty_officer" and row["elapsed_ms"] >= 0 for row in by_people)
    numbers = [row["number"] for row in incident["timeline"]]
    assert numbers == sorted(numbers)
    video = incident["video"][0]
    clip = client.get(
        f"/api/recordings/{video['camera_id']}/clip.mp4",
        params={"from": video["from"], "to": alert["last_seen_at"]},
        headers={"Range": "bytes=0-99"},
    )
    assert clip.status_code == 206, clip.text
    assert clip.content[4:8] == b"ftyp"
