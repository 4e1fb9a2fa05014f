"""The frozen copy of all that a decision rests on."""

import hashlib

import pytest
import rfc8785
from django.utils import timezone

from certification.models import (
    Decision,
)
from certification.operations.decisions import decide
from certification.snapshot import digest_of, snapshot_of
from tests.committee import make_session, recommended
from tests.factories.certification import (
    EvidenceFactory,
    ImpartialityDeclarationFactory,
)

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."


def ready(*, outcome="grant", **case):
    """Give a session whose recommendation is recorded, before nothing but the decision."""
    session = make_session(members=3, **case)
    session.recommendation = recommended(session, outcome=outcome)
    session.application.refresh_from_db()
    return session


def who_scored(session):
    return session.application.assignments.first().person


def test_the_decision_keeps_a_frozen_copy_of_all_it_rests_on():
    session = ready()
    evidence = EvidenceFactory(application=session.application)
    EvidenceFactory(application=session.application, withdrawn_at=timezone.now())
    ImpartialityDeclarationFactory(
        application=session.application, person=who_scored(session), answer="clear"
    )

    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )

    kept = Decision.objects.get().snapshot
    assert sorted(kept) == [
        "application",
        "assessments",
        "decision",
        "declarations",
        "evidence",
        "format",
        "impartiality",
        "recommendation",
        "vote",
    ]
    assert kept["application"]["standard"]["sha256"] == session.application.version.sha256
    assert [(card["kind"], len(card["answers"])) for card in kept["assessments"]] == [
        ("self", 4),
        ("expert", 4),
        ("expert", 4),
    ]
    assert [card["sheet"]["points"] for card in kept["assessments"][1:]] == ["100", "100"]
    assert kept["evidence"] == [
        {
            "criterion": evidence.criterion.key,
            "name": evidence.name,
            "sha256": evidence.document.sha256,
        }
    ]
    assert [(one["person"], one["answer"]) for one in kept["impartiality"]] == [
        (who_scored(session).pk, "clear")
    ]
    assert kept["vote"]["seats"] == [
        {"seat": seat.pk, "person": seat.person_id, "present": True} for seat in session.seats
    ]
    assert [(one["seat"], one["choice"]) for one in kept["vote"]["votes"]] == [
        (seat.pk, "for") for seat in session.seats
    ]
    assert (kept["recommendation"]["outcome"], kept["recommendation"]["quorum"]) == ("grant", 2)
    assert kept["decision"]["number"] == decision.number
    assert (
        decision.snapshot_sha256
        == digest_of(kept)
        == hashlib.sha256(rfc8785.dumps(kept)).hexdigest()
    )


def test_the_frozen_copy_is_the_same_when_it_is_read_again_after_later_changes():
    session = ready()
    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )

    holder = session.application.applicant
    holder.name = "Nowa nazwa"
    holder.save()
    EvidenceFactory(application=session.application)
    session.seats[2].until = timezone.localdate()
    session.seats[2].save()

    again = Decision.objects.get(pk=decision.pk)
    assert snapshot_of(again) == again.snapshot


@pytest.mark.parametrize(("members", "cards"), [(3, 1), (15, 3)])
def test_the_frozen_copy_takes_a_constant_number_of_queries(
    members, cards, django_assert_num_queries
):
    session = make_session(members=members)
    recommended(session, cards=cards)
    decide(application=session.application, granted=True, reasons=REASONS, by=session.authority)
    decision = Decision.objects.select_related(
        "application__applicant",
        "application__offer",
        "application__version",
        "application__edition__scheme",
        "recommendation__item__meeting",
    ).get()

    with django_assert_num_queries(14):
        snapshot_of(decision)
