"""Watching without an account: nothing before a confirmation, nothing after the end."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone, translation

from certification.models import MisuseReport, Notice, Watch
from certification.operations.watching import tell_watchers, what_is_watched
from certification.tasks import send_notices
from tests.factories.certification import CertificateFactory, StatusChangeFactory

pytestmark = pytest.mark.django_db
ADDRESS = "ktos@example.org"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False) as travelled:
        yield travelled


def make(**fields):
    term = {"decision__valid_from": date(2026, 1, 1), "decision__valid_until": date(2027, 1, 1)}
    return CertificateFactory(**term | fields)


def ask(client, query="", email=ADDRESS, **extra):
    return client.post(
        f"/registry/watch/{query}", {"email": email}, headers={"accept-language": "en"}, **extra
    )


def confirmed(client, query=""):
    ask(client, query)
    watch = Watch.objects.get()
    client.post(f"/registry/watch/{watch.token}/confirm/")
    send_notices()
    mail.outbox.clear()
    return watch


def change(certificate, status="suspended"):
    StatusChangeFactory(certificate=certificate, status=status, effective_on=date(2026, 6, 1))
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        send_notices()


def test_an_address_is_asked_to_confirm_and_nothing_more_is_sent(client):
    certificate = make()

    response = ask(client, f"?number={certificate.number}")
    send_notices()
    change(certificate)

    assert response.url == "/registry/watch/sent/"
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([ADDRESS], "Confirm that you want to watch the registry")
    ]
    assert f"/registry/watch/{Watch.objects.get().token}/confirm/" in mail.outbox[0].body
    assert Notice.objects.count() == 0


def test_looking_at_the_link_confirms_nothing(client):
    ask(client)
    watch = Watch.objects.get()

    client.get(f"/registry/watch/{watch.token}/confirm/")
    client.get(f"/registry/watch/{watch.token}/end/")

    assert Watch.objects.get().confirmed_at is None


def test_a_watched_certificate_is_told_of_once_and_no_other(client):
    certificate, other = make(), make()
    watch = confirmed(client, f"?number={certificate.number}")

    change(other)
    change(certificate)
    send_notices()

    assert [letter.subject for letter in mail.outbox] == ["Changes in the registry of certificates"]
    body = mail.outbox[0].body
    assert f"{certificate.number}, {certificate.offer_name or certificate.holder_name}" in body
    assert other.number not in body
    end = re.search(r"http\S+/end/", body)[0]
    assert end.endswith(f"/registry/watch/{watch.token}/end/")
    assert mail.outbox[0].extra_headers == {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_a_filter_lets_pass_what_it_would_find(client):
    here, there = make(voivodeship="06"), make(voivodeship="14")
    confirmed(client, "?voivodeship=06&status=suspended")

    change(there)
    change(here, "withdrawn")
    change(here, "suspended")

    assert len(mail.outbox) == 1
    assert here.number in mail.outbox[0].body


def test_a_reduced_scope_is_told_as_such_and_what_remains_stands_in_the_feed(client):
    certificate = make()
    confirmed(client, f"?number={certificate.number}")
    StatusChangeFactory(
        certificate=certificate,
        status="scope_reduced",
        scope=["powiat pierwszy"],
        reason="part_given_up",
    )

    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        send_notices()
    feed = client.get("/registry/feed.atom", headers={"accept-language": "en"}).content.decode()

    assert "Scope reduced from" in mail.outbox[-1].body
    assert f"<title>{certificate.number}: Scope reduced</title>" in feed
    assert "What remains: powiat pierwszy." in feed


def test_what_was_before_the_confirmation_is_not_told(client):
    certificate = make()
    StatusChangeFactory(certificate=certificate, status="suspended")

    confirmed(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert tell_watchers() == 0


def test_the_link_ends_it_without_a_login_and_the_address_is_forgotten(client):
    certificate = make()
    watch = confirmed(client)
    StatusChangeFactory(certificate=certificate, status="suspended")
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        tell_watchers()

    response = client.post(f"/registry/watch/{watch.token}/end/", {"List-Unsubscribe": "One-Click"})
    send_notices()

    assert response.status_code == 200
    assert (Watch.objects.count(), Notice.objects.count(), mail.outbox) == (0, 0, [])
    assert client.get(f"/registry/watch/{watch.token}/end/").status_code == 404


def test_a_wish_that_nobody_confirms_is_forgotten_in_two_days(client, clock):
    ask(client)
    clock.shift(timedelta(days=2, minutes=1))

    send_notices()

    assert Watch.objects.count() == 0


def test_nobody_floods_an_address_and_nobody_learns_of_it(client, clock):
    places = ["02", "04", "06", "08"]

    asked = [
        ask(client, f"?voivodeship={place}", REMOTE_ADDR=f"192.0.2.{place}") for place in places
    ]
    send_notices()
    clock.shift(timedelta(days=1))
    later = ask(client, "?voivodeship=08", REMOTE_ADDR="192.0.2.9")
    send_notices()

    assert {(one.status_code, one.url) for one in [*asked, later]} == {
        (302, "/registry/watch/sent/")
    }
    assert [watch.filters["voivodeship"] for watch in Watch.objects.order_by("pk")] == places
    assert len(mail.outbox) == 4


def test_whoever_asks_the_same_again_is_sent_the_same_link_again(client, clock):
    ask(client, "?voivodeship=06")
    clock.shift(timedelta(hours=47))
    ask(client, "?voivodeship=06")
    clock.shift(timedelta(hours=47))
    send_notices()

    watch = Watch.objects.get()
    assert [watch.token in letter.body for letter in mail.outbox] == [True, True]
    client.post(f"/registry/watch/{watch.token}/confirm/")
    ask(client, "?voivodeship=06")
    send_notices()
    assert Watch.objects.get().confirmed_at is not None
    assert f"/registry/watch/{watch.token}/confirm/" in mail.outbox[2].body


def test_an_address_with_as_many_watches_as_it_can_have_gets_nothing_more(client):
    Watch.objects.bulk_create(
        Watch(email=ADDRESS, asked_at=timezone.now(), confirmed_at=timezone.now(), filters={"q": n})
        for n in map(str, range(50))
    )

    response = ask(client)
    send_notices()

    assert (response.url, mail.outbox) == ("/registry/watch/sent/", [])
    assert Watch.objects.count() == 50


def test_the_letter_to_an_unconfirmed_address_holds_no_word_of_the_question(client):
    typed = "konto zablokowane:\n\nhttps://zly.example/login"

    ask(client, "?" + urlencode({"q": typed, "voivodeship": "06"}))
    send_notices()

    letter = mail.outbox[0]
    watch = Watch.objects.get()
    page = client.get(f"/registry/watch/{watch.token}/confirm/", headers={"accept-language": "en"})
    assert "certificates by filter (words of a search, lubelskie)" in letter.body
    assert re.findall(r"konto|zablokowane|zly|login", letter.body) == []
    assert re.findall(r"https?://\S+", letter.body) == [
        f"{settings.PUBLIC_URL}/registry/watch/{watch.token}/confirm/"
    ]
    named = "certificates by filter (konto zablokowane httpszlyexamplelogin, lubelskie)"
    assert f"<strong>{named}</strong>" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Spółdzielnia “Dolina”", "certificates by filter (Spółdzielnia Dolina)"),
        ("owes-2026-0031", "certificates by filter (owes-2026-0031)"),
        ("www.zly.example/a?b", "certificates by filter (wwwzlyexampleab)"),
        ("...", "the whole registry"),
    ],
)
def test_what_was_typed_is_written_in_letters_and_digits(typed, written):
    with translation.override("en"):
        assert what_is_watched(Watch(filters={"q": typed})) == written


@pytest.mark.parametrize("page", ["/registry/watch/", "/registry/report/"])
def test_an_address_longer_than_its_column_is_refused(client, page):
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.org"
    report = {"kind": "other", "description": "Znak stoi na innym wyrobie niż zgłoszony."}

    response = client.post(page, report | {"email": long}, headers={"accept-language": "en"})

    assert "at most 254 characters" in response.content.decode()
    assert (Watch.objects.count(), MisuseReport.objects.count()) == (0, 0)


def test_nobody_asks_for_many_addresses(client):
    answers = [ask(client, email=f"a{n}@example.org") for n in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert answers[-1].headers["Retry-After"]
    assert Watch.objects.count() == 10


def test_the_address_stands_in_no_log(client, caplog):
    make()
    confirmed(client)
    client.post("/registry/watch/x/confirm/")

    assert ADDRESS not in caplog.text


def test_an_unknown_number_cannot_be_watched(client):
    assert ask(client, "?number=OWES-1999-0001").status_code == 404


ATOM = "{http://www.w3.org/2005/Atom}"


def entries_of(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314  our own


def text_of(entry):
    """Read a summary as readers do: its text is HTML, and what a page would show of it."""
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    parts = []
    reader = HTMLParser()
    reader.handle_data = parts.append
    reader.feed(summary.text)
    reader.close()
    return "".join(parts)


def test_what_people_typed_stands_in_the_feed_letter_by_letter(client):
    certificate = make(offer_name="<b>Miód</b> & wosk")
    StatusChangeFactory(
        certificate=certificate, status="suspended", public_note="Patrz <a href='#'>tu</a> &lt;"
    )

    entries = entries_of(client.get("/registry/feed.atom", headers={"accept-language": "en"}))

    assert "<b>Miód</b> & wosk, " in text_of(entries[0])
    assert text_of(entries[0]).endswith("Patrz <a href='#'>tu</a> &lt;")


def test_control_characters_that_are_stored_take_no_feed_down(client):
    certificate = make(offer_name="Miód\x02", scope=["gmina"])
    StatusChangeFactory(
        certificate=certificate,
        status="scope_reduced",
        scope=["gm\x1fina"],
        public_note="Pierwszy\x0b wiersz\uffff.\nDrugi\t\x7f.",
    )

    response = client.get("/registry/feed.atom", headers={"accept-language": "en"})

    assert response.status_code == 200
    told = text_of(entries_of(response)[0])
    assert "Miód, " in told
    assert told.endswith("What remains: gmina. Pierwszy wiersz.\nDrugi\t.")


def test_the_feed_shows_changes_by_filter_the_newest_first(client, django_assert_num_queries):
    here = make(voivodeship="06", holder_name="Dolina & Wisła", offer_name="")
    there = make(voivodeship="14")
    StatusChangeFactory(
        certificate=here, status="suspended", effective_on=date(2026, 6, 1), reason="misuse"
    )

    with django_assert_num_queries(5):
        whole = client.get("/registry/feed.atom", headers={"accept-language": "en"})
    with django_assert_num_queries(6):
        filtered = client.get("/registry/feed.atom", {"voivodeship": "14"})

    text = whole.content.decode()
    assert whole.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert re.findall(r"<entry><title>(.*?):", text) == [here.number, there.number, here.number]
    assert text_of(entries_of(whole)[0]).startswith("Dolina & Wisła, ")
    assert "Suspended from 2026-06-01." in text
    assert re.findall(r"<entry><title>(.*?):", filtered.content.decode()) == [there.number]
    assert dict(whole.cookies) == {}
