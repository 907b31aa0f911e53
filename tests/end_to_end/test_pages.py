"""Every page as people see it: desk and phone, Chinese and English; nothing overflows, nothing is left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import DESK, PHONE, open_context, sign_in
from tests.support.farm import cameras_file, detection
from tests.support.paths import CHECKOUT
from tests.support.stack import Stack
from tests.support.waiting import eventually

SOURCES = CHECKOUT / "frontend" / "src"
AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SOON = 15_000
PICTURES = CHECKOUT / "test-results"
EXAMPLES = {
    "/alerts/:id": "/alerts/{alert}",
    "/incidents/:id": "/incidents/{incident}",
    ":reportId": "{report}",
    "/cameras/:id": "/cameras/cam01",
}
"""What stands in for the variable parts of an address."""


def declared_pages() -> list[str]:
    """The addresses that the features of the page declare, with examples in them."""
    found = [path for file in SOURCES.rglob("pages.ts") for path in re.findall(r"path: '([^']+)'", file.read_text())]
    for variable, example in EXAMPLES.items():
        found = [path.replace(variable, example) for path in found]
    assert not [path for path in found if ":" in path], "a variable part of an address has no example"
    return sorted(found)


ELSEWHERE = {"/login", "/respond", "/settings"}
"""The log-in page has tests of its own, responders have theirs, and the settings lead on to their first tab."""
PAGES = (*(path for path in declared_pages() if path not in ELSEWHERE), "/nowhere")
LOADED = """() => ![...document.querySelectorAll('main *')].some((one) =>
  one.children.length === 0 && ['正在加载…', 'Loading…'].includes(one.textContent.trim()))"""
"""What is looked at is the page with its content, not the word that it is coming."""
PAGES_OF = {"admin": PAGES, "responder": ("/respond",)}
"""Who walks over which pages: an administrator has no tasks."""
LANGUAGES = ("zh-CN", "en")
CHINESE = re.compile(r"[一-鿿]")
LATIN_SENTENCE = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}")
RAW_KEY = re.compile(r"\b[a-z]+(?:\.[a-z][A-Za-z]+){1,3}\b(?!/)")
ALERTS_A_SPOT = 5
SMALL_DESK = {"width": 1366, "height": 768}
SMALL_PHONE = {"width": 360, "height": 640}
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
    """What there is to look at: the first intruder, confirmed, with its report, a task, and an alert on the shelf."""
    with stack.api("duty_leader") as client:

        def first() -> str | None:
            found = client.get("/api/alerts", params={"open": True}).json()["items"]
            return found[0]["id"] if found else None

        alert = eventually(first, within=90, what="the intruder is seen")
        incident = client.post(f"/api/alerts/{alert}/confirm", json={"note": "现场核实"}).json()["incident_id"]
        report = client.get(f"/api/incidents/{incident}").json()["report_list"][0]["id"]
        (person,) = client.get("/api/crew").json()["people"]
        task = {"title": "现场核实", "person_id": person["id"]}
        assert client.post(f"/api/incidents/{incident}/tasks", json=task).status_code == 201
        raised = client.post("/api/alerts", json={"kind": "smoke", "hotspot": "river", "level": 4, "note": "现场核实"})
        until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
        shelved = {"until": until, "reason": "现场核实"}
        assert client.post(f"/api/alerts/{raised.json()['id']}/shelve", json=shelved).status_code == 200
    return {"alert": str(alert), "incident": str(incident), "report": str(report)}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("role", PAGES_OF)
def test_every_page_fits_and_speaks_both_languages(
    browser: Browser, stack: Stack, names: dict[str, str], role: str, phone: bool
) -> None:
    context = open_context(browser, phone=phone)
    page = context.new_page()
    size, smaller = (PHONE, SMALL_PHONE) if phone else (DESK, SMALL_DESK)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    sign_in(page, stack, role)
    for path in PAGES_OF[role]:
        page.goto(f"{stack.url}{path.format(**names)}")
        page.wait_for_selector("main, [role=main], .page")
        page.wait_for_load_state("load")
        for language in LANGUAGES:
            choose(page, language)
            page.wait_for_function("() => document.fonts.status === 'loaded'")
            page.wait_for_function(LOADED)
            page.screenshot(path=PICTURES / f"{slug(path)}-{language[:2]}-{'phone' if phone else 'desk'}.png")
            problems += [f"{path}, {language}: {problem}" for problem in looked_at(page, language)]
            page.set_viewport_size(smaller)
            problems += [f"{path}, {language}, smaller: {problem}" for problem in shape(page)]
            page.set_viewport_size(size)
    context.close()
    assert not problems, "\n".join(problems)


def test_two_people_at_one_incident_see_each_other(browser: Browser, stack: Stack, names: dict[str, str]) -> None:
    officer, leader = (open_context(browser).new_page() for _ in range(2))
    sign_in(officer, stack, "duty_officer", f"/incidents/{names['incident']}")
    expect(officer.get_by_test_id("lookers")).to_have_text("")
    sign_in(leader, stack, "duty_leader", f"/incidents/{names['incident']}")
    expect(officer.get_by_test_id("lookers")).to_contain_text("带班领导", timeout=SOON)
    expect(leader.get_by_test_id("lookers")).to_contain_text("值班员", timeout=SOON)
    leader.get_by_test_id("nav-duty").click()
    expect(officer.get_by_test_id("lookers")).to_have_text("", timeout=SOON)
    for page in (officer, leader):
        page.context.close()


def test_what_an_officer_reports_is_called_about_and_a_leader_puts_it_aside_with_a_key(
    browser: Browser, stack: Stack
) -> None:
    officer, leader = (open_context(browser).new_page() for _ in range(2))
    sign_in(leader, stack, "duty_leader", "/")
    sign_in(officer, stack, "duty_officer", "/alerts")
    officer.get_by_test_id("raise").click()
    officer.locator("dialog [name=note]").fill("河边有人落水")
    officer.locator("dialog [name=level]").select_option("2")
    officer.locator("dialog button[type=submit]").click()
    officer.wait_for_url("**/alerts/*")
    expect(officer.get_by_test_id("next-call")).to_contain_text("呼叫带班领导（第 1 轮）", timeout=SOON)
    told = officer.get_by_test_id("deliveries").get_by_test_id("delivery-in_app")
    expect(told).to_have_attribute("data-state", "delivered", timeout=SOON)
    card = leader.get_by_test_id(f"alert-{officer.url.rsplit('/', 1)[1]}")
    expect(card).to_contain_text("河边有人落水", timeout=SOON)
    card.click()
    leader.keyboard.press("s")
    leader.keyboard.type("演示，已报备")
    leader.keyboard.press("Enter")
    expect(card).to_have_attribute("data-state", "shelved", timeout=SOON)
    leader.get_by_test_id("shelved-count").click()
    expect(leader.get_by_test_id("shelved")).to_contain_text("演示，已报备")
    expect(officer.get_by_test_id("next-call")).to_contain_text("搁置到期", timeout=SOON)
    for page in (officer, leader):
        page.context.close()


def test_a_leader_sets_who_is_on_duty(browser: Browser, stack: Stack) -> None:
    page = open_context(browser).new_page()
    sign_in(page, stack, "duty_leader", "/duty")
    expect(page.get_by_test_id("duty-nobody")).to_be_visible(timeout=SOON)
    officers = page.get_by_test_id("duty-duty_officer")
    officers.locator("select").select_option(index=1)
    officers.locator("button[type=submit]").click()
    expect(officers.get_by_test_id("duty-empty")).to_have_count(0, timeout=SOON)
    officers.locator("[data-testid^=end-]").click()
    page.locator("dialog button[type=submit]").click()
    expect(officers.get_by_test_id("duty-empty")).to_contain_text("将呼叫", timeout=SOON)
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/alerts", "/incidents", "/incidents/{incident}", "/settings/about"])
def test_nothing_moves_under_a_hand_while_alerts_arrive(
    browser: Browser, stack: Stack, names: dict[str, str], path: str
) -> None:
    """The browser's own layout shifts, as far as they touch where the pointer rests, in a rain of alerts."""
    page = open_context(browser).new_page()
    sign_in(page, stack, "duty_officer", path.format(**names))
    page.wait_for_function(LOADED)
    spots = ((1840, 26), (960, 26), (1700, 300), (700, 420))
    with stack.api("duty_leader") as client:
        for x, y in spots:
            page.mouse.move(x, y)
            page.evaluate(WATCH_SHIFTS, [x, y])
            for _ in range(ALERTS_A_SPOT):
                raised = client.post(
                    "/api/alerts", json={"kind": "smoke", "hotspot": "river", "level": 2, "note": "现场核实"}
                )
                identity = raised.json()["id"]
                page.wait_for_function(
                    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
                )
                client.post(f"/api/alerts/{identity}/dismiss", json={"reason": "duplicate"})
            expect(page.get_by_test_id("notices")).to_be_visible()
    shifts = page.evaluate("() => window.shifts")
    page.context.close()
    assert shifts == []


