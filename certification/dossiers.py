"""What was signed for a certificate, found by its number."""

from certification.models import Certificate
from certification.registry import lookup_of
from documents.models import Dossier


def dossier_of(number: str) -> Dossier | None:
    """Find what was signed for an issued certificate, its number forgiven as everywhere."""
    issued = Certificate.objects.filter(lookup=lookup_of(number)).values("number")[:1]
    found: Dossier | None = Dossier.objects.filter(number__in=issued).first()
    return found
