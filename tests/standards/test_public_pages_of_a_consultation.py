"""What anybody sees of a consultation: text, form, letters, table, and the way from a criterion."""

import csv
import io
import re
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from standards.models import Comment, Criterion, StandardVersion
from standards.operations.comments import refuse_comment
from standards.operations.consultations import (
    close_consultation,
    publish_table,
    record_resolution,
)
from standards.operations.drafting import begin_draft
from standards.operations.versions import publish
from standards.tasks import send_consultation_letters
from tests.factories.consultations import (
    answered_comment,
    comment_on,
    many_comments,
    open_round,
    public_comment,
)
from tests.factories.drafts import CHANGES, change
from tests.factories.people import UserFactory
from tests.factories.standards import make_standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]
OVER = "2027-02-01 10:00+01:00"
ADDRESS = "ewa.nowak@example.org"


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


@pytest.fixture
def consultation():
    """Open a round on a draft that follows a published version."""
    first = make_standard(criteria=4, sections=2)
    draft = begin_draft(predecessor=first, change_class="minor", by=UserFactory())
    change(draft, "b01", weight=20)
    return open_round(draft)


def address(name, consultation):
    version = consultation.version
    kwargs = {
        "scheme": version.scheme.code,
        "version": version.version,
        "number": consultation.round,
    }
    space = "certification" if name == "consultation_pdf" else "standards"
    return reverse(f"{space}:{name}", kwargs=kwargs)


def page(client, name, consultation, query="", status=200):
    answer = client.get(address(name, consultation) + query)
    assert answer.status_code == status
    return answer.content.decode(errors="replace")


def said(**fields):
    return {
        "about": "criterion:a02",
        "kind": "change",
        "text": "Za trudne dla małych.",
        "email": ADDRESS,
        "sent_key": str(uuid4()),
        **fields,
    }


def settle(consultation):
    """End a round, publish its table and the version."""
    close_consultation(consultation=consultation, by=UserFactory())
    publish_table(consultation=consultation, by=UserFactory())
    draft = StandardVersion.objects.get(pk=consultation.version_id)
    return publish(version=draft, by=UserFactory())


def test_the_text_consulted_is_public_with_a_way_to_comment_on_each_part(client, consultation):
    public_comment(consultation)
    comment_on(consultation)

    shown = page(client, "consultation", consultation)

    forms = set(re.findall(r"comment/\?about=([\w%-]+)", shown))
    assert forms == {
        "whole",
        "section%3Asection-a",
        "section%3Asection-b",
        *(f"criterion%3A{key}" for key in ("a01", "a02", "b01", "b02")),
    }
    assert (consultation.sha256 in shown, "1 uwaga" in shown) == (True, True)
    assert "Kryterium B02 jest spełnione." in shown


def test_a_draft_that_was_never_opened_is_not_there(client):
    draft = make_standard(criteria=4, sections=2, published=False)

    for name in ("consultation", "consultation_comments", "consultation_csv"):
        kwargs = {"scheme": draft.scheme.code, "version": draft.version, "number": 1}
        assert client.get(reverse(f"standards:{name}", kwargs=kwargs)).status_code == 404


def test_lists_and_start_lead_to_what_is_open(client, consultation):
    link = address("consultation", consultation)

    found = [
        link in client.get(where).content.decode()
        for where in ("/", reverse("standards:consultations"))
    ]
    assert found == [True, True]
    with time_machine.travel(OVER, tick=False):
        later = client.get("/").content.decode(), client.get("/standards/consultations/")
    assert (link in later[0], link in later[1].content.decode()) == (False, True)


def test_what_a_draft_changes_is_shown_from_the_text_consulted(client, consultation):
    shown = page(client, "consultation_difference", consultation)

    words = re.sub(r"<[^>]+>|\s+", " ", shown)
    assert "Złagodzone (1) Bez zmian (3)" in re.sub(r" +", " ", words)


def test_a_comment_without_an_account_goes_by_way_of_a_letter(client, consultation, caplog):
    sent = client.post(address("consultation_comment", consultation), said(name="Ewa"))

    assert sent["Location"] == address("consultation_sent", consultation)
    assert "odnośnik z listu" in client.get(sent["Location"]).content.decode()
    assert send_consultation_letters() == 1
    assert send_consultation_letters() == 0
    (letter,) = mail.outbox
    assert (letter.to, "Za trudne dla małych." in letter.body) == ([ADDRESS], True)
    confirm, forget = (
        link.removeprefix("http://127.0.0.1:8000") for link in re.findall(r"http\S+", letter.body)
    )
    assert Comment.objects.get().status == "unconfirmed"
    assert "Potwierdź uwagę" in client.get(confirm).content.decode()
    assert Comment.objects.get().status == "unconfirmed"  # machines open links as well
    assert "Adres jest potwierdzony" in client.post(confirm).content.decode()
    assert Comment.objects.get().status == "waiting"
    client.post(forget, {"what": "signature"})
    row = Comment.objects.get()
    assert (row.email, row.name, row.status) == ("", "", "waiting")
    assert ADDRESS not in caplog.text


