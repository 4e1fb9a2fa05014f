"""A throw-away key that seals a finished file, to see what a seal does to it."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.finishing import SEAL_FIELD


@cache
def _signer() -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away seal")])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=Certificate.load(certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def sealed(finished: bytes) -> bytes:
    """Seal a file in its own field, with nothing drawn and no change allowed after."""
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        ),
        signer=_signer(),
        # The usual stamp would be drawn in a font that is not inside the file.
        stamp_style=StaticStampStyle(border_width=0),
    )
    writer = IncrementalPdfFileWriter(BytesIO(finished))
    return signer.sign_pdf(writer, existing_fields_only=True).getvalue()
