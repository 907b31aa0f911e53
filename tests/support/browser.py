"""A real browser: headless Chromium of the system, or Playwright's own."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.stack import Stack

DESK = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


def chromium_path() -> str | None:
    """The system's Chromium; None where Playwright has to bring its own."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing() -> str | None:
    """Why there is no browser; None where there is one."""
    if chromium_path():
        return None
    with sync_playwright() as playwright:
        found = Path(playwright.chromium.executable_path).exists()
    return None if found else "no Chromium: neither the system's nor Playwright's own is installed"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser for as long as this is open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def open_context(browser: Browser, *, phone: bool = False, language: str = "zh-CN") -> BrowserContext:
    """A person at a desk or with a phone, speaking a language."""
    return browser.new_context(
        viewport=PHONE if phone else DESK,
        locale=language,
        has_touch=phone,
        is_mobile=phone,
        timezone_id="Asia/Shanghai",
    )


def sign_in(page: Page, stack: Stack, role: str, path: str = "/") -> None:
    """Sign in by the form, as a person would, and wait until the page behind it stands."""
    username, password = stack.account(role)
    page.goto(f"{stack.url}{path}")
    page.locator("#username").fill(username)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.wait_for_selector("[data-testid=account]")  # responders have no clock
