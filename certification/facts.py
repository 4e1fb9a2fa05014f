"""The facts of a certificate, taken from the decision that grants it, and their digest.

They are the same whenever they are computed: people and things are read as they were when it was
decided. So the drawn page, the credential, the row in the registry and a later audit speak of one
thing, whatever has another name by then.
"""

import hashlib
from datetime import date
from typing import Any

import rfc8785
from django.utils import timezone

from certification.models import Certificate, Decision, ObligationKind, Offer, Organisation
from certification.registry import search_text
from certification.snapshot import as_it_was
from standards.deadlines import add_months

RENEWAL_DAYS = {True: 60, False: 30}
REPORT_DUE = (1, 31)


def facts_of(decision: Decision) -> dict[str, Any]:
    """Collect what the certificate attests, in plain values (ISO/IEC 17065, 7.7.1)."""
    return facts_about(decision, holder=holder_of(decision), offer=offer_of(decision))


def holder_of(decision: Decision) -> Organisation:
    """Give the holder as it was when it was decided; a name taken later belongs to later acts."""
    applicant: Organisation = decision.application.applicant
    kept = as_it_was(applicant, decision.decided_at)
    return kept.instance if kept else applicant


def offer_of(decision: Decision) -> Offer | None:
    """Give the product or service as it was when it was decided."""
    offer: Offer | None = decision.application.offer
    kept = as_it_was(offer, decision.decided_at) if offer else None
    return kept.instance if kept else offer


def facts_about(decision: Decision, *, holder: Organisation, offer: Offer | None) -> dict[str, Any]:
    """Write the facts of a decision about a holder and an offer that were read already."""
    application = decision.application
    version = application.version
    if not decision.granted or decision.valid_from is None or decision.valid_until is None:
        raise ValueError("Only a decision that grants has the facts of a certificate.")
    return {
        "number": decision.certificate_number,
        "scheme": application.edition.scheme.code,
        "standard": {"version": version.version, "sha256": version.sha256},
        "holder": {
            "name": holder.name,
            "nip": holder.nip,
            "regon": holder.regon,
            "krs": holder.krs,
            "city": holder.city,
            "municipality": holder.municipality,
            "voivodeship": application.voivodeship,
        },
        "offer": offer.name if offer else None,
        "scope": scope_lines(application.scope),
        "issued_on": timezone.localdate(decision.decided_at).isoformat(),
        "valid_from": decision.valid_from.isoformat(),
        "valid_until": decision.valid_until.isoformat(),
        "decision": {"number": decision.number, "sha256": decision.snapshot_sha256},
    }


def scope_lines(scope: str) -> list[str]:
    """Read the parts of a scope, one a line."""
    return [line.strip() for line in scope.splitlines() if line.strip()]


def facts_of_certificate(certificate: Certificate) -> dict[str, Any]:
    """Read the same facts from the row in which they were frozen, and what remains of the scope."""
    decision = certificate.decision
    facts = {
        "number": certificate.number,
        "scheme": certificate.scheme.code,
        "standard": {
            "version": certificate.version.version,
            "sha256": certificate.version.sha256,
        },
        "holder": {
            "name": certificate.holder_name,
            "nip": certificate.holder_nip,
            "regon": certificate.holder_regon,
            "krs": certificate.holder_krs,
            "city": certificate.holder_city,
            "municipality": certificate.holder_municipality,
            "voivodeship": certificate.voivodeship,
        },
        "offer": certificate.offer_name or None,
        "scope": certificate.scope,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
        "decision": {"number": decision.number, "sha256": decision.snapshot_sha256},
    }
    if certificate.reduced_scope is not None:
        facts |= {"revision": certificate.revision, "reduced_scope": certificate.reduced_scope}
    return facts


def digest_of(facts: dict[str, Any]) -> str:
    """Compute the SHA-256 of the facts in canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()


def frozen_fields(facts: dict[str, Any]) -> dict[str, Any]:
    """Give the fields of a certificate that repeat its facts and never change."""
    holder = facts["holder"]
    return {
        "holder_name": holder["name"],
        "holder_nip": holder["nip"],
        "holder_regon": holder["regon"],
        "holder_krs": holder["krs"],
        "holder_city": holder["city"],
        "holder_municipality": holder["municipality"],
        "voivodeship": holder["voivodeship"],
        "offer_name": facts["offer"] or "",
        "scope": facts["scope"],
        "issued_on": date.fromisoformat(facts["issued_on"]),
        "valid_from": date.fromisoformat(facts["valid_from"]),
        "valid_until": date.fromisoformat(facts["valid_until"]),
        "digest": digest_of(facts),
        "search_text": search_text(
            holder["name"],
            facts["offer"] or "",
            holder["city"],
            holder["municipality"],
            holder["nip"],
            facts["number"],
        ),
    }


def obligations_of(
    *, valid_from: date, valid_until: date, surveillance_months: int | None, is_statutory: bool
) -> list[tuple[str, int, date]]:
    """List what falls due while a certificate lives: kind, period, day (ISO/IEC 17065, 7.9).

    Surveillance is counted from the first day of validity. The yearly report of a statutory scheme
    is due by 31 January for the year before. The application for renewal has to be made early
    enough to be decided before the end.
    """
    due: list[tuple[str, int, date]] = []
    period = 1
    while surveillance_months:
        day = add_months(valid_from, surveillance_months * period)
        if day >= valid_until:
            break
        due.append((ObligationKind.SURVEILLANCE, period, day))
        period += 1
    if is_statutory:
        due += [
            (ObligationKind.ANNUAL_REPORT, year, date(year + 1, *REPORT_DUE))
            for year in range(valid_from.year, valid_until.year)
            if date(year + 1, *REPORT_DUE) <= valid_until
        ]
    renewal = date.fromordinal(valid_until.toordinal() - RENEWAL_DAYS[is_statutory])
    due.append((ObligationKind.RENEWAL, 1, max(renewal, valid_from)))
    return due
