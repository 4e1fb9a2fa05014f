"""What follows from the days of a certificate is told as well: a term begins, a term ends."""

from datetime import date, timedelta
from importlib import import_module
from xml.etree import ElementTree

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.models import Watch
from certification.operations.watching import tell_of_terms
from certification.tasks import send_notices, tell_of_begun_and_ended_terms
from tests.factories.certification import CertificateFactory, StatusChangeFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
EARLIER = "2026-05-20 10:00+02:00"
LAST = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-02 10:00+02:00", tick=False) as travelled:
        yield travelled


def make(first=date(2026, 5, 20), last=LAST, **fields):
    """Issue a certificate on the twentieth of May."""
    with time_machine.travel(EARLIER, tick=False):
        return CertificateFactory(
            issued_on=date(2026, 5, 20),
            decision__valid_from=first,
            decision__valid_until=last,
            **fields,
        )


def change(certificate, status, moment, effective_on):
    with time_machine.travel(f"{moment}+02:00", tick=False):
        StatusChangeFactory(certificate=certificate, status=status, effective_on=effective_on)
    certificate.status = status
    certificate.save()


def feed(client, **filters):
    """Give of each entry its title, its moment and its name."""
    answer = client.get("/registry/feed.atom", filters, headers={"accept-language": "en"})
    return [
        tuple(entry.find(f"{ATOM}{part}").text for part in ("title", "updated", "id"))
        for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")  # noqa: S314  ours
    ]


def titles(client, **filters):
    return [title for title, _moment, _name in feed(client, **filters)]


def watching(**filters):
    return Watch.objects.create(
        email="ktos@example.org",
        language="en",
        filters=filters,
        asked_at=timezone.now(),
        confirmed_at=timezone.now(),
        terms_told_until=LAST,
        newest_seen=10**9,
    )


def told():
    """Run the clock's task and give the lines of the letters that name a state."""
    tell_of_begun_and_ended_terms()
    send_notices()
    lines = [line for letter in mail.outbox for line in letter.body.splitlines()]
    mail.outbox.clear()
    return [line.split(". http")[0] for line in lines if " from 2026-" in line]


def test_the_day_after_the_last_one_the_feed_tells_that_the_term_ended(client, clock):
    number = make().number

    clock.move_to("2026-06-01 23:59+02:00")
    before = feed(client)
    clock.move_to("2026-06-02 00:01+02:00")
    after = feed(client)

    issued = next(iter(before))
    assert [title for title, _moment, _name in before] == [f"{number}: Valid"]
    assert after == [
        (
            f"{number}: Expired",
            "2026-06-01T22:00:00+00:00",
            f"{issued[2].split('#')[0]}#term_ended",
        ),
        issued,
    ]
    answer = client.get("/registry/feed.atom", headers={"accept-language": "en"})
    assert "Expired from 2026-06-02. Because its term ended." in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "moment", "words"),
    [
        ("suspended", "2026-05-25 12:00", ["Expired", "Suspended", "Valid"]),
        ("withdrawn", "2026-05-25 12:00", ["Withdrawn", "Valid"]),
        ("terminated", "2026-05-25 12:00", ["Terminated", "Valid"]),
        ("annulled", "2026-05-25 12:00", ["Annulled", "Valid"]),
        ("withdrawn", "2026-06-02 09:00", ["Withdrawn", "Valid"]),
    ],
)
def test_a_term_ends_only_where_nothing_ended_before(client, status, moment, words):
    certificate = make()

    change(certificate, status, moment, date(2026, 5, 25))

    assert titles(client) == [f"{certificate.number}: {word}" for word in words]


@pytest.mark.parametrize(
    ("status", "moment", "words"),
    [
        (None, None, ["Valid", "Valid"]),
        ("suspended", "2026-05-25 12:00", ["Suspended", "Suspended", "Valid"]),
        ("suspended", "2026-06-02 09:00", ["Suspended", "Valid", "Valid"]),
        ("terminated", "2026-05-25 12:00", ["Terminated", "Valid"]),
        ("terminated", "2026-06-02 09:00", ["Terminated", "Valid", "Valid"]),
    ],
)
def test_a_term_that_begins_after_the_issue_is_told_as_what_it_was_then(
    client, status, moment, words
):
    certificate = make(first=date(2026, 6, 2), last=date(2027, 6, 1))

    if status:
        change(certificate, status, moment, date(2026, 5, 25))

    assert titles(client) == [f"{certificate.number}: {word}" for word in words]


def test_a_term_that_begins_with_the_issue_or_was_issued_late_is_told_by_the_issue_alone(client):
    CertificateFactory(
        issued_on=LAST, decision__valid_from=LAST, decision__valid_until=date(2027, 6, 1)
    )
    CertificateFactory(
        issued_on=LAST,
        decision__valid_from=date(2026, 6, 2),
        decision__valid_until=date(2027, 6, 1),
    )

    assert [name.split("#")[1].isdecimal() for _title, _moment, name in feed(client)] == [True] * 2
    assert len(titles(client)) == 2


