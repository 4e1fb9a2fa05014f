"""Chromium against a live server with the real static files, and axe on what it shows."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from certification.models import User
from tests.browser.looking import DESK, PHONE, axe_findings

# The playwright driver keeps an event loop in this thread; Django's guard would mistake it for one
# of our own.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that the quick suites leave it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give one browser for all tests of the run."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server) -> str:
    """Give the address of the site."""
    return str(live_server.url)


@pytest.fixture
def new_context(chromium: Browser, site: str) -> Iterator[Callable[..., BrowserContext]]:
    """Make separate visitors; whatever a page asks for outside the site fails the test."""
    opened: list[BrowserContext] = []
    strangers: list[str] = []
    complaints: list[str] = []

    def make(viewport: dict[str, int] | None = None, **options: object) -> BrowserContext:
        context = chromium.new_context(
            base_url=site, viewport=viewport or DESK, locale="pl-PL", **options
        )
        context.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site, "data:", "blob:"))
                else strangers.append(request.url)
            ),
        )
        context.on(
            "console",
            lambda message: (
                complaints.append(message.text) if "Content Security" in message.text else None
            ),
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert (strangers, complaints) == ([], [])


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Give a page as wide as a desk's screen."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """Give a page as wide as a phone."""
    return new_context(PHONE).new_page()


@pytest.fixture
def login(site: str) -> Callable[[Page, str], User]:
    """Log somebody in by a session cookie; logging in by the form has its own test."""

    def log_in(page: Page, email: str) -> User:
        user = User.objects.get(email=email)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": str(session.session_key),
                    "url": site,
                }
            ]
        )
        return user

    return log_in


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Hold a page against WCAG 2.2 AA and best practice, with everything unfolded."""

    def check(page: Page) -> None:
        assert axe_findings(page) == [], page.url

    return check


@pytest.fixture(scope="session")
def fits() -> Callable[[Page], None]:
    """Hold that a page does not scroll sideways, down to 320 pixels (WCAG 2.2, 1.4.10)."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        before = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 800})
        width = page.evaluate("document.documentElement.scrollWidth")
        if before:
            page.set_viewport_size(before)
        assert width <= 320, (page.url, width)

    return check
