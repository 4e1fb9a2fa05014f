"""What the tests of the audit share: a certificate with its history, and the command itself."""

from io import StringIO

from django.core.management import CommandError, call_command

from certification.operations.certificates import issue_certificate, suspend
from certification.operations.decisions import decide
from certification.operations.public_log import log_standards
from documents.log.publishing import publish_checkpoint
from tests.committee import make_session, recommended
from tests.factories.certification import PostFactory

REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."
NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."


def make_certified():
    """Give a certificate that went through vote, decision and issue, and was suspended."""
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()
    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )
    certificate = issue_certificate(decision=decision, content=b"%PDF-1.7 x")
    suspend(
        certificate=certificate,
        effective_on=certificate.issued_on,
        public_note=NOTE,
        reason="nonconformity",
        by=PostFactory(operator=certificate.application.edition.operator).person,
    )
    log_standards()
    publish_checkpoint()
    return certificate


def differences(*words):
    """Run the command; give what differs and hold it to its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("audit", *words, stdout=out)
    except CommandError as error:
        code = error.returncode
    found = [line for line in out.getvalue().splitlines() if not line.endswith("as computed")]
    assert code == (1 if found else 0)
    return found
