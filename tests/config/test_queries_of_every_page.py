"""How often every page asks the database, by number, and never more often for more rows.

The addresses are those of the site itself; each is opened by everybody of a case whom it answers,
once on a site with one row of everything and once with fifty. ``queries_of_every_page.txt`` holds
the numbers, so that a change of one is seen where it is reviewed. An address that nobody can open
is named below with the reason, and a test fails where one is neither here nor there.
"""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.addresses import ONLY_POSTED_TO, addresses, written
from tests.everything import build

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("queries_of_every_page.txt")
REFUSED = "·"
POSTED_TO = ONLY_POSTED_TO | {
    "api:check",
    "api:verify",
    "certification:score_field",
    "language",
}
# Steps after a refusal that is being reconsidered; the case here was granted its certificate.
# tests/certification/test_pages_of_reconsideration.py counts them.
ONLY_AFTER_A_REFUSAL = {
    "certification:appoint_panel",
    "certification:ask_to_reconsider",
    "certification:give_opinion",
    "certification:reconsideration",
    "certification:take_request_back",
    "workflows:settle",
}
COUNTED_ON_A_FULL_PAGE = ("certification:catalogue",)
# Tells how long the session lasts and has no page.
WITHOUT_A_PAGE = {"session"}


def counted(client, url):
    """Open a page and give its status and how many queries it took."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
    return response.status_code, len(queries)


def count_all(client, case):
    """Count every page for everybody whom it answers; the rest is refused."""
    found = {name: [] for name, _words in addresses()}
    for person in (None, *case.people.values()):
        client.logout()
        if person:
            client.force_login(person)
        for name, words in addresses():
            url = written(case, name, words) + case.asked.get(name, "")
            if set(found[name]) <= {REFUSED}:
                client.get(url)  # whatever is read or drawn once
            status, queries = counted(client, url)
            found[name].append(str(queries) if status == HTTPStatus.OK else REFUSED)
    return {name: row for name, row in found.items() if set(row) != {REFUSED}}


def with_full_pages(few):
    """Add the question for the number of all rows, asked where one page does not hold them."""
    more = {
        name: [cell if cell == REFUSED else str(int(cell) + 1) for cell in few[name]]
        for name in COUNTED_ON_A_FULL_PAGE
    }
    return few | more


def differences(one, other):
    """Name the pages whose numbers differ, with both."""
    return {
        name: (one.get(name), other.get(name))
        for name in one | other
        if one.get(name) != other.get(name)
    }


def read_table():
    """Read the table: the people in its first line, then one address a line."""
    head, *rows = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return head[1:], {name: numbers for name, *numbers in rows}


def written_table(people, rows):
    """Write the table as it stands in its file."""
    lines = [["address", *people], *([name, *numbers] for name, numbers in sorted(rows.items()))]
    width = max(len(name) for name in rows)
    return "".join(
        f"{name:<{width}}" + "".join(f"{cell:>11}" for cell in cells) + "\n"
        for name, *cells in lines
    )


def test_every_page_takes_the_number_of_queries_in_the_table_for_one_row_and_for_fifty(client):
    people, table = read_table()

    case = build(1)
    few = count_all(client, case)
    many = count_all(client, build(50))

    assert differences(with_full_pages(few), many) == {}
    assert people == ["nobody", *case.people]
    assert differences(few, table) == {}, written_table(people, few)


def test_every_address_is_in_the_table_or_is_no_page():
    _people, table = read_table()

    assert {name for name, _words in addresses()} - set(
        table
    ) == POSTED_TO | WITHOUT_A_PAGE | ONLY_AFTER_A_REFUSAL
