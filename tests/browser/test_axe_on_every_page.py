"""Every page of the product, by whoever opens it: no finding of axe, nothing cut, nothing odd."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.live_server_helper import LiveServer

from tests.browser import world
from tests.browser.looking import Console, look
from tests.browser.pages import NO_PAGES, NOT_OURS, PAGES, Visit

# Each test is one transaction, which the server shares (one connection, in memory) and which is
# rolled back: the demo of the module stays as it was built.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker) -> Iterator[world.Places]:
    """Build the demo once for all pages of this module, which only look."""
    with django_db_blocker.unblock():
        yield world.build()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def site(places) -> Iterator[str]:
    """Give the address of a server that stays for the whole module."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def addresses(resolver: URLResolver, namespace: str = "", route: str = "") -> Iterator[str]:
    """List the name of every address of the product, or its route where it has no name."""
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if path.startswith(NOT_OURS):
            continue
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or path)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner, path)


def test_every_address_is_a_page_in_the_table_or_said_to_be_none():
    assert sorted({*addresses(get_resolver())}) == sorted(
        {*(visit.name for visit in PAGES), *NO_PAGES}
    )


@pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.label)
def test_a_page_is_accessible_and_whole(visit: Visit, places, site, new_context):
    who = visit.who.format_map(places)
    kwargs = {key: value.format_map(places) for key, value in visit.kwargs.items()}
    address = reverse(visit.name, kwargs=kwargs) + visit.query.format_map(places)
    context = new_context()
    console = Console()
    page = context.new_page()
    console.listen(page)
    if who:
        key = world.session_of(who)
        context.add_cookies([{"name": "sessionid", "value": key, "url": site}])

    found = []
    for language in ("pl", "en"):
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        answer = page.goto(address)
        moved = answer.request.redirected_from is not None
        if (answer.status, moved) != (visit.status, visit.moves):
            found.append(f"{answer.status} at {page.url}")
        found += look(page, language=language, name=visit.label)

    assert found + console.complaints == []
