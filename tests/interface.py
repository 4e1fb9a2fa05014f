"""What every test of the interface for programs needs: addresses, a certificate, a refusal."""

from datetime import date

from certification.registry import lookup_of
from tests.factories.certification import CertificateFactory

DAY = date(2026, 1, 10)
API = "/api/v1"
ONE = f"{API}/certificates/OWES-2026-0031"
HOLDER = {"name", "nip", "regon", "krs", "voivodeship", "municipality"}
FACTS = {
    "number",
    "scheme",
    "status",
    "holder",
    "offer",
    "scope",
    "standard",
    "issued_on",
    "valid_from",
    "valid_until",
    "links",
}


def make(number="OWES-2026-0031", **fields):
    """Issue a certificate of one year."""
    fields = {"decision__valid_from": DAY, "decision__valid_until": date(2027, 1, 9)} | fields
    return CertificateFactory(
        decision__certificate_number=number, lookup=lookup_of(number), **fields
    )


def problem(response):
    """Read a refusal and hold that it is one."""
    data = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert data["status"] == response.status_code
    assert data["title"]
    assert data["detail"]
    return data["type"].rpartition("#")[2]
