"""The sealed file for programs: the stored bytes, by the address that the certificate names."""

import pytest

from documents.models import DocumentKind
from documents.operations import store_document
from tests.interface import ONE, make, problem

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 sealed"


@pytest.fixture
def sealed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = store_document(
        kind=DocumentKind.CERTIFICATE,
        name="OWES-2026-0031.pdf",
        content=CONTENT,
        content_type="application/pdf",
        origin="OWES-2026-0031",
        by=None,
    )
    return make(document=document)


def test_the_link_of_a_certificate_gives_its_sealed_file(client, sealed, django_assert_num_queries):
    address = client.get(ONE).json()["links"]["pdf"].removeprefix("http://127.0.0.1:8000")

    with django_assert_num_queries(1):
        response = client.get(address)
    again = client.get(address, headers={"if-none-match": response["ETag"]})

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content == CONTENT
    assert response["Content-Disposition"] == 'attachment; filename="OWES-2026-0031.pdf"'
    assert response["ETag"] == f'"{sealed.document.sha256}"'
    assert (response["Cache-Control"], again.status_code) == ("public, max-age=60", 304)


def test_without_a_file_or_a_certificate_it_says_so(client):
    make()

    without, unknown = client.get(f"{ONE}/pdf"), client.get(f"{ONE.replace('2026', '1999')}/pdf")
    other = client.get(f"{ONE}/pdf", headers={"accept": "application/json"})

    assert [(one.status_code, problem(one)) for one in (without, unknown, other)] == [
        (404, "no-file"),
        (404, "unknown-number"),
        (406, "not-acceptable"),
    ]
