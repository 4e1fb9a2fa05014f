"""Evidence through the page: what is kept, what is refused and what the refusal says."""

import io
import zipfile
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.errors.applicant import (
    AnswerLocked,
    CriterionNotAsked,
    EvidenceGone,
    EvidenceShownAlready,
    TooMuchEvidence,
)
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, CaseEvent, Evidence
from certification.operations import evidence as operations
from certification.operations.evidence import (
    add_evidence,
    free_name,
    show_evidence_again,
    withdraw_evidence,
)
from documents.intake import AcceptedFile
from documents.models import Document
from standards.models import Criterion
from tests.factories.certification import EvidenceFactory, make_case

pytestmark = pytest.mark.django_db

MB = 1024 * 1024
HEIC = Path(__file__).parents[1] / "documents" / "files" / "photo.heic"


def small_pdf():
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output)
    canvas.drawString(72, 720, "Statut")
    canvas.save()
    return output.getvalue()


def test_a_photo_of_a_phone_is_kept_as_jpg_and_its_row_says_so(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    photo = SimpleUploadedFile("Biuro.heic", HEIC.read_bytes(), "image/heic")

    page = client.get(upload(client, case, photo).url).content.decode()

    piece = Evidence.objects.select_related("document").get()
    assert (piece.name, piece.document.content_type) == ("Biuro.jpg", "image/jpeg")
    assert "zapisano jako JPG, bez miejsca i czasu zdjęcia" in page


def bomb():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (300 * MB))
    return output.getvalue()


def upload(client, case, *files, answers=None):
    url = reverse("certification:assessment_section", args=[case.application.number, "A"])
    return client.post(url, {"act": "upload:a02", "file-a02": list(files), **(answers or {})})


def test_a_file_is_shown_for_its_criterion_and_the_text_typed_beside_it_is_saved(client):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = upload(
        client,
        case,
        SimpleUploadedFile("Statut.pdf", small_pdf(), "application/pdf"),
        answers={"justification-a02": "Opis obok pliku.", "seen-justification-a02": "0"},
    )

    assert (answer.status_code, answer.url.partition("?")[2]) == (302, "open=a02#a02")
    assert list(Evidence.objects.values_list("criterion__key", "name", "added_by")) == [
        ("a02", "Statut.pdf", case.editor.pk)
    ]
    assert Answer.objects.get().justification == "Opis obok pliku."
    assert CaseEvent.objects.get(kind="evidence_added").facts == {
        "criterion": "A02",
        "name": "Statut.pdf",
    }


def test_a_file_goes_up_as_soon_as_it_is_chosen(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    url = reverse("certification:evidence_upload", args=[case.application.number, "A", "a02"])

    answer = client.post(
        url,
        {"file-a02": SimpleUploadedFile("Statut.pdf", small_pdf())},
        headers={"HX-Request": "1"},
    )

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert ('id="files-a02"' in page, ">Statut.pdf</a>" in page) == (True, True)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("Pusty.pdf", lambda: b"", "Pusty.pdf"),
        ("Umowa.docx", small_pdf, "Umowa.docx"),
        ("Film.mp4", lambda: b"\x00\x00\x00\x18ftypmp42" + b"0" * 100, "Film.mp4"),
        ("Bomba.docx", bomb, "Bomba.docx"),
        ("Wielki.pdf", lambda: b"%PDF-1.7" + b"0" * (26 * MB), "Wielki.pdf"),
    ],
    ids=["empty", "lies about its type", "film", "archive bomb", "26 MB"],
)
def test_a_refused_file_is_named_at_its_criterion_and_nothing_is_kept(client, name, make, said):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = upload(
        client,
        case,
        SimpleUploadedFile(name, make()),
        answers={"justification-a02": "Opis obok pliku.", "seen-justification-a02": "0"},
    )

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="refused-a02-1"' in page
    assert said in page[page.index('id="refused-a02-1"') :][:600]
    assert (Evidence.objects.count(), Document.objects.count()) == (0, 0)
    assert Answer.objects.get().justification == "Opis obok pliku."


