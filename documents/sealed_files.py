"""The entry of a sealed file in the public log; light, since pages import what issues."""

import hashlib

from django.db import transaction

from documents.log.operations import append
from documents.models import Dossier, LogEntry, LogKind


@transaction.atomic
def log_sealed_file(*, number: str, content: bytes) -> LogEntry | None:
    """Enter the hash of a sealed file into the log; the same file is entered once.

    A certificate that was never attested has no credential in the log and gets no file there.
    """
    if not Dossier.objects.filter(number=number).exists():
        return None
    digest = hashlib.sha256(content).hexdigest()
    return append(
        kind=LogKind.SEALED_FILE,
        number=number,
        facts={"file_sha256": digest},
        once=f"sealed:{number}:{digest}",
    )
