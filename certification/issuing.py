"""From a decision that grants to the sealed file, ready to be issued (ISO/IEC 17065, 7.7)."""

from dataclasses import replace

from certification.attestation import certificate_content
from certification.attested_credential import credential_content
from certification.models import Decision
from documents.drawing import draw_certificate
from documents.issuing import attest, seal_with_proofs

LANGUAGES = ("pl", "en")


def prepare_certificate(decision: Decision, language: str = "pl") -> bytes:
    """Sign the credential, draw the page in a language with both inside, and seal it.

    It may be broken off and begun again anywhere: what was signed once is found again, and a file
    that was sealed but not issued is thrown away with nothing pointing to it.
    """
    dossier = attest(content=credential_content(decision))
    drawn = draw_certificate(replace(certificate_content(decision, language), sealed=True))
    return seal_with_proofs(drawn, dossier=dossier).content
