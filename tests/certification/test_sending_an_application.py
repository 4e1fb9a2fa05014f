"""Sending: everything is asked for at once, then the case is locked and handed on."""

from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils.translation import override

from certification.completeness import what_is_missing
from certification.errors import TransitionRefused
from certification.errors.applicant import (
    ApplicationIncomplete,
    ApplicationLocked,
    DeclarationUnknown,
    EditionNotOpen,
)
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import (
    Answer,
    Application,
    CaseEvent,
    Deadline,
    Message,
    Side,
)
from certification.operations.applications import (
    make_declarations,
    submit,
)
from certification.operations.evidence import withdraw_evidence
from documents.models import Document, DocumentKind
from documents.read import open_document
from tests.factories.certification import (
    EvidenceFactory,
    PartnerFactory,
    answer_everything,
    make_case,
)

pytestmark = pytest.mark.django_db
ENOUGH = "Wdrażamy to etapami od stycznia 2026 r."


def ready(**fields):
    case = make_case(**fields)
    declare(case)
    return case


def declare(case, organisation=None):
    make_declarations(
        application=case.application,
        organisation=organisation or case.application.applicant,
        keys=["truth"],
        by=case.signer,
    )


def missing(case):
    application = Application.objects.with_names().get(pk=case.application.pk)
    with override("en"):
        return [(one.text, one.url) for one in what_is_missing(application)]


def change_answer(key, **fields):
    Answer.objects.filter(criterion__key=key).update(**fields)


def url(case, page="assessment_section", *arguments, anchor=""):
    return reverse(f"certification:{page}", args=[case.application.number, *arguments]) + anchor


