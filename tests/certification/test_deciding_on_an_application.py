"""The decision: who may decide, what it says, what it keeps and where it is read."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.errors import TransitionRefused
from certification.errors.committee import (
    ConditionalNotAllowed,
    DeciderTookPart,
    DepartureNotReasoned,
    ReasonsTooShort,
)
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Counter,
    Deadline,
    Decision,
    ImpartialityAnswer,
    MembershipRole,
    Recusal,
)
from certification.operations.decisions import decide
from tests.committee import make_session, recommended, state_of
from tests.factories.certification import (
    AffiliationFactory,
    AssignmentFactory,
    ImpartialityDeclarationFactory,
    MembershipFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."
WHY_OTHERWISE = "Komisja nie znała pisma z 2 grudnia, które wyjaśnia brak dokumentu."


def ready(*, outcome="grant", **case):
    """Give a session whose recommendation is recorded, before nothing but the decision."""
    session = make_session(members=3, **case)
    session.recommendation = recommended(session, outcome=outcome)
    session.application.refresh_from_db()
    return session


def counters():
    return list(Counter.objects.order_by("series").values_list("series", "last"))


@time_machine.travel("2026-12-01 12:00:00+01:00", tick=False)
def test_a_grant_reserves_the_number_and_the_term_of_the_certificate():
    session = ready()
    scheme = session.application.edition.scheme

    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )

    kept = Decision.objects.get()
    assert {
        "kind": kept.kind,
        "number": kept.number,
        "recommendation": kept.recommendation,
        "granted": kept.granted,
        "is_conditional": kept.is_conditional,
        "reasons": kept.reasons,
        "legal_basis": kept.legal_basis,
        "remedy_notice": kept.remedy_notice,
        "valid_from": kept.valid_from,
        "valid_until": kept.valid_until,
        "certificate_number": kept.certificate_number,
        "decided_by": kept.decided_by,
        "decided_at": kept.decided_at,
    } == {
        "kind": "first",
        "number": f"DEC-{scheme.case_prefix}-2026-0001",
        "recommendation": session.recommendation,
        "granted": True,
        "is_conditional": False,
        "reasons": REASONS,
        "legal_basis": "Regulamin programu.",
        "remedy_notice": "Od decyzji przysługuje odwołanie w terminie 14 dni.",
        "valid_from": date(2026, 12, 1),
        "valid_until": date(2028, 11, 30),
        "certificate_number": f"{scheme.certificate_prefix}-2026-0001",
        "decided_by": session.authority,
        "decided_at": timezone.now(),
    }
    session.application.refresh_from_db()
    assert (session.application.status, session.application.closed_at) == (
        ApplicationStatus.GRANTED,
        None,
    )
    assert list(Deadline.objects.running().values_list("waits_for", "rule")) == [
        ("system", "issue_certificate")
    ]
    event = session.application.events.get(kind="decided")
    assert (event.facts, event.seen_by_applicant) == (
        {
            "number": decision.number,
            "granted": True,
            "is_conditional": False,
            "certificate_number": decision.certificate_number,
            "sha256": decision.snapshot_sha256,
        },
        True,
    )
    team = {session.signer.pk, session.editor.pk, session.reader.pk}
    assert set(
        session.application.messages.filter(kind="decided").values_list("recipient", "path")
    ) == {(person, f"/cases/{session.application.number}/decision/") for person in team}


def test_a_refusal_has_no_number_of_a_certificate_and_ends_the_case():
    session = ready(outcome="refuse")

    decide(application=session.application, granted=False, reasons=REASONS, by=session.authority)

    assert Decision.objects.values_list(
        "granted", "certificate_number", "valid_from", "valid_until"
    ).get() == (False, None, None, None)
    session.application.refresh_from_db()
    assert (session.application.status, session.application.closed_at is not None) == (
        ApplicationStatus.REFUSED,
        True,
    )
    assert list(Deadline.objects.running()) == []


@pytest.mark.parametrize(
    ("months", "day", "last"),
    [
        (12, "2026-12-01", date(2027, 11, 30)),
        (24, "2026-01-01", date(2027, 12, 31)),
        (24, "2028-02-29", date(2030, 2, 27)),
        (6, "2026-08-31", date(2027, 2, 27)),
    ],
)
def test_the_term_runs_to_the_day_before_the_same_date(months, day, last):
    with time_machine.travel(f"{day} 12:00:00+01:00", tick=False):
        session = ready()
        session.application.edition.validity_months = months
        session.application.edition.save()

        decision = decide(
            application=session.application, granted=True, reasons=REASONS, by=session.authority
        )

    assert (decision.valid_from.isoformat(), decision.valid_until) == (day, last)


def who_scored(session):
    return session.application.assignments.first().person


def who_accepted_to_score(session):
    person = UserFactory()
    AssignmentFactory(
        application=session.application, person=person, status=AssignmentStatus.ACCEPTED
    )
    return person


def who_voted(session):
    return session.seats[1].person


def who_chaired(session):
    return session.chair


def who_declared_a_conflict(session):
    person = UserFactory()
    ImpartialityDeclarationFactory(
        application=session.application, person=person, answer=ImpartialityAnswer.CONFLICT
    )
    return person


def who_stepped_back(session):
    seat = SeatFactory(committee=session.committee)
    Recusal.objects.create(item=session.item, seat=seat, ground="kin", made_at=timezone.now())
    return seat.person


def who_advised(session):
    person = UserFactory()
    AffiliationFactory(person=person, organisation=session.application.applicant, kind="advised")
    return person


def who_works_for_the_applicant(session):
    return MembershipFactory(
        organisation=session.application.applicant, role=MembershipRole.READS
    ).person


OUTSIDERS_ONLY = (
    who_scored,
    who_accepted_to_score,
    who_voted,
    who_chaired,
    who_declared_a_conflict,
    who_stepped_back,
    who_advised,
    who_works_for_the_applicant,
)


@pytest.mark.parametrize("who", OUTSIDERS_ONLY, ids=lambda who: who.__name__)
def test_nobody_decides_who_had_a_part_in_the_case(who):
    session = ready()
    person = who(session)
    before = (state_of(session), counters())

    with pytest.raises(DeciderTookPart):
        decide(application=session.application, granted=True, reasons=REASONS, by=person)

    assert (state_of(session), counters()) == before


def test_the_database_refuses_a_decision_of_somebody_who_scored():
    session = ready()
    before = state_of(session)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            application=session.application,
            number="DEC-1",
            recommendation=session.recommendation,
            granted=False,
            reasons=REASONS,
            legal_basis="-",
            remedy_notice="-",
            decided_by=who_scored(session),
            decided_at=timezone.now(),
            snapshot={},
            snapshot_sha256="0" * 64,
        )

    assert state_of(session) == before


@pytest.mark.parametrize(
    "status", [one for one in ApplicationStatus if one != ApplicationStatus.AWAITING_DECISION]
)
def test_a_decision_is_made_only_when_the_case_waits_for_it(status):
    session = ready()
    session.application.status = status
    session.application.save()
    before = (state_of(session), counters())

    for granted in (True, False):
        with pytest.raises(TransitionRefused):
            decide(
                application=session.application,
                granted=granted,
                reasons=REASONS,
                by=session.authority,
            )

    assert (state_of(session), counters()) == before


def test_a_decision_has_reasons():
    session = ready()
    before = (state_of(session), counters())

    with pytest.raises(ReasonsTooShort):
        decide(
            application=session.application, granted=True, reasons=" x" * 24, by=session.authority
        )

    assert (state_of(session), counters()) == before


@pytest.mark.parametrize(("outcome", "granted"), [("grant", False), ("refuse", True)])
def test_departing_from_the_recommendation_needs_its_own_paragraph(outcome, granted):
    session = ready(outcome=outcome)
    before = (state_of(session), counters())

    with pytest.raises(DepartureNotReasoned):
        decide(
            application=session.application,
            granted=granted,
            reasons=REASONS,
            departure_reasons="Bo tak.",
            by=session.authority,
        )
    assert (state_of(session), counters()) == before

    decision = decide(
        application=session.application,
        granted=granted,
        reasons=REASONS,
        departure_reasons=WHY_OTHERWISE,
        by=session.authority,
    )
    assert (decision.granted, decision.reasons) == (granted, f"{REASONS}\n\n{WHY_OTHERWISE}")


def test_words_about_departing_are_left_out_where_nobody_departs():
    session = ready()

    decision = decide(
        application=session.application,
        granted=True,
        reasons=REASONS,
        departure_reasons=WHY_OTHERWISE,
        by=session.authority,
    )

    assert decision.reasons == REASONS


@pytest.mark.parametrize(("allowed", "granted"), [(False, True), (True, False), (False, False)])
def test_only_a_grant_in_a_call_that_allows_it_is_conditional(allowed, granted):
    session = ready(outcome="grant" if granted else "refuse")
    session.application.edition.conditional_allowed = allowed
    session.application.edition.save()
    before = (state_of(session), counters())

    with pytest.raises(ConditionalNotAllowed):
        decide(
            application=session.application,
            granted=granted,
            reasons=REASONS,
            is_conditional=True,
            by=session.authority,
        )

    assert (state_of(session), counters()) == before


def test_a_conditional_grant_says_so():
    session = ready()
    session.application.edition.conditional_allowed = True
    session.application.edition.save()

    decision = decide(
        application=session.application,
        granted=True,
        reasons=REASONS,
        is_conditional=True,
        by=session.authority,
    )

    assert (decision.granted, decision.is_conditional) == (True, True)
