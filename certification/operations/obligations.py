"""What a holder owes while a certificate lives is met by what the holder does."""

from django.utils import timezone

from certification.history import save
from certification.models import Application, Obligation, ObligationKind, User


def meet_renewal(application: Application, *, by: User) -> None:
    """Note that the renewal of a certificate was applied for; nobody is reminded of it any more."""
    if application.renewal_of_id is None:
        return
    for owed in Obligation.objects.filter(
        certificate=application.renewal_of_id, kind=ObligationKind.RENEWAL, met_at__isnull=True
    ):
        owed.met_at = timezone.now()
        save(owed, by=by, reason="meet_renewal")
