"""From a decision that grants to the sealed file, ready to be issued (ISO/IEC 17065, 7.7)."""

from dataclasses import replace

from certification.attestation import certificate_content
from certification.attested_credential import credential_content
from certification.models import Certificate, Decision
from certification.revisions import Revision, revision_of
from documents.drawing import draw_certificate
from documents.issuing import attest, seal_with_proofs

LANGUAGES = ("pl", "en")


def prepare_certificate(decision: Decision, language: str = "pl") -> bytes:
    """Sign the credential, draw the page in a language with both inside, and seal it.

    It may be broken off and begun again anywhere: what was signed once is found again, and a file
    that was sealed but not issued is thrown away with nothing pointing to it.
    """
    return _prepare(decision, language, None)


def prepare_revision(certificate: Certificate) -> dict[str, bytes]:
    """Do the same for a certificate whose scope was reduced, in every language."""
    revision = revision_of(certificate)
    return {language: _prepare(certificate.decision, language, revision) for language in LANGUAGES}


def _prepare(decision: Decision, language: str, revision: Revision | None) -> bytes:
    dossier = attest(content=credential_content(decision, revision=revision))
    content = certificate_content(decision, language, revision)
    drawn = draw_certificate(replace(content, sealed=True))
    return seal_with_proofs(drawn, dossier=dossier).content
