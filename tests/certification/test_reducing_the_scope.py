"""A scope that is narrowed from a day on: the certificate stays valid for what remains."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import rfc8785
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from certification.errors.registry import (
    EffectiveDayOutside,
    PublicNoteMissing,
    ScopeCannotShrink,
    ScopeIsNotReduced,
    ScopeNeedsACertificateInForce,
)
from certification.lifecycle import CERTIFICATE_MOVES, CertificateStatus
from certification.models import CaseEvent, Message, StatusChange
from certification.operations.certificates import restore, suspend
from certification.operations.scope import reduce_scope
from certification.standing import history_of, standing_of
from certification.status import Change, scope_now, scope_on, status_on
from documents.models import LogEntry
from tests.factories.certification import (
    CertificateFactory,
    MembershipFactory,
    PostFactory,
)

COUNTIES = ["powiat łódzki wschodni", "powiat brzeziński", "Łódź"]
NOTE = "Ośrodek nie prowadzi już działań w dwóch powiatach."


@pytest.fixture
def certificate():
    return CertificateFactory(
        scope=COUNTIES,
        issued_on=date(2026, 1, 10),
        valid_from=date(2026, 1, 10),
        valid_until=timezone.localdate() + timedelta(days=700),
    )


@pytest.fixture
def secretary(certificate):
    return PostFactory(operator=certificate.application.edition.operator).person


def reduce(certificate, by, *, remaining=("Łódź",), day=date(2026, 5, 1), note=NOTE):
    return reduce_scope(
        certificate=certificate,
        remaining=remaining,
        effective_on=day,
        public_note=note,
        reason="part_given_up",
        by=by,
    )


@pytest.mark.django_db
def test_the_scope_narrows_from_its_day_and_the_state_stays(certificate, secretary):
    member = MembershipFactory(organisation=certificate.holder).person

    change = reduce(certificate, secretary, remaining=["Łódź", "powiat brzeziński"])

    certificate.refresh_from_db()
    assert (certificate.status, certificate.scope, certificate.reduced_scope) == (
        "valid",
        COUNTIES,
        ["powiat brzeziński", "Łódź"],
    )
    assert StatusChange.objects.filter(pk=change.pk).values(
        "status", "scope", "effective_on", "reason", "public_note", "recorded_by"
    ).get() == {
        "status": "scope_reduced",
        "scope": ["powiat brzeziński", "Łódź"],
        "effective_on": date(2026, 5, 1),
        "reason": "part_given_up",
        "public_note": NOTE,
        "recorded_by": secretary.pk,
    }
    assert certificate.history.latest("history_id").history_change_reason == "reduce_scope"
    told = CaseEvent.objects.filter(application=certificate.application)
    assert "certificate_scope_reduced" in told.values_list("kind", flat=True)
    assert member.pk in Message.objects.values_list("recipient", flat=True)
    leaf = json.loads(LogEntry.objects.get().leaf)
    digest = hashlib.sha256(rfc8785.dumps(change.scope)).hexdigest()
    assert {name: leaf[name] for name in ("kind", "number", "status", "scope_sha256")} == {
        "kind": "status",
        "number": certificate.number,
        "status": "scope_reduced",
        "scope_sha256": digest,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("remaining", "error"),
    [
        ([], ScopeIsNotReduced),
        (COUNTIES, ScopeIsNotReduced),
        (["Łódź", "powiat zgierski"], ScopeIsNotReduced),
    ],
)
def test_something_remains_something_goes_and_nothing_comes(
    certificate, secretary, remaining, error
):
    refused(certificate, secretary, error, remaining=remaining)


@pytest.mark.django_db
def test_a_day_to_come_a_day_before_the_issue_and_a_missing_note_are_refused(
    certificate, secretary
):
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused(certificate, secretary, EffectiveDayOutside, day=tomorrow)
    refused(certificate, secretary, EffectiveDayOutside, day=date(2026, 1, 9))
    refused(certificate, secretary, PublicNoteMissing, note="  ")
    refused(certificate, secretary, PublicNoteMissing, note="\x01\x0b")


@pytest.mark.django_db
def test_the_note_on_a_reduced_scope_holds_no_control_characters(certificate, secretary):
    change = reduce(certificate, secretary, note=f"{NOTE}\x0b\r\nDrugi wiersz.\x02")

    assert change.public_note == f"{NOTE}\nDrugi wiersz."


def refused(certificate, by, error, **words):
    before = StatusChange.objects.count()
    with pytest.raises(error):
        reduce(certificate, by, **words)
    certificate.refresh_from_db()
    assert (StatusChange.objects.count(), certificate.reduced_scope) == (before, None)
    assert LogEntry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(CERTIFICATE_MOVES))
def test_only_a_certificate_that_has_not_ended_can_be_narrowed(status):
    certificate = CertificateFactory(status=status, scope=COUNTIES)
    by = PostFactory(operator=certificate.application.edition.operator).person

    if status in (CertificateStatus.VALID, CertificateStatus.SUSPENDED):
        reduce(certificate, by, day=certificate.issued_on)
        certificate.refresh_from_db()
        assert certificate.reduced_scope == ["Łódź"]
    else:
        refused(certificate, by, ScopeNeedsACertificateInForce, day=certificate.issued_on)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", [[], ["Łódź"]])
def test_a_scope_without_parts_cannot_be_narrowed(scope):
    certificate = CertificateFactory(scope=scope)
    by = PostFactory(operator=certificate.application.edition.operator).person

    refused(certificate, by, ScopeCannotShrink, day=certificate.issued_on)


@pytest.mark.django_db
def test_a_second_reduction_starts_from_the_first_and_not_before_it(certificate, secretary):
    reduce(certificate, secretary, remaining=COUNTIES[:2], day=date(2026, 6, 1))

    with pytest.raises(ScopeIsNotReduced):
        reduce(certificate, secretary, remaining=["Łódź"], day=date(2026, 7, 1))
    with pytest.raises(EffectiveDayOutside):
        reduce(certificate, secretary, remaining=COUNTIES[:1], day=date(2026, 5, 1))
    reduce(certificate, secretary, remaining=COUNTIES[:1], day=date(2026, 7, 1))

    history = history_of(certificate.pk)
    facts = {"valid_from": certificate.valid_from, "valid_until": certificate.valid_until}
    scopes = [
        standing_of(facts | {"scope": COUNTIES}, history, day=day, known_at=timezone.now()).scope
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 7, 1))
    ]
    assert scopes == [COUNTIES, COUNTIES[:2], COUNTIES[:1]]


@pytest.mark.django_db
def test_a_reduction_during_a_suspension_does_not_end_it_nor_set_its_day(certificate, secretary):
    suspend(
        certificate=certificate,
        effective_on=date(2026, 6, 1),
        public_note=NOTE,
        reason="nonconformity",
        by=secretary,
    )
    reduce(certificate, secretary, day=date(2026, 7, 1))
    restore(
        certificate=certificate,
        effective_on=date(2026, 6, 10),
        public_note="",
        reason="remedied",
        by=secretary,
    )

    history = history_of(certificate.pk)
    facts = {
        "valid_from": certificate.valid_from,
        "valid_until": certificate.valid_until,
        "scope": COUNTIES,
    }
    words = [
        standing_of(facts, history, day=day, known_at=timezone.now()).word.value
        for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 10), date(2026, 7, 2))
    ]
    assert words == ["valid", "suspended", "valid", "valid"]


@pytest.mark.django_db
def test_the_page_asks_what_remains_and_the_certificate_shows_it(client, certificate, secretary):
    client.force_login(secretary)
    address = reverse("certification:certificate_action", args=[certificate.number, "reduce"])
    offered = client.get(
        reverse("certification:certificate_actions", args=[certificate.number])
    ).context["acts"]

    page = client.get(address)
    response = client.post(
        address,
        {
            "remaining": ["Łódź"],
            "reason": "part_given_up",
            "effective_on": "2026-05-01",
            "public_note": NOTE,
        },
    )

    assert "reduce" in dict(offered)
    assert [value for value, _label in page.context["form"].fields["remaining"].choices] == COUNTIES
    assert response.status_code == 302
    public = client.get(reverse("certification:certificate", args=[certificate.number]))
    assert public.context["word"] == "valid"
    assert public.context["scope"] == ["Łódź"]
    assert "Zakres ograniczony od 1 maja 2026" in public.content.decode()
    earlier = client.get(
        reverse("certification:certificate", args=[certificate.number]), {"on": "2026-04-30"}
    )
    assert earlier.context["scope"] == COUNTIES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"remaining": []}, "remaining"),
        ({"remaining": ["powiat zgierski"]}, "remaining"),
        ({"remaining": COUNTIES}, "__all__"),
        ({"public_note": "krótko"}, "public_note"),
        ({"reason": "remedied"}, "reason"),
    ],
)
def test_a_wrong_answer_narrows_nothing(client, certificate, secretary, fields, field):
    client.force_login(secretary)
    data = {
        "remaining": ["Łódź"],
        "reason": "part_given_up",
        "effective_on": "2026-05-01",
        "public_note": NOTE,
    }

    response = client.post(
        reverse("certification:certificate_action", args=[certificate.number, "reduce"]),
        data | fields,
    )

    assert list(response.context["form"].errors) == [field]
    certificate.refresh_from_db()
    assert certificate.reduced_scope is None


DAYS = st.integers(0, 400).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
KEPT = st.lists(st.booleans(), min_size=6, max_size=6)


@given(steps=st.lists(st.tuples(DAYS, DAYS, KEPT), max_size=6), day=DAYS, known=DAYS)
def test_the_scope_is_that_of_a_naive_replay_and_leaves_the_state_alone(steps, day, known):
    issued = list("abcdef")
    first = Change("valid", date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))
    changes, left = [first], issued
    for number, (effective_on, recorded_on, mask) in enumerate(steps):
        left = [part for part in left if mask[issued.index(part)]]
        recorded_at = datetime(
            recorded_on.year, recorded_on.month, recorded_on.day, 1, 0, number, tzinfo=UTC
        )
        changes.append(Change("scope_reduced", effective_on, recorded_at, left))
    known_at = datetime(known.year, known.month, known.day, 12, tzinfo=UTC)
    calendar = {}
    for change in sorted(changes[1:], key=lambda one: one.recorded_at):
        if change.recorded_at <= known_at:
            for offset in range(500):
                painted = change.effective_on + timedelta(days=offset)
                calendar[painted] = change.scope

    covered = scope_on(issued=issued, changes=changes, day=day, known_at=known_at)
    term = {"valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1), "day": day}

    assert covered == calendar.get(day, issued)
    assert status_on(**term, changes=changes, known_at=known_at) == status_on(
        **term, changes=[first], known_at=known_at
    )


def test_lists_show_the_last_decision():
    assert scope_now(issued=["a", "b"], reduced=None) == ["a", "b"]
    assert scope_now(issued=["a", "b"], reduced=["b"]) == ["b"]
