"""The page on which a draft is moved: what it says, who opens it, and what it refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.lifecycle import ApplicationStatus
from certification.models import Application, Assessment
from certification.operations.moving import move_to_version
from tests.factories.carrying import bind, next_version, said
from tests.factories.certification import make_case
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
CLARIFIED = {"text_pl": "Inaczej zapisane kryterium.", "text_en": "Worded otherwise."}
CONDITION = {"equals": ["is_partnership", True]}


def a_draft(criteria=4, status=ApplicationStatus.DRAFT, **edits):
    """Make a case on 2026.1 in a call that took 2026.2."""
    scheme = SchemeFactory()
    first = make_standard(criteria=criteria, sections=2, scheme=scheme)
    edition = EditionFactory(scheme=scheme, version=first)
    case = make_case(status, edition=edition)
    bind(edition, next_version(first, "2026.2", **edits))
    return case


def moved(case):
    case.application = move_to_version(
        application=case.application, version=case.application.edition.version, by=case.editor
    )
    case.assessment = Assessment.objects.get(application=case.application, kind="self")
    return case


def address(case, name="move_version"):
    return reverse(f"certification:{name}", args=[case.application.number])


def test_it_is_offered_on_the_application_and_never_done_alone(client):
    case = a_draft(changed={"a02": CLARIFIED})
    client.force_login(case.editor)

    page = client.get(address(case, "application")).content.decode()

    assert address(case) in page
    assert Application.objects.get().version.version == "2026.1"


def test_it_says_criterion_by_criterion_what_changes(client):
    case = a_draft(
        changed={"a02": CLARIFIED}, split={"b01": ("b01-x", "b01-y")}, dropped=("b02",),
        added=("fresh",),
    )  # fmt: skip
    client.force_login(case.editor)

    preview = client.get(address(case)).context["preview"]

    assert preview.counts == {"stays": 1, "confirm": 1, "proposed": 1, "new": 1, "dropped": 1}
    assert {row.key: (row.fate.value, row.answered) for row in preview.changed} == {
        "a02": ("confirm", 1),
        "b01-x": ("proposed", 1),
        "fresh": ("new", 0),
        "b02": ("dropped", 1),
    }


def test_who_opens_it(client):
    case = a_draft()
    found = {}
    for name in ("signer", "editor", "reader", "secretary", "observer", "stranger"):
        client.force_login(getattr(case, name))
        found[name] = (
            client.get(address(case)).status_code,
            client.get(address(case, "kept_answers")).status_code,
        )

    assert found == {
        "signer": (200, 200), "editor": (200, 200), "reader": (403, 200),
        "secretary": (404, 404), "observer": (404, 404), "stranger": (404, 404),
    }  # fmt: skip


def test_those_who_only_read_do_not_move_it(client):
    case = a_draft()
    client.force_login(case.reader)

    assert client.post(address(case), {"to": "2026.2"}).status_code == 403
    assert Application.objects.get().version.version == "2026.1"


def test_it_moves_and_the_section_asks_to_confirm(client):
    case = a_draft(changed={"a02": CLARIFIED})
    client.force_login(case.editor)

    done = client.post(address(case), {"to": "2026.2"})
    own = Assessment.objects.get(application=case.application, kind="self")
    section = reverse("certification:assessment_section", args=[case.application.number, "A"])
    page = client.get(section)
    row = page.context["page"].row("a02")
    client.post(section, {"act": "confirm:a02", "value-a02": "2", "seen-value-a02": "1"})

    assert done.url == address(case, "application")
    assert (row.waits, row.shows_sources) == (True, True)
    assert 'value="confirm:a02"' in page.content.decode()
    assert said(own)["a02"] == (2, "", False)


def test_progress_says_how_many_answers_are_still_to_be_confirmed(client):
    case = moved(a_draft(changed={"a02": CLARIFIED}))
    client.force_login(case.editor)
    section = reverse("certification:assessment_section", args=[case.application.number, "A"])

    def told():
        rows = client.get(address(case, "application")).context["sections"]
        page = client.get(section).context["page"]
        return [row.note for row in rows if row.url == section], page.left, page.rail[0]["left"]

    waiting = told()
    client.post(section, {"act": "confirm:a02", "value-a02": "2", "seen-value-a02": "1"})

    said = "1 do potwierdzenia"
    assert waiting == ([f"2 z 2 odpowiedzi, {said}"], said, said)
    assert told() == (["2 z 2 odpowiedzi"], "", "")


def test_a_source_is_taken_over_on_the_page(client):
    case = a_draft(merged={"whole": ("b01", "b02")})
    case.assessment.answers.filter(criterion__key="b01").update(
        value=1, justification="Opis, który wystarczy za całe kryterium."
    )
    case = moved(case)
    client.force_login(case.editor)
    section = reverse("certification:assessment_section", args=[case.application.number, "B"])

    assert 'value="take:b01:whole"' in client.get(section).content.decode()
    client.post(section, {"act": "take:b01:whole"})

    assert said(case.assessment)["whole"] == (1, "Opis, który wystarczy za całe kryterium.", False)


@pytest.mark.parametrize("to", ["2026.1", "2099.9", ""])
def test_another_version_is_refused_in_words(client, to):
    case = a_draft()
    client.force_login(case.editor)

    answer = client.post(address(case), {"to": to})

    assert answer.status_code == 422
    assert str(answer.context["refusal"].messages[0]) in answer.content.decode()
    assert Application.objects.get().version.version == "2026.1"


def test_a_sent_application_is_refused_in_words(client):
    case = a_draft(status=ApplicationStatus.SUBMITTED)
    client.force_login(case.editor)

    page = client.get(address(case))
    answer = client.post(address(case), {"to": "2026.2"})

    assert (page.status_code, answer.status_code) == (200, 422)
    assert page.context["refusal"].code == answer.context["refusal"].code == "only_drafts_move"
    assert Application.objects.get().version.version == "2026.1"


def test_an_answer_that_stops_to_count_is_kept_and_comes_back(client):
    case = a_draft(changed={"b02": {"applies_when": CONDITION}})
    case.application.is_partnership = True
    case.application.save()
    case = moved(case)
    client.force_login(case.editor)
    section = reverse("certification:assessment_section", args=[case.application.number, "B"])
    assert client.get(section).context["page"].row("b02").because

    case.application.is_partnership = False
    case.application.save()
    without = client.get(section).context["page"]
    kept = client.get(address(case, "kept_answers")).context["unasked"]
    case.application.is_partnership = True
    case.application.save()
    again = client.get(section).context["page"]

    assert without.row("b02") is None
    assert [(one.row.criterion.key, one.row.answer.value) for one in without.unasked] == [
        ("b02", 2)
    ]
    assert [one.row.criterion.key for one in kept] == ["b02"]
    assert again.row("b02").answer.value == 2


@pytest.mark.parametrize("name", ["move_version", "kept_answers", "assessment_section"])
def test_the_pages_ask_as_often_for_two_hundred_criteria_as_for_four(client, name):
    counts = []
    for criteria in (4, 200):
        case = a_draft(criteria, changed={"a02": CLARIFIED})
        case = moved(case) if name != "move_version" else case
        client.force_login(case.editor)
        parts = ["A"] if name == "assessment_section" else []
        page = reverse(f"certification:{name}", args=[case.application.number, *parts])
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))

    assert counts[0] == counts[1]
