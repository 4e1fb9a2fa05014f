"""A published standard as a PDF: whole, in both languages, drawn once."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.models import Document
from standards.models import Criterion
from tests.factories.standards import make_standard

pytestmark = pytest.mark.django_db


def address_of(version):
    return reverse(
        "certification:standard_pdf",
        kwargs={"scheme": version.scheme.code, "version": version.version},
    )


def text_of(content):
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def test_every_criterion_is_printed_in_the_language_of_the_page(client):
    version = make_standard(criteria=20, sections=4)

    texts = {
        language: text_of(
            client.get(address_of(version), headers={"accept-language": language}).content
        )
        for language in ("pl", "en")
    }

    rows = list(Criterion.objects.filter(version=version))
    missing = [
        (language, row.code)
        for row in rows
        for language, text in texts.items()
        if f"{row.code}. {getattr(row, f'text_{language}')}" not in text
    ]
    assert missing == []
    assert (len(rows), version.title_pl in texts["pl"], version.title_en in texts["en"]) == (
        20,
        True,
        True,
    )


def test_it_is_drawn_once_for_a_language(client):
    version = make_standard(criteria=4, sections=2)

    first, again = (client.get(address_of(version)).content for _ in range(2))

    assert first == again
    assert list(Document.objects.values_list("name", "language", "created_by")) == [
        (f"{version.scheme.code}-{version.version}-pl.pdf", "pl", None)
    ]


def test_a_draft_is_not_printed_for_the_public(client):
    version = make_standard(criteria=4, sections=2, published=False)

    assert client.get(address_of(version)).status_code == 404
    assert list(Document.objects.all()) == []
