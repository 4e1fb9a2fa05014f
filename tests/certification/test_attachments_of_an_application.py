"""Files about the whole application: who attaches them, when, who reads them, what is kept."""

import io
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from guardian.shortcuts import assign_perm
from pypdf import PdfWriter

from certification.audit import audit_decisions
from certification.errors.applicant import (
    AttachmentKindUnknown,
    AttachmentsLocked,
    EvidenceGone,
    TooMuchEvidence,
)
from certification.letters.applicant import receipt_of
from certification.lifecycle import ApplicationStatus
from certification.models import Attachment, CaseEvent
from certification.operations import evidence as evidence_operations
from certification.operations.attachments import add_attachment, withdraw_attachment
from certification.operations.decisions import decide
from certification.permissions import EXPERT_RIGHTS
from documents.intake import AcceptedFile
from tests.committee import REASONS, make_session, recommended
from tests.factories.certification import (
    AssignmentFactory,
    AttachmentFactory,
    EvidenceFactory,
    make_case,
)

pytestmark = pytest.mark.django_db
ACCEPTED = AcceptedFile("Statut.pdf", "application/pdf", b"%PDF-1.7 statut")
LOCKED = [
    status
    for status in ApplicationStatus
    if status not in {ApplicationStatus.DRAFT, ApplicationStatus.COMPLETION_CALLED}
]


def page(case):
    return reverse("certification:attachments", args=[case.application.number])


def pdf():
    output = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(output)
    return SimpleUploadedFile("Statut.pdf", output.getvalue(), "application/pdf")


def attach(case, accepted=ACCEPTED, kind="statute"):
    return add_attachment(
        application=case.application, kind=kind, accepted=accepted, by=case.editor
    )


