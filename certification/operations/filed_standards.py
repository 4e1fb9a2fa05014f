"""Keeping the printed form of a published standard: drawn once for a language, then served."""

from django.db import transaction

from documents.models import Document, DocumentKind
from documents.operations import store_document
from standards.interpretations import holding_in, mark_of
from standards.models import StandardVersion


def origin_of_standard(version: StandardVersion) -> str:
    """Name the content that the printed form was drawn from, and the interpretations beside it."""
    mark = mark_of(holding_in(version))
    return f"drawn:standard:{version.sha256}" + (f":{mark}" if mark else "")


def filed_standard(version: StandardVersion, *, language: str) -> Document | None:
    """Give the printed form that is already filed, if any."""
    return (
        Document.objects.filter(origin=origin_of_standard(version), language=language)
        .order_by("pk")
        .first()
    )


@transaction.atomic
def file_standard(*, version: StandardVersion, language: str, content: bytes) -> Document:
    """File the printed form of frozen content; what was filed first stays (ISO/IEC 17065, 7.12)."""
    return filed_standard(version, language=language) or store_document(
        kind=DocumentKind.REPORT,
        name=f"{version.scheme.code}-{version.version}-{language}.pdf",
        content=content,
        content_type="application/pdf",
        origin=origin_of_standard(version),
        by=None,
        language=language,
    )
