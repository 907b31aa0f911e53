"""An administrator draws on the live picture; the adapters watch what was drawn, without a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from camera_adapters.sources.scene.worlds.river import GAUGE_BOX, GAUGE_ROWS
from tests.support.browser import open_context, sign_in
from tests.support.farm import cameras_file
from tests.support.paths import FOOTAGE
from tests.support.stack import Stack
from tests.support.waiting import eventually

pytestmark = pytest.mark.browser
SCENE = "scene:site?seed=3&seconds=12&size=320x180&hazards=person@3-11"
CORNERS = ((0.03, 0.32), (0.97, 0.32), (0.97, 0.97), (0.03, 0.97))


@dataclass(frozen=True)
class Water:
    """A clip with a gauge: where it stands, what two of its rows mean, and between which levels the water is."""

    url: str
    kind: str
    box: tuple[tuple[float, float], tuple[float, float]]
    rows: tuple[tuple[float, float], tuple[float, float]]
    levels: tuple[float, float]


RIVER = Water(
    "scene:river?seed=4&seconds=6&size=640x360",
    "staff",
    ((GAUGE_BOX[0], GAUGE_BOX[1]), (GAUGE_BOX[0] + GAUGE_BOX[2], GAUGE_BOX[1] + GAUGE_BOX[3])),
    (GAUGE_ROWS[0], GAUGE_ROWS[3]),
    (0.8, 1.3),
)
REAL = FOOTAGE / "gauge_level_rising_reversed.mp4"
RISING = Water(REAL.as_uri(), "board", ((0.5875, 0.1), (0.7375, 0.95)), ((0.4167, 0.9), (0.8217, 0.3)), (0.05, 0.7))
WATER = RISING if REAL.exists() else RIVER


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[Stack]:
    cameras = cameras_file(folder / "cameras.yaml", [SCENE, WATER.url], analysis_fps=5)
    with Stack(folder / "data", cameras) as running:
        running.online(2)
        yield running


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    context = open_context(browser)
    opened = context.new_page()
    sign_in(opened, stack, "admin", "/settings/cameras/cam01/setup")
    yield opened
    context.close()


def click_at(canvas: Locator, x: float, y: float) -> None:
    """Click a place of the picture, in fractions."""
    box = canvas.bounding_box()
    assert box is not None
    canvas.click(position={"x": x * box["width"], "y": y * box["height"]})


def save(page: Page) -> None:
    page.get_by_test_id("setup-save").click()
    expect(page.get_by_test_id("setup-state")).to_contain_text("已保存")


def test_a_zone_drawn_on_the_picture_is_watched_and_raises_an_alert(stack: Stack, page: Page) -> None:
    canvas = page.get_by_test_id("setup-canvas")
    page.get_by_test_id("tool-watch").click()
    for x, y in CORNERS:
        click_at(canvas, x, y)
    canvas.press("Enter")
    form = page.get_by_test_id("area-form")
    form.get_by_label("中文名称").fill("料场")
    form.get_by_label("英文名称").fill("Yard")
    form.get_by_label("英文名称").press("Tab")
    page.get_by_label("添加检测…").select_option("intrusion")
    page.get_by_role("button", name="添加", exact=True).click()
    detector = page.get_by_test_id("detector-intrusion")
    expect(detector.get_by_label("查看哪里")).to_have_value("watch")
    save(page)
    expect(page.get_by_test_id("history")).to_contain_text("料场")
    with stack.api() as client:

        def found() -> dict[str, object] | None:
            alerts = client.get("/api/alerts", params={"kind": "intrusion"}).json()["items"]
            return alerts[0] if alerts else None

        alert = eventually(found, within=60, what="somebody in the zone that was drawn")
    assert alert is not None
    assert alert["zone"] == {"zh": "料场", "en": "Yard"}


def test_the_detectors_show_what_they_see_and_how_sure_they_are(page: Page) -> None:
    page.get_by_test_id("see-view").click()
    picture = page.get_by_test_id("picture-view:cam01")
    expect(picture).to_have_attribute("data-state", "live", timeout=15_000)
    chart = page.get_by_test_id("score-chart").filter(has_text="料场")
    expect(chart).to_contain_text("阈值 0.50")
    assert picture.locator("canvas").evaluate("canvas => canvas.width") == 640


def test_a_set_up_is_tried_on_what_was_recorded_before_it_is_stored(stack: Stack, page: Page) -> None:
    detector = page.get_by_test_id("detector-intrusion")
    detector.get_by_text("报警规则").click()
    detector.get_by_label("冷却时间").fill("0")
    detector.get_by_label("冷却时间").press("Tab")

    def found() -> bool:
        """The intruder of every loop may not be in what is recorded yet; what is recorded grows."""
        page.get_by_test_id("trial-start").click()
        expect(page.get_by_test_id("trial-state")).to_contain_text("完成", timeout=60_000)
        return page.get_by_test_id("trial-alerts").get_by_role("listitem").filter(has_text="料场").count() > 0

    eventually(found, within=120, every=5, what="the trial finds somebody in the zone that was drawn")
    with stack.api("admin") as client:
        stored = client.get("/api/cameras/cam01/spec").json()
    assert stored["detectors"][0]["settings"] == {}
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="返回摄像机").click()


def test_drawing_needs_no_pointer_and_every_step_is_taken_back(page: Page) -> None:
    canvas = page.get_by_test_id("setup-canvas")
    page.get_by_test_id("tool-mask").click()
    canvas.focus()
    for way in ("ArrowLeft", "ArrowUp", "ArrowRight"):
        canvas.press(f"Shift+{way}")
        canvas.press("Space")
    canvas.press("Enter")
    areas = page.get_by_role("button", name="屏蔽区 1")
    expect(areas).to_be_visible()
    corner = page.get_by_role("button", name="顶点 1，横 45%，纵 50%")
    corner.press("ArrowDown")
    expect(page.get_by_role("button", name="顶点 1，横 45%，纵 51%")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(corner).to_be_visible()
    page.keyboard.press("Control+z")
    expect(areas).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(areas).to_be_visible()
    page.keyboard.press("Control+z")


def test_a_setting_out_of_bounds_is_named_and_not_stored(page: Page) -> None:
    page.get_by_label("添加检测…").select_option("intrusion")
    page.get_by_role("button", name="添加", exact=True).click()
    detector = page.get_by_test_id("detector-intrusion").last
    detector.get_by_text("报警规则").click()
    detector.get_by_label("触发阈值").fill("1.5")
    detector.get_by_label("触发阈值").press("Tab")
    expect(detector.get_by_label("触发阈值")).to_have_attribute("aria-invalid", "true")
    expect(detector).to_contain_text("不大于 1")
    expect(page.get_by_test_id("setup-save")).to_be_disabled()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="返回摄像机").click()


def test_a_gauge_drawn_on_the_picture_tells_the_level_in_metres(stack: Stack, page: Page) -> None:
    page.goto(f"{stack.url}/settings/cameras/cam02/setup")
    canvas = page.get_by_test_id("setup-canvas")
    page.get_by_test_id("tool-gauge").click()
    for x, y in WATER.box:
        click_at(canvas, x, y)
    form = page.get_by_test_id("area-form")
    form.get_by_label("水尺类型").select_option(WATER.kind)
    page.get_by_test_id("tool-row").click()
    for number, (row, metres) in enumerate(WATER.rows, start=1):
        click_at(canvas, (WATER.box[0][0] + WATER.box[1][0]) / 2, row)
        form.get_by_label(f"米数 {number}", exact=True).fill(str(metres))
        form.get_by_label(f"米数 {number}", exact=True).press("Tab")
    form.get_by_label("警戒").fill(str(WATER.levels[0]))
    form.get_by_label("警戒").press("Tab")
    page.get_by_label("添加检测…").select_option("water_level")
    page.get_by_role("button", name="添加", exact=True).click()
    save(page)
    with stack.api() as client:

        def found() -> dict[str, Any] | None:
            alerts = client.get("/api/alerts", params={"kind": "water_level", "camera": "cam02"}).json()["items"]
            return alerts[0] if alerts else None

        alert = eventually(found, within=60, what="the water at the gauge that was drawn")
    assert alert is not None
    assert alert["unit"] == "m"
    assert WATER.levels[0] <= alert["value"] <= WATER.levels[1]
    page.goto(f"{stack.url}/alerts/{alert['id']}")
    expect(page.locator("dl.facts").first).to_contain_text(f"{alert['value']:.2f}")
