"""A certificate is issued once, with frozen facts, and its status changes only by the rules."""

import threading
import time
from datetime import date

import pytest
import time_machine
from django.db import OperationalError, connection
from django.urls import reverse

from certification.attestation import certificate_content
from certification.errors.registry import (
    CertificateMoveRefused,
    DecisionDoesNotGrant,
    EffectiveDayOutside,
    PublicNoteMissing,
)
from certification.facts import digest_of, facts_of, obligations_of
from certification.lifecycle import CERTIFICATE_MOVES, ApplicationStatus, CertificateStatus
from certification.models import (
    CaseEvent,
    Certificate,
    Message,
    Obligation,
    StatusChange,
)
from certification.operations.certificates import (
    issue_certificate,
)
from documents.drawing import draw_certificate
from documents.models import Document
from documents.read import open_document
from tests.factories.certification import (
    CertificateFactory,
    DecisionFactory,
    MembershipFactory,
    OfferFactory,
    PostFactory,
    UserFactory,
)
from tests.state_changes import change_to

NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."


def grant(**fields):
    decision = DecisionFactory(**fields)
    MembershipFactory(organisation=decision.application.applicant)
    return decision


@pytest.mark.django_db
@time_machine.travel("2026-05-04 10:00+02:00", tick=False)
def test_issuing_writes_the_certificate_its_history_its_document_and_what_is_owed():
    decision = grant(
        valid_from=date(2026, 5, 4),
        valid_until=date(2028, 5, 3),
        recommendation__item__application__edition__surveillance_interval_months=12,
        recommendation__item__application__edition__scheme__is_statutory=True,
        recommendation__item__application__scope="powiat puławski\npowiat rycki\n",
    )

    certificate = issue_certificate(
        decision=decision, content=b"%PDF-1.7 certificate", content_en=b"%PDF-1.7 English"
    )

    holder = decision.application.applicant
    assert Certificate.objects.values(
        "number", "holder_name", "holder_nip", "scope", "status", "digest", "issued_on"
    ).get() == {
        "number": decision.certificate_number,
        "holder_name": holder.name,
        "holder_nip": holder.nip,
        "scope": ["powiat puławski", "powiat rycki"],
        "status": "valid",
        "digest": digest_of(facts_of(decision)),
        "issued_on": date(2026, 5, 4),
    }
    assert open_document(certificate.document) == b"%PDF-1.7 certificate"
    assert open_document(certificate.document_en) == b"%PDF-1.7 English"
    assert list(Document.objects.order_by("pk").values_list("name", "language", "origin")) == [
        (f"{certificate.number}.pdf", "pl", certificate.number),
        (f"{certificate.number}-en.pdf", "en", certificate.number),
    ]
    assert list(StatusChange.objects.values_list("status", "effective_on", "reason")) == [
        ("valid", date(2026, 5, 4), "issued")
    ]
    assert list(Obligation.objects.order_by("due_on").values_list("kind", "period", "due_on")) == [
        ("annual_report", 2026, date(2027, 1, 31)),
        ("surveillance", 1, date(2027, 5, 4)),
        ("annual_report", 2027, date(2028, 1, 31)),
        ("renewal", 1, date(2028, 3, 4)),
    ]
    decision.application.refresh_from_db()
    assert decision.application.status == ApplicationStatus.CERTIFIED
    assert list(Message.objects.values_list("kind", "path")) == [
        ("certificate_issued", f"/c/{certificate.number}")
    ]
    assert list(CaseEvent.objects.order_by("pk").values_list("kind", flat=True)) == [
        "certificate_issued",
        "message_written",
    ]


@pytest.mark.django_db
def test_issuing_twice_gives_the_same_certificate_and_writes_nothing_more():
    decision = grant()
    first = issue_certificate(decision=decision, content=b"%PDF one")

    second = issue_certificate(decision=decision, content=b"%PDF two")

    assert second == first
    assert (
        Certificate.objects.count(),
        StatusChange.objects.count(),
        Document.objects.count(),
        Message.objects.count(),
    ) == (1, 1, 1, 1)


@pytest.mark.django_db
def test_a_refusal_gives_no_certificate():
    decision = DecisionFactory(granted=False)

    with pytest.raises(DecisionDoesNotGrant):
        issue_certificate(decision=decision, content=b"%PDF")

    assert not Certificate.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_that_issue_at_the_same_moment_make_one_certificate():
    decision = grant()
    start, numbers = threading.Barrier(3), []

    def work():
        start.wait()
        for _attempt in range(200):
            try:
                issued = issue_certificate(decision=decision, content=b"%PDF")
            except OperationalError:
                time.sleep(0.01)  # SQLite in memory answers "locked" at once; a worker tries again
                continue
            numbers.append(issued.number)
            break
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert numbers == [decision.certificate_number] * 3
    assert (Certificate.objects.count(), StatusChange.objects.count()) == (1, 1)


def test_what_falls_due_follows_from_the_term_and_the_scheme():
    assert obligations_of(
        valid_from=date(2026, 5, 4),
        valid_until=date(2027, 5, 3),
        surveillance_months=None,
        is_statutory=False,
    ) == [("renewal", 1, date(2027, 4, 3))]


