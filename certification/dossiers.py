"""What was signed for a certificate, found by its number."""

from certification.models import Certificate
from certification.registry import lookup_of
from documents.models import Dossier


def dossier_of(number: str) -> Dossier | None:
    """Find what was signed for an issued certificate, its number forgiven as everywhere.

    It is of the revision of which the files are, so that all that is handed out agrees.
    """
    issued = Certificate.objects.filter(lookup=lookup_of(number))
    kept = issued.values_list("number", "sealed_revision").first()
    if kept is None:
        return None
    found: Dossier | None = Dossier.objects.filter(number=kept[0], revision=kept[1]).first()
    return found
