"""Two managers rule on a criterion and the applicant reads it; the office works the cockpit."""

from unittest import mock

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from certification.models import Application, Certificate, Transition
from certification.tasks import tell_of_interpretations
from standards.models import Criterion, Interpretation
from standards.packages import shipped_packages
from tests.browser.drivers_loop import set_aside
from workflows import jobs
from workflows.demo.cast import CENTRES

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = {
    "question_pl": "Czy lista upoważnień może być prowadzona elektronicznie?",
    "question_en": "May the list of authorisations be kept electronically?",
    "ruling_pl": "Tak, jeśli da się ją wydrukować z datą ostatniej zmiany.",
    "ruling_en": "Yes, if it can be printed with the date of its last change.",
    "reasons_pl": "Kryterium mówi o rejestrze, a nie o papierze.",
    "reasons_en": "The criterion speaks of a register and not of paper.",
}


def rule_on_a_criterion(page, login, axe):
    """One manager writes, a second one publishes, the applicant reads it beside the criterion."""
    drafts = Application.objects.filter(status="draft", applicant__name=CENTRES[3].name)
    draft = drafts.filter(version__version="2026.1").earliest("pk")
    criterion = Criterion.objects.select_related("section").get(
        version=draft.version, key="client-data"
    )
    login(page, "standardy@demo.example")
    page.goto("/standards/drafts/")
    page.get_by_role("link", name="Interpretacje").click()
    axe(page)
    page.get_by_label("Kod kryterium").fill(criterion.code)
    page.get_by_role("combobox", name="Standard").select_option(str(draft.version_id))
    page.get_by_role("button", name="Napisz interpretację").click()
    for name, text in TEXTS.items():
        page.fill(f"textarea[name={name}]", text)
    page.get_by_role("button", name="Zapisz projekt").click()
    address = page.url
    expect(page.locator("main")).to_contain_text("ogłosić ją musi inna osoba od standardów")
    assert page.get_by_role("button", name="Ogłoś interpretację").count() == 0

    login(page, "standardy2@demo.example")
    page.goto(address)
    axe(page)
    page.get_by_role("button", name="Ogłoś interpretację").click()
    one = Interpretation.objects.get(criterion_key="client-data")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Interpretacja {one.number}")
    axe(page)
    tell_of_interpretations()

    login(page, "wnioskodawca.owes@demo.example")
    page.goto(reverse("certification:messages"))
    page.get_by_role("link", name=one.number).first.click()
    section = reverse(
        "certification:assessment_section", args=[draft.number, criterion.section.code]
    )
    page.goto(f"{section}?open=client-data")
    block = page.locator("#client-data")
    expect(block).to_contain_text(TEXTS["ruling_pl"])
    axe(page)


def work_the_cockpit(page, login, axe):
    """The office records tasks and the move; the holder sees it."""
    certificate = Certificate.objects.get(holder__name=CENTRES[1].name)
    login(page, "sekretariat@demo.example")
    page.goto("/inbox/")
    page.get_by_role("link", name="Przejście posiadaczy").click()
    page.get_by_role("link", name="2026.2").click()
    axe(page)
    page.get_by_role("link", name=certificate.holder_name).click()
    axe(page)
    for box in page.locator("input[type=checkbox][name^=done-]").all():
        box.check()
    page.get_by_role("button", name="Zapisz zadania").click()
    page.get_by_label("Dowód, że posiadacz przeszedł").fill("Komplet dokumentów z 12 maja.")
    page.get_by_role("button", name="Zapisz, że posiadacz przeszedł").click()
    expect(page.locator("main")).to_contain_text("Zapisano.")
    row = Transition.objects.get(certificate=certificate, version__version="2026.2")
    assert row.status == "moved"

    login(page, "wnioskodawca.owes@demo.example")
    page.goto(f"/my/certificates/{certificate.number}/moves-to/2026.2/")
    expect(page.locator("main")).to_contain_text("Komplet dokumentów z 12 maja.")
    axe(page)


def take_a_prepared_decision(page, login, axe):
    """The authority decides otherwise than proposed."""
    waiting = Transition.objects.filter(status="prepared").select_related("certificate")
    row = waiting.get(certificate__status="suspended")
    login(page, "organ@demo.example")
    page.goto(f"/transitions/owes/2026.1.1/{row.certificate.number}/")
    axe(page)
    page.get_by_label("Cofnij certyfikat").check()
    page.get_by_label("Uzasadnienie, widoczne w rejestrze").fill(
        "Mimo zawieszenia posiadacz nie potwierdził nowej wersji."
    )
    page.get_by_role("button", name="Rozstrzygnij").click()

    row.certificate.refresh_from_db()
    assert row.certificate.status == "withdrawn"


def test_rulings_and_holders_are_played_through_in_the_browser(page, login, axe):
    with mock.patch.object(jobs, "send"), set_aside():
        call_command("load_standard", *shipped_packages())
        call_command("load_demo")

    rule_on_a_criterion(page, login, axe)
    work_the_cockpit(page, login, axe)
    take_a_prepared_decision(page, login, axe)