WATCH_SHIFTS = """([x, y]) => {
  window.shifts ??= []
  window.watching?.disconnect()
  const inside = (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom
  window.watching = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      for (const {node, previousRect, currentRect} of entry.sources)
        if (inside(previousRect) || inside(currentRect))
          window.shifts.push([x, y, node?.outerHTML?.slice(0, 120) ?? node?.textContent ?? ''])
  })
  window.watching.observe({type: 'layout-shift'})
}"""


def choose(page: Page, language: str) -> None:
    """Switch the page to this language; on a phone the switch is hidden, and stands on the page of one's account."""
    if page.evaluate("document.documentElement.lang") != language:
        page.evaluate("document.querySelector('[data-testid=language]').click()")
    assert page.evaluate("document.documentElement.lang") == language


def slug(path: str) -> str:
    """A file name for a page."""
    return path.strip("/").replace("/", "_").replace("{", "").replace("}", "") or "wall"


def looked_at(page: Page, language: str) -> list[str]:
    """What is wrong with the page as it stands."""
    problems = shape(page)
    text = page.inner_text("body")
    problems += [f"raw key {match!r}" for match in set(RAW_KEY.findall(text)) if match.split(".")[0] in AREAS]
    if language == "en":
        lines = [line for line in SAID_IN_CHINESE.sub("", text).splitlines() if CHINESE.search(line)]
        problems += [f"Chinese in English: {line!r}" for line in lines]
    else:
        lines = [line for line in text.splitlines() if LATIN_SENTENCE.search(line) and not CHINESE.search(line)]
        problems += [f"English in Chinese: {line!r}" for line in lines if line.strip() not in SAID_IN_ENGLISH]
    return problems + accessibility(page)


