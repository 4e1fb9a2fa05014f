"""A seal certificate of our own, for those who have none from a trust service yet."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from documents.keys.public import Public

YEARS = 10
ROOT = "Atest root"


def own_chain(public: Public, *, organisation: str, moment: datetime) -> str:
    """Certify a seal key under a root made for it alone, whose own key is thrown away at once.

    Nobody can issue a second certificate under that root. Readers of PDF do not know it: what makes
    such a seal believed is its fingerprint in the table of keys, not the chain.
    """
    root_key = ec.generate_private_key(ec.SECP256R1())
    start = moment.astimezone(UTC).replace(microsecond=0) - timedelta(minutes=5)
    end = start + timedelta(days=365 * YEARS)
    root_name = _name(organisation, ROOT)
    root_id = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    root = (
        _builder(root_name, root_name, start, end)
        .public_key(root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certifies=True), critical=True)
        .add_extension(root_id, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    seal = (
        _builder(_name(organisation, "Atest seal"), root_name, start, end)
        .public_key(public)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certifies=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_id), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in (seal, root))


def is_own(chain: list[x509.Certificate]) -> bool:
    """Say whether a chain was made here, so that its successor can be made here too."""
    names = chain[-1].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return [name.value for name in names] == [ROOT]


def _builder(
    subject: x509.Name, issuer: x509.Name, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certifies,
        content_commitment=not certifies,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )
