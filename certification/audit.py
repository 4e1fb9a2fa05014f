"""Recomputes what was computed once: digests, score sheets, states, the public log, signed lists.

Nothing is mended here. Each difference names the record and the place, so that somebody can look
(ISO/IEC 17065, 7.12).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Subquery

from certification.evaluation.as_sent import to_json
from certification.facts import digest_of as digest_of_facts
from certification.facts import facts_of_certificate, scope_lines
from certification.lifecycle import AssessmentStatus
from certification.log_audit import (
    kept_differences,
    log_differences,
    record_differences,
    standard_differences,
)
from certification.models import Application, Assessment, Certificate, Decision
from certification.seal_audit import seal_differences
from certification.sheets import answers_of, profile_of
from certification.snapshot import as_it_was, digest_of, snapshot_of
from certification.state_audit import state_differences
from documents.credentials.auditing import list_differences
from documents.errors import DocumentDamaged
from documents.keys.auditing import key_differences
from documents.models import Document, DocumentKind
from documents.read import open_document
from standards.errors import RuleViolation
from standards.scoring import load_content, score

CHUNK = 200


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was computed."""

    record: str
    place: str


def audit_decisions() -> Iterator[Difference | None]:
    """Compare each snapshot with its digest, and with the facts as they are stored now."""
    decisions = Decision.objects.select_related(
        "application__applicant",
        "application__offer",
        "application__version",
        "application__edition__scheme",
        "recommendation__item__meeting",
    )
    for decision in decisions.order_by("pk").iterator(CHUNK):
        record = f"decision {decision.number}"
        found = False
        if digest_of(decision.snapshot) != decision.snapshot_sha256:
            found = True
            yield Difference(record, "the snapshot does not have its digest")
        for place in differing_places(decision.snapshot, snapshot_of(decision)):
            found = True
            yield Difference(record, place)
        if not found:
            yield None


def audit_sheets() -> Iterator[Difference | None]:
    """Count each sent checklist again from its answers."""
    sent = Assessment.objects.filter(status=AssessmentStatus.SUBMITTED, sheet__isnull=False)
    related = sent.select_related(
        "application__applicant",
        "application__offer",
        "application__version__scheme",
        "application__edition",
        "version__scheme",
    )
    for assessment in related.order_by("pk").iterator(CHUNK):
        record = f"{assessment.kind} assessment {assessment.pk} in {assessment.application.number}"
        try:
            again = _sheet_again(assessment)
        except RuleViolation as refused:
            yield Difference(record, f"answers: {'; '.join(refused.messages)}")
            continue
        places = list(differing_places(assessment.sheet, again))
        if not places:
            yield None
        for place in places:
            yield Difference(record, f"sheet/{place}")


def _sheet_again(assessment: Assessment) -> dict[str, Any]:
    """Count a checklist with the applicant's facts as they were on the day it was sent."""
    application: Application = assessment.application
    sent_at = assessment.submitted_at
    kept = as_it_was(application.applicant, sent_at) if sent_at else None
    if kept is not None:
        application.applicant = kept.instance
    content, profile = load_content(assessment.own_version), profile_of(application)
    asked = content.applicable(profile)
    answers = answers_of(assessment)
    values = {key: one for key, one in answers.items() if key in asked}
    return to_json(score(content, answers, profile), values)


def audit_documents() -> Iterator[Difference | None]:
    """Read the bytes of each document and compare their digest."""
    for document in Document.objects.order_by("pk").iterator(CHUNK):
        try:
            open_document(document)
        except DocumentDamaged:
            yield Difference(f"document {document.pk} ({document.kind})", "the bytes differ")
        else:
            yield None


def audit_certificates() -> Iterator[Difference | None]:
    """Compute the digest of each certificate from its own row again, and find its own page."""
    certificates = Certificate.objects.select_related("scheme", "version", "decision").annotate(
        drawn=_page_drawn_first("pl"), drawn_en=_page_drawn_first("en")
    )
    for certificate in certificates.order_by("pk").iterator(CHUNK):
        record = f"certificate {certificate.number}"
        facts = facts_of_certificate(certificate)
        is_whole = digest_of_facts(facts) == certificate.digest
        contradicted = list(_places_not_as_decided(certificate.decision, facts))
        pages = (certificate.document_id, certificate.document_en_id)
        is_own_page = pages == (certificate.drawn, certificate.drawn_en)
        if not is_whole:
            yield Difference(record, "its digest is of other facts")
        if not is_own_page:
            yield Difference(record, "its page is not the one drawn for it")
        for place in contradicted:
            yield Difference(record, f"not as decided: {place}")
        if is_whole and is_own_page and not contradicted:
            yield None


def _places_not_as_decided(decision: Decision, facts: dict[str, Any]) -> Iterator[str]:
    """Compare what the certificate attests with what the decision kept; it speaks of no more."""
    if not decision.snapshot:  # an invented row of the measuring of speed
        return
    case, act, holder = decision.snapshot["application"], decision.snapshot["decision"], "holder"
    decided = {
        "number": act["certificate_number"],
        "standard": case["standard"],
        holder: case["applicant"] | {"voivodeship": case["voivodeship"]},
        "offer": case["offer"],
        "scope": scope_lines(case["scope"]),
        "valid_from": act["valid_from"],
        "valid_until": act["valid_until"],
    }
    attested = {name: facts[name] for name in decided} | {
        "standard": facts["standard"] | {"scheme": facts["scheme"]},
        holder: {name: facts[holder][name] for name in decided[holder]},
    }
    yield from differing_places(decided, attested)


def _page_drawn_first(language: str) -> Subquery:
    # A time stamp that came later is a file of its own, which replaces the one before.
    drawn = Document.objects.current().filter(
        kind=DocumentKind.CERTIFICATE, origin=OuterRef("number"), language=language
    )
    return Subquery(drawn.order_by("pk").values("pk")[:1])


def audit_kept_checkpoints(notes: Iterable[str]) -> Iterator[Difference | None]:
    """Compare the log with checkpoints that were kept elsewhere."""
    return _as_differences(kept_differences(notes))


def _as_differences(found: Iterable[tuple[str, str] | None]) -> Iterator[Difference | None]:
    for one in found:
        yield Difference(*one) if one else None


def _all_of(
    *checks: Callable[[], Iterable[tuple[str, str] | None]],
) -> Callable[[], Iterator[Difference | None]]:
    """Make one check of those that others keep."""
    return lambda: _as_differences(chain.from_iterable(check() for check in checks))


def differing_places(kept: Any, again: Any, place: str = "") -> Iterator[str]:
    """Name every place where two trees of plain values differ."""
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in sorted(kept.keys() | again.keys()):
            yield from differing_places(kept.get(key), again.get(key), f"{place}/{key}".strip("/"))
    elif isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        for number, (one, other) in enumerate(zip(kept, again, strict=True)):
            yield from differing_places(one, other, f"{place}/{number}")
    elif kept != again:
        yield place


CHECKS: dict[str, Callable[[], Iterator[Difference | None]]] = {
    "decisions": audit_decisions,
    "score sheets": audit_sheets,
    "documents": audit_documents,
    "certificates": audit_certificates,
    "states of certificates": _all_of(state_differences),
    "public log": _all_of(log_differences),
    "records in the log": _all_of(record_differences, standard_differences),
    "keys": _all_of(key_differences),
    "status lists": _all_of(list_differences),
    "seals and credentials": _all_of(seal_differences),
}
