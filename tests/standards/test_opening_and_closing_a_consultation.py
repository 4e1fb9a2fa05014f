"""A draft before the public: open for long enough, frozen, ended by the day, settled."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from standards.consultations.content import places_of, text_consulted
from standards.consultations.rules import earliest_closing
from standards.differences.reading import read_text
from standards.drafts import mark_of, values_of
from standards.errors import (
    ClosingDayRefused,
    CommentsUnanswered,
    CommentsWait,
    ConsultationIsOver,
    ConsultationIsRunning,
    ConsultationTooShort,
    CriterionUnknown,
    DraftInConsultation,
    EarlierDayNeeded,
    ReasonNeeded,
    ResolutionIsNotYet,
    StatusMoveRefused,
    TableIsPublished,
    TableNotPublished,
    VersionIsEmpty,
)
from standards.models import Consultation, Criterion, Resolution, StandardVersion
from standards.operations.comments import accept_comment, answer_comments
from standards.operations.consultations import (
    close_consultation,
    extend_consultation,
    open_consultation,
    publish_table,
    record_resolution,
    shorten_consultation,
)
from standards.operations.draft_content import change_criterion
from standards.operations.loading import load_package
from standards.operations.versions import publish
from standards.packages.reading import read_package
from standards.packages.writing import content_sha256, export_package
from tests.factories.consultations import (
    answered_comment,
    comment_on,
    open_round,
    public_comment,
)
from tests.factories.people import UserFactory
from tests.factories.standards import StandardVersionFactory, make_standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]
TODAY = date(2026, 11, 23)
OVER = "2027-02-01 10:00+01:00"


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


def reword(version, text="Nowa treść."):
    row = Criterion.objects.select_related("version").get(version=version, key="a02")
    seen = mark_of(values_of(row))
    return change_criterion(criterion=row, seen=seen, by=UserFactory(), text_pl=text)


def facts():
    return Consultation.objects.values(
        "round", "opened_on", "closes_on", "closed_at", "change_reason_pl"
    ).get()


def test_an_opened_round_keeps_the_text_and_its_fingerprint():
    draft, person = make_standard(criteria=4, sections=2, published=False), UserFactory()

    consultation = open_round(draft, by=person)

    version = StandardVersion.objects.get(pk=draft.pk)
    assert (version.status, consultation.round) == ("in_consultation", 1)
    assert (consultation.opened_on, consultation.closes_on) == (TODAY, date(2027, 1, 21))
    assert consultation.sha256 == content_sha256(version)
    fresh = Consultation.objects.get()
    assert content_sha256(version, fresh.content) == consultation.sha256
    assert fresh.history.get().history_user == person
    assert text_consulted(fresh).criteria == read_text(version).criteria
    assert [place.value for place in places_of(fresh.content)] == [
        "section:section-a",
        "criterion:a01",
        "criterion:a02",
        "section:section-b",
        "criterion:b01",
        "criterion:b02",
    ]


def test_a_round_is_open_for_as_many_days_as_the_scheme_promises():
    draft = make_standard(criteria=4, sections=2, published=False)
    draft.scheme.consultation_days = 14
    draft.scheme.save()

    with pytest.raises(ConsultationTooShort):
        open_round(draft, days=13)

    assert not Consultation.objects.exists()
    assert StandardVersion.objects.get().status == "draft"
    assert open_round(draft, days=14).closes_on == date(2026, 12, 6)


@given(day=st.dates(date(2020, 1, 1), date(2080, 1, 1)), days=st.integers(0, 400))
def test_the_least_round_holds_exactly_so_many_days(day, days):
    last = earliest_closing(opened_on=day, days=days)

    assert (last - day).days + 1 == max(days, 1)


def test_an_empty_draft_and_a_published_version_are_not_consulted():
    for version, refusal in (
        (StandardVersionFactory(), VersionIsEmpty),
        (make_standard(criteria=2, sections=1), StatusMoveRefused),
    ):
        with pytest.raises(refusal):
            open_consultation(version=version, closes_on=date(2027, 6, 1), by=UserFactory())

    assert not Consultation.objects.exists()


def test_what_people_are_asked_about_changes_neither_by_hand_nor_by_a_file():
    draft = make_standard(criteria=4, sections=2, published=False)
    package = export_package(draft)
    open_round(draft)
    before = content_sha256(draft)

    with pytest.raises(DraftInConsultation):
        reword(draft)
    with pytest.raises(DraftInConsultation):
        load_package(source=read_package("draft.yaml", package), by=UserFactory())

    assert content_sha256(StandardVersion.objects.get()) == before
    assert StandardVersion.objects.get().status == "in_consultation"


@pytest.mark.parametrize(
    ("moment", "runs"),
    [
        ("2026-11-23 00:01+01:00", True),
        ("2027-01-21 23:59+01:00", True),
        ("2027-01-22 00:01+01:00", False),
        ("2026-11-22 23:59+01:00", False),
    ],
)
def test_the_day_alone_ends_a_round(moment, runs):
    consultation = open_round()

    with time_machine.travel(moment, tick=False):
        today = timezone.localdate()
        found = consultation.is_running(today), Consultation.objects.running(today).exists()

    assert found == (runs, runs)


def test_a_round_is_extended_and_its_history_says_so():
    consultation = open_round()

    extend_consultation(
        consultation=consultation,
        closes_on=date(2027, 2, 10),
        reason_pl="Ferie zimowe.",
        by=UserFactory(),
    )

    assert (facts()["closes_on"], facts()["change_reason_pl"]) == (
        date(2027, 2, 10),
        "Ferie zimowe.",
    )
    assert consultation.history.first().history_change_reason == "extend_consultation"


def test_extending_never_takes_days_away_and_never_wakes_what_is_over():
    consultation = open_round()
    before = facts()

    for day in (consultation.closes_on, TODAY):
        with pytest.raises(ClosingDayRefused):
            extend_consultation(consultation=consultation, closes_on=day, by=UserFactory())
    with time_machine.travel(OVER, tick=False), pytest.raises(ConsultationIsOver):
        extend_consultation(consultation=consultation, closes_on=date(2028, 1, 1), by=UserFactory())

    assert facts() == before


def shorten(consultation, day, reason="Błąd w ogłoszeniu."):
    return shorten_consultation(
        consultation=consultation, closes_on=day, reason_pl=reason, by=UserFactory()
    )


def test_shortening_needs_a_reason_and_leaves_what_the_scheme_promises():
    consultation = open_round(days=90)
    before = facts()

    with pytest.raises(ReasonNeeded):
        shorten(consultation, date(2027, 1, 31), reason=" ")
    with pytest.raises(ConsultationTooShort):
        shorten(consultation, date(2027, 1, 20))
    for day in (consultation.closes_on, TODAY - timedelta(days=1)):
        with pytest.raises(EarlierDayNeeded):
            shorten(consultation, day)

    assert facts() == before
    shorten(consultation, date(2027, 1, 31))
    assert facts()["closes_on"] == date(2027, 1, 31)


def test_a_running_round_is_broken_off_only_with_a_public_reason():
    consultation = open_round()
    before = facts()

    with pytest.raises(ReasonNeeded):
        close_consultation(consultation=consultation, by=UserFactory())

    assert (facts(), StandardVersion.objects.get().status) == (before, "in_consultation")
    close_consultation(consultation=consultation, reason_pl="Zły plik.", by=UserFactory())
    assert StandardVersion.objects.get().status == "draft"
    assert not Consultation.objects.running(TODAY).exists()


def test_after_its_day_a_round_is_closed_without_a_word_and_only_once():
    consultation = open_round()

    with time_machine.travel(OVER, tick=False):
        close_consultation(consultation=consultation, by=UserFactory())
        with pytest.raises(StatusMoveRefused):
            close_consultation(consultation=consultation, by=UserFactory())

    assert StandardVersion.objects.get().status == "draft"
    assert facts()["change_reason_pl"] == ""


def test_a_second_round_asks_about_the_changed_text_and_the_first_keeps_its_own():
    draft = make_standard(criteria=4, sections=2, published=False)
    first = open_round(draft)
    with time_machine.travel(OVER, tick=False):
        close_consultation(consultation=first, by=UserFactory())
        publish_table(consultation=first, by=UserFactory())
        reword(draft)
        second = open_round(StandardVersion.objects.get())

    first.refresh_from_db()
    texts = [text_consulted(one).by_key["a02"].text_pl for one in (first, second)]
    assert texts == ["Kryterium A02 jest spełnione.", "Nowa treść."]
    assert (second.round, first.sha256 == second.sha256) == (2, False)


def test_a_second_round_waits_for_the_table_of_the_first():
    draft = make_standard(criteria=4, sections=2, published=False)
    first = open_round(draft)
    with time_machine.travel(OVER, tick=False):
        close_consultation(consultation=first, by=UserFactory())

        with pytest.raises(TableNotPublished):
            open_round(StandardVersion.objects.get())

    assert Consultation.objects.count() == 1


def publish_refused(draft, refusal):
    with pytest.raises(refusal) as raised:
        publish(version=StandardVersion.objects.get(pk=draft.pk), by=UserFactory())
    assert StandardVersion.objects.get(pk=draft.pk).status == "in_consultation"
    return raised.value.messages[0]


def test_a_version_is_published_once_every_comment_is_read_answered_and_shown():
    draft = make_standard(criteria=4, sections=2, published=False)
    consultation = open_round(draft)
    waits = comment_on(consultation)
    public_comment(consultation)
    comment_on(consultation, email="x@example.org")  # never confirmed, stops nothing

    publish_refused(draft, ConsultationIsRunning)
    with time_machine.travel(OVER, tick=False):
        assert "1" in publish_refused(draft, CommentsWait)
        accept_comment(comment=waits, by=UserFactory())
        assert "1, 2" in publish_refused(draft, CommentsUnanswered)
        answer_comments(
            consultation=consultation,
            comments=list(consultation.comments.public()),
            outcome="noted",
            why_pl="Wyjaśniono.",
            by=UserFactory(),
        )
        publish_refused(draft, TableNotPublished)
        publish_table(consultation=consultation, by=UserFactory())
        published = publish(version=StandardVersion.objects.get(), by=UserFactory())

    assert published.status == "published"
    assert published.sha256 == consultation.sha256


def test_a_table_is_published_once_and_not_before_the_end():
    consultation = open_round()
    answered_comment(consultation)

    with pytest.raises(ConsultationIsRunning):
        publish_table(consultation=consultation, by=UserFactory())
    with time_machine.travel(OVER, tick=False):
        publish_table(consultation=consultation, by=UserFactory())
        with pytest.raises(TableIsPublished):
            publish_table(consultation=consultation, by=UserFactory())

    assert consultation.history.filter(history_change_reason="publish_table").count() == 1


def resolve(consultation, **facts):
    given_facts = {
        "body": "Rada programowa",
        "resolved_on": TODAY,
        "result": "adopted",
        "criterion_keys": ["a01", "a01"],
        **facts,
    }
    return record_resolution(consultation=consultation, by=UserFactory(), **given_facts)


def test_a_resolution_names_criteria_of_the_draft_and_a_day_that_was():
    consultation = open_round()

    with pytest.raises(CriterionUnknown):
        resolve(consultation, criterion_keys=["a01", "nothing"])
    with pytest.raises(ResolutionIsNotYet):
        resolve(consultation, resolved_on=TODAY + timedelta(days=1))
    assert not Resolution.objects.exists()

    kept = resolve(consultation, votes_for=7, minutes_url="https://example.org/protokol")
    assert Resolution.objects.values_list("criterion_keys", "votes_for").get() == (["a01"], 7)
    assert kept.history.get().history_change_reason == "record_resolution"
