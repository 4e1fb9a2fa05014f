"""A standards manager prepares the next version in the browser; a second one publishes it."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from standards.models import Criterion, StandardVersion
from standards.packages import shipped_packages
from workflows.demo.stage import fill_posts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    call_command("load_standard", *shipped_packages())
    return fill_posts("demo-2026", timezone.localdate() - timedelta(days=30))


def begin(page: Page) -> str:
    """Begin a draft from the last version and say what it changes; give its address."""
    page.goto("/standards/drafts/")
    page.get_by_role("link", name="Rozpocznij projekt").click()
    page.get_by_label("Literówka").check()
    page.get_by_label("Mała zmiana").check()
    page.get_by_role("button", name="Rozpocznij projekt").click()
    home = page.url
    page.get_by_role("link", name="Zmień dane").click()
    page.get_by_label("Co się zmienia, po polsku").fill("Jaśniej o skargach.")
    page.get_by_label("Co się zmienia, po angielsku").fill("Clearer on complaints.")
    page.get_by_role("button", name="Zapisz").click()
    return home


def save_criterion(page: Page, home: str, **fields: str) -> None:
    page.goto(f"{home}criterion/complaints/")
    for name, text in fields.items():
        page.fill(f"textarea[name={name}]", text)
    page.get_by_role("button", name="Zapisz").click()


def test_a_version_goes_from_a_draft_to_everybody(page, login, axe, people):
    login(page, people["standardy"].email)
    home = begin(page)
    save_criterion(page, home, example_pl="Odpowiadamy w 14 dni.")
    check = page.locator("#check")
    expect(check).to_contain_text("1 błąd wstrzymuje ogłoszenie")
    axe(page)
    check.get_by_role("link", name=re.compile("Kryterium C05")).click()
    assert page.url == f"{home}criterion/complaints/"
    page.fill("textarea[name=example_en]", "We answer within 14 days.")
    page.get_by_label("Dlaczego to zmieniasz").fill("Brakowało angielskiego")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator("#check")).to_contain_text("Bez uwag")
    axe(page)

    for link, words in (
        ("Zobacz jak wszyscy", "Odpowiadamy w 14 dni."),
        ("Zobacz jak wnioskodawca", "Podgląd projektu"),
        ("Zobacz jak ekspert", "Czego wymaga standard"),
    ):
        page.goto(home)
        page.get_by_role("link", name=link).click()
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("button", name=re.compile("Zapisz i przejdź")).click()
    expect(page.locator("main")).to_contain_text("To podgląd, więc nic nie zapisano.")

    page.goto(f"{home}publish/")
    expect(page.locator("main")).to_contain_text("musi inna osoba od standardów")
    assert page.get_by_role("button", name=re.compile("Ogłoś wersję")).count() == 0
    login(page, people["standardy2"].email)
    page.goto(f"{home}publish/")
    axe(page)
    page.get_by_role("button", name=re.compile("Ogłoś wersję")).click()
    expect(page.locator("main")).to_contain_text("Napisz, dlaczego właściwy jest większy rodzaj")
    axe(page)
    page.get_by_label("Dlaczego właściwy jest większy").fill("Przykład zawęża to, co wystarcza.")
    page.get_by_role("button", name=re.compile("Ogłoś wersję")).click()

    version = StandardVersion.objects.get(change_class="minor")
    assert (version.status, version.published_by) == ("published", people["standardy2"])
    page.context.clear_cookies()
    page.goto(f"/standards/owes/{version.version}/")
    expect(page.locator("main")).to_contain_text("Odpowiadamy w 14 dni.")
    page.goto("/standards/owes/")
    expect(page.locator("main")).to_contain_text("Jaśniej o skargach.")


def test_two_managers_in_one_criterion_lose_nothing(new_context, login, axe, people):
    first, second = (new_context().new_page() for _ in range(2))
    login(first, people["standardy"].email)
    login(second, people["standardy2"].email)
    home = begin(first)
    second.goto(f"{home}criterion/complaints/")
    save_criterion(first, home, text_pl="Treść pierwszej osoby.")

    second.fill("textarea[name=text_pl]", "Treść drugiej osoby.")
    second.get_by_role("button", name="Zapisz").click()

    row = Criterion.objects.filter(key="complaints", version__status="draft")
    assert row.get().text_pl == "Treść pierwszej osoby."
    note = second.locator("main [role=alert]")
    expect(note).to_contain_text("Treść pierwszej osoby.")
    expect(note).to_contain_text("Treść drugiej osoby.")
    axe(second)
    second.get_by_role("button", name="Zapisz moją wersję").click()
    assert row.get().text_pl == "Treść drugiej osoby."


def test_criteria_move_without_javascript(new_context, login, people):
    page = new_context(java_script_enabled=False).new_page()
    login(page, people["standardy"].email)
    home = begin(page)

    page.get_by_role("button", name="Niżej A01").click()

    assert page.url == f"{home}#{Criterion.objects.get(version__status='draft', code='A01').key}"
    first = Criterion.objects.filter(version__status="draft", section__code="A")
    assert list(first.order_by("position").values_list("code", flat=True))[:2] == ["A02", "A01"]
