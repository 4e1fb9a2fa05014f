"""What is held of every page, however it was reached."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

AXE = Axe()
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Colours and sizes are those of the page in Polish; measuring them takes most of the time.
AXE_RULES_OF_WORDS = AXE_RULES | {
    "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": False}}
}
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 800}
# Where pictures of all pages are kept for a person to look at; without it none are made.
SHOTS = os.environ.get("SHOTS", "")
OPEN_DETAILS = "document.querySelectorAll('details').forEach(one => { one.open = true })"
# The spacing that a reader may set (WCAG 2.2, 1.4.12).
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest('.vh, .scroll'))
    .slice(-3).map(one => one.outerHTML.slice(0, 160));
}"""


def axe_findings(page: Page, rules: dict[str, object] = AXE_RULES) -> list[str]:
    """Run axe with everything unfolded: WCAG 2.2 AA and best practice.

    A click ends when the next page has begun to arrive; a page that is not all there yet has
    nothing to unfold, or not even a root to look at.
    """
    page.wait_for_load_state()
    page.evaluate(OPEN_DETAILS)
    violations = AXE.run(page, options=rules).response["violations"]
    return [
        f"axe {rule['id']}: {node['html'][:300]} {node['failureSummary']}"
        for rule in violations
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Name what makes the page scroll sideways."""
    return [f"wider than {page.viewport_size}: {html}" for html in page.evaluate(TOO_WIDE)]


def frame_findings(page: Page, language: str) -> list[str]:
    """Hold title, language, heading and landmark."""
    title = page.title()
    found = []
    if not re.fullmatch(r"\S.* – Atest", title):
        found.append(f"title {title!r}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"lang is not {language}")
    if page.locator("main").count() != 1:
        found.append("no main")
    return found


@dataclass
class Console:
    """Collects what a page complains of."""

    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Take errors of scripts and everything the browser reports as one."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is reported by the browser as failed to load.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")


def look(page: Page, *, language: str = "pl", name: str = "") -> list[str]:
    """Hold a page at a desk, in Polish also on a phone, and on the narrowest screen.

    There it may not scroll sideways, with the usual spacing of text and with the widest
    (WCAG 2.2, 1.4.10 and 1.4.12).
    """
    page.set_viewport_size(DESK)
    found = frame_findings(page, language)
    if language == "pl":
        for viewport in (DESK, PHONE):
            page.set_viewport_size(viewport)
            found += axe_findings(page) + overflow(page)
            keep(page, name, f"pl-{viewport['width']}")
    else:
        found += axe_findings(page, AXE_RULES_OF_WORDS) + overflow(page)
        keep(page, name, language)
    page.set_viewport_size(NARROW)
    found += overflow(page)
    page.evaluate(SPACING)
    return found + overflow(page)


def keep(page: Page, name: str, suffix: str) -> None:
    """Keep a picture of the whole page where somebody asked for pictures."""
    if SHOTS and name:
        safe = re.sub(r"[^\w.-]+", "_", name)
        page.screenshot(path=str(Path(SHOTS) / f"{safe}-{suffix}.png"), full_page=True)
