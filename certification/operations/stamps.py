"""Time stamps that come after the seal: a file of its own that replaces the one before."""

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef

from certification.history import save
from certification.models import Certificate
from documents.models import DocumentKind, Dossier
from documents.operations import store_document
from documents.read import open_document
from documents.sealed_files import log_sealed_file
from documents.sealing.stamping import SILENT, add_time_stamp, configured_service

log = logging.getLogger(__name__)


def add_next_stamp(*, after: int) -> int:
    """Stamp the next certificate that waits for it; give its key, or nought when none is left.

    The service is asked before anything is locked. While it stays silent nothing is changed, and
    the next sweep asks again.
    """
    service = configured_service()
    waiting = Dossier.objects.filter(number=OuterRef("number"), awaits_stamp=True)
    found = Certificate.objects.filter(Exists(waiting), pk__gt=after, document__isnull=False)
    certificate: Certificate | None = (
        found.select_related("document").order_by("pk").first() if service else None
    )
    if service is None or certificate is None or certificate.document is None:
        return 0
    try:
        content = add_time_stamp(open_document(certificate.document), service=service)
    except SILENT as failure:
        log.warning("no time stamp for %s: %s", certificate.number, type(failure).__name__)
        return 0
    keep_stamped(certificate=certificate, content=content)
    return int(certificate.pk)


@transaction.atomic
def keep_stamped(*, certificate: Certificate, content: bytes) -> Certificate:
    """Put the stamped file in the place of the one it continues; its hash goes into the log."""
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    before = certificate.document
    if before is None or not content.startswith(open_document(before)):
        raise ValueError("A stamped file begins with the sealed one.")
    certificate.document = store_document(
        kind=DocumentKind.CERTIFICATE,
        name=before.name,
        content=content,
        content_type=before.content_type,
        origin=before.origin,
        by=None,
        language=before.language,
        replaces=before,
    )
    save(certificate, by=None, reason="keep_stamped")
    Dossier.objects.filter(number=certificate.number).update(awaits_stamp=False)
    log_sealed_file(number=certificate.number, content=content)
    return certificate
