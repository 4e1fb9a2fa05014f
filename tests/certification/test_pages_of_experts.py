"""The expert's pages: the list, the card, saving, conflicts, and what stays closed."""

import pytest
from django.urls import reverse

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Answer, EvidenceView, RefusedEdit
from standards.models import Criterion
from tests.factories.certification import EvidenceFactory, answer_everything, make_case
from tests.factories.evaluation import invite, let_in, score
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
TEXT = "Regulamin nie obejmuje porad zdalnych."


@pytest.fixture
def case():
    return make_case(ApplicationStatus.EVALUATION)


@pytest.fixture
def assignment(case):
    return let_in(case.application)


@pytest.fixture
def expert(client, assignment):
    client.force_login(assignment.person)
    return client


def page(case, code="A02"):
    return f"/cases/{case.application.number}/score-card/{code}/"


def sent(**fields):
    return {
        "value": "1",
        "justification": TEXT,
        "note": "",
        "seen_value": "0",
        "seen_justification": "0",
        "seen_note": "0",
    } | fields


def test_the_card_shows_requirement_answer_and_evidence_beside_the_form(expert, case):
    criterion = Criterion.objects.get(version=case.application.version, code="A02")
    Answer.objects.filter(assessment=case.assessment, criterion=criterion).update(
        value=1, justification="Regulamin jest na stronie."
    )
    piece = EvidenceFactory(application=case.application, criterion=criterion)

    response = expert.get(page(case))

    html = response.content.decode()
    assert response.status_code == 200
    for shown in (
        "A02 Kryterium A02 jest spełnione.",
        "Regulamin jest na stronie.",
        "Poziom 1",
        piece.name,
        "Nieobejrzany",
        "0 z 4 ocenione",
    ):
        assert shown in html


def test_saving_keeps_the_score_and_leads_to_the_next_criterion(expert, case, assignment):
    response = expert.post(page(case), sent(note="Do rozmowy.", come_back="on"))

    answer = Answer.objects.get(assessment__assignment=assignment)
    assert (response.status_code, response["Location"]) == (302, page(case, "B01"))
    assert (answer.value, answer.justification, answer.note) == (1, TEXT, "Do rozmowy.")
    assert (answer.come_back, answer.on_visit) == (True, False)


def test_after_the_last_criterion_comes_the_whole_card(expert, case):
    response = expert.post(page(case, "B02"), sent(value="na"))

    assert response["Location"] == f"/cases/{case.application.number}/score-card/"
    assert Answer.objects.get(criterion__code="B02", not_applicable=True).value is None


def test_a_draft_without_a_score_is_kept(expert, case, assignment):
    data = sent()
    del data["value"]

    expert.post(page(case), data)

    answer = Answer.objects.get(assessment__assignment=assignment)
    assert (answer.value, answer.justification) == (None, TEXT)


def test_a_level_that_is_not_on_the_scale_is_refused(expert, case, assignment):
    response = expert.post(page(case), sent(value="7"))

    assert response.status_code == 200
    assert "Popraw" in response.content.decode()
    assert list(Answer.objects.filter(assessment__assignment=assignment)) == []


def test_one_field_is_saved_alone(expert, case, assignment):
    response = expert.post(
        page(case) + "justification/", {"justification": TEXT, "seen_justification": "0"}
    )

    answer = Answer.objects.get(assessment__assignment=assignment)
    assert response.status_code == 200
    assert 'name="seen_justification" value="1"' in response.content.decode()
    assert (answer.justification, answer.value) == (TEXT, None)


@pytest.mark.parametrize(
    ("field", "data", "kept"),
    [
        ("value", {"value": "2"}, {"value": 2}),
        ("value", {"value": "0"}, {"value": 0}),
        ("note", {"note": "Pytać."}, {"note": "Pytać."}),
        ("come_back", {"come_back": "on"}, {"come_back": True}),
        ("on_visit", {"on_visit": "on"}, {"on_visit": True}),
    ],
)
def test_every_field_saves_itself(expert, case, assignment, field, data, kept):
    response = expert.post(f"{page(case)}{field}/", data | {f"seen_{field}": "0"})

    answer = Answer.objects.get(assessment__assignment=assignment)
    assert response.status_code == 200
    assert {name: getattr(answer, name) for name in kept} == kept


def test_a_field_that_is_not_there_is_not_found(expert, case):
    assert expert.post(page(case) + "changed_by/", {}).status_code == 404


def test_a_field_changed_in_another_tab_shows_both_versions(expert, case, assignment):
    address = page(case) + "justification/"
    expert.post(address, {"justification": "Z pierwszej karty.", "seen_justification": "0"})

    response = expert.post(address, {"justification": TEXT, "seen_justification": "0"})

    answer = Answer.objects.get(assessment__assignment=assignment)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Z pierwszej karty." in html
    assert 'name="seen_justification" value="1"' in html
    assert answer.justification == "Z pierwszej karty."
    assert [edit.text for edit in RefusedEdit.objects.all()] == [TEXT]


def test_the_whole_form_shows_the_same_conflict_without_scripts(expert, case, assignment):
    expert.post(page(case), sent(justification="Z pierwszej karty."))

    response = expert.post(page(case), sent(value="1"))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Z pierwszej karty." in html
    assert TEXT in html
    assert 'name="seen_justification" value="1"' in html
    again = expert.post(page(case), sent(seen_value="1", seen_justification="1", stay="1"))
    assert (again.status_code, again["Location"]) == (302, page(case))
    assert Answer.objects.get(assessment__assignment=assignment).justification == TEXT


