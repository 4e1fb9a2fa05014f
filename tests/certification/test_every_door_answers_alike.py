"""Random histories: page, interface, bulk check, list and paper answer as a naive replay does."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from certification.lifecycle import CERTIFICATE_MOVES, SCOPE_REDUCED, CertificateStatus
from certification.models import Certificate, StatusChange
from certification.open_data import certificate_data, states_of, summary_data
from certification.registry import in_state
from certification.standing import history_of, standing_of
from certification.status import StatusWord
from tests.factories.certification import CertificateFactory

FIRST, LAST = date(2026, 1, 10), date(2026, 12, 31)
PARTS = ["a", "b", "c", "d"]
ROW = {
    "number": "OWES-2026-0031",
    "scheme__code": "owes",
    "version__version": "2026.1",
    "version__sha256": "ab" * 32,
    "holder_name": "Ośrodek",
    "holder_nip": "",
    "holder_regon": "",
    "holder_krs": "",
    "voivodeship": "06",
    "holder_municipality": "",
    "offer_name": "",
    "scope": PARTS,
    "issued_on": FIRST,
    "valid_from": FIRST,
    "valid_until": LAST,
    "revision": 1,
    "document_id": None,
    "section_results": [],
    "decision__number": "D/1",
    "decision__decided_at": datetime(2026, 1, 10, tzinfo=UTC),
    "decision__snapshot_sha256": "cd" * 32,
    "has_evaluated": False,
    "has_voted": False,
}


def moment(day, minute=0):
    return datetime(day.year, day.month, day.day, 10, minute, tzinfo=UTC)


def row(status, effective_on, recorded_at, scope=None):
    return {
        "pk": 0,
        "status": status,
        "effective_on": effective_on,
        "recorded_at": recorded_at,
        "reason": "issued",
        "public_note": "",
        "scope": scope,
    }


def naive(rows, day, known_at):
    """Paint a state and a scope on every day, entry by entry, as each became known."""
    states, scopes, annulled = {}, {}, False
    for one in sorted(rows, key=lambda entry: entry["recorded_at"]):
        if one["recorded_at"] > known_at:
            continue
        painted = one["effective_on"]
        while painted <= date(2027, 3, 1):
            if one["status"] == SCOPE_REDUCED:
                scopes[painted] = one["scope"]
            else:
                states[painted] = one["status"]
            painted += timedelta(days=1)
        annulled = annulled or one["status"] == "annulled"
    return _word(states.get(day), annulled, day), scopes.get(day, PARTS)


def _word(status, annulled, day):
    if annulled:
        return "annulled"
    if status in ("withdrawn", "terminated"):
        return status
    if status is None or day < FIRST:
        return "not_yet_valid"
    return "expired" if day > LAST else status


DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 28))
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([*CertificateStatus.values, SCOPE_REDUCED]),
        DAYS,
        DAYS,
        st.sets(st.sampled_from(PARTS), min_size=1),
    ),
    max_size=8,
)


@given(entries=ENTRIES, day=DAYS, known=DAYS)
def test_standing_and_interface_answer_as_the_replay(entries, day, known):
    rows = [
        row(status, effective, moment(recorded, number), sorted(scope))
        if status == SCOPE_REDUCED
        else row(status, effective, moment(recorded, number))
        for number, (status, effective, recorded, scope) in enumerate(entries)
    ]
    known_at = datetime(known.year, known.month, known.day, 23, tzinfo=UTC)

    standing = standing_of(ROW, rows, day=day, known_at=known_at)
    data = certificate_data(ROW, rows, on=day, known_at=known_at)

    expected = naive(rows, day, known_at)
    assert (standing.word.value, list(standing.scope)) == expected
    assert (data["status"], data["scope"]) == expected
    assert [one["status"] for one in data["history"]] == [
        one["status"] for one in rows if one["recorded_at"] <= known_at
    ]


def random_history(chance, today):
    """Change a certificate as the operations allow: in order, never for a day to come."""
    rows = [row("valid", FIRST, moment(FIRST))]
    status, left, at = "valid", list(PARTS), FIRST
    for _step in range(chance.randrange(6)):
        at += timedelta(days=chance.randrange(1, 60))
        if at >= today:
            break
        running = status in ("valid", "suspended")
        if running and len(left) > 1 and chance.random() < 0.4:
            left = left[: chance.randrange(1, len(left))]
            rows.append(row(SCOPE_REDUCED, at, moment(at), left))
        elif moves := sorted(CERTIFICATE_MOVES[status]):
            status = chance.choice(moves)
            effective = FIRST if status == "annulled" else at
            rows.append(row(status, effective, moment(at)))
    return rows, status, (None if left == PARTS else left)


def written(chance, today):
    rows, status, reduced = random_history(chance, today)
    certificate = CertificateFactory(
        issued=False,
        status=status,
        scope=PARTS,
        reduced_scope=reduced,
        issued_on=FIRST,
        valid_from=FIRST,
        valid_until=LAST,
    )
    StatusChange.objects.bulk_create(
        StatusChange(certificate=certificate, **{k: v for k, v in one.items() if k != "pk"})
        for one in rows
    )
    return certificate, rows


@pytest.mark.django_db
def test_every_door_answers_as_the_replay_does(client):
    chance, today = random.Random(7), date(2026, 11, 20)
    with time_machine.travel(moment(today), tick=False):
        for certificate, rows in [written(chance, today) for _ in range(8)]:
            for _question in range(3):
                day = FIRST + timedelta(days=chance.randrange(-20, 330))
                known = FIRST + timedelta(days=chance.randrange(0, 314))
                ask_every_door(client, certificate, rows, day, known)
            now = timezone.now()
            word, scope = naive(rows, today, now)
            columns = ROW | Certificate.objects.filter(pk=certificate.pk).values().get()
            listed = summary_data(columns, today=today)
            assert (listed["status"], listed["scope"]) == (word, scope)
            assert [
                state.value
                for state in StatusWord
                if Certificate.objects.filter(in_state(state, today), pk=certificate.pk)
            ] == [word]


def ask_every_door(client, certificate, rows, day, known):
    known_at = datetime(known.year, known.month, known.day, 20, tzinfo=UTC)
    expected = naive(rows, day, known_at)
    question = {"on": day.isoformat(), "known_at": known_at.isoformat()}
    number = certificate.number

    page = client.get(reverse("certification:certificate", args=[number]), question)
    data = client.get(f"/api/v1/certificates/{number}", question).json()
    bulk = states_of([number], on=day, known_at=known_at)
    paper = standing_of(ROW, history_of(certificate.pk), day=day, known_at=known_at)

    assert (page.context["word"], list(page.context["scope"])) == expected
    assert (data["status"], data["scope"]) == expected
    assert bulk == [{"number": number, "status": expected[0]}]
    assert (paper.word.value, list(paper.scope)) == expected
