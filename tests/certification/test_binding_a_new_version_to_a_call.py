"""A call takes a new version while it runs: who may, what is chosen, who is told, what stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.errors.versions import (
    CallNotOpen,
    NewVersionUnanswered,
    RebindingReasonMissing,
    SentFilesNotChosen,
    VersionBoundAlready,
    VersionNotBindable,
    VersionNotBindingYet,
)
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import (
    Application,
    Assessment,
    CaseEvent,
    CompletionCall,
    Message,
    PostRole,
)
from certification.operations.applications import answer_call
from certification.operations.confirming import confirm_answers
from certification.operations.formal_check import check_formally
from certification.operations.rebinding import rebind_edition
from certification.permissions import REBIND
from standards.models import Criterion, Edition, Rebinding
from tests.factories.carrying import bind, next_version, said
from tests.factories.certification import (
    CompletionCallFactory,
    DeclarationFactory,
    FormalCheckFactory,
    GapFactory,
    PostFactory,
    UserFactory,
    make_case,
)
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    StandardVersionFactory,
    make_standard,
)
from workflows import api

pytestmark = pytest.mark.django_db
WHY = "Wskaźniki ustawy zmieniły się 21 grudnia."
CLARIFIED = {"text_pl": "Inaczej zapisane kryterium.", "text_en": "Worded otherwise."}


@pytest.fixture
def call():
    scheme = SchemeFactory()
    return EditionFactory(
        scheme=scheme, version=make_standard(criteria=4, sections=2, scheme=scheme)
    )


@pytest.fixture
def newer(call):
    return next_version(call.version, "2026.2", changed={"a02": CLARIFIED}, dropped=("b02",))


def rebound(call, version, sent_files="old", by=None, **fields):
    return rebind_edition(
        edition=call,
        version=version,
        sent_files=sent_files,
        reason=fields.get("reason", WHY),
        by=by or UserFactory(),
    )


def in_status(call, status):
    return make_case(status, edition=call)


def test_the_choice_is_recorded_and_every_running_case_learns_of_it_once(call, newer):
    draft = in_status(call, ApplicationStatus.DRAFT)
    sent = in_status(call, ApplicationStatus.SUBMITTED)
    closed = in_status(call, ApplicationStatus.WITHDRAWN)
    manager = UserFactory()

    rebound(call, newer, by=manager)

    kept = Rebinding.objects.get()
    assert (kept.old_version.version, kept.new_version.version) == ("2026.1", "2026.2")
    assert (kept.sent_files, kept.reason, kept.decided_by) == ("old", WHY, manager)
    assert Edition.objects.get(pk=call.pk).version == newer
    assert {one.application.version.version for one in (draft, sent, closed)} == {"2026.1"}
    events = CaseEvent.objects.filter(kind="version_bound").order_by("application")
    assert [(one.application, one.facts["binds"], one.reason) for one in events] == [
        (draft.application, "draft", WHY),
        (sent.application, "old", WHY),
    ]
    told = Message.objects.filter(kind="version_bound")
    assert sorted((one.application_id, one.recipient_id) for one in told) == sorted(
        (case.application.pk, person.pk)
        for case in (draft, sent)
        for person in (case.signer, case.editor, case.reader)
    )
    assert set(told.filter(application=draft.application).values_list("path", flat=True)) == {
        reverse("certification:move_version", args=[draft.application.number])
    }


@pytest.mark.parametrize("choice", ["", "both", None])
def test_nothing_is_bound_without_the_choice(call, newer, choice):
    with pytest.raises(SentFilesNotChosen):
        rebound(call, newer, choice)

    assert Edition.objects.get(pk=call.pk).version.version == "2026.1"
    assert list(Rebinding.objects.all()) == []


def test_nothing_is_bound_without_reasons(call, newer):
    with pytest.raises(RebindingReasonMissing):
        rebound(call, newer, reason="  ")

    assert list(Rebinding.objects.all()) == []


def test_a_call_takes_only_a_version_that_binds_today(call, newer):
    foreign = make_standard(criteria=4)
    draft = StandardVersionFactory(scheme=call.scheme, version="2027.1")
    tomorrow = next_version(newer, "2026.3", binding_on=timezone.localdate() + timedelta(days=1))

    for version in (foreign, draft):
        with pytest.raises(VersionNotBindable):
            rebound(call, version)
    with pytest.raises(VersionNotBindingYet):
        rebound(call, tomorrow)
    with pytest.raises(VersionBoundAlready):
        rebound(call, call.version)


def test_a_closed_call_keeps_its_version(call, newer):
    call.closes_on = timezone.localdate() - timedelta(days=1)
    call.save()

    with pytest.raises(CallNotOpen):
        rebound(call, newer)


def test_the_new_version_binds_sent_files_as_far_as_nobody_judged_them(call, newer):
    sent = in_status(call, ApplicationStatus.SUBMITTED)
    judged = in_status(call, ApplicationStatus.EVALUATION)

    rebound(call, newer, "new")

    versions = dict(Application.objects.values_list("pk", "version__version"))
    assert versions == {sent.application.pk: "2026.2", judged.application.pk: "2026.1"}
    own = Assessment.objects.get(application=sent.application, kind="self")
    assert (own.status, own.sheet) == (AssessmentStatus.SUBMITTED, None)
    assert said(own) == {"a01": (1, "", False), "a02": (2, "", True), "b01": (2, "", False)}
    facts = {
        one.application_id: one.facts["binds"]
        for one in CaseEvent.objects.filter(kind="version_bound")
    }
    assert facts == {sent.application.pk: "new", judged.application.pk: "judged"}


def test_a_sent_file_is_called_for_what_the_new_version_asks_and_goes_on(call, newer):
    case = in_status(call, ApplicationStatus.SUBMITTED)
    DeclarationFactory(application=case.application)
    rebound(call, newer, "new")

    with pytest.raises(NewVersionUnanswered):
        check_formally(application=case.application, outcome="accept", by=case.secretary)
    check_formally(
        application=case.application,
        outcome="call",
        gaps=[("a02", "Potwierdź odpowiedź do nowego brzmienia.")],
        by=case.secretary,
    )
    own = Assessment.objects.get(application=case.application, kind="self")
    confirm_answers(
        assessment=own,
        criteria=[Criterion.objects.get(version=newer, key="a02")],
        by=case.editor,
    )
    answer_call(application=case.application, by=case.signer)
    check_formally(application=case.application, outcome="accept", by=case.secretary)

    done = Application.objects.get()
    assert (done.status, done.version) == (ApplicationStatus.EVALUATION, newer)
    assert Assessment.objects.get(pk=own.pk).sheet["count"] == 3


def test_a_version_that_asks_nothing_new_leaves_the_sent_file_ready(call):
    case = in_status(call, ApplicationStatus.SUBMITTED)

    rebound(call, next_version(call.version, "2026.2"), "new")

    own = Assessment.objects.get(application=case.application, kind="self")
    assert (own.status, own.sheet["answered"]) == (AssessmentStatus.SUBMITTED, 4)
    check_formally(application=case.application, outcome="accept", by=case.secretary)
    assert Application.objects.get().status == ApplicationStatus.EVALUATION


def test_a_running_call_for_completion_asks_for_the_new_version_too(call, newer):
    case = in_status(call, ApplicationStatus.COMPLETION_CALLED)
    made = CompletionCallFactory(
        check_made=FormalCheckFactory(application=case.application, outcome="call"),
        due_on=timezone.localdate() + timedelta(days=1),
    )
    GapFactory(call=made, criterion_key="b01")

    rebound(call, newer, "new")

    widened = CompletionCall.objects.get()
    assert {gap.criterion_key for gap in widened.gaps.all()} == {"b01", "a02"}
    assert widened.due_on >= timezone.localdate() + timedelta(days=14)


def test_the_formal_check_fills_in_the_gaps_of_the_new_version(client, call):
    case = in_status(call, ApplicationStatus.SUBMITTED)
    api.CertificationFlow.start.run(application=case.application)
    rebound(call, next_version(call.version, "2026.2", added=("fresh", "newer")), "new")
    client.force_login(case.secretary)
    address = reverse("workflows:formal_check", args=[case.application.number])

    form = client.get(address, headers={"accept-language": "en"}).context["form"]
    shown = [(row[0].value(), row[1].value(), len(row)) for row in form.gap_rows]
    client.post(
        address,
        {
            "outcome": "call",
            "shown": "2",
            "gap_1_criterion": "fresh",
            "gap_1_text": "Dodaj odpowiedź.",
            "gap_2_criterion": "newer",
            "gap_2_text": "Choose a level",
            "gap_2_struck": "on",
        },
    )

    words = "Wybierz ocenę albo zaznacz „Nie dotyczy”"
    assert shown == [("fresh", words, 3), ("newer", words, 3)]
    gaps = CompletionCall.objects.get().gaps.values_list("criterion_key", "text")
    assert list(gaps) == [("fresh", "Dodaj odpowiedź.")]


def test_known_gaps_do_not_stand_in_the_way_of_another_outcome(client, call):
    case = in_status(call, ApplicationStatus.SUBMITTED)
    api.CertificationFlow.start.run(application=case.application)
    rebound(call, next_version(call.version, "2026.2", added=("fresh",)), "new")
    client.force_login(case.secretary)
    address = reverse("workflows:formal_check", args=[case.application.number])

    client.post(
        address,
        {
            "outcome": "decline",
            "reasons": "Poza programem.",
            "shown": "2",
            "gap_1_criterion": "fresh",
            "gap_1_text": "Dodaj odpowiedź.",
        },
    )

    assert Application.objects.get().status == ApplicationStatus.DECLINED


def holders(call):
    return {
        "secretariat": PostFactory(operator=call.operator, role=PostRole.SECRETARIAT).person,
        "standards": PostFactory(operator=call.operator, role=PostRole.STANDARDS).person,
        "authority": PostFactory(operator=call.operator, role=PostRole.AUTHORITY).person,
        "observer": PostFactory(operator=call.operator, role=PostRole.OBSERVER).person,
        "assessor": PostFactory(operator=call.operator, role=PostRole.ASSESSOR).person,
        "elsewhere": PostFactory(
            operator=OperatorFactory(is_national=False, voivodeship="06"), role=PostRole.SECRETARIAT
        ).person,
        "nobody": UserFactory(),
    }


MAY = {"secretariat", "standards"}


def test_who_may_bind_a_version_to_a_call(call):
    people = holders(call)

    assert {name for name, one in people.items() if one.has_perm(REBIND, call)} == MAY


def test_the_page_opens_for_those_alone(client, call, newer):
    answers = {}
    for name, person in holders(call).items():
        client.force_login(person)
        answers[name] = client.get(reverse("certification:rebind", args=[call.code])).status_code

    assert {name for name, status in answers.items() if status == 200} == MAY
    assert {status for name, status in answers.items() if name not in MAY} == {403}


def test_the_page_binds_and_the_rules_tell_everybody(client, call, newer):
    in_status(call, ApplicationStatus.DRAFT)
    person = holders(call)["secretariat"]
    client.force_login(person)
    page = reverse("certification:rebind", args=[call.code])
    shown = client.get(page, {"version": "2026.2"})
    assert shown.context["counts"] == {"drafts": 1, "sent": 0, "judged": 0}

    refused = client.post(page, {"version": "2026.2", "reason": WHY})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["sent_files"])
    done = client.post(page, {"version": "2026.2", "reason": WHY, "sent_files": "old"})

    rules = reverse("standards:rules", args=[call.scheme.code])
    assert (done.status_code, done.url) == (302, f"{rules}?call={call.code}#versions")
    client.logout()
    public = client.get(rules).content.decode()
    assert WHY in public
    assert str(person) not in public
    assert "2026.1 → 2026.2" in public


def test_an_unknown_version_is_not_found_and_never_bound(client, call):
    client.force_login(holders(call)["standards"])
    page = reverse("certification:rebind", args=[call.code])

    assert client.get(page, {"version": "2099.1"}).status_code == 404
    body = {"version": "2099.1", "reason": WHY, "sent_files": "old"}
    assert client.post(page, body).status_code == 422
    assert list(Rebinding.objects.all()) == []


def test_the_administration_does_not_change_the_version_of_a_call(client, call, newer):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(boss)

    page = client.get(reverse("admin:standards_edition_change", args=[call.pk]))

    assert "version" in page.context["adminform"].readonly_fields


def test_a_call_of_the_past_shows_its_versions_on_the_page(client, call, newer):
    bind(call, newer)
    client.force_login(holders(call)["secretariat"])

    page = client.get(reverse("certification:rebind", args=[call.code]))

    assert [str(one.new_version.version) for one in page.context["past"]] == ["2026.2"]
