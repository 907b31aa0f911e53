"""Every page as people see it: desk and phone, Chinese and English; nothing overflows, nothing is left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import open_context, sign_in
from tests.support.farm import cameras_file, detection
from tests.support.stack import CHECKOUT, Stack
from tests.support.waiting import eventually

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = CHECKOUT / "test-results"
PAGES = (
    "/", "/map", "/alerts", "/alerts/{alert}", "/shelf", "/incidents", "/incidents/{incident}", "/duty", "/playback",
    "/settings/cameras", "/settings/cameras/cam01", "/settings/cameras/cam01/setup", "/settings/quality",
    "/settings/people", "/settings/channels", "/settings/audit", "/settings/about", "/nowhere",
)  # fmt: skip
CHINESE = re.compile(r"[一-鿿]")
LATIN_SENTENCE = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")
RAW_KEY = re.compile(r"\b[a-z]+(?:\.[a-z][A-Za-z]+){1,3}\b(?!/)")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[Stack]:
    scene = "scene:site?seed=3&seconds=12&size=320x180&hazards=person@5-11"
    cameras = cameras_file(folder / "cameras.yaml", [scene, "scene:river?seed=4&seconds=6&size=320x180"], **detection())
    with Stack(folder / "data", cameras) as running:
        running.online(2)
        yield running


@pytest.fixture(scope="module")
def names(stack: Stack) -> dict[str, str]:
    """An alert and an incident to look at: the first intruder, confirmed."""
    with stack.api("duty_leader") as client:

        def first() -> str | None:
            found = client.get("/api/alerts", params={"open": True}).json()["items"]
            return found[0]["id"] if found else None

        alert = eventually(first, within=90, what="the intruder is seen")
        confirmed = client.post(f"/api/alerts/{alert}/confirm", json={"note": "现场核实"}).json()
    return {"alert": str(alert), "incident": confirmed["incident_id"]}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_fits_and_speaks_its_language(
    browser: Browser, stack: Stack, names: dict[str, str], language: str, phone: bool
) -> None:
    context = open_context(browser, phone=phone, language=language)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    sign_in(page, stack, "admin")
    choose(page, language)
    for path in PAGES:
        where = path.format(**names)
        page.goto(f"{stack.url}{where}")
        page.wait_for_selector("main, [role=main], .page")
        page.wait_for_load_state("load")
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        page.screenshot(path=PICTURES / f"{slug(path)}-{language[:2]}-{'phone' if phone else 'desk'}.png")
        problems += [f"{path}: {problem}" for problem in looked_at(page, language)]
    context.close()
    assert problems == []


def choose(page: Page, language: str) -> None:
    """Switch the page to this language, as a person would."""
    if page.evaluate("document.documentElement.lang") != language:
        page.get_by_test_id("language").first.click()
    assert page.evaluate("document.documentElement.lang") == language


def slug(path: str) -> str:
    """A file name for a page."""
    return path.strip("/").replace("/", "_").replace("{", "").replace("}", "") or "wall"


def looked_at(page: Page, language: str) -> list[str]:
    """What is wrong with the page as it stands."""
    problems = []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        problems.append(f"{over} px wider than the screen")
    text = page.inner_text("body")
    problems += [f"raw key {match!r}" for match in set(RAW_KEY.findall(text)) if match.split(".")[0] in AREAS]
    if language == "en":
        lines = [line for line in SAID_IN_CHINESE.sub("", text).splitlines() if CHINESE.search(line)]
        problems += [f"Chinese in English: {line!r}" for line in lines]
    else:
        lines = [line for line in text.splitlines() if LATIN_SENTENCE.search(line) and not CHINESE.search(line)]
        problems += [f"English in Chinese: {line!r}" for line in lines if line.strip() not in SAID_IN_ENGLISH]
    return problems + accessibility(page)


def accessibility(page: Page) -> list[str]:
    """What axe-core finds."""
    if not AXE.exists():
        return []
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [f"axe {one['id']}: {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]


AREAS = {path.stem for path in (CHECKOUT / "frontend" / "src" / "i18n" / "zh").glob("*.ts")} - {"index"}
SAID_IN_CHINESE = re.compile("中文|现场核实|值班员|带班领导|指挥长|处置人员|复盘员|观察员|管理员")
"""What people wrote or are called stays as it is; the language switch names the other language."""
SAID_IN_ENGLISH = {"English"}