def test_a_file_is_attached_and_taken_back_on_its_page(client):
    case = make_case()
    client.force_login(case.editor)

    added = client.post(page(case), {"act": "add", "kind": "fee", "file": pdf()}, follow=True)
    attachment = Attachment.objects.get()
    removed = client.post(page(case), {"act": f"remove:{attachment.pk}"}, follow=True)

    assert "Dołączono plik Statut.pdf." in added.content.decode()
    assert "dowód wniesienia opłaty" in added.content.decode()
    assert "Usunięto plik Statut.pdf." in removed.content.decode()
    attachment.refresh_from_db()
    assert (attachment.kind, attachment.added_by, attachment.withdrawn_by) == (
        "fee",
        case.editor,
        case.editor,
    )
    assert [row.history_change_reason for row in attachment.history.order_by("pk")] == [
        "add_attachment",
        "withdraw_attachment",
    ]
    assert list(CaseEvent.objects.order_by("pk").values_list("kind", "facts")) == [
        ("attachment_added", {"name": "Statut.pdf"}),
        ("attachment_withdrawn", {"name": "Statut.pdf"}),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "fee"}, "Najpierw wybierz plik."),
        ({"kind": "", "file": True}, "Wybierz z listy, czym jest ten plik."),
        ({"kind": "fee", "file": SimpleUploadedFile("a.pdf", b"")}, "Plik jest pusty."),
        ({"kind": "fee", "file": SimpleUploadedFile("a.pdf", b"MZ")}, "nie jest tym"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_kept(client, fields, sentence):
    case = make_case()
    client.force_login(case.editor)
    if fields.get("file") is True:
        fields = fields | {"file": pdf()}

    answer = client.post(page(case), {"act": "add", **fields})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_request_that_is_too_large_is_turned_away_unread(client):
    case = make_case()
    client.force_login(case.editor)

    answer = client.post(page(case), CONTENT_LENGTH="99999999")

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_kind_that_is_not_in_the_list_is_refused():
    with pytest.raises(AttachmentKindUnknown):
        attach(make_case(), kind="letter")


def test_equal_names_are_told_apart():
    case = make_case()

    assert [attach(case).name, attach(case).name] == ["Statut.pdf", "Statut (2).pdf"]


def test_attachments_and_evidence_have_one_limit_together(monkeypatch):
    case = make_case()
    EvidenceFactory(application=case.application)
    used = case.application.evidence.get().document.size
    monkeypatch.setattr(evidence_operations, "LIMIT", used + 2 * len(ACCEPTED.content))
    attach(case)
    attach(case)

    with pytest.raises(TooMuchEvidence):
        attach(case)
    withdraw_attachment(attachment=Attachment.objects.first(), by=case.editor)
    attach(case)


@pytest.mark.parametrize("status", LOCKED)
def test_nothing_is_attached_or_taken_back_once_it_was_sent(status):
    case = make_case(status)
    attached = AttachmentFactory(application=case.application)

    with pytest.raises(AttachmentsLocked):
        attach(case)
    with pytest.raises(AttachmentsLocked):
        withdraw_attachment(attachment=attached, by=case.editor)
    attached.refresh_from_db()
    assert attached.withdrawn_at is None


def test_a_call_for_completion_opens_the_attachments():
    case = make_case(ApplicationStatus.COMPLETION_CALLED)

    withdraw_attachment(attachment=attach(case), by=case.editor)


def test_what_was_taken_back_is_not_taken_back_twice():
    case = make_case()
    attached = attach(case)
    withdraw_attachment(attachment=attached, by=case.editor)

    with pytest.raises(EvidenceGone):
        withdraw_attachment(attachment=attached, by=case.editor)


def test_only_those_who_fill_the_application_in_change_its_attachments(client):
    case = make_case()
    attached = AttachmentFactory(application=case.application)
    statuses = {}
    for who in ("reader", "editor", "signer", "secretary", "stranger"):
        client.force_login(getattr(case, who))
        statuses[who] = (
            client.get(page(case)).status_code,
            client.post(page(case), {"act": f"remove:{attached.pk}"}).status_code,
        )

    assert statuses == {
        "reader": (200, 403),
        "editor": (200, 302),
        "signer": (200, 302),
        "secretary": (404, 404),
        "stranger": (404, 404),
    }


def test_an_attachment_of_another_case_is_not_taken_back_from_here(client):
    case, other = make_case(), AttachmentFactory()
    client.force_login(case.editor)

    answers = [
        client.post(page(case), {"act": f"remove:{subject}"}).status_code
        for subject in (other.pk, "x", "9" * 30, "")
    ]

    assert answers == [404] * 4
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_whoever_may_read_the_case_reads_its_attachments(client):
    session = make_session(members=3)
    attached = AttachmentFactory(application=session.application)
    expert = AssignmentFactory(application=session.application).person
    url = reverse("certification:attachment", args=[session.application.number, attached.pk])
    people = {
        name: getattr(session, name)
        for name in ("signer", "reader", "secretary", "chair", "authority", "observer", "stranger")
    }
    statuses = {}
    for name, person in people.items():
        client.force_login(person)
        statuses[name] = client.get(url).status_code
    client.force_login(expert)
    before = client.get(url)
    for right in EXPERT_RIGHTS:
        assign_perm(right, expert, session.application)
    client.force_login(expert)

    assert statuses == dict.fromkeys(people, 200) | {"stranger": 404}
    assert (before.status_code, before["Location"]) == (
        302,
        f"/cases/{session.application.number}/declare/",
    )
    assert client.get(url).status_code == HTTPStatus.OK


def test_the_case_shows_its_attachments_to_the_committee(client):
    session = make_session(members=3)
    AttachmentFactory(application=session.application, name="Umowa partnerska.pdf")
    client.force_login(session.chair)

    shown = client.get(reverse("certification:case", args=[session.application.number]))

    assert "Umowa partnerska.pdf" in shown.content.decode()


def test_the_receipt_names_what_was_attached_when_it_was_sent():
    case = make_case(ApplicationStatus.SUBMITTED)
    before = case.application.submitted_at
    AttachmentFactory(application=case.application, name="Statut.pdf", added_at=before)
    AttachmentFactory(application=case.application, name="Później.pdf")

    receipt = receipt_of(case.application)
    assert [name for name, _size, _digest in receipt.files] == ["Statut.pdf"]
    assert dict(receipt.facts)["Pliki"] == "1"


def test_a_decision_keeps_the_digest_of_every_attachment():
    session = make_session(members=3)
    attached = AttachmentFactory(application=session.application)
    recommended(session)
    session.application.refresh_from_db()

    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )

    assert decision.snapshot["attachments"] == [
        {"kind": "statute", "name": attached.name, "sha256": attached.document.sha256}
    ]
    assert list(filter(None, audit_decisions())) == []
    Attachment.objects.filter(pk=attached.pk).update(kind="other")
    assert list(filter(None, audit_decisions())) != []


def test_a_decision_without_attachments_is_written_as_before_there_were_any():
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()

    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )

    assert "attachments" not in decision.snapshot
