"""A sealed certificate with its credential inside, as holders have it."""

from dataclasses import dataclass

from documents.credentials.dossiers import sign_credential
from documents.drawing import draw_certificate
from documents.finishing import Attachment, finish
from documents.models import Dossier
from documents.sealing import seal
from tests.documents.credentials.samples import content
from tests.documents.samples import TO_SEAL


@dataclass(frozen=True)
class Issued:
    """What a holder has: the sealed PDF and the credential in both forms."""

    pdf: bytes
    json: bytes
    jwt: bytes
    dossier: Dossier


def page_with(*attachments: Attachment) -> bytes:
    """Draw and seal a certificate that carries files."""
    return seal(
        finish(draw_certificate(TO_SEAL), attachments=attachments, signature_field=True)
    ).content


def attached(dossier: Dossier) -> Attachment:
    """Give the credential as it travels in the PDF."""
    return Attachment(
        "credential.json", dossier.credential.encode(), "application/vc", "Data", "Poświadczenie"
    )


def issue() -> Issued:
    """Sign the credential, draw and seal the page; needs the database and a folder of keys."""
    dossier = sign_credential(content=content())
    return Issued(
        page_with(attached(dossier)),
        dossier.credential.encode(),
        dossier.credential_jwt.encode(),
        dossier,
    )
