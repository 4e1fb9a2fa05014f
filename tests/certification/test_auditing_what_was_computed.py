"""The audit recomputes everything and names what somebody changed behind the system's back."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from certification.facts import digest_of, facts_of
from certification.models import Answer, Decision, Vote
from certification.operations.certificates import issue_certificate
from certification.operations.decisions import decide
from tests.committee import make_session, recommended
from tests.factories.certification import EvidenceFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db(transaction=True)
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."


@pytest.fixture
def certified():
    """Give a case that went through vote, decision and issue."""
    session = make_session(members=3)
    session.evidence = EvidenceFactory(application=session.application)
    recommended(session)
    session.application.refresh_from_db()
    session.decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )
    session.certificate = issue_certificate(decision=session.decision, content=b"%PDF-1.7 x")
    return session


def audit():
    """Run the command; give its lines and how it ended."""
    out = StringIO()
    try:
        call_command("audit", stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error), error.returncode
    return out.getvalue().splitlines(), "", 0


def change(statement, *parameters):
    """Write past every operation and every guard of the database, as an intruder would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_untouched_records_are_as_computed(certified):
    assert audit() == (
        [
            "decisions: 1 as computed",
            "score sheets: 2 as computed",
            "documents: 2 as computed",
            "certificates: 1 as computed",
            "states of certificates: 1 as computed",
            "public log: 1 as computed",
            "records in the log: 1 as computed",
            "keys: 0 as computed",
            "status lists: 0 as computed",
            "seals and credentials: 0 as computed",
        ],
        "",
        0,
    )


def test_a_changed_answer_is_named_in_the_decision_and_in_the_sheet(certified):
    answer = Answer.objects.get(
        assessment=certified.application.assessments.filter(kind="expert").first(),
        criterion__key="a02",
    )
    change("UPDATE certification_answer SET value = 1 WHERE id = %s", answer.pk)

    lines, error, code = audit()

    card = f"expert assessment {answer.assessment_id} in {certified.application.number}"
    assert f"decision {certified.decision.number}: assessments/1/answers/1/value" in lines
    assert f"{card}: sheet/values/a02" in lines
    assert f"{card}: sheet/points" in lines
    assert (error.endswith("differences found."), code) == (True, 1)


def test_a_changed_vote_is_named(certified):
    vote = Vote.objects.order_by("seat").last()
    change("UPDATE certification_vote SET choice = 'against' WHERE id = %s", vote.pk)

    lines, error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"decision {certified.decision.number}: vote/votes/2/choice"
    ]
    assert (error, code) == ("1 differences found.", 1)


def test_a_removed_vote_is_named(certified):
    vote = Vote.objects.order_by("seat").last()
    change("DELETE FROM certification_vote WHERE id = %s", vote.pk)

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"decision {certified.decision.number}: vote/votes"
    ]
    assert code == 1


def test_changed_reasons_of_a_decision_are_named(certified):
    change(
        "UPDATE certification_decision SET reasons = 'Inne.' WHERE id = %s", certified.decision.pk
    )

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"decision {certified.decision.number}: decision/reasons"
    ]
    assert code == 1


def test_a_changed_snapshot_is_named_twice_by_its_digest_and_by_the_facts(certified):
    snapshot = Decision.objects.get().snapshot
    snapshot["recommendation"]["votes_against"] = 7
    Decision.objects.update(snapshot=snapshot)

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"decision {certified.decision.number}: the snapshot does not have its digest",
        f"decision {certified.decision.number}: recommendation/votes_against",
    ]
    assert code == 1


def test_a_changed_file_is_named(certified):
    document = certified.evidence.document
    path = Path(default_storage.path(document.storage_path))
    path.chmod(0o640)
    path.write_bytes(b"something else")

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"document {document.pk} (evidence): the bytes differ"
    ]
    assert code == 1


def test_a_replaced_piece_of_evidence_is_named(certified):
    other = DocumentFactory()
    change(
        "UPDATE certification_evidence SET document_id = %s WHERE id = %s",
        other.pk,
        certified.evidence.pk,
    )

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"decision {certified.decision.number}: evidence/0/sha256"
    ]
    assert code == 1


def test_a_replaced_page_of_a_certificate_is_named(certified):
    other = DocumentFactory(kind="certificate", origin=certified.certificate.number)
    change(
        "UPDATE certification_certificate SET document_id = %s WHERE id = %s",
        other.pk,
        certified.certificate.pk,
    )

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"certificate {certified.certificate.number}: its page is not the one drawn for it"
    ]
    assert code == 1


def test_a_missing_file_is_named(certified):
    document = certified.evidence.document
    Path(default_storage.path(document.storage_path)).unlink()

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"document {document.pk} (evidence): the bytes differ"
    ]
    assert code == 1


def test_a_changed_certificate_is_named(certified):
    change(
        "UPDATE certification_certificate SET valid_until = '2099-12-31' WHERE id = %s",
        certified.certificate.pk,
    )

    lines, _error, code = audit()

    assert [line for line in lines if "as computed" not in line] == [
        f"certificate {certified.certificate.number}: its digest is of other facts",
        f"certificate {certified.certificate.number}: not as decided: valid_until",
    ]
    assert code == 1


def test_the_digest_of_a_certificate_is_that_of_the_facts_of_its_decision(certified):
    assert certified.certificate.digest == digest_of(facts_of(certified.decision))
