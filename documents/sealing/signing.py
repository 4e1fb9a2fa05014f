"""Placing the seal: a certification signature that allows no change after it (PAdES, ISO 32000).

The signer keeps the parsed key. The stock signer of the library parses it at every signature, which
makes an RSA key several times slower.
"""

from dataclasses import dataclass
from io import BytesIO

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.finishing.seal_field import SEAL_FIELD
from documents.keys import Signer, signer_for
from documents.keys.public import certificates_in, der_of
from documents.models.key import KeyAlgorithm, KeyPurpose
from documents.sealing.stamping import SILENT, configured_service

LONGEST_SIGNATURE = {KeyAlgorithm.P256: 72, KeyAlgorithm.RSA3072: 384}
MECHANISMS = {KeyAlgorithm.P256: "sha256_ecdsa", KeyAlgorithm.RSA3072: "sha256_rsa"}


@dataclass(frozen=True)
class Sealed:
    """A sealed file, by which key, and whether its time is attested by somebody else."""

    content: bytes
    kid: str
    is_stamped: bool


class KeptSigner(signers.Signer):
    """Signs with a key of ours, wherever that lies, as the library asks for it."""

    def __init__(self, signer: Signer) -> None:
        """Take the certificates from the table of keys; the private half stays where it is."""
        own, *above = (
            Certificate.load(one.public_bytes(Encoding.DER))
            for one in certificates_in(signer.certificate_pem)
        )
        registry = SimpleCertificateStore()
        registry.register_multiple(above)
        self._signer = signer
        self._kind = KeyAlgorithm(signer.algorithm)
        super().__init__(
            signing_cert=own,
            cert_registry=registry,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": MECHANISMS[self._kind]}),
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  the library's own signature
    ) -> bytes:
        """Sign with SHA-256, the only digest used here."""
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        if dry_run:
            return bytes(LONGEST_SIGNATURE[self._kind])
        signature = self._signer.sign(data)
        return der_of(signature) if self._kind == KeyAlgorithm.P256 else signature


def seal(finished: bytes) -> Sealed:
    """Seal a finished file in its own empty field; nothing may be changed in it from now on.

    With a service of time stamps the seal bears its time. If the service is silent the file is
    sealed without, and stamped later: a decision does not wait for somebody else's server.
    """
    signer = signer_for(KeyPurpose.SEAL)
    service = configured_service()
    if service is not None:
        try:
            return Sealed(_sign(finished, signer, service), signer.kid, is_stamped=True)
        except (*SILENT, ValueError):  # a stamp may also be larger than the room left for it
            pass
    return Sealed(_sign(finished, signer, None), signer.kid, is_stamped=False)


def _sign(finished: bytes, signer: Signer, service: TimeStamper | None) -> bytes:
    facts = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    # The library's usual stamp would be drawn in a font that is not inside the file.
    pdf_signer = signers.PdfSigner(
        facts,
        signer=KeptSigner(signer),
        timestamper=service,
        stamp_style=StaticStampStyle(border_width=0),
    )
    writer = IncrementalPdfFileWriter(BytesIO(finished))
    sealed: BytesIO = pdf_signer.sign_pdf(writer, existing_fields_only=True)
    return sealed.getvalue()
