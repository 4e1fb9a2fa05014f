"""A draft before the public in the browser: commenter without an account, moderator, visitor."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from standards.models import Comment, Consultation, StandardVersion
from standards.operations.drafting import begin_draft
from standards.packages import shipped_packages
from standards.tasks import send_consultation_letters
from workflows.demo.stage import fill_posts

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "ewa.nowak@example.org"


@pytest.fixture(autouse=True)
def no_attempts_yet():
    """Limits of attempts are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def people():
    call_command("load_standard", *shipped_packages())
    return fill_posts("demo-2026", timezone.localdate() - timedelta(days=30))


@pytest.fixture
def draft(people):
    first = StandardVersion.objects.get(scheme__code="owes", version="2026.1")
    return begin_draft(predecessor=first, change_class="minor", by=people["standardy"])


def open_round(page, draft: StandardVersion) -> None:
    page.goto(f"/standards/drafts/{draft.pk}/")
    page.get_by_role("link", name="Konsultacje").click()
    page.get_by_label("O co pytamy, po polsku").fill("Czy terminy są realne?")
    page.get_by_role("button", name="Otwórz konsultacje").click()
    expect(page.locator("main")).to_contain_text("Konsultacje są otwarte.")


def path_in_letter(word: str) -> str:
    found = re.search(rf"http://[^/]+(/\S+/{word}/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def the_day_has_come() -> None:
    """Let the round end yesterday, as the calendar would."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Consultation.objects.update(opened_on=date(2026, 1, 1), closes_on=yesterday)


def publish_and_answer(office, axe, draft: StandardVersion) -> None:
    """Show the comment, let the round end, answer it and publish the table."""
    queue = f"/standards/drafts/{draft.pk}/consultation/1/comments/"
    office.goto(queue)
    axe(office)
    office.get_by_role("link", name=re.compile("Przeczytaj i zdecyduj")).click()
    axe(office)
    office.get_by_role("button", name="Opublikuj uwagę").click()
    the_day_has_come()
    office.goto(f"{queue}?show=unanswered")
    office.get_by_label("Odpowiedz na uwagę 1").check()
    office.get_by_role("button", name="Odpowiedz na zaznaczone razem").click()
    office.get_by_label("Uwzględniona", exact=True).check()
    office.get_by_label("Dlaczego, po polsku").fill("Siedem dni wystarczy.")
    office.get_by_role("button", name="Zapisz odpowiedź").click()
    office.goto(f"/standards/drafts/{draft.pk}/consultation/1/publish/")
    office.get_by_role("button", name="Opublikuj tabelę uwag").click()
    expect(office.locator("main")).to_contain_text("Tabela uwag i odpowiedzi jest jawna.")


def test_from_a_draft_to_a_comment_to_an_answer(new_context, login, axe, people, draft):
    office = new_context().new_page()
    login(office, people["standardy"].email)
    open_round(office, draft)
    axe(office)
    office.goto(f"/standards/drafts/{draft.pk}/facts/")
    expect(office.locator("main")).to_contain_text("Projekt jest w konsultacjach.")

    visitor = new_context({"width": 390, "height": 844}, java_script_enabled=False).new_page()
    visitor.goto("/")
    visitor.get_by_role("link", name=re.compile(draft.version)).click()
    visitor.get_by_role("link", name="Zgłoś uwagę C05").click()
    expect(visitor.locator("main")).to_contain_text("C05")
    visitor.get_by_role("button", name="Wyślij uwagę").click()
    expect(visitor.locator("[role=alert]")).to_contain_text("Adres e-mail")
    visitor.get_by_label("Propozycja zmiany").check()
    visitor.get_by_label("Twoja uwaga").fill("Czternaście dni to za długo.")
    visitor.get_by_label("Proponowana treść").fill("Odpowiadamy w siedem dni.")
    visitor.get_by_label("Imię i nazwisko przy uwadze").fill("Ewa")
    visitor.get_by_label("Adres e-mail").fill(ADDRESS)
    visitor.get_by_role("button", name="Wyślij uwagę").click()
    expect(visitor.locator("main")).to_contain_text("otwórz odnośnik z listu")
    send_consultation_letters()
    visitor.goto(path_in_letter("confirm"))
    visitor.get_by_role("button", name="Potwierdź uwagę").click()
    expect(visitor.locator("main")).to_contain_text("Adres jest potwierdzony")

    publish_and_answer(office, axe, draft)

    visitor.goto("/standards/consultations/")
    visitor.get_by_role("link", name=re.compile("1 uwaga")).click()
    table = visitor.locator("main")
    for words in ("Czternaście dni to za długo.", "Ewa", "Siedem dni wystarczy."):
        expect(table).to_contain_text(words)
    assert ADDRESS not in visitor.content()
    send_consultation_letters()
    assert "Siedem dni wystarczy." in str(mail.outbox[-1].body)
    visitor.goto(path_in_letter("forget"))
    visitor.get_by_role("button", name="Usuń adres", exact=True).click()
    expect(visitor.locator("main")).to_contain_text("Dane usunięto.")
    assert Comment.objects.values_list("email", "name").get() == ("", "Ewa")
