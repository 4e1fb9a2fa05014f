"""``manage.py diff_standards``: text, data and exit codes."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from standards.differences import reading
from standards.models import Criterion
from tests.factories.standards import SchemeFactory, make_standard, publish_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _versions():
    reading._texts.clear()
    reading._differences.clear()
    scheme = SchemeFactory(code="owes")
    make_standard(4, 2, scheme=scheme)
    second = make_standard(4, 2, scheme=scheme, version="2026.2", published=False)
    Criterion.objects.filter(version=second, key="a02").update(
        text_pl="Kryterium A02 jest w pełni spełnione.", weight=Decimal("30.50")
    )
    Criterion.objects.filter(version=second, key="b02").update(key="b-new", gate="none")
    publish_version(second)


def run(*arguments):
    """Give what the command writes and its exit code."""
    output = StringIO()
    try:
        call_command("diff_standards", *arguments, stdout=output)
    except SystemExit as end:
        return output.getvalue(), end.code
    return output.getvalue(), 0


def test_the_text_says_changes_and_effects():
    text, code = run("owes", "2026.1", "2026.2")

    assert code == 1
    assert text.splitlines() == [
        "owes 2026.1 → 2026.2",
        "Nowe: 1, Usunięte: 1, Zaostrzone: 1, Doprecyzowane: 1, Bez zmian: 2",
        "Kryteria: 4",
        "Punkty: 100 → 105,5",
        "  A. Obszar A: kryteria 2, punkty 50 → 55,5, próg 60%",
        "",
        "A02: Zaostrzone, Doprecyzowane",
        "  Treść (pl): Kryterium A02 jest {+w pełni +}spełnione.",
        "  Punkty: Najwyżej 25 → 30,5 pkt.",
        "",
        "B02: Usunięte",
        "  - B02 (b02) Kryterium B02 jest spełnione.",
        "",
        "B02: Nowe",
        "  + B02 (b-new) Kryterium B02 jest spełnione.",
    ]


def test_the_text_can_be_had_in_english_and_with_what_stays():
    text, code = run("owes", "2026.1", "2026.2", "--language", "en", "--unchanged")

    lines = text.splitlines()
    assert code == 1
    assert lines[1] == "New: 1, Dropped: 1, Tightened: 1, Clarified: 1, Unchanged: 2"
    assert [line for line in lines if line.endswith("Unchanged")] == [
        "A01: Unchanged",
        "B01: Unchanged",
    ]


def test_the_data_are_those_of_the_page(client):
    text, code = run("owes", "2026.1", "2026.2", "--json")

    page = client.get("/standards/owes/2026.1/2026.2/difference.json")
    assert (json.loads(text), code) == (json.loads(page.content), 1)


def test_the_same_version_ends_with_zero():
    text, code = run("owes", "2026.1", "2026.1")

    assert (text.splitlines()[1:], code) == (["Bez zmian: 4", "Kryteria: 4", "Punkty: 100"], 0)


def test_a_missing_version_is_trouble():
    with pytest.raises(CommandError) as refusal:
        run("owes", "2026.1", "2030.1")

    assert (str(refusal.value), refusal.value.returncode) == (
        "There is no version owes 2030.1.",
        2,
    )