def test_a_sent_card_is_read_and_not_changed(client, case):
    card = score(case.application)
    client.force_login(card.author)
    before = list(Answer.objects.values())

    shown = client.get(page(case))
    whole = client.post(page(case), sent())
    field = client.post(page(case) + "value/", {"value": "0", "seen_value": "1"})

    assert (shown.status_code, whole.status_code, field.status_code) == (200, 423, 423)
    assert "<textarea" not in shown.content.decode()
    assert TEXT in whole.content.decode()
    assert list(Answer.objects.values()) == before


def test_opening_evidence_marks_it_as_seen(expert, case, assignment):
    criterion = Criterion.objects.get(version=case.application.version, code="A02")
    piece = EvidenceFactory(application=case.application, criterion=criterion)

    address = reverse("certification:case_evidence", args=[case.application.number, piece.pk])
    first, second = expert.get(address), expert.get(address)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first["Content-Disposition"].startswith("attachment")
    seen = EvidenceView.objects.get()
    assert (seen.person, seen.evidence) == (assignment.person, piece)
    assert "Obejrzany" in expert.get(page(case)).content.decode()


def test_evidence_opened_by_the_secretariat_leaves_no_mark(client, case):
    piece = EvidenceFactory(application=case.application)
    client.force_login(case.secretary)

    response = client.get(
        reverse("certification:case_evidence", args=[case.application.number, piece.pk])
    )

    assert response.status_code == 200
    assert list(EvidenceView.objects.all()) == []


def test_evidence_of_another_case_is_not_found(expert, case):
    piece = EvidenceFactory(application=make_case(ApplicationStatus.EVALUATION).application)

    response = expert.get(
        reverse("certification:case_evidence", args=[case.application.number, piece.pk])
    )

    assert response.status_code == 404


def test_a_criterion_that_is_not_asked_is_not_found(expert, case):
    assert expert.get(page(case, "Z99")).status_code == 404


def test_the_overview_names_the_state_of_every_criterion(expert, case, assignment):
    answer_everything(assignment.assessment)
    Answer.objects.filter(assessment__assignment=assignment, criterion__code="A02").update(
        come_back=True
    )
    Answer.objects.filter(assessment__assignment=assignment, criterion__code="B01").update(value=1)
    Answer.objects.filter(assessment__assignment=assignment, criterion__code="B02").delete()

    response = expert.get(f"/cases/{case.application.number}/score-card/")

    states = [entry.state for entry in response.context["page"].entries]
    assert states == ["done", "flag", "words", "none"]


def test_the_list_shows_progress_and_what_is_next(expert, case, assignment):
    expert.post(page(case), sent())
    invited = invite(make_case(ApplicationStatus.EVALUATION).application)
    type(invited).objects.filter(pk=invited.pk).update(person=assignment.person)

    response = expert.get("/assessments/")

    rows = response.context["open_rows"]
    assert [(row["application"], row["count"], row["url"]) for row in rows] == [
        (case.application, 4, f"/cases/{case.application.number}/score-card/"),
        (invited.application, 0, f"/cases/{invited.application.number}/declare/"),
    ]
    assert "1 z 4 ocenione" in response.content.decode()


@pytest.mark.parametrize("status", ["declined", "conflicted", "released"])
def test_what_was_declined_or_closed_is_not_listed(client, case, status):
    assignment = invite(case.application, status=status)
    client.force_login(assignment.person)

    response = client.get("/assessments/")

    assert (response.context["open_rows"], response.context["sent_rows"]) == ([], [])
    assert case.application.number not in response.content.decode()
    assert "Nie masz wniosków do oceny." in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 403),
        ("authority", 403),
        ("observer", 403),
        ("signer", 403),
        ("reader", 403),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_nobody_else_has_a_card(client, case, assignment, who, status):
    client.force_login(getattr(case, who))

    answers = [
        client.get(page(case)),
        client.get(f"/cases/{case.application.number}/score-card/"),
        client.post(page(case), sent()),
        client.post(page(case) + "value/", {"value": "0", "seen_value": "0"}),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert list(Answer.objects.filter(assessment__assignment=assignment)) == []


def test_who_is_not_logged_in_is_asked_to(client, case, assignment):
    addresses = [page(case), "/assessments/", "/queue/", f"{page(case)}value/"]

    answers = [client.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert {answer["Location"].partition("?")[0] for answer in answers} == {"/accounts/login/"}


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_asks_the_database_as_often_for_one_as_for_fifty(
    client, case, rows, django_assert_num_queries
):
    person = let_in(case.application).person
    edition = case.application.edition
    for _number in range(rows - 1):
        other = make_case(ApplicationStatus.EVALUATION, edition=edition, answered=False)
        assignment = invite(other.application, status=AssignmentStatus.ACCEPTED)
        type(assignment).objects.filter(pk=assignment.pk).update(person=person)
    client.force_login(person)
    client.get("/assessments/")

    with django_assert_num_queries(4):
        response = client.get("/assessments/")

    assert len(response.context["open_rows"]) == rows


@pytest.mark.parametrize("criteria", [20, 140, 500])
def test_the_card_asks_the_database_as_often_for_any_number_of_criteria(
    client, criteria, django_assert_max_num_queries
):
    scheme = SchemeFactory()
    standard = make_standard(criteria=criteria, sections=5, scheme=scheme)
    case = make_case(
        ApplicationStatus.EVALUATION,
        edition=EditionFactory(version=standard, scheme=scheme),
    )
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)
    client.force_login(assignment.person)
    overview = f"/cases/{case.application.number}/score-card/"
    client.get(overview)

    with django_assert_max_num_queries(12) as whole:
        client.get(overview)
    with django_assert_max_num_queries(16) as single:
        client.get(page(case, "A02"))

    assert (len(whole), len(single)) == (9, 11)
