"""A holder asks for the next term of a certificate with the answers given last time."""

from django.db import transaction

from certification.models import Application, Certificate, Partner, User
from certification.operations.applications import open_application
from certification.operations.partners import add_partner
from standards.models import Edition


@transaction.atomic
def begin_renewal(*, certificate: Certificate, edition: Edition, by: User) -> Application:
    """Begin the renewal of a certificate in a call; nothing known is asked again (17065, 7.9).

    The subject, the partners, the answers and the evidence are those of the case the certificate
    rests on; partners confirm anew, and answers to changed criteria wait for a confirmation.
    """
    last = certificate.application
    application = open_application(
        edition=edition,
        applicant=certificate.holder,
        offer=certificate.offer,
        voivodeship=certificate.voivodeship,
        scope=last.scope,
        path=last.path,
        is_partnership=last.is_partnership,
        renewal_of=certificate,
        by=by,
    )
    for partner in Partner.objects.filter(application=last).select_related("organisation"):
        add_partner(
            application=application,
            organisation=partner.organisation,
            tasks=partner.tasks,
            by=by,
        )
    return application