def test_of_several_files_the_good_ones_are_kept(client):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = upload(
        client,
        case,
        SimpleUploadedFile("Statut.pdf", small_pdf()),
        SimpleUploadedFile("Pusty.pdf", b""),
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(Evidence.objects.values_list("name", flat=True)) == ["Statut.pdf"]


@pytest.mark.parametrize("page", ["assessment_section", "evidence_upload"])
def test_a_request_that_announces_too_much_is_turned_away_unread(client, page):
    case = make_case(answered=False)
    client.force_login(case.editor)
    arguments = [case.application.number, "A", *(["a02"] if page == "evidence_upload" else [])]

    answer = client.generic(
        "POST",
        reverse(f"certification:{page}", args=arguments),
        b"--x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(40 * MB),
    )

    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "25" in answer.content.decode()
    assert Evidence.objects.count() == 0


def test_the_button_without_a_chosen_file_says_so(client):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = upload(client, case)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'id="refused-a02-1"' in answer.content.decode()


def test_a_chosen_file_is_kept_when_another_button_is_pressed(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    number = case.application.number
    url = reverse("certification:assessment_section", args=[number, "A"])

    answer = client.post(
        url, {"act": "next", "file-a02": SimpleUploadedFile("Statut.pdf", small_pdf())}
    )

    following = reverse("certification:assessment_section", args=[number, "B"])
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, following)
    assert list(Evidence.objects.values_list("criterion__key", flat=True)) == ["a02"]


def test_an_equal_name_gets_a_number():
    assert [
        free_name("plan.pdf", set()),
        free_name("plan.pdf", {"plan.pdf"}),
        free_name("plan.pdf", {"plan.pdf", "plan (2).pdf"}),
        free_name("opis", {"opis"}),
    ] == ["plan.pdf", "plan (2).pdf", "plan (3).pdf", "opis (2)"]


def accepted(content=b"%PDF-1.7 a", name="plan.pdf"):
    return AcceptedFile(name=name, content_type="application/pdf", content=content)


def criterion_of(case, key="a02"):
    return Criterion.objects.get(version=case.application.version, key=key)


def test_all_files_of_an_application_have_one_limit(monkeypatch):
    case = make_case(answered=False)
    monkeypatch.setattr(operations, "LIMIT", 20)
    add_evidence(
        application=case.application,
        criterion=criterion_of(case),
        accepted=accepted(b"%PDF-1.7 0123456"),
        by=case.editor,
    )

    with pytest.raises(TooMuchEvidence):
        add_evidence(
            application=case.application,
            criterion=criterion_of(case),
            accepted=accepted(b"%PDF-1.7 0123456", "b.pdf"),
            by=case.editor,
        )

    assert Evidence.objects.count() == 1


def test_a_file_added_before_can_be_shown_for_another_criterion(client):
    case = make_case(answered=False)
    first = EvidenceFactory(application=case.application, criterion=criterion_of(case, "b01"))
    client.force_login(case.editor)
    url = reverse("certification:assessment_section", args=[case.application.number, "A"])

    answer = client.post(url, {"act": "reuse:a02", "again-a02": str(first.pk)})

    assert answer.status_code == HTTPStatus.FOUND
    assert list(
        Evidence.objects.order_by("pk").values_list("criterion__key", "document", "name")
    ) == [("b01", first.document_id, first.name), ("a02", first.document_id, first.name)]


def test_the_same_file_is_not_shown_twice_for_one_criterion():
    case = make_case(answered=False)
    first = EvidenceFactory(application=case.application, criterion=criterion_of(case))

    with pytest.raises(EvidenceShownAlready):
        show_evidence_again(evidence=first, criterion=criterion_of(case), by=case.editor)

    assert Evidence.objects.count() == 1


def test_a_file_is_taken_back_and_stays_in_the_records(client):
    case = make_case(answered=False)
    piece = EvidenceFactory(application=case.application, criterion=criterion_of(case))
    client.force_login(case.editor)
    url = reverse("certification:assessment_section", args=[case.application.number, "A"])

    client.post(url, {"act": f"remove:{piece.pk}"})

    piece.refresh_from_db()
    assert piece.withdrawn_by == case.editor
    assert list(Evidence.objects.standing()) == []
    assert Document.objects.filter(pk=piece.document_id).exists()
    with pytest.raises(EvidenceGone):
        withdraw_evidence(evidence=piece, by=case.editor)


def test_a_criterion_of_another_version_takes_no_file():
    case, other = make_case(answered=False), make_case(answered=False)

    with pytest.raises(CriterionNotAsked):
        add_evidence(
            application=case.application,
            criterion=criterion_of(other),
            accepted=accepted(),
            by=case.editor,
        )

    assert Evidence.objects.count() == 0


def test_a_sent_application_takes_no_files_and_gives_none_back(client):
    case = make_case(ApplicationStatus.SUBMITTED)
    piece = EvidenceFactory(application=case.application, criterion=criterion_of(case))
    client.force_login(case.editor)

    with pytest.raises(AnswerLocked):
        withdraw_evidence(evidence=piece, by=case.editor)
    answer = upload(client, case, SimpleUploadedFile("Statut.pdf", small_pdf()))

    assert answer.status_code == HTTPStatus.LOCKED
    assert list(Evidence.objects.standing()) == [piece]


def test_a_pdf_opens_in_the_tab_of_the_page_and_other_files_are_kept(client):
    case = make_case()
    client.force_login(case.reader)
    answers = []
    for content_type in (
        "application/pdf",
        "image/jpeg",
        "application/vnd.oasis.opendocument.text",
    ):
        piece = EvidenceFactory(application=case.application, document__content_type=content_type)
        answers.append(
            client.get(reverse("certification:evidence", args=[case.application.number, piece.pk]))
        )

    assert [
        (one["Content-Disposition"].partition(";")[0], one["X-Content-Type-Options"])
        for one in answers
    ] == [("inline", "nosniff"), ("inline", "nosniff"), ("attachment", "nosniff")]
