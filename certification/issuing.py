"""From a decision that grants to the sealed file, ready to be issued (ISO/IEC 17065, 7.7)."""

from dataclasses import replace

from certification.attestation import certificate_content
from certification.attested_credential import credential_content
from certification.models import Certificate, Decision
from certification.revisions import Revision, revision_of
from documents.drawing import draw_certificate
from documents.issuing import attest, seal_with_proofs

LANGUAGES = ("pl", "en")


def prepare_certificate(decision: Decision) -> dict[str, bytes]:
    """Draw the page in every language, sign the credential, put it inside and seal the files.

    It may be broken off and begun again anywhere: what was signed once is found again, and a file
    that was sealed but not issued is thrown away with nothing pointing to it.
    """
    return _prepare(decision, None)


def prepare_revision(certificate: Certificate) -> dict[str, bytes]:
    """Do the same for a certificate whose scope was reduced, in every language."""
    return _prepare(certificate.decision, revision_of(certificate))


def _prepare(decision: Decision, revision: Revision | None) -> dict[str, bytes]:
    # A page that cannot be drawn is refused before anything is signed and logged for good.
    drawn = {
        language: draw_certificate(
            replace(certificate_content(decision, language, revision), sealed=True)
        )
        for language in LANGUAGES
    }
    dossier = attest(content=credential_content(decision, revision=revision))
    return {
        language: seal_with_proofs(page, dossier=dossier).content
        for language, page in drawn.items()
    }
