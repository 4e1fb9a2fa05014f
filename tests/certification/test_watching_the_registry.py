"""Watching without an account: nothing before a confirmation, nothing after the end."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from certification.models import Notice, Watch
from certification.operations.watching import tell_watchers
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


def test_nobody_floods_an_address(client):
    make()

    answers = [ask(client, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(4)]

    assert answers == [302, 302, 302, 200]
    assert Watch.objects.count() == 3


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


def test_the_feed_shows_changes_by_filter_the_newest_first(client, django_assert_num_queries):
    here = make(voivodeship="06", holder_name="Dolina & Wisła", offer_name="")
    there = make(voivodeship="14")
    StatusChangeFactory(
        certificate=here, status="suspended", effective_on=date(2026, 6, 1), reason="misuse"
    )

    with django_assert_num_queries(2):
        whole = client.get("/registry/feed.atom", headers={"accept-language": "en"})
    with django_assert_num_queries(4):
        filtered = client.get("/registry/feed.atom", {"voivodeship": "14"})

    text = whole.content.decode()
    assert whole.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert re.findall(r"<entry><title>(.*?):", text) == [here.number, there.number, here.number]
    assert "Dolina &amp; Wisła" in text
    assert "Suspended from 2026-06-01." in text
    assert re.findall(r"<entry><title>(.*?):", filtered.content.decode()) == [there.number]
    assert dict(whole.cookies) == {}
