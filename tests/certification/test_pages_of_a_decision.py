"""The decision on its page and as a letter: who reads it, what it says, drawn once."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from certification.letters.committee import build_decision, decision_of
from certification.models import Decision
from certification.operations.decisions import decide
from documents.models import Document
from tests.committee import make_session, recommended, sent_card
from tests.factories.certification import OfferFactory, PartnerFactory

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."
PAGE_QUERIES = 18


def decided(*, granted=True, lowered=None, **case):
    """Give a session whose case is decided."""
    session = make_session(members=3, **case)
    sent_card(session.application, lowered=lowered)
    recommended(session, outcome="grant" if granted else "refuse", cards=1)
    session.application.refresh_from_db()
    session.decision = decide(
        application=session.application, granted=granted, reasons=REASONS, by=session.authority
    )
    session.member = session.seats[1].person
    return session


def page_of(session):
    return f"/cases/{session.application.number}/decision/"


def letter_of(session, kind="decision"):
    return f"/cases/{session.application.number}/letters/{kind}.pdf"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("signer", 200),
        ("editor", 200),
        ("reader", 200),
        ("secretary", 200),
        ("authority", 200),
        ("observer", 200),
        ("member", 200),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_who_reads_the_decision(client, who, status):
    session = decided()
    client.force_login(getattr(session, who))

    found = [client.get(url).status_code for url in (page_of(session), letter_of(session))]

    assert found == [status, status]


def test_before_the_decision_there_is_neither_page_nor_letter(client):
    session = make_session(members=3)
    recommended(session)
    client.force_login(session.signer)

    found = [client.get(url).status_code for url in (page_of(session), letter_of(session))]

    assert found == [404, 404]


def test_there_is_no_letter_of_an_unknown_kind(client):
    session = decided()
    client.force_login(session.signer)

    assert client.get(letter_of(session, "invented")).status_code == 404


def test_a_partner_reads_the_decision(client):
    session = decided()
    partner = PartnerFactory(application=session.application).organisation
    person = session.stranger
    partner.memberships.create(person=person, role="reads", since="2020-01-01")
    client.force_login(person)

    assert client.get(page_of(session)).status_code == 200


def test_the_page_gives_ruling_term_reasons_by_criterion_and_remedies_without_experts_names(client):
    session = decided(lowered={"a02": 1})
    client.force_login(session.signer)

    text = client.get(page_of(session)).text

    for words in (
        f"Decyzja {session.decision.number}",
        "Przyznaje się certyfikację.",
        session.decision.certificate_number,
        REASONS,
        "Kryterium A02 jest spełnione.",
        "Brak dokumentu, który to potwierdza.",
        "Od decyzji przysługuje odwołanie w terminie 14 dni.",
        session.decision.snapshot_sha256,
    ):
        assert words in text
    for assignment in session.application.assignments.select_related("person"):
        assert assignment.person.name not in text.replace(session.authority.name, "")


def test_notes_for_the_committee_stay_inside(client):
    session = decided()
    answer = session.application.assessments.filter(kind="expert").first().answers.first()
    answer.note = "Tylko dla komisji."
    answer.save()
    client.force_login(session.signer)

    assert "Tylko dla komisji." not in client.get(page_of(session)).text


def test_a_refusal_names_no_certificate(client):
    session = decided(granted=False)
    client.force_login(session.signer)

    text = client.get(page_of(session)).text

    assert ("Odmawia się certyfikacji." in text, "Numer certyfikatu" in text) == (True, False)


def test_the_letter_has_every_part_that_a_decision_must_have():
    session = decided(lowered={"a02": 1}, offer=OfferFactory(name="Konfitura z pigwy"))

    content = build_decision(decision_of(session.application))

    applicant = session.application.applicant
    assert {
        "language": content.language,
        "title": content.title,
        "subtitle": content.subtitle,
        "recipient": content.recipient,
        "case_number": content.case_number,
        "legal_basis": content.legal_basis,
        "remedy": content.remedy,
        "signed_by": [signature.name for signature in content.signatures],
        "ruling": content.parts[0].text.replace("\u00a0", " "),
    } == {
        "language": "pl",
        "title": "Decyzja",
        "subtitle": session.decision.number,
        "recipient": (applicant.name, "ul. Polna 1", "20-001 Lublin"),
        "case_number": session.application.number,
        "legal_basis": "Regulamin programu.",
        "remedy": "Od decyzji przysługuje odwołanie w terminie 14 dni.",
        "signed_by": [session.authority.name],
        "ruling": (
            f"Przyznaje się certyfikację. Program: {session.application.edition.scheme.name_pl}. "
            f"Posiadacz: {applicant.name}. Produkt lub usługa: Konfitura z pigwy."
        ),
    }


def test_the_letter_is_drawn_once_and_filed_with_the_decision(client):
    session = decided()
    client.force_login(session.signer)

    first = client.get(letter_of(session))
    second = client.get(letter_of(session))

    document = Document.objects.get(kind="decision")
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == second.content
    assert Decision.objects.get().letter == document
    assert document.name == f"Decyzja-{session.decision.number}.pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(first.content)).pages)
    assert session.decision.number in text


def test_the_letter_stays_as_it_was_when_names_change_later(client):
    session = decided()
    client.force_login(session.signer)
    first = client.get(letter_of(session)).content

    session.application.applicant.name = "Nowa nazwa"
    session.application.applicant.save()

    assert client.get(letter_of(session)).content == first


@pytest.mark.parametrize("cards", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(client, cards, django_assert_num_queries):
    session = make_session(members=3)
    recommended(session, cards=cards)
    session.application.refresh_from_db()
    decide(application=session.application, granted=True, reasons=REASONS, by=session.authority)
    client.force_login(session.signer)

    client.get(page_of(session))

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(page_of(session))
