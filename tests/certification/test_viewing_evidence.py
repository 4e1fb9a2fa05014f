"""The expert looks at evidence beside the answer: photos in place, a PDF in a tab of its own."""

import pytest

from certification.lifecycle import ApplicationStatus
from certification.models import EvidenceView
from standards.models import Criterion
from tests.factories.certification import EvidenceFactory, make_case
from tests.factories.documents import DocumentFactory
from tests.factories.evaluation import invite, let_in

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n and the rest of a photo"


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.EVALUATION)
    criterion = Criterion.objects.get(version=made.application.version, code="A02")
    made.photo = EvidenceFactory(
        application=made.application,
        criterion=criterion,
        document=DocumentFactory(name="Sala.png", content=PNG, content_type="image/png"),
    )
    made.pdf = EvidenceFactory(application=made.application, criterion=criterion)
    made.page = f"/cases/{made.application.number}/score-card/A02/"
    return made


@pytest.fixture
def expert(client, case):
    client.force_login(let_in(case.application).person)
    return client


def address(case, piece):
    return f"/cases/{case.application.number}/shown/{piece.pk}/"


def test_the_page_offers_a_photo_in_place_and_a_pdf_in_its_own_tab(expert, case):
    html = expert.get(case.page).content.decode()

    assert f'href="?show={case.photo.pk}#shown-evidence"' in html
    assert f'href="{address(case, case.pdf)}?view" target="_blank"' in html
    assert "<img" not in html
    assert list(EvidenceView.objects.all()) == []


def test_a_photo_that_is_asked_for_stands_in_the_page(expert, case):
    html = expert.get(case.page, {"show": case.photo.pk}).content.decode()

    assert f'<img src="{address(case, case.photo)}?view"' in html
    assert 'alt="Zdjęcie jako dowód: Sala.png"' in html
    assert 'name="justification"' in html


@pytest.mark.parametrize("asked", ["999999", "x", ""])
def test_asking_for_what_is_not_there_shows_the_page_as_it_was(expert, case, asked):
    response = expert.get(case.page, {"show": asked})

    assert response.status_code == 200
    assert "<img" not in response.content.decode()


def test_a_pdf_is_never_put_into_the_page(expert, case):
    html = expert.get(case.page, {"show": case.pdf.pk}).content.decode()

    assert "<img" not in html


@pytest.mark.parametrize(("piece", "kind"), [("photo", "image/png"), ("pdf", "application/pdf")])
def test_what_is_viewed_is_noted_as_opened(expert, case, piece, kind):
    evidence = getattr(case, piece)

    response = expert.get(address(case, evidence), {"view": ""})

    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert [seen.evidence for seen in EvidenceView.objects.all()] == [evidence]


def test_without_asking_to_view_the_file_is_only_kept(expert, case):
    response = expert.get(address(case, case.photo))

    assert response["Content-Disposition"].startswith("attachment")


def test_before_the_declaration_nothing_is_viewed(client, case):
    client.force_login(invite(case.application).person)

    response = client.get(address(case, case.photo), {"view": ""})

    assert response["Location"] == f"/cases/{case.application.number}/declare/"
    assert list(EvidenceView.objects.all()) == []


def test_an_expert_of_another_case_does_not_find_it(client, case):
    client.force_login(let_in(make_case(ApplicationStatus.EVALUATION).application).person)

    response = client.get(address(case, case.photo), {"view": ""})

    assert response.status_code == 404