def test_a_link_is_good_for_three_days_and_only_as_we_wrote_it(client, consultation):
    comment_on(consultation, email=ADDRESS)
    send_consultation_letters()
    link = re.findall(r"http://127.0.0.1:8000(\S+confirm\S+)", mail.outbox[0].body)[0]

    with time_machine.travel("2026-11-26 10:01+01:00", tick=False):
        assert client.post(link).status_code == 404
    assert client.post(link.replace("confirm/", "confirm/x")).status_code == 404
    assert client.post(link.replace("confirm", "forget")).status_code == 404

    assert Comment.objects.values_list("status", "email").get() == ("unconfirmed", ADDRESS)


def test_a_person_with_an_account_needs_no_letter(client, consultation):
    person = UserFactory()
    client.force_login(person)
    assert 'name="email"' not in page(client, "consultation_comment", consultation)

    client.post(address("consultation_comment", consultation), said())

    assert Comment.objects.values_list("status", "author").get() == ("waiting", person.pk)
    assert send_consultation_letters() == 0


def test_the_same_form_sent_twice_is_one_comment(client, consultation):
    fields = said()

    for _n in range(2):
        client.post(address("consultation_comment", consultation), fields)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"website": "https://spam.example"}, "zatrzymuje ono automaty"),
        ({"text": "x"}, "5"),
        ({"text": "x" * 4001}, "4000"),
        ({"email": "nie-adres"}, "e-mail"),
        ({"email": f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.pl"}, "254"),
        ({"kind": "praise"}, "Jaka to uwaga?"),
        ({"about": "criterion:nothing"}, "Tego miejsca nie ma"),
        ({"about": "elsewhere"}, "Tego miejsca nie ma"),
        ({"sent_key": "not-a-key"}, "UUID"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(client, consultation, fields, sentence):
    answer = client.post(
        address("consultation_comment", consultation), said(proposal="Moja treść", **fields)
    )

    shown = answer.content.decode()
    assert (answer.status_code, sentence in shown, "Moja treść" in shown) == (200, True, True)
    assert 'role="alert"' in shown
    assert not Comment.objects.exists()


def test_one_network_does_not_drown_the_others(client, consultation):
    for n in range(20):
        client.post(address("consultation_comment", consultation), said(email=f"{n}@example.org"))

    answer = client.post(address("consultation_comment", consultation), said(text="Tekst zostaje"))

    assert (answer.status_code, Comment.objects.count()) == (429, 20)
    assert "Tekst zostaje" in answer.content.decode()


def test_after_the_end_the_form_says_so(client, consultation):
    with time_machine.travel(OVER, tick=False):
        shown = page(client, "consultation_comment", consultation)
        client.post(address("consultation_comment", consultation), said())

    assert "nie przyjmują już uwag" in shown
    assert not Comment.objects.exists()


def test_a_round_that_was_broken_off_ended_on_that_day(client, consultation):
    close_consultation(consultation=consultation, reason_pl="Błąd w tekście.", by=UserFactory())

    whole = page(client, "consultation", consultation)
    form = page(client, "consultation_comment", consultation)

    assert "od 23.11.2026 do 23.11.2026" in whole
    assert "23 listopada 2026" in form
    assert date_format(consultation.closes_on, "DATE_FORMAT") not in whole + form


def test_only_accepted_comments_are_public_and_no_address_ever(client, consultation):
    public_comment(consultation, text="Jawna uwaga", name="Ewa", organisation="Most")
    comment_on(consultation, text="Czeka jeszcze")
    comment_on(consultation, email=ADDRESS, text="Bez potwierdzenia")
    refused = comment_on(consultation, text="Kup teraz")
    refuse_comment(comment=refused, reason="Tajny powód", by=UserFactory())

    everywhere = "".join(
        page(client, name, consultation)
        for name in ("consultation", "consultation_comments", "consultation_csv")
    )

    hidden = ("Czeka jeszcze", "Bez potwierdzenia", "Kup teraz", "Tajny powód", ADDRESS)
    assert [word for word in hidden if word in everywhere] == []
    assert ("Jawna uwaga" in everywhere, "Ewa, Most" in everywhere) == (True, True)


def test_answers_are_public_only_with_the_whole_table(client, consultation):
    answered_comment(consultation, criterion_key="a02")
    before = page(client, "consultation_comments", consultation)
    with time_machine.travel(OVER, tick=False):
        settle(consultation)
        after = page(client, "consultation_comments", consultation)
        rows = list(csv.DictReader(io.StringIO(page(client, "consultation_csv", consultation))))

    assert ("Doprecyzowano treść." in before, "Doprecyzowano treść." in after) == (False, True)
    (row,) = rows
    assert (row["outcome"], row["why_en"], row["resulting_criterion"], row["place_code"]) == (
        "accepted",
        "The wording is clearer now.",
        "A02",
        "A02",
    )


def test_the_answer_without_a_translation_says_so(client, consultation):
    comment = answered_comment(consultation)
    comment.disposition.why_en = ""
    comment.disposition.save()
    with time_machine.travel(OVER, tick=False):
        settle(consultation)
        client.cookies["django_language"] = "en"
        shown = page(client, "consultation_comments", consultation)

    assert "This answer is not translated." in shown
    assert '<div lang="pl"><p>Doprecyzowano treść.</p></div>' in shown


def test_a_table_cannot_become_a_formula(client, consultation):
    public_comment(consultation, text="=1+1 złośliwie")

    shown = page(client, "consultation_csv", consultation)

    assert "'=1+1 złośliwie" in shown


def test_the_table_is_a_pdf_of_the_same_content(client, consultation):
    pypdf = pytest.importorskip("pypdf")
    answered_comment(consultation, text="Zażółć gęślą jaźń", name="Łucja")
    with time_machine.travel(OVER, tick=False):
        settle(consultation)
        answer = client.get(address("consultation_pdf", consultation))

    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert answer["Content-Type"] == "application/pdf"
    for words in ("Zażółć gęślą jaźń", "Łucja", "Doprecyzowano treść.", "Uwaga 1"):
        assert words in text


def test_from_a_criterion_to_its_comments_and_vote_and_back(client, consultation):
    answered_comment(consultation, place_key="a02", text="O drugim", criterion_key="b01")
    answered_comment(consultation, place_key="a01", text="O pierwszym")
    with time_machine.travel(OVER, tick=False):
        record_resolution(
            consultation=consultation,
            body="Rada programowa",
            resolved_on=consultation.opened_on,
            result="adopted",
            criterion_keys=["b01"],
            by=UserFactory(),
        )
        version = settle(consultation)
        base = reverse("standards:version", args=[version.scheme.code, version.version])
        shown = client.get(base).content.decode()
        links = re.findall(r'href="([^"]+/comments/\?criterion=\w+)"', shown)
        pages = {link[-3:]: client.get(link).content.decode() for link in links}

    assert set(pages) == {"a01", "a02", "b01"}
    assert {key for key, text in pages.items() if "Rada programowa" in text} == {"b01"}
    assert {key for key, text in pages.items() if "O drugim" in text} == {"a02", "b01"}
    assert all(f"{base}?criterion={key}#{key}" in text for key, text in pages.items())
    whole = client.get(f"{base}comments/").content.decode()
    code = Criterion.objects.get(version=version, key="b01").code
    assert re.findall(r'class="num">([^<]+)</span></p>', whole) == [code]
    assert "Dotyczy kryteriów:" in whole
    assert ("Rada programowa" in whole, address("consultation", consultation) in whole) == (
        True,
        True,
    )


def test_a_version_without_a_consultation_says_so(client):
    version = make_standard(criteria=2, sections=1)
    base = reverse("standards:version", args=[version.scheme.code, version.version])

    shown = client.get(base).content.decode(), client.get(f"{base}comments/").content.decode()

    assert ["Nie zapisano konsultacji tej wersji." in one for one in shown] == [True, True]


def test_the_next_version_still_tells_where_its_criteria_come_from(client, consultation):
    answered_comment(consultation, place_key="a02", text="O drugim")
    with time_machine.travel(OVER, tick=False):
        first = settle(consultation)
        draft = begin_draft(predecessor=first, change_class="typo", by=UserFactory())
        change(draft, "b01", **CHANGES["typo"])
        second = publish(version=draft, by=UserFactory())
        base = reverse("standards:comments", args=[second.scheme.code, second.version])

        assert "O drugim" in client.get(f"{base}?criterion=a02").content.decode()


@pytest.mark.parametrize(
    "name", ["consultation", "consultation_comments", "consultation_csv", "consultation_pdf"]
)
def test_pages_ask_the_database_equally_often_for_1_and_50_comments(client, consultation, name):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            page(client, name, consultation)
        return len(counted)

    many_comments(consultation, 1)
    page(client, name, consultation)
    few = queries()
    Comment.objects.update(number=1)
    many_comments(consultation, 49)

    assert queries() == few


def test_the_list_of_comments_is_read_page_by_page(client, consultation):
    many_comments(consultation, 60)

    first = page(client, "consultation_comments", consultation)
    second = page(client, "consultation_comments", consultation, "?after=1049&about=")

    counts = [len(re.findall(r'id="comment-\d+"', one)) for one in (first, second)]
    assert (counts, "after=1049" in first) == ([50, 10], True)
    page(client, "consultation_comments", consultation, "?after=x", status=400)
