"""An old draft is moved to the new version and sent; a certificate is renewed by its holder."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.models import Application, Assessment
from certification.operations.answers import save_answers
from certification.operations.applications import make_declarations, open_application
from standards.models import Criterion
from tests.factories.carrying import bind, next_version
from tests.factories.certification import (
    CertificateFactory,
    DecisionFactory,
    make_case,
)
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Robimy tak od dwóch lat i mamy na to dokumenty."
REWORDED = {
    "text_pl": "Kryterium A02 jest spełnione i opisane.",
    "text_en": "Criterion A02 is met and described.",
}


def the_standard():
    """Give a call of a support-centre scheme on 2026.1, and its next version."""
    scheme = SchemeFactory(legal_basis_pl="Regulamin.")
    first = make_standard(criteria=6, sections=2, scheme=scheme)
    second = next_version(
        first,
        "2026.2",
        changed={"a02": REWORDED},
        split={"a03": ("a03-opis", "a03-dowody")},
        merged={"b-razem": ("b01", "b02")},
        dropped=("b03",),
    )
    return EditionFactory(scheme=scheme, version=first), second


def a_filled_draft(edition):
    case = make_case(edition=edition, answered=False)
    application = Application.objects.get(pk=case.application.pk)
    own = Assessment.objects.get(application=application)
    levels = {"a01": 1, "b01": 1}
    save_answers(
        assessment=own,
        answers=[
            {"criterion": one, "value": levels.get(one.key, 2), "justification": WORDS}
            for one in Criterion.objects.filter(version=edition.version)
        ],
        by=case.signer,
    )
    make_declarations(
        application=application, organisation=application.applicant, keys=["truth"], by=case.signer
    )
    return case


def go(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200, path


def confirm_everything(page: Page, number: str) -> None:
    """Confirm what waits, section by section, as the list of what is missing leads there."""
    for code in ("A", "B"):
        go(page, f"/cases/{number}/self-assessment/{code}/")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        while (button := page.get_by_role("button", name="Potwierdź tę odpowiedź")).count():
            button.first.click()
            page.wait_for_load_state()
            page.evaluate("document.querySelectorAll('details').forEach(one => {one.open = true})")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_draft_is_moved_and_sent(new_context, login, axe, scripts):
    edition, second = the_standard()
    case = a_filled_draft(edition)
    bind(edition, second)
    number = case.application.number
    page = new_context(java_script_enabled=scripts).new_page()
    # The first page of a fresh server compiles every catalogue and template.
    page.set_default_timeout(60_000)
    login(page, case.signer.email)
    go(page, "/my/")
    page.get_by_role("link", name="Zobacz, co się zmieni, i przenieś wniosek").click()
    expect(page.get_by_role("heading", name="Co się zmieni: z 2026.1 na 2026.2")).to_be_visible()
    if scripts:
        axe(page)
    page.get_by_role("button", name="Przenieś wniosek na wersję 2026.2").click()
    expect(page.get_by_text("Wniosek jest teraz na wersji 2026.2.")).to_be_visible()
    if scripts:
        confirm_and_choose(page, number, axe)
        go(page, f"/cases/{number}/submit/")
        page.locator("main form button.btn").last.click()
        page.wait_for_load_state()
        sent = Application.objects.get(number=number)
        assert (sent.status, sent.version.version) == ("submitted", "2026.2")
    go(page, f"/my/applications/{number}/kept/")
    gone = page.get_by_role("heading", name="Odpowiedzi do kryteriów, których już nie ma")
    expect(gone).to_be_visible()
    expect(page.get_by_text("Kryterium B03 jest spełnione.")).to_be_visible()
    if not scripts:
        without_scripts(page, number)


def confirm_and_choose(page: Page, number: str, axe) -> None:
    go(page, f"/cases/{number}/self-assessment/A/")
    axe(page)
    confirm_everything(page, number)
    go(page, f"/cases/{number}/self-assessment/B/")
    axe(page)
    page.get_by_role("button", name="Przejmij odpowiedź do B02").click()
    page.wait_for_load_state()
    waiting = Assessment.objects.get(application__number=number, kind="self")
    assert not waiting.answers.filter(to_confirm=True).exists()
    assert waiting.answers.get(criterion__key="b-razem").value == 2


def without_scripts(page: Page, number: str) -> None:
    """Confirm one answer with nothing but a form."""
    go(page, f"/cases/{number}/self-assessment/A/?open=a02#a02")
    page.locator("#a02").get_by_role("button", name="Potwierdź tę odpowiedź").click()
    page.wait_for_load_state()
    own = Assessment.objects.get(application__number=number, kind="self")
    assert own.answers.get(criterion__key="a02").to_confirm is False


def test_a_renewal_is_begun_from_a_certificate(phone, login, axe):
    edition, second = the_standard()
    case = a_filled_draft(edition)
    Application.objects.filter(pk=case.application.pk).update(
        status="certified", submitted_at=timezone.now(), submitted_by=case.signer
    )
    case.application.refresh_from_db()
    decision = DecisionFactory(
        application=case.application, recommendation__item__application=case.application
    )
    certificate = CertificateFactory(decision=decision)
    edition.closes_on = date(2026, 1, 2)
    edition.save()
    call = EditionFactory(scheme=edition.scheme, version=second, operator=edition.operator)
    login(phone, case.signer.email)
    go(phone, "/my/")
    phone.get_by_role("link", name="Odnów").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(certificate.number)
    axe(phone)
    phone.get_by_role("button", name="Rozpocznij odnowienie").click()
    phone.wait_for_load_state()
    renewal = Application.objects.get(renewal_of=certificate)
    assert (renewal.edition, renewal.version, renewal.status) == (call, second, "draft")
    expect(phone.get_by_text(f"Rozpoczęto odnowienie {renewal.number}")).to_be_visible()
    axe(phone)
    assert Assessment.objects.get(application=renewal).answers.filter(to_confirm=True).exists()
    assert timezone.localdate() - renewal.created_at.date() < timedelta(days=2)


def test_a_draft_begun_after_the_change_has_nothing_to_move(page, login):
    edition, second = the_standard()
    case = make_case(edition=edition)
    edition.one_application_per = "unlimited"
    edition.save()
    bind(edition, second)
    fresh = open_application(
        edition=edition,
        applicant=case.application.applicant,
        voivodeship=case.application.voivodeship,
        by=case.signer,
    )
    login(page, case.signer.email)

    go(page, f"/my/applications/{fresh.number}/")

    expect(page.get_by_text("Nabór ma nową wersję standardu.")).to_have_count(0)
