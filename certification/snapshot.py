"""What a decision rests on, frozen: every fact as plain values, and the digest of them all.

The same facts are read again by the audit, so everything here comes from stored rows as they stood
at the moment of the decision. People appear as numbers of their accounts only.
"""

import hashlib
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import rfc8785

from certification.lifecycle import AssessmentStatus
from certification.models import (
    AgendaItem,
    Answer,
    Appeal,
    Application,
    Assessment,
    AssessmentKind,
    Attachment,
    Decision,
    DecisionKind,
    Declaration,
    Evidence,
    ImpartialityDeclaration,
    Recommendation,
    Recusal,
    Vote,
)
from certification.seating import records_of

FORMAT = "atest-decision-1"
CARDS = (AssessmentKind.SELF, AssessmentKind.EXPERT, AssessmentKind.CONSENSUS)


def snapshot_of(decision: Decision, *, appeal: Appeal | None = None) -> dict[str, Any]:
    """Collect what was decided and all that it was decided on (ISO/IEC 17065, 7.6 and 7.12).

    A settlement also keeps the request that it answers.
    """
    application, at = decision.application, decision.decided_at
    recommendation = decision.recommendation
    if decision.kind == DecisionKind.RECONSIDERATION and appeal is None:
        appeal = decision.settles
    asked = {"appeal": _appeal(appeal)} if appeal else {}
    attachments = _attachments(application, at)
    return asked | {
        "format": FORMAT,
        "decision": _decision(decision),
        "application": _application(application, at),
        "declarations": _declarations(application),
        "assessments": _assessments(application, at),
        "evidence": _evidence(application, at),
        # Left out where there are none, as in decisions made before files could be attached.
        **({"attachments": attachments} if attachments else {}),
        "impartiality": _impartiality(application, at),
        "vote": _vote(recommendation.item),
        "recommendation": _recommendation(recommendation),
    }


