"""Revisions of a certificate: one more with every reduction; what was handed out before has ended.

Only what a page needs to record it; the files are made in ``reissuing``, by the worker alone.
"""

from datetime import date

from certification.facts import digest_of, facts_of_certificate
from certification.models import Certificate
from certification.revisions import start_of_revision, told_by_lists
from documents.credentials.status_places import record_status


def set_revision(certificate: Certificate, *, effective_on: date) -> None:
    """Count one revision more on a certificate that is being reduced; the caller saves it."""
    certificate.revision += 1
    certificate.revised_from = start_of_revision(
        effective_on=effective_on, valid_from=certificate.valid_from, number=certificate.revision
    )
    certificate.digest = digest_of(facts_of_certificate(certificate))


def record_places(certificate: Certificate) -> None:
    """Let the status lists tell the state of the newest revision, and that earlier ones ended."""
    record_status(number=certificate.number, **told_by_lists(certificate))
