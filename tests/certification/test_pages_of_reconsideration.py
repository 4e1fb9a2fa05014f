"""The pages of a reconsideration: who opens which, what they say, and the letter."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from certification.models import Appeal, CaseEvent
from certification.operations.panel import appoint_panel, declare_for_panel
from certification.operations.settlements import settle
from tests.factories.certification import PostFactory
from tests.reconsideration import (
    GROUNDS,
    OPINION,
    REASONS,
    answers,
    contested,
    refused,
    reviewed,
)

pytestmark = pytest.mark.django_db
PEOPLE = (
    "signer", "editor", "reader", "secretary", "authority", "other_authority", "observer",
    "member", "outside_expert", "assessor", "stranger",
)  # fmt: skip


def url(session, name):
    return reverse(name, kwargs={"number": session.application.number})


def statuses(client, session, name):
    found = {}
    for who in PEOPLE:
        client.force_login(getattr(session, who))
        found[who] = client.get(url(session, name)).status_code
    return found


def nobody_but(default=403, **others):
    found = dict.fromkeys(PEOPLE, default) | {"assessor": 404, "stranger": 404}
    return found | others


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "certification:reconsideration",
            nobody_but(200),
        ),
        ("certification:take_request_back", nobody_but(signer=200)),
        ("certification:appoint_panel", nobody_but(secretary=200)),
        ("certification:give_opinion", nobody_but(404, outside_expert=200)),
        ("workflows:settle", nobody_but(authority=200, other_authority=200)),
    ],
)
def test_who_opens_which_page(client, name, expected):
    session = contested()
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)

    assert statuses(client, session, name) == expected


def test_who_may_ask(client):
    session = refused()

    assert statuses(client, session, "certification:ask_to_reconsider") == nobody_but(
        signer=200, outside_expert=404
    )


def test_before_the_declaration_the_panel_sees_no_more_than_the_names(client):
    session = contested()
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    client.force_login(session.outside_expert)

    page = client.get(url(session, "certification:give_opinion")).text
    others = [
        client.get(url(session, f"certification:{name}")).status_code
        for name in ("reconsideration", "decision", "evaluation", "case")
    ]

    assert GROUNDS not in page
    assert others == [403, 403, 403, 404]


def test_opening_the_decision_begins_the_time_and_offers_the_request(client):
    session = refused()
    client.force_login(session.secretary)
    client.get(url(session, "certification:decision"))
    by_staff = CaseEvent.objects.filter(kind="decision_served").count()
    client.force_login(session.reader)
    read = client.get(url(session, "certification:decision")).text
    client.force_login(session.signer)
    signed = client.get(url(session, "certification:decision")).text

    [event] = CaseEvent.objects.filter(kind="decision_served")
    assert (by_staff, event.by) == (0, session.reader)
    ask = url(session, "certification:ask_to_reconsider")
    assert (ask in read, ask in signed) == (False, True)


def test_a_row_is_added_without_losing_what_was_typed(client):
    session = refused()
    client.force_login(session.signer)
    address = url(session, "certification:ask_to_reconsider")

    page = client.post(
        address,
        {"grounds": GROUNDS, "shown": "2", "point_1_criterion": "a02", "add": "1"},
    )

    form = page.context["form"]
    assert (form.rows, form["grounds"].value(), form["point_1_criterion"].value()) == (
        3,
        GROUNDS,
        "a02",
    )
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"point_1_criterion": "a02"}, "point_1_grounds"),
        ({"point_1_grounds": "Bo tak."}, "point_1_criterion"),
    ],
)
def test_half_a_row_is_pointed_out(client, row, field):
    session = refused()
    client.force_login(session.signer)

    page = client.post(
        url(session, "certification:ask_to_reconsider"), {"grounds": GROUNDS, "shown": "2", **row}
    )

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Appeal.objects.exists()


def test_after_the_last_day_the_page_says_so_and_refuses(client, time_machine):
    time_machine.move_to("2026-09-07T10:00:00+02:00", tick=False)
    session = refused()
    time_machine.move_to("2026-12-07T10:00:00+01:00", tick=False)
    client.force_login(session.signer)
    address = url(session, "certification:ask_to_reconsider")

    page, sent = client.get(address), client.post(address, {"grounds": GROUNDS, "shown": "1"})

    assert "<textarea" not in page.text
    assert sent.status_code == 409
    assert not Appeal.objects.exists()


def test_the_whole_way_on_pages(client):
    session = refused()
    client.force_login(session.signer)
    client.post(
        url(session, "certification:ask_to_reconsider"),
        {
            "grounds": GROUNDS,
            "shown": "2",
            "point_1_criterion": "a02",
            "point_1_grounds": "Umowa jest w załączniku 3.",
        },
    )
    client.force_login(session.secretary)
    client.post(
        url(session, "certification:appoint_panel"), {"people": [session.outside_expert.pk]}
    )
    client.force_login(session.outside_expert)
    opinion = url(session, "certification:give_opinion")
    client.post(opinion, {"is_clear": "yes"})
    client.post(opinion, {"opinion": OPINION})
    client.force_login(session.other_authority)
    [point] = Appeal.objects.get().points.all()
    data = {
        "outcome": "annulled",
        "reasons": REASONS,
        f"right_{point.pk}": "yes",
        f"finding_{point.pk}": "Umowa potwierdza spełnienie kryterium.",
    }
    settling = url(session, "workflows:settle")
    preview = client.post(settling, data)
    before = Appeal.objects.get().status
    client.post(settling, data | {"confirmed": "1"})

    session.application.refresh_from_db()
    assert "Uchyla się decyzję" in preview.text
    assert (before, Appeal.objects.get().status, session.application.status) == (
        "filed",
        "annulled",
        "granted",
    )
    client.force_login(session.signer)
    page = client.get(url(session, "certification:reconsideration")).text
    assert "Umowa potwierdza spełnienie kryterium." in page
    assert OPINION not in page


def test_the_letter_is_a_file_with_rulings_points_and_remedy(client):
    session = reviewed()
    settle(
        appeal=session.appeal,
        outcome="kept",
        reasons=REASONS,
        points=answers(session, is_right=False),
        by=session.other_authority,
    )
    client.force_login(session.signer)
    address = reverse(
        "certification:letter",
        kwargs={"number": session.application.number, "kind": "reconsideration"},
    )

    first, second = client.get(address), client.get(address)

    assert first.content == second.content
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(first.content)).pages)
    text = " ".join(words.replace("\u00a0", " ").split())
    for part in ("Utrzymuje się w mocy decyzję", session.decision.number, "A02", "nie ma racji"):
        assert part in text
    client.force_login(session.stranger)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("points", [1, 3])
def test_pages_take_a_constant_number_of_queries(client, points, django_assert_num_queries):
    session = reviewed()
    [point] = session.appeal.points.all()
    others = session.application.version.criteria.exclude(pk=point.criterion_id)
    for criterion in others[: points - 1]:
        session.appeal.points.create(criterion=criterion, grounds="Także tu.")
    client.force_login(session.other_authority)
    addresses = [
        url(session, name) for name in ("certification:reconsideration", "workflows:settle")
    ]
    for address in addresses:
        client.get(address)

    for address, queries in zip(
        addresses, (QUERIES_OF_THE_REQUEST, QUERIES_OF_SETTLING), strict=True
    ):
        with django_assert_num_queries(queries):
            client.get(address)


QUERIES_OF_THE_REQUEST = 16
QUERIES_OF_SETTLING = 29
QUERIES_OF_STEPS = {
    "appoint_panel": 24,
    "ask_to_reconsider": 12,
    "give_opinion": 7,
    "take_request_back": 10,
}


@pytest.mark.parametrize("people", [1, 50])
@pytest.mark.parametrize(("name", "queries"), QUERIES_OF_STEPS.items())
def test_steps_take_the_same_queries_however_many_people_there_are(
    client, name, queries, people, django_assert_num_queries
):
    session = refused() if name == "ask_to_reconsider" else contested()
    operator = session.application.edition.operator
    for _number in range(people):
        PostFactory(role="assessor", operator=operator)
    who = {"appoint_panel": session.secretary, "give_opinion": session.outside_expert}
    if name == "give_opinion":
        appoint_panel(appeal=session.appeal, people=[who[name]], by=session.secretary)
        declare_for_panel(appeal=session.appeal, is_clear=True, by=who[name])
    client.force_login(who.get(name, session.signer))
    address = url(session, f"certification:{name}")
    client.get(address)

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_an_answer_typed_while_somebody_else_settled_is_given_back(client):
    session = reviewed()
    settle(
        appeal=session.appeal,
        outcome="kept",
        reasons=REASONS,
        points=answers(session, is_right=False),
        by=session.other_authority,
    )
    client.force_login(session.other_authority)

    stale = client.post(
        url(session, "workflows:settle"), {"outcome": "changed", "reasons": "Nowy dokument."}
    )

    assert stale.status_code == 409
    assert "Nowy dokument." in stale.text
    assert Appeal.objects.get().status == "kept"