def digest_of(snapshot: dict[str, Any]) -> str:
    """Compute the SHA-256 of a snapshot in canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(snapshot)).hexdigest()


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "kind": decision.kind,
        "granted": decision.granted,
        "is_conditional": decision.is_conditional,
        "reasons": decision.reasons,
        "legal_basis": decision.legal_basis,
        "remedy_notice": decision.remedy_notice,
        "valid_from": _day(decision.valid_from),
        "valid_until": _day(decision.valid_until),
        "certificate_number": decision.certificate_number,
        "decided_by": decision.decided_by_id,
        "decided_at": _moment(decision.decided_at),
    }


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "against": appeal.decision.number,
        "filed_at": _moment(appeal.filed_at),
        "served_on": _day(appeal.served_on),
        "grounds": appeal.grounds,
        "points": [
            {
                "criterion": row.criterion.key,
                "grounds": row.grounds,
                "is_right": row.is_right,
                "finding": row.finding,
            }
            for row in appeal.points.select_related("criterion")
        ],
        "opinions": [
            {"person": row.person_id, "opinion": row.opinion, "at": _moment(row.gave_opinion_at)}
            for row in appeal.reviewers.filter(gave_opinion_at__isnull=False)
        ],
    }


def _application(application: Application, at: datetime) -> dict[str, Any]:
    version = application.version
    applicant = as_it_was(application.applicant, at)
    return {
        "number": application.number,
        "edition": application.edition.code,
        "standard": {
            "scheme": application.edition.scheme.code,
            "version": version.version,
            "sha256": version.sha256,
        },
        "applicant": {"name": applicant.name, "nip": applicant.nip},
        "offer": as_it_was(application.offer, at).name if application.offer else None,
        "voivodeship": application.voivodeship,
        "scope": application.scope,
        "path": application.path,
        "submitted_at": _moment(application.submitted_at),
    }


def as_it_was(record: Any, at: datetime) -> Any:
    """Give the row of history that held at a moment, since names may change later."""
    rows = record.history.order_by("history_date", "history_id")
    return rows.filter(history_date__lte=at).last() or rows.first()


def _declarations(application: Application) -> list[dict[str, Any]]:
    rows = Declaration.objects.filter(application=application).order_by("organisation", "key")
    return [
        {
            "key": row.key,
            "text": row.text,
            "made_by": row.made_by_id,
            "made_at": _moment(row.made_at),
        }
        for row in rows
    ]


def _assessments(application: Application, at: datetime) -> list[dict[str, Any]]:
    cards = Assessment.objects.filter(
        application=application,
        kind__in=CARDS,
        status=AssessmentStatus.SUBMITTED,
        submitted_at__lte=at,
    ).order_by("pk")
    answers: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Answer.objects.filter(assessment__in=cards).select_related("criterion")
    for row in rows.order_by("criterion__key"):
        answers[row.assessment_id].append(
            {
                "criterion": row.criterion.key,
                "value": row.value,
                "not_applicable": row.not_applicable,
                "measured": None if row.measured is None else f"{row.measured:.2f}",
                "justification": row.justification,
                "note": row.note,
            }
        )
    return [
        {
            "kind": card.kind,
            "author": card.author_id,
            "submitted_at": _moment(card.submitted_at),
            "summary": card.summary,
            "sheet": card.sheet,
            "answers": answers[card.pk],
        }
        for card in cards
    ]


def _evidence(application: Application, at: datetime) -> list[dict[str, Any]]:
    rows = (
        Evidence.objects.of_case(application)
        .standing_at(at)
        .select_related("criterion", "document")
        .order_by("pk")
    )
    return [
        {"criterion": row.criterion.key, "name": row.name, "sha256": row.document.sha256}
        for row in rows
    ]


def _attachments(application: Application, at: datetime) -> list[dict[str, Any]]:
    rows = (
        Attachment.objects.filter(application=application)
        .standing_at(at)
        .select_related("document")
        .order_by("pk")
    )
    return [{"kind": row.kind, "name": row.name, "sha256": row.document.sha256} for row in rows]


def _impartiality(application: Application, at: datetime) -> list[dict[str, Any]]:
    rows = ImpartialityDeclaration.objects.filter(application=application, made_at__lte=at)
    return [
        {
            "person": row.person_id,
            "capacity": row.capacity,
            "answer": row.answer,
            "made_at": _moment(row.made_at),
            "waived_by": row.waived_by_id,
            "waiver_reasons": row.waiver_reasons,
        }
        for row in rows.order_by("pk")
    ]


def _vote(item: AgendaItem) -> dict[str, Any]:
    records = records_of(item.meeting)
    presence = records.presence(item.closed_at)
    return {
        "meeting": item.meeting.number,
        "position": item.position,
        "opened_at": _moment(item.opened_at),
        "closed_at": _moment(item.closed_at),
        "seats": [
            {"seat": seat.pk, "person": seat.person_id, "present": presence.get(seat.pk)}
            for seat in records.at(item).seats
        ],
        "recusals": [
            {"seat": row.seat_id, "ground": row.ground, "made_at": _moment(row.made_at)}
            for row in Recusal.objects.filter(item=item).order_by("seat")
        ],
        "votes": [
            {
                "seat": row.seat_id,
                "choice": row.choice,
                "dissent": row.dissent,
                "cast_at": _moment(row.cast_at),
                "entered_by": row.entered_by_id,
            }
            for row in Vote.objects.filter(item=item).order_by("seat")
        ],
    }


def _recommendation(row: Recommendation) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "reasons": row.reasons,
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "votes_abstained": row.votes_abstained,
        "present": row.present,
        "entitled": row.entitled,
        "quorum": row.quorum,
        "recorded_by": row.recorded_by_id,
        "recorded_at": _moment(row.recorded_at),
    }


def _moment(at: datetime | None) -> str | None:
    """Write a moment in UTC, the same on every database and under every time zone."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