def test_the_feed_is_in_the_order_of_the_moments_and_keeps_its_filters(client):
    ended = make(voivodeship="06")
    begun = make(date(2026, 6, 2), date(2027, 6, 1), voivodeship="14")
    change(begun, "suspended", "2026-06-01 23:00", date(2026, 6, 1))
    change(begun, "valid", "2026-06-02 01:00", date(2026, 6, 1))

    moments = [moment for _title, moment, _name in feed(client)]

    assert titles(client)[:4] == [
        f"{begun.number}: Valid",
        f"{ended.number}: Expired",
        f"{begun.number}: Suspended",
        f"{begun.number}: Suspended",
    ]
    assert moments == sorted(moments, reverse=True)
    assert titles(client, voivodeship="06") == [
        f"{ended.number}: {w}" for w in ("Expired", "Valid")
    ]
    assert titles(client, status="expired") == titles(client, voivodeship="06")
    assert titles(client, status="not_yet_valid") == []


@pytest.mark.parametrize("filters", [{}, {"voivodeship": "06"}])
def test_the_feed_asks_as_often_for_one_certificate_as_for_fifty(client, filters):
    counts = []
    for many, shown in ((1, 4), (23, 50)):
        for _n in range(many):
            make(voivodeship="06")
        make(date(2026, 6, 2), date(2027, 6, 1), voivodeship="06")
        with CaptureQueriesContext(connection) as asked:
            assert len(feed(client, **filters)) == shown
        counts.append(len(asked))

    assert counts == [7 + bool(filters)] * 2


def test_a_watcher_is_told_once_that_the_term_ended(clock):
    certificate, _longer = make(), make(last=date(2026, 6, 20))
    watching()

    first, second = told(), told()
    clock.move_to("2026-06-03 10:00+02:00")

    name = certificate.offer_name or certificate.holder_name
    assert first == [f"{certificate.number}, {name}: Expired from 2026-06-02"]
    assert (second, told()) == ([], [])


def test_a_day_that_nobody_told_is_told_on_the_next(clock):
    numbers = [make(last=date(2026, 6, day)).number for day in (1, 2, 4, 5)]
    watching()
    clock.move_to("2026-06-05 00:05+02:00")

    lines = told()
    clock.move_to("2026-06-06 00:05+02:00")

    assert [line.split(",")[0] for line in lines] == numbers[:3]
    assert [line.split(",")[0] for line in told()] == numbers[3:]


def test_a_watch_of_one_certificate_hears_of_no_other_and_of_nothing_before_it_began(client):
    ended, _other = make(), make()
    watch = watching()
    watch.certificate, watch.filters = ended, {}
    watch.save()

    lines = told()
    late = watching()
    late.terms_told_until = late.confirmed_at = None
    late.save()
    client.post(f"/registry/watch/{late.token}/confirm/")

    assert [line.split(",")[0] for line in lines] == [ended.number]
    assert told() == []
    late.refresh_from_db()
    assert late.terms_told_until == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("expired", ["Expired from 2026-06-02"]),
        ("valid", ["Valid from 2026-06-02"]),
        ("suspended", ["Suspended from 2026-06-02"]),
        ("withdrawn", []),
    ],
)
def test_a_watched_state_is_told_where_a_term_leads_to_it(status, words):
    make()
    make(date(2026, 6, 2), date(2027, 6, 1))
    paused = make(date(2026, 6, 2), date(2027, 6, 1))
    change(paused, "suspended", "2026-05-25 12:00", date(2026, 5, 25))
    watching(status=status)

    assert [line.split(": ")[1] for line in told()] == words


def test_whoever_watches_what_is_not_yet_valid_is_told_of_its_issue(clock):
    watch = watching(status="not_yet_valid")
    watch.newest_seen = 0
    watch.save()
    today = timezone.localdate()
    running = CertificateFactory(decision__valid_from=today, issued_on=today)
    coming = CertificateFactory(decision__valid_from=date(2026, 7, 1), issued_on=today)
    clock.shift(timedelta(minutes=1))

    lines = told()

    assert [line.split(",")[0] for line in lines] == [coming.number]
    assert running.number != coming.number


def test_telling_asks_as_often_for_one_certificate_as_for_fifty(clock):
    counts = []
    for day, many in ((2, 1), (3, 50)):
        for _n in range(many):
            make(last=date(2026, 6, day - 1), voivodeship="06")
        clock.move_to(f"2026-06-0{day} 10:00+02:00")
        Watch.objects.all().delete()
        watching(voivodeship="06")
        Watch.objects.update(terms_told_until=date(2026, 6, day - 1))
        with CaptureQueriesContext(connection) as asked:
            assert tell_of_terms() == 1
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_watches_from_before_are_told_from_today_on():
    watch, waiting = watching(), watching()
    Watch.objects.filter(pk=watch.pk).update(terms_told_until=None)
    Watch.objects.filter(pk=waiting.pk).update(terms_told_until=None, confirmed_at=None)

    module = import_module("certification.migrations.0027_watches_are_told_from_today")
    module.begin_today(apps, None)

    days = Watch.objects.order_by("pk").values_list("terms_told_until", flat=True)
    assert list(days) == [date(2026, 6, 2), None]