def shape(page: Page) -> list[str]:
    """What is wrong with the page's shape: wider than the screen, words over words, or scrolled away by its frame."""
    problems = []
    wide, tall = page.evaluate(
        """() => { const root = document.documentElement
          return [root.scrollWidth - root.clientWidth, root.scrollHeight - root.clientHeight] }"""
    )
    if wide > 0:
        problems.append(f"{wide} px wider than the screen")
    if tall > 0 and page.locator("header.top").count():
        problems.append(f"the document is {tall} px taller than the screen: the frame can be scrolled away")
    lost = page.evaluate(SCROLLED_TO_THE_END)
    problems += [f"gone once one has scrolled to the end: {name}" for name in lost]
    return problems + [f"one over the other in the top bar: {pair}" for pair in page.evaluate(OVERLAPS)]


SCROLLED_TO_THE_END = """() => {
  const scrollers = [document.scrollingElement, ...document.querySelectorAll('main, main *')]
    .filter((one) => one.scrollHeight > one.clientHeight && getComputedStyle(one).overflowY !== 'visible')
  for (const one of scrollers) one.scrollTop = 1e6
  const stays = {header: 'header.top', navigation: 'nav.nav'}
  const lost = Object.entries(stays).filter(([, selector]) => {
    const box = document.querySelector(selector)?.getBoundingClientRect()
    return box && (box.top < -1 || box.bottom > innerHeight + 1)
  }).map(([name]) => name)
  for (const one of scrollers) one.scrollTop = 0
  return lost
}"""
"""Scrolls everything to its end; says what of the frame is no longer on the screen."""

OVERLAPS = """() => {
  const bar = document.querySelector('header.top') ?? document.createElement('i')
  const walker = document.createTreeWalker(bar, NodeFilter.SHOW_TEXT)
  const words = []
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(node)
    if (!node.textContent.trim()) continue
    // What its element cuts off is not on the screen.
    const cut = node.parentElement.closest('.words, .name, .who')?.getBoundingClientRect()
    for (const {left, right, top, bottom} of range.getClientRects())
      words.push([node.textContent.trim(), node, {left, top, right: Math.min(right, cut?.right ?? right),
        bottom: Math.min(bottom, cut?.bottom ?? bottom)}])
  }
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
  // Lines of one text are never over each other; those that it cuts off lie anywhere.
  const under = (node, a, i) =>
    words.slice(i + 1).filter(([, n, b]) => n !== node && over(a, b)).map(([other]) => other)
  return words.flatMap(([one, node, a], i) => under(node, a, i).map((other) => `${one} / ${other}`))
}"""
"""Words of the top bar that lie over other words; on a phone it is the fullest place of every page."""


def accessibility(page: Page) -> list[str]:
    """What axe-core finds."""
    if not AXE.exists():
        return []
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [f"axe {one['id']}: {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]


AREAS = {
    area
    for words in SOURCES.rglob("words.ts")
    for area in re.findall(r"^ {4}(\w+): typeof ", words.read_text(), re.MULTILINE)
}
SAID_IN_CHINESE = re.compile("中文|关于.+的首报|现场核实|值班员|带班领导|指挥长|处置人员|复盘员|观察员|管理员")
"""What people wrote, sign or are called stays as it is; the language switch names the other language."""
SAID_IN_ENGLISH = {"English"}
