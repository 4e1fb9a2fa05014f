"""Time stamps that come after the seal: a file of its own that replaces the one before."""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef
from pyhanko.pdf_utils.misc import PdfError

from certification.history import save
from certification.models import Certificate
from documents.errors import DocumentDamaged
from documents.models import Document, DocumentKind, Dossier
from documents.operations import store_document
from documents.read import open_document
from documents.sealed_files import log_sealed_file
from documents.sealing.stamping import SILENT, add_time_stamp, configured_service

PLACES = ("document", "document_en")
log = logging.getLogger(__name__)


def add_next_stamp(*, after: int) -> int:
    """Stamp the next certificate that waits for it; give its key, or nought when none is left.

    The service is asked before anything is locked. While it stays silent nothing is changed, and
    the next sweep asks again. A file that cannot be stamped holds up no other one.
    """
    service = configured_service()
    waiting = Dossier.objects.filter(
        number=OuterRef("number"), revision=OuterRef("sealed_revision"), awaits_stamp=True
    )
    found = Certificate.objects.filter(Exists(waiting), pk__gt=after, document__isnull=False)
    certificate: Certificate | None = (
        found.select_related(*PLACES).order_by("pk").first() if service else None
    )
    if service is None or certificate is None or certificate.document is None:
        return 0
    try:
        stamped = {
            place: add_time_stamp(open_document(before), service=service)
            for place, before in _pages(certificate).items()
        }
    except SILENT as failure:
        log.warning("no time stamp for %s: %s", certificate.number, type(failure).__name__)
        return 0
    except (DocumentDamaged, PdfError, ValueError):
        log.exception("the file of %s cannot be stamped", certificate.number)
        return int(certificate.pk)
    keep_stamped(certificate=certificate, stamped=stamped, revision=certificate.sealed_revision)
    return int(certificate.pk)


def _pages(certificate: Certificate) -> dict[str, Document]:
    """Give the files of a certificate by the field they stand in."""
    pages = {place: getattr(certificate, place) for place in PLACES}
    return {place: page for place, page in pages.items() if page is not None}


@transaction.atomic
def keep_stamped(
    *, certificate: Certificate, stamped: Mapping[str, bytes], revision: int
) -> Certificate:
    """Put each stamped file in the place of the one it continues; its hash goes into the log.

    Stamps of a revision whose files were replaced meanwhile are thrown away.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.sealed_revision != revision:
        return certificate
    pages = _pages(certificate)
    for place, content in stamped.items():
        before = pages.get(place)
        if before is None or not content.startswith(open_document(before)):
            raise ValueError("A stamped file begins with the sealed one.")
        setattr(certificate, place, _continued(before, content))
        log_sealed_file(number=certificate.number, content=content)
    save(certificate, by=None, reason="keep_stamped")
    Dossier.objects.filter(number=certificate.number, revision=revision).update(awaits_stamp=False)
    return certificate


def _continued(before: Document, content: bytes) -> Document:
    return store_document(
        kind=DocumentKind.CERTIFICATE,
        name=before.name,
        content=content,
        content_type=before.content_type,
        origin=before.origin,
        by=None,
        language=before.language,
        replaces=before,
    )