def test_a_complete_application_is_locked_and_handed_to_the_secretariat(time_machine):
    time_machine.move_to("2026-03-02 10:00+01:00")
    case = ready()
    EvidenceFactory(application=case.application)

    submit(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    case.assessment.refresh_from_db()
    assert (case.application.status, case.application.submitted_by) == (
        ApplicationStatus.SUBMITTED,
        case.signer,
    )
    assert (case.assessment.status, case.assessment.sheet["points"]) == (
        AssessmentStatus.SUBMITTED,
        "100",
    )
    assert list(Deadline.objects.running().values_list("waits_for", "rule", "due_on")) == [
        (Side.SECRETARIAT, "formal_check", date(2026, 3, 16))
    ]
    assert CaseEvent.objects.get(kind="submitted").facts == {
        "points": "100",
        "maximum": "100",
        "files": 1,
    }
    assert set(Message.objects.values_list("recipient", "kind")) == {
        (person.pk, "sent") for person in (case.signer, case.editor, case.reader)
    }


def test_every_gap_is_listed_with_the_address_where_it_is_mended():
    case = make_case()
    change_answer("a01", value=None)
    change_answer("a02", value=1, justification="Za krótko.")
    Answer.objects.filter(criterion__key="b02").delete()

    found = missing(case)

    assert found == [
        ("A01 Choose a level", url(case, "assessment_section", "A", anchor="?open=a01#a01")),
        (
            "A02 Justify a level lower than 2 (at least 30 characters)",
            url(case, "assessment_section", "A", anchor="?open=a02#a02"),
        ),
        (
            "B02 Choose a level or “Does not apply”",
            url(case, "assessment_section", "B", anchor="?open=b02#b02"),
        ),
        ("Make the declarations of the applicant", url(case, "declarations")),
    ]


def test_a_draft_with_gaps_is_not_sent_and_nothing_changes():
    case = ready()
    change_answer("a02", value=1, justification="")

    with pytest.raises(ApplicationIncomplete) as refusal:
        submit(application=case.application, by=case.signer)

    assert [one.criterion.key for one in refusal.value.missing] == ["a02"]
    case.application.refresh_from_db()
    case.assessment.refresh_from_db()
    assert (case.application.status, case.assessment.status) == (
        ApplicationStatus.DRAFT,
        AssessmentStatus.OPEN,
    )
    assert (Deadline.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [("x" * 29, False), (f"{'x' * 29}   ", False), ("x" * 30, True), (ENOUGH, True)],
)
def test_a_level_below_the_highest_needs_thirty_characters(text, is_enough):
    case = ready()
    change_answer("a02", value=1, justification=text)

    assert (missing(case) == []) == is_enough


def test_does_not_apply_needs_no_justification():
    case = ready()
    change_answer("b02", value=None, not_applicable=True)

    assert missing(case) == []


def test_an_application_is_not_sent_after_its_call_has_closed(time_machine):
    case = ready()
    edition = case.application.edition
    edition.closes_on = date(2026, 11, 20)
    edition.save()
    time_machine.move_to("2026-11-21 00:01+01:00")

    with pytest.raises(EditionNotOpen):
        submit(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.DRAFT


def test_an_application_is_sent_until_the_last_minute_of_its_call(time_machine):
    case = ready()
    edition = case.application.edition
    edition.closes_on = date(2026, 11, 20)
    edition.save()
    time_machine.move_to("2026-11-20 23:59+01:00")

    submit(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.SUBMITTED


@pytest.mark.parametrize(
    "status", [one for one in ApplicationStatus.values if one != ApplicationStatus.DRAFT]
)
def test_what_was_sent_is_not_sent_again(status):
    case = make_case(status)

    with pytest.raises((TransitionRefused, ApplicationLocked)):
        submit(application=case.application, by=case.signer)

    assert CaseEvent.objects.count() == 0


def test_a_consortium_sends_only_when_every_partner_confirmed_and_declared():
    case = ready(is_partnership=True)
    assert [text for text, _url in missing(case)] == [
        "Add at least one partner, or mark that there are none"
    ]
    partner = PartnerFactory(application=case.application)
    name = partner.organisation.name
    assert [text for text, _url in missing(case)] == [
        f"{name} has not confirmed taking part yet",
        f"The declarations of {name} are missing",
    ]

    partner.confirmed_by, partner.confirmed_at = case.signer, case.assessment.created_at
    partner.save()
    declare(case, partner.organisation)

    assert missing(case) == []


def test_a_declaration_keeps_the_words_that_were_read_and_is_made_once():
    case = make_case()

    declare(case)
    declare(case)

    assert list(case.application.declarations.values_list("key", "text", "made_by")) == [
        ("truth", "Dane są prawdziwe.", case.signer.pk)
    ]


def test_a_declaration_that_the_scheme_does_not_know_is_refused():
    case = make_case()

    with pytest.raises(DeclarationUnknown):
        make_declarations(
            application=case.application,
            organisation=case.application.applicant,
            keys=["truth", "invented"],
            by=case.signer,
        )
    with pytest.raises(DeclarationUnknown):
        make_declarations(
            application=case.application,
            organisation=PartnerFactory().organisation,
            keys=["truth"],
            by=case.signer,
        )

    assert case.application.declarations.count() == 0


def test_the_page_before_sending_lists_answers_and_gaps(client):
    case = make_case()
    change_answer("a02", value=1, justification="")
    client.force_login(case.signer)

    page = client.get(reverse("workflows:submit", args=[case.application.number]))
    refused = client.post(reverse("workflows:submit", args=[case.application.number]))

    assert (page.status_code, refused.status_code) == (200, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert "?open=a02#a02" in page.content.decode()
    assert 'role="alert"' in refused.content.decode()
    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.DRAFT


def test_the_page_before_sending_names_answers_without_evidence_and_sending_does_not_wait(client):
    case = ready()
    asked = case.application.version.criteria.get(key="a01")
    page = reverse("workflows:submit", args=[case.application.number])
    client.force_login(case.signer)

    def named():
        return [one.criterion.key for one in client.get(page).context["bare"]]

    assert named() == ["a01", "a02", "b01", "b02"]
    piece = EvidenceFactory(application=case.application, criterion=asked)
    assert named() == ["a02", "b01", "b02"]
    withdraw_evidence(evidence=piece, by=case.signer)
    assert "a01" in named()
    assert client.post(page).status_code == HTTPStatus.FOUND


def test_the_confirmation_is_a_page_and_one_filed_letter(client):
    case = ready()
    submit(application=case.application, by=case.signer)
    client.force_login(case.reader)

    page = client.get(url(case, "receipt"))
    first = client.get(url(case, "receipt_pdf"))
    second = client.get(url(case, "receipt_pdf"))

    filed = Document.objects.get(kind=DocumentKind.RECEIPT)
    assert case.application.number in page.content.decode()
    assert first.content == second.content == open_document(filed)
    assert first.content.startswith(b"%PDF-")
    case.application.refresh_from_db()
    assert case.application.receipt == filed


def test_there_is_no_confirmation_of_a_draft(client):
    case = make_case()
    client.force_login(case.signer)

    statuses = [client.get(url(case, page)).status_code for page in ("receipt", "receipt_pdf")]

    assert statuses == [HTTPStatus.NOT_FOUND] * 2


def test_the_sheet_as_sent_counts_only_what_applies():
    case = make_case(answered=False)
    answer_everything(case.assessment, value=1)
    declare(case)

    submit(application=case.application, by=case.signer)

    case.assessment.refresh_from_db()
    assert case.assessment.sheet["values"] == {"a01": 1, "a02": 1, "b01": 1, "b02": 1}
    assert case.assessment.sheet["points"] == "125/2"
