"""Random histories: every door, from page to status list, answers as a naive replay does."""

import csv
import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from certification.labels import CERTIFICATE
from certification.lifecycle import CERTIFICATE_MOVES, SCOPE_REDUCED, CertificateStatus
from certification.models import Certificate, StatusChange
from certification.open_data import certificate_data, states_of, summary_data
from certification.operations.scope import reduce_scope, scope_of
from certification.registry import in_state
from certification.standing import history_of, standing_of
from certification.status import StatusWord
from documents.credentials.status_lists import is_set, sign_due_lists
from documents.credentials.status_places import take_places
from documents.keys.operations import create_demo_keys
from documents.models import StatusEntry, StatusList
from tests.factories.certification import CertificateFactory, PostFactory
from tests.state_changes import change_to

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


def changed(chance, certificate, office):
    """Change a certificate by one operation at random, on a day the rules allow; tell what."""
    today = timezone.localdate()
    rows = StatusChange.objects.filter(certificate=certificate)
    said = {"certificate": certificate, "public_note": "Ustalono w nadzorze.", "by": office}
    left = scope_of(certificate)
    if certificate.status in ("valid", "suspended") and len(left) > 1 and chance.random() < 0.4:
        reduced = rows.filter(status=SCOPE_REDUCED).order_by("recorded_at").last()
        first = reduced.effective_on if reduced else FIRST
        effective = first + timedelta(days=chance.randrange((today - first).days + 1))
        kept = left[: chance.randrange(1, len(left))]
        reduce_scope(remaining=kept, effective_on=effective, reason="part_given_up", **said)
        return row(SCOPE_REDUCED, effective, timezone.now(), kept)
    if not (moves := sorted(CERTIFICATE_MOVES[certificate.status])):
        return None
    target = chance.choice(moves)
    first = FIRST
    if target == "valid":
        first = rows.exclude(status=SCOPE_REDUCED).latest("recorded_at").effective_on
    effective = first + timedelta(days=chance.randrange((today - first).days + 1))
    change_to(target, effective_on=effective, reason="other", **said)
    return row(target, FIRST if target == "annulled" else effective, timezone.now())


def lived(chance, today):
    """Let a certificate live through some changes; tell each as it was asked for."""
    with time_machine.travel(moment(FIRST), tick=False):
        certificate = CertificateFactory(
            scope=PARTS, issued_on=FIRST, valid_from=FIRST, valid_until=LAST
        )
        take_places(number=certificate.number)
        office = PostFactory(operator=certificate.application.edition.operator).person
        rows = [row("valid", FIRST, moment(FIRST))]
    at = FIRST
    for _step in range(chance.randrange(6)):
        at += timedelta(days=chance.randrange(1, 60))
        if at >= today:
            break
        with time_machine.travel(moment(at), tick=False):
            certificate.refresh_from_db()
            rows += [one] if (one := changed(chance, certificate, office)) else []
    certificate.refresh_from_db()
    return certificate, rows


@pytest.mark.django_db
def test_after_any_operations_every_door_answers_as_the_replay_does(client, settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    chance, today, words = random.Random(2), date(2026, 11, 20), set()
    with time_machine.travel(moment(FIRST), tick=False):
        create_demo_keys()
    lives = [lived(chance, today) for _ in range(16)]
    with time_machine.travel(moment(today), tick=False):
        sign_due_lists()
        listed = {one["number"]: one for one in csv.DictReader(csv_of(client).splitlines())}
        for certificate, rows in lives:
            for _question in range(3):
                day = FIRST + timedelta(days=chance.randrange(-20, 330))
                known = FIRST + timedelta(days=chance.randrange(0, 314))
                ask_every_door(client, certificate, rows, day, known)
            word, scope = naive(rows, today, timezone.now())
            columns = ROW | Certificate.objects.filter(pk=certificate.pk).values().get()
            told = summary_data(columns, today=today)
            assert (told["status"], told["scope"]) == (word, scope)
            assert [
                state.value
                for state in StatusWord
                if Certificate.objects.filter(in_state(state, today), pk=certificate.pk)
            ] == [word]
            ask_what_is_kept_elsewhere(client, certificate, word, listed)
            words.add(word)
    assert words == {"valid", "suspended", "withdrawn", "terminated", "annulled"}


def csv_of(client):
    return b"".join(client.get("/api/v1/registry.csv").streaming_content).decode("utf-8-sig")


def ask_what_is_kept_elsewhere(client, certificate, word, listed):
    """Ask the badge, the open data and the bits of the first files, which a revision ends."""
    number = certificate.number
    with translation.override("pl"):
        label = str(CERTIFICATE[word].text)
    assert label in client.get(f"/badge/{number}.svg").content.decode()
    assert listed[number]["status"] == word
    bits = {}
    for entry in StatusEntry.objects.filter(number=number, revision=1):
        signed = json.loads(StatusList.objects.get(pk=entry.list_id).signed)
        encoded = signed["credentialSubject"]["encodedList"]
        bits[entry.purpose] = is_set(encoded, entry.index)
    ended = word in ("withdrawn", "terminated", "annulled") or certificate.revision > 1
    assert bits["revocation"] == ended
    assert ended or bits["suspension"] == (word == "suspended")


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
