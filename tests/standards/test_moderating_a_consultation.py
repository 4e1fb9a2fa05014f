"""The side of those who moderate: who is let in, the queue, answers, acts on a round."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import PostRole
from standards.models import Comment, Consultation, Disposition, Resolution, StandardVersion
from tests.factories.certification import PostFactory
from tests.factories.consultations import (
    answered_comment,
    comment_on,
    many_comments,
    open_round,
    public_comment,
)
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory, make_standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]
OVER = "2027-02-01 10:00+01:00"
ACTS = ("extend", "shorten", "close", "publish", "resolution")


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def draft(edition):
    return make_standard(
        criteria=4, sections=2, published=False, scheme=edition.scheme, version="2026.2"
    )


@pytest.fixture
def consultation(draft):
    return open_round(draft, days=90)


@pytest.fixture
def manager(client, edition):
    person = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    client.force_login(person)
    return person


def url(name, consultation, **kwargs):
    kwargs = {"pk": consultation.version_id, "number": consultation.round, **kwargs}
    return reverse(f"standards:{name}", kwargs=kwargs)


def every_page(consultation, comment):
    home = reverse("standards:draft_consultation", args=[consultation.version_id])
    return [
        home,
        url("draft_comments", consultation),
        url("draft_comment", consultation, comment=comment.pk),
        url("draft_answer", consultation) + f"?comment={comment.pk}",
        *(url("draft_consultation_act", consultation, act=act) for act in ACTS),
    ]


@pytest.mark.parametrize("role", PostRole.values)
def test_only_those_who_keep_the_standard_moderate(client, edition, consultation, role):
    comment = public_comment(consultation)
    client.force_login(PostFactory(operator=edition.operator, role=role).person)

    for address in every_page(consultation, comment):
        codes = client.get(address).status_code, client.post(address).status_code
        if role == PostRole.STANDARDS:
            assert 404 not in codes
        else:
            assert codes == (404, 404)


def test_strangers_log_in_first_and_administrators_moderate_nothing(client, consultation):
    addresses = every_page(consultation, public_comment(consultation))

    assert {client.get(one).status_code for one in addresses} == {302}
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert {client.get(one).status_code for one in addresses} == {404}


def test_a_round_is_opened_with_a_day_that_is_long_enough(client, draft, manager):
    home = reverse("standards:draft_consultation", args=[draft.pk])

    refused = client.post(home, {"closes_on": "2026-12-01"})
    assert (refused.status_code, Consultation.objects.count()) == (409, 0)
    assert "co najmniej 60 dni" in refused.content.decode()
    client.post(home, {"closes_on": "2027-03-01", "invitation_pl": "O terminach."})

    assert Consultation.objects.values_list("round", "invitation_pl").get() == (1, "O terminach.")
    assert StandardVersion.objects.get(pk=draft.pk).status == "in_consultation"
    assert "Konsultacje" in client.get(home).content.decode()


def test_the_editor_says_why_nothing_can_be_changed(client, consultation, manager):
    answer = client.get(reverse("standards:draft_facts", args=[consultation.version_id]))

    assert answer.status_code == 409
    assert "Projekt jest w konsultacjach." in answer.content.decode()


def test_a_comment_is_accepted_or_refused_with_a_reason(client, consultation, manager):
    first, second = (comment_on(consultation) for _n in range(2))

    client.post(url("draft_comment", consultation, comment=first.pk), {"act": "accept"})
    without = client.post(url("draft_comment", consultation, comment=second.pk), {"act": "refuse"})
    assert (without.status_code, "Napisz, dlaczego" in without.content.decode()) == (200, True)
    client.post(
        url("draft_comment", consultation, comment=second.pk),
        {"act": "refuse", "reason": "Reklama"},
    )

    rows = Comment.objects.order_by("pk").values_list("status", "number", "refusal")
    assert list(rows) == [("accepted", 1, ""), ("refused", None, "Reklama")]
    assert set(Comment.objects.values_list("moderated_by", flat=True)) == {manager.pk}


def test_the_queue_shows_what_is_to_be_done(client, consultation, manager):
    comment_on(consultation, text="Czeka")
    public_comment(consultation, text="Bez odpowiedzi")
    answered_comment(consultation, text="Załatwiona")

    shown = {
        which: client.get(url("draft_comments", consultation), {"show": which}).content.decode()
        for which in ("waiting", "unanswered", "answered", "refused", "unconfirmed")
    }

    words = ("Czeka", "Bez odpowiedzi", "Załatwiona")
    assert {
        which: [one for one in words if f"<p>{one}</p>" in text] for which, text in shown.items()
    } == {
        "waiting": ["Czeka"],
        "unanswered": ["Bez odpowiedzi"],
        "answered": ["Załatwiona"],
        "refused": [],
        "unconfirmed": [],
    }
    assert client.get(url("draft_comments", consultation), {"show": "all"}).status_code == 400


def test_marked_comments_get_one_answer(client, consultation, manager):
    marked = [public_comment(consultation).pk for _n in range(2)]
    public_comment(consultation)
    address = url("draft_answer", consultation)

    assert client.get(address)["Location"].endswith("?show=unanswered")
    assert client.get(address, {"comment": marked}).status_code == 200
    refused = client.post(address, {"comment": marked, "outcome": "partly"})
    assert (refused.status_code, Disposition.objects.count()) == (200, 0)
    client.post(
        address,
        {"comment": marked, "outcome": "partly", "why_pl": "Bo tak.", "criterion_key": "a02"},
    )

    given = Disposition.objects.get()
    assert set(given.comments.values_list("pk", flat=True)) == set(marked)
    assert (given.why_en, given.criterion_key) == ("", "a02")
    assert given.history.get().history_user == manager


def post_act(client, consultation, act, **fields):
    return client.post(url("draft_consultation_act", consultation, act=act), fields)


def test_acts_on_a_round_and_their_refusals(client, consultation, manager):
    codes = [
        post_act(client, consultation, "extend", closes_on="2027-01-01").status_code,
        post_act(client, consultation, "shorten", closes_on="2027-02-01").status_code,
        post_act(client, consultation, "close").status_code,
        post_act(client, consultation, "publish").status_code,
        post_act(client, consultation, "nothing").status_code,
    ]
    assert codes == [409, 200, 200, 409, 404]
    assert Consultation.objects.get().closes_on.isoformat() == "2027-02-20"

    post_act(client, consultation, "extend", closes_on="2027-03-01")
    post_act(client, consultation, "shorten", closes_on="2027-02-01", reason_pl="Zmiana ustawy")
    found = Consultation.objects.get()
    assert (found.closes_on.isoformat(), found.change_reason_pl) == ("2027-02-01", "Zmiana ustawy")

    with time_machine.travel("2027-02-02 10:00+01:00", tick=False):
        client.force_login(manager)
        post_act(client, consultation, "close")
        post_act(client, consultation, "publish")
    found.refresh_from_db()
    assert (found.is_settled, found.closed_at is not None) == (True, True)
    assert StandardVersion.objects.get(pk=found.version_id).status == "draft"


def test_a_resolution_takes_codes_of_the_draft(client, consultation, manager):
    facts = {"body": "Rada", "resolved_on": "2026-11-20", "result": "adopted", "votes_for": "7"}

    wrong = post_act(client, consultation, "resolution", codes="A01, Z99", **facts)
    assert ("Z99" in wrong.content.decode(), Resolution.objects.count()) == (True, 0)
    evil = post_act(client, consultation, "resolution", minutes_url="javascript:alert(1)", **facts)
    assert (evil.status_code, Resolution.objects.count()) == (200, 0)
    post_act(client, consultation, "resolution", codes="a02, A01", **facts)

    assert Resolution.objects.values_list("criterion_keys", "votes_for", "recorded_by").get() == (
        ["a01", "a02"],
        7,
        manager.pk,
    )


@pytest.mark.parametrize("name", ["draft_comments", "draft_consultation"])
def test_the_queue_asks_the_database_equally_often_for_1_and_50(
    client, consultation, manager, name
):
    address = (
        url(name, consultation) + "?show=unanswered"
        if name == "draft_comments"
        else reverse(f"standards:{name}", args=[consultation.version_id])
    )

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    many_comments(consultation, 1)
    queries()
    few = queries()
    Comment.objects.update(number=1)
    many_comments(consultation, 49)

    assert queries() == few