def change(certificate, target, by, *, day=None, note=NOTE):
    said = {"certificate": certificate, "public_note": note, "reason": "misuse", "by": by}
    return change_to(target, effective_on=day or certificate.valid_from, **said)


@pytest.mark.django_db
@pytest.mark.parametrize("target", CertificateStatus.values)
@pytest.mark.parametrize("source", CertificateStatus.values)
def test_only_the_moves_of_the_table_are_possible(source, target):
    certificate = CertificateFactory(status=source)
    by = UserFactory()

    if target in CERTIFICATE_MOVES[source]:
        change(certificate, target, by)
        expected, entries = target, 2
    else:
        with pytest.raises(CertificateMoveRefused):
            change(certificate, target, by)
        expected, entries = source, 1

    certificate.refresh_from_db()
    assert (certificate.status, StatusChange.objects.count()) == (expected, entries)


@pytest.mark.django_db
def test_a_change_is_logged_and_told_to_the_holder_and_the_secretariat():
    certificate = CertificateFactory()
    member = MembershipFactory(organisation=certificate.holder).person
    secretary = PostFactory(operator=certificate.application.edition.operator).person

    made = change(certificate, "suspended", secretary)

    assert (made.status, made.public_note, made.recorded_by) == ("suspended", NOTE, secretary)
    event = CaseEvent.objects.get(kind="certificate_suspended")
    assert (event.by, event.reason, event.facts) == (
        secretary,
        NOTE,
        {
            "number": certificate.number,
            "effective_on": certificate.valid_from.isoformat(),
            "cause": "misuse",
        },
    )
    assert set(Message.objects.values_list("recipient", flat=True)) == {member.pk, secretary.pk}
    assert certificate.history.latest().history_change_reason == "certificate_suspended"


@pytest.mark.django_db
@time_machine.travel("2026-06-01 10:00+02:00", tick=False)
@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 6, 2)])
def test_a_change_holds_neither_before_the_issue_nor_from_a_day_to_come(day):
    certificate = CertificateFactory(decision__valid_from=date(2026, 5, 1))

    with pytest.raises(EffectiveDayOutside):
        change(certificate, "suspended", UserFactory(), day=day)

    certificate.refresh_from_db()
    assert (certificate.status, StatusChange.objects.count()) == ("valid", 1)


@pytest.mark.django_db
@time_machine.travel("2026-06-10 10:00+02:00", tick=False)
def test_a_suspension_cannot_be_lifted_before_it_began():
    certificate = CertificateFactory(decision__valid_from=date(2026, 5, 1))
    by = UserFactory()
    change(certificate, "suspended", by, day=date(2026, 6, 5))

    with pytest.raises(EffectiveDayOutside):
        change(certificate, "valid", by, day=date(2026, 6, 4))

    certificate.refresh_from_db()
    assert certificate.status == "suspended"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["suspended", "withdrawn", "annulled"])
def test_what_harms_the_holder_needs_a_public_sentence(target):
    certificate = CertificateFactory()

    for note in ("  ", "\x01\x0b"):
        with pytest.raises(PublicNoteMissing):
            change(certificate, target, UserFactory(), note=note)

    certificate.refresh_from_db()
    assert (certificate.status, StatusChange.objects.count()) == ("valid", 1)


@pytest.mark.django_db
def test_a_public_note_keeps_its_lines_and_no_control_characters():
    certificate = CertificateFactory()
    typed = "\x00Nie usunięto\x0b uchybień:\r\n1)\tetykieta,\n2) skład\x9f\ufffe.\x1f"

    change(certificate, "suspended", UserFactory(), note=typed)

    written = "Nie usunięto uchybień:\n1)\tetykieta,\n2) skład."
    assert StatusChange.objects.latest("pk").public_note == written


@pytest.mark.django_db
def test_the_page_of_an_accreditation_names_the_organisation():
    decision = grant(
        valid_from=date(2026, 5, 4),
        valid_until=date(2028, 5, 3),
        recommendation__item__application__scope="powiat puławski",
    )
    holder = decision.application.applicant

    content = certificate_content(decision, "en")

    assert (content.title, content.subtitle) == ("Certificate", "of accreditation")
    assert content.holder_or_offer == holder.name
    assert content.holder_line == f"Lublin, KRS {holder.krs}"
    assert content.body.endswith("Area: powiat puławski.")
    assert content.verify_url.endswith(
        reverse("certification:certificate", args=[decision.certificate_number])
    )
    assert content.digest == digest_of(facts_of(decision))
    assert draw_certificate(content).pdf.startswith(b"%PDF-")


@pytest.mark.django_db
def test_the_page_of_a_mark_names_the_offer_in_the_large_line_and_its_maker_below():
    decision = grant(recommendation__item__application__edition__scheme__kind="product_mark")
    application = decision.application
    application.offer = OfferFactory(organisation=application.applicant, kind="service")
    application.save()

    content = certificate_content(decision)

    assert content.lead == "Zaświadcza się, że usługa"
    assert content.holder_or_offer == application.offer.name
    assert content.holder_line.startswith(f"{application.applicant.name}, Lublin")
    assert draw_certificate(content).pdf.startswith(b"%PDF-")


@pytest.mark.django_db
def test_an_invented_holder_is_marked_on_the_page():
    decision = grant(recommendation__item__application__applicant__is_demo=True)

    assert certificate_content(decision).marks == ("demo",)
