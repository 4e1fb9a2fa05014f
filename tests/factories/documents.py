"""Documents with plain defaults, stored through the real operation."""

from typing import Any

import factory

from documents.models import Document, DocumentKind
from documents.operations import store_document


class DocumentFactory(factory.django.DjangoModelFactory[Document]):
    """A piece of evidence of a few bytes; each one has its own content."""

    kind = DocumentKind.EVIDENCE
    name = "Statut spółdzielni.pdf"
    content = factory.Sequence(lambda n: f"%PDF-1.7 evidence {n}".encode())
    content_type = "application/pdf"
    origin = "upload"
    by = None

    class Meta:
        model = Document

    @classmethod
    def _create(cls, model_class: type[Document], *_args: Any, **fields: Any) -> Document:
        return store_document(**fields)
