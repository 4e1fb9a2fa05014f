"""What anybody can read without an account: the list, one version, the rules of a scheme."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from standards.models import Criterion, StandardVersion
from standards.packages.writing import export_package
from standards.presenting import days, outline_of, procedure_of, steps_of
from tests.factories.standards import (
    CriterionFactory,
    DecisionRuleFactory,
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    SectionFactory,
    StandardVersionFactory,
    make_standard,
    publish_version,
)

pytestmark = pytest.mark.django_db


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def scheme_with_call(**fields):
    scheme = SchemeFactory(**fields)
    return EditionFactory(scheme=scheme)


def test_addresses_stay_as_promised():
    assert reverse("standards:list") == "/standards/"
    assert reverse("standards:version", args=["owes", "2026.1"]) == "/standards/owes/2026.1/"
    assert reverse("standards:rules", args=["owes"]) == "/rules/owes/"


def test_lines_of_a_text_stay_lines(client):
    version = make_standard(criteria=2, sections=1, published=False)
    Criterion.objects.filter(version=version).update(
        guidance_pl="Po pierwsze.\nPo drugie.", example_pl="Raz.\nDwa.", evidence_pl="Spis.\nUmowa."
    )
    publish_version(version)

    page = client.get(reverse("standards:version", args=[version.scheme.code, version.version]))

    for lines in ("Po pierwsze.<br>Po drugie.", "Raz.<br>Dwa.", "Spis.<br>Umowa."):
        assert page.content.decode().count(lines) == 2


def test_the_list_names_published_versions_and_hides_drafts(client):
    scheme = SchemeFactory(code="owes", name_pl="Program jawny")
    make_standard(scheme=scheme, version="2026.1", criteria=4, sections=2)
    make_standard(scheme=scheme, version="2027.1", criteria=4, sections=2, published=False)
    hidden = make_standard(
        scheme=SchemeFactory(name_pl="Program ukryty"), criteria=2, sections=1, published=False
    )

    page = client.get("/standards/")

    shown = [
        (one.code, [version.version for version in one.public_versions])
        for one in page.context["schemes"]
    ]
    assert shown == [("owes", ["2026.1"])]
    assert (b"Program jawny" in page.content, b"2027.1" in page.content) == (True, False)
    assert hidden.scheme.name_pl.encode() not in page.content


def test_the_list_begins_with_the_newest_number_whenever_it_was_published(client):
    scheme = SchemeFactory(code="owes")
    for number in ("2026.10", "2026.2", "2026.1.1", "2026.1"):
        make_standard(scheme=scheme, version=number, criteria=2, sections=1)

    (shown,) = client.get("/standards/").context["schemes"]

    assert [one.version for one in shown.public_versions] == [
        "2026.10",
        "2026.2",
        "2026.1.1",
        "2026.1",
    ]


def test_the_list_counts_criteria_and_points_of_each_version(client):
    make_standard(criteria=8, sections=2)

    page = client.get("/standards/")

    (scheme,) = page.context["schemes"]
    assert [(one.criteria_count, one.points) for one in scheme.public_versions] == [(8, 100)]


def test_the_list_needs_the_same_queries_for_one_scheme_and_for_three(client):
    scheme_with_call()
    one = queries_of(client, "/standards/")
    for _ in range(2):
        scheme_with_call()
        make_standard(criteria=4, sections=2)

    assert queries_of(client, "/standards/") == one


def test_a_version_shows_every_criterion_with_its_gate_weight_and_evidence(client):
    version = make_standard(criteria=3, sections=1)

    page = client.get(f"/standards/{version.scheme.code}/2026.1/")

    text = page.content.decode()
    for criterion in Criterion.objects.all():
        assert text.count(f"{criterion.text_pl}") == 1
        assert f'id="{criterion.key}"' in text
    assert len(re.findall(r">\s*statut\s*</dd>", text)) == 3
    assert [one.code for one in page.context["gates"]] == ["A01"]
    assert version.sha256 in text


def test_a_version_speaks_the_language_of_the_reader(client):
    version = make_standard(criteria=2, sections=1)
    url = f"/standards/{version.scheme.code}/2026.1/"

    polish = client.get(url, headers={"accept-language": "pl"}).content.decode()
    english = client.get(url, headers={"accept-language": "en"}).content.decode()

    assert ("Kryterium A02 jest spełnione." in polish, "Criterion A02 is met." in polish) == (
        True,
        False,
    )
    assert ("Kryterium A02 jest spełnione." in english, "Criterion A02 is met." in english) == (
        False,
        True,
    )


@pytest.mark.parametrize("status", ["draft", "in_consultation"])
def test_a_version_not_published_yet_is_not_found(client, status):
    version = make_standard(criteria=2, sections=1, published=False)
    StandardVersion.objects.update(status=status)
    base = f"/standards/{version.scheme.code}/2026.1/"

    codes = [
        client.get(url).status_code
        for url in (base, f"{base}package.yaml", f"/rules/{version.scheme.code}/")
    ]

    assert codes == [404, 404, 404]


def test_a_superseded_version_stays_readable(client):
    version = make_standard(criteria=2, sections=1)
    StandardVersion.objects.update(status="superseded")

    page = client.get(f"/standards/{version.scheme.code}/2026.1/")

    assert (page.status_code, page.context["version"].status) == (200, "superseded")


def test_a_version_needs_the_same_queries_whatever_its_size(client):
    small = make_standard(criteria=2, sections=1)
    large = make_standard(criteria=40, sections=8)

    urls = [f"/standards/{one.scheme.code}/2026.1/" for one in (small, large)]

    first, second = (queries_of(client, url) for url in urls)
    assert first == second == 8


def test_the_package_of_a_version_can_be_downloaded(client):
    version = make_standard(criteria=2, sections=1)

    answer = client.get(f"/standards/{version.scheme.code}/2026.1/package.yaml")

    assert answer.content == export_package(version)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{version.scheme.code}-2026.1.yaml"'
    )


def test_sections_show_their_own_threshold_and_none_without_points():
    version = StandardVersionFactory()
    gates, quality = (
        SectionFactory(version=version, position=1, key="gates"),
        SectionFactory(version=version, position=2, key="quality"),
    )
    CriterionFactory(section=gates, weight=0, gate="knockout", gate_value=1)
    CriterionFactory(section=quality, weight=10, applies_when={"equals": ["is_renewal", True]})
    DecisionRuleFactory(version=version, section_thresholds={"quality": "75"})
    publish_version(version)

    with translation.override("en"):
        outline = outline_of(version)

    assert [(one.points, one.threshold) for one in outline["sections"]] == [(0, None), (10, 75)]
    assert [one.applies_when for part in outline["sections"] for one in part.lines] == [
        "",
        "the application is for renewal",
    ]
    assert [one.checked_by for part in outline["sections"] for one in part.lines] == [
        "documents",
        "documents",
    ]


def test_the_rules_tell_the_time_limits_of_the_open_call(client):
    call = EditionFactory(formal_check_days=11, completion_days=12, scoring_days=13, appeal_days=21)

    page = client.get(f"/rules/{call.scheme.code}/", headers={"accept-language": "en"})

    text = page.content.decode()
    assert page.context["call"] == call
    assert [number for number in ("11", "12", "13", "21") if f"{number} days" not in text] == []
    assert call.scheme.remedy_notice_en in text
    assert call.operator.name_en in text


def test_the_steps_follow_from_the_data_of_the_call():
    call = EditionFactory(
        closes_on=date(2026, 12, 31),
        day_count="working_days",
        experts_required=1,
        divergence_limit=None,
        decision_days=30,
        validity_months=12,
        surveillance_interval_months=6,
        chair_breaks_tie=False,
        quorum_numerator=2,
        quorum_denominator=3,
        operator=OperatorFactory(name_en="Regional Centre"),
    )

    with translation.override("en"):
        steps = [(one.title, one.who, one.limit, one.text) for one in steps_of(call.scheme, call)]

    assert steps == [
        (
            "Self-assessment and application",
            "Applicant",
            "until 31 December 2026",
            "You answer the same criteria as the experts and attach evidence. Then you submit.",
        ),
        (
            "Formal check",
            "Secretariat",
            "14 working days",
            "We check whether the application is complete.",
        ),
        (
            "Completing the application",
            "Applicant",
            "14 working days",
            "Only if something is missing: you get one call with a list."
            " An application that is not completed in time is closed without assessment.",
        ),
        (
            "Choice of experts",
            "Experts",
            "5 working days",
            "Experts declare that they are impartial or step aside.",
        ),
        (
            "Assessment",
            "Experts",
            "14 working days",
            "1 expert scores every criterion and gives reasons.",
        ),
        (
            "Recommendation",
            "Committee",
            "at the next meeting",
            "A meeting needs more than 2/3 of the seated members."
            " A simple majority decides; a tie means no recommendation.",
        ),
        (
            "Decision",
            "Regional Centre",
            "30 working days from submitting, without pauses",
            "The decision has reasons. Whoever assessed the application may not decide.",
        ),
        (
            "Certificate",
            "Regional Centre",
            "with the decision",
            "It is valid for 12 months."
            " We check every 6 months whether the requirements are still met.",
        ),
        (
            "Objection",
            "Applicant",
            "14 working days",
            "It names the criteria that are contested, each with reasons. People who did nothing "
            "in the case before look at it again and settle it within a month. Where the "
            "applicant was right, the certificate is issued.",
        ),
    ]


def test_a_statutory_scheme_leaves_without_examination_and_reconsiders():
    call = scheme_with_call(is_statutory=True)

    with translation.override("en"):
        steps = {one.title: one for one in steps_of(call.scheme, call)}

    assert steps["Completing the application"].text == (
        "Only if something is missing: you get one call with a list."
        " An application that is not completed in time is left without examination."
    )
    assert steps["Assessment"].text == (
        "2 experts score every criterion separately and do not see each other’s scores."
        " If their totals differ by more than 15 points, a third expert joins."
    )
    assert "Request to reconsider" in steps


def test_days_are_named_as_the_call_counts_them():
    calendar, working = EditionFactory(), EditionFactory(day_count="working_days")

    with translation.override("en"):
        said = [days(calendar, 1), days(calendar, 14), days(working, 1), days(working, 7)]

    assert said == ["1 day", "14 days", "1 working day", "7 working days"]


def test_an_open_call_goes_before_a_closed_one_and_any_can_be_chosen():
    scheme = SchemeFactory()
    version = make_standard(criteria=2, sections=1, scheme=scheme)
    closed = EditionFactory(
        scheme=scheme,
        version=version,
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 30),
        code="closed",
    )
    running = EditionFactory(scheme=scheme, version=version, opens_on=date(2026, 1, 1), code="open")
    day = date(2026, 11, 23)

    found = procedure_of(scheme, on=day)
    chosen = procedure_of(scheme, on=day, chosen="closed")
    unknown = procedure_of(scheme, on=day, chosen="nothing")

    assert (found["call"], found["is_open"]) == (running, True)
    assert (chosen["call"], chosen["is_open"]) == (closed, False)
    assert unknown["call"] == running
    assert found["calls"] == [(closed, False), (running, True)]


def test_a_published_scheme_without_a_call_still_has_its_rules(client):
    version = make_standard(criteria=2, sections=1)

    page = client.get(f"/rules/{version.scheme.code}/")

    assert (page.status_code, page.context["call"], page.context["current_version"]) == (
        200,
        None,
        version,
    )


def test_the_rules_need_the_same_queries_for_one_call_and_for_three(client):
    call = EditionFactory()
    url = f"/rules/{call.scheme.code}/"
    one = queries_of(client, url)
    for _ in range(2):
        EditionFactory(scheme=call.scheme, version=call.version)

    assert queries_of(client, url) == one == 5
