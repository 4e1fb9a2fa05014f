"""A call closes while a draft waits: nothing is lost, and the draft goes to an open call."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from certification.case_history import Reader, Viewer, lines_of
from certification.errors.applicant import (
    CallClosed,
    CallNotOffered,
    LegalFormNotAllowed,
    OneApplicationOnly,
)
from certification.errors.versions import OnlyDraftsMove
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application, Assessment, CaseEvent, Evidence
from certification.operations.applications import submit
from certification.operations.moving import move_to_call
from standards.models import Median, Scale
from tests.factories.carrying import next_version
from tests.factories.certification import (
    DeclarationFactory,
    EvidenceFactory,
    PartnerFactory,
    make_case,
)
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    make_standard,
    publish_version,
)

pytestmark = pytest.mark.django_db
CLOSED, TODAY = date(2026, 11, 25), "2026-11-27 00:30+01:00"
CLARIFIED = {"text_pl": "Inaczej zapisane kryterium.", "text_en": "Worded otherwise."}


@pytest.fixture
def case(time_machine):
    """Make a filled draft in a call that closed two days ago."""
    time_machine.move_to(TODAY, tick=False)
    scheme = SchemeFactory()
    version = make_standard(criteria=4, sections=2, scheme=scheme)
    edition = EditionFactory(scheme=scheme, version=version, closes_on=CLOSED)
    made = make_case(ApplicationStatus.DRAFT, edition=edition)
    DeclarationFactory(application=made.application)
    return made


def another_call(case, **facts):
    """Make an open call of the same scheme."""
    old = case.application.edition
    facts = {"scheme": old.scheme, "operator": old.operator, "version": old.version} | facts
    return EditionFactory(**facts)


def url(case, name="certification:application"):
    return reverse(name, args=[case.application.number])


def everything_of(application):
    """List what a draft holds."""
    return (
        application.number,
        application.status,
        sorted(
            Answer.objects.filter(assessment__application=application).values_list(
                "pk", "value", "justification", "changed_at"
            )
        ),
        sorted(Evidence.objects.filter(application=application).values_list("pk", "name")),
        sorted(application.declarations.values_list("pk", "text")),
        sorted(application.partners.values_list("pk", "organisation")),
    )


def test_sending_says_that_the_call_closed_on_that_day_and_writes_nothing(client, case):
    before = everything_of(case.application)
    client.force_login(case.signer)

    page = client.get(url(case, "workflows:submit"))
    sent = client.post(url(case, "workflows:submit"))

    assert "Wyślij wniosek</button>" not in page.text
    assert sent.status_code == 422
    assert "Nabór zamknięto 25.11.2026, więc nie można już wysłać w nim wniosku." in sent.text
    case.application.refresh_from_db()
    assert everything_of(case.application) == before
    assert list(CaseEvent.objects.all()) == []
    with pytest.raises(CallClosed):
        submit(application=case.application, by=case.signer)


def test_the_draft_shows_the_open_calls_of_its_scheme_and_place_alone(client, case):
    here = another_call(case, name_pl="Nabór zimowy", closes_on=date(2027, 1, 31))
    another_call(case, name_pl="Nabór minionej zimy", closes_on=date(2026, 1, 31))
    another_call(case, name_pl="Nabór wiosenny", opens_on=date(2027, 3, 1))
    another_call(
        case,
        name_pl="Nabór na Śląsku",
        operator=OperatorFactory(is_national=False, voivodeship="24"),
    )
    EditionFactory(name_pl="Nabór innego programu")
    client.force_login(case.editor)

    page = client.get(url(case))

    assert page.context["calls"] == [here]
    assert "Nabór zamknięto 25 listopada 2026" in page.text
    assert "otwarty do 31 stycznia 2027" in page.text
    assert "Nabór trwa do" not in page.text


def test_whoever_may_not_edit_is_told_who_can(client, case):
    call = another_call(case)
    client.force_login(case.reader)

    page = client.get(url(case))
    moved = client.post(url(case, "certification:move_call"), {"call": call.code})

    assert "osoba, która edytuje wniosek, może go przenieść" in page.text
    assert "Przenieś do tego naboru" not in page.text
    assert moved.status_code == 403
    assert Application.objects.get().edition == case.application.edition


def test_without_an_open_call_the_draft_waits_and_can_be_edited(client, case):
    client.force_login(case.editor)

    page = client.get(url(case))

    assert "inny nabór tego programu nie jest teraz otwarty" in page.text
    assert "Przenieś do tego naboru" not in page.text


def test_an_open_call_asks_nothing_more_of_the_database(client, case, django_assert_num_queries):
    edition = case.application.edition
    edition.closes_on = None
    edition.save()
    client.force_login(case.editor)
    client.get(url(case))

    page = client.get(url(case))

    assert (page.context["is_closed"], page.context["calls"]) == (False, [])
    with django_assert_num_queries(10):
        client.get(url(case))


@pytest.mark.parametrize("count", [1, 50])
def test_the_calls_take_one_query(client, case, count, django_assert_num_queries):
    for _number in range(count):
        another_call(case)
    client.force_login(case.editor)
    client.get(url(case))

    with django_assert_num_queries(11):
        client.get(url(case))


def test_the_draft_is_moved_whole_and_can_be_sent(client, case):
    EvidenceFactory(application=case.application)
    PartnerFactory(application=case.application)
    before = everything_of(case.application)
    call = another_call(case, name_pl="Nabór zimowy")
    client.force_login(case.signer)

    moved = client.post(url(case, "certification:move_call"), {"call": call.code}, follow=True)

    application = Application.objects.get()
    assert moved.redirect_chain == [(url(case), 302)]
    assert "Wniosek jest teraz w naborze „Nabór zimowy”." in moved.text
    assert application.edition == call
    assert everything_of(application) == before
    [line] = lines_of(application, Reader(case.signer, Viewer.APPLICANT, kind=""), before=None)[0][
        :1
    ]
    assert line.text == (
        f"Szkic wniosku przeniesiono z naboru „{case.application.edition.name_pl}” "
        "do naboru „Nabór zimowy”"
    )
    application.partners.all().delete()
    submit(application=application, by=case.signer)
    application.refresh_from_db()
    assert application.status == ApplicationStatus.SUBMITTED


def test_a_call_on_another_version_continues_the_checklist_on_it(case):
    later = next_version(case.application.version, "2026.2", changed={"a02": CLARIFIED})
    call = another_call(case, version=later)

    moved = move_to_call(application=case.application, edition=call, by=case.editor)

    own = Assessment.objects.get(application=moved, kind="self")
    assert (moved.edition, moved.version) == (call, later)
    assert own.answers.count() == 4
    assert [a.criterion.key for a in own.answers.filter(to_confirm=True)] == ["a02"]
    assert Assessment.objects.get(application=moved, kind="earlier").answers.count() == 4


def test_measured_answers_are_counted_by_the_medians_of_the_new_call(case):
    version = make_standard(criteria=4, sections=2, scheme=SchemeFactory(), published=False)
    measured = version.criteria.get(key="b01")
    Scale.objects.filter(pk=measured.scale_id).update(kind=Scale.Kind.MEASURED)
    publish_version(version)
    edition = EditionFactory(scheme=version.scheme, version=version, closes_on=CLOSED)
    draft = make_case(ApplicationStatus.DRAFT, edition=edition)
    call = another_call(draft)
    Median.objects.create(
        edition=call,
        voivodeship=draft.application.voivodeship,
        criterion_key="b01",
        value=100,
        as_of=CLOSED,
    )
    answer = Answer.objects.get(criterion=measured)
    answer.measured, answer.value = Decimal(1), 2
    answer.save()

    move_to_call(application=draft.application, edition=call, by=draft.editor)

    counted = Answer.objects.get(criterion=measured)
    assert (counted.measured, counted.value) == (Decimal(1), 0)
    assert counted.value_version == answer.value_version + 1
    assert counted.history.latest().history_change_reason == "move_to_call"


def test_a_call_that_has_an_application_of_the_applicant_takes_no_second_one(client, case):
    call = another_call(case)
    other = make_case(
        ApplicationStatus.DRAFT, edition=call, applicant=case.application.applicant
    ).application
    client.force_login(case.editor)

    refused = client.post(url(case, "certification:move_call"), {"call": call.code})

    assert refused.status_code == 422
    assert f"Masz już wniosek w tym naborze: {other.number}." in refused.text
    case.application.refresh_from_db()
    assert case.application.edition.closes_on == CLOSED
    with pytest.raises(OneApplicationOnly):
        move_to_call(application=case.application, edition=call, by=case.editor)


def test_a_draft_in_an_open_call_stays_there(client, case):
    edition = case.application.edition
    edition.closes_on = date(2026, 11, 27)
    edition.save()
    call = another_call(case)
    client.force_login(case.editor)

    kept = client.post(url(case, "certification:move_call"), {"call": call.code}, follow=True)

    assert "Nic nie przeniesiono: nabór tego wniosku nie jest zamknięty." in kept.text
    with pytest.raises(CallNotOffered):
        move_to_call(application=case.application, edition=call, by=case.editor)
    assert Application.objects.get().edition == edition


def test_what_is_refused(client, case):
    elsewhere = EditionFactory(operator=case.application.edition.operator)
    scheme = case.application.edition.scheme
    client.force_login(case.editor)
    another_call(case)

    page = client.post(url(case, "certification:move_call"), {"call": elsewhere.code})

    assert page.status_code == 422
    assert "Do tego naboru nie można przenieść wniosku." in page.text
    scheme.allowed_legal_forms = ["none of these"]
    scheme.save()
    with pytest.raises(LegalFormNotAllowed):
        move_to_call(application=case.application, edition=another_call(case), by=case.editor)
    Application.objects.update(status=ApplicationStatus.WITHDRAWN)
    with pytest.raises(OnlyDraftsMove):
        move_to_call(application=case.application, edition=another_call(case), by=case.editor)


def test_the_dashboard_names_what_can_be_done_and_puts_other_drafts_first(client, case):
    client.force_login(case.editor)

    alone = client.get("/my/")
    open_draft = make_case(
        ApplicationStatus.DRAFT,
        edition=another_call(case, closes_on=date(2027, 6, 1)),
        applicant=case.application.applicant,
    ).application
    both = client.get("/my/")

    words = "Nabór jest zamknięty. Otwórz szkic: może przejść do innego naboru."
    assert alone.context["main"].application == case.application
    assert words in alone.text
    assert both.context["main"].application == open_draft
    assert [str(row.next_step) for row in both.context["rows"]] == [words]
