"""A call takes a new version while it runs: the choice for sent files is made and seen by all."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from certification.lifecycle import ApplicationStatus
from certification.models import Application, CompletionCall, PostRole
from tests.factories.carrying import next_version
from tests.factories.certification import PostFactory, make_case
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard
from workflows.flows import CertificationFlow

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Wskaźniki zmieniły się 21 grudnia w czasie naboru."


def go(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer
    assert answer.status == 200, path


def test_sent_files_go_on_with_the_new_version_and_are_called_to_complete(new_context, login, axe):
    scheme = SchemeFactory(legal_basis_pl="Regulamin.")
    first = make_standard(criteria=4, sections=2, scheme=scheme)
    edition = EditionFactory(scheme=scheme, version=first)
    case = make_case(ApplicationStatus.SUBMITTED, edition=edition)
    CertificationFlow.start.run(application=case.application)
    next_version(first, "2026.2", added=("mediana",))
    keeper = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    number = case.application.number

    page = new_context().new_page()
    page.set_default_timeout(60_000)
    login(page, keeper.email)
    go(page, reverse("certification:rebind", args=[edition.code]))
    page.get_by_role("button", name="Zobacz, kogo to dotyczy").click()
    page.get_by_label("nowa wersja, jeśli").check()
    page.get_by_label("Uzasadnienie zmiany w trakcie naboru").fill(WHY)
    axe(page)
    page.get_by_role("button", name="Zwiąż nabór z wersją 2026.2").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    axe(page)

    bound = Application.objects.get(number=number)
    assert (bound.version.version, bound.status) == ("2026.2", "submitted")

    office = new_context().new_page()
    login(office, case.secretary.email)
    go(office, f"/cases/{number}/formal_check/")
    expect(office.get_by_label("Brak 1: kryterium")).to_have_value("mediana")
    axe(office)
    office.get_by_label("Wezwać do uzupełnienia").check()
    office.get_by_role("button", name="Zapisz wynik sprawdzenia").click()
    office.wait_for_load_state()
    [gap] = CompletionCall.objects.get(application=bound).gaps.all()
    assert gap.criterion_key == "mediana"

    party = new_context().new_page()
    login(party, case.signer.email)
    go(party, f"/cases/{number}/history/")
    expect(party.get_by_text("Nabór ma wersję 2026.2 zamiast 2026.1").first).to_be_visible()
    party.get_by_text("Pokaż uzasadnienie").first.click()
    expect(party.get_by_text(WHY).first).to_be_visible()
