"""Opening and changing drafts: who may apply where, how often, and what is carried over."""

from datetime import date

import pytest

from certification.errors.applicant import (
    ApplicationLocked,
    EditionNotOpen,
    LegalFormNotAllowed,
    NotInPartnership,
    OfferNeeded,
    OfferNotAsked,
    OneApplicationOnly,
    PartnerRefused,
    PartnershipConfirmedAlready,
    VoivodeshipOutsideCall,
)
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application, Assessment, CaseEvent, Evidence, Partner
from certification.operations.answers import save_answers
from certification.operations.applications import (
    add_partner,
    change_application,
    confirm_partnership,
    open_application,
)
from standards.lifecycle import VersionStatus
from standards.models import Criterion
from tests.factories.certification import (
    ApplicationFactory,
    CompletionCallFactory,
    EvidenceFactory,
    FormalCheckFactory,
    GapFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
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


def open_for(edition, organisation=None, **fields):
    membership = MembershipFactory(organisation=organisation or OrganisationFactory())
    organisation = membership.organisation
    return open_application(
        edition=edition,
        applicant=organisation,
        voivodeship=fields.pop("voivodeship", organisation.voivodeship),
        by=membership.person,
        **fields,
    )


def test_a_draft_rests_on_the_version_of_its_call_and_gets_a_number(time_machine):
    time_machine.move_to("2026-03-02 10:00+01:00")
    edition = EditionFactory(scheme__case_prefix="AKR")

    application = open_for(edition)

    assert (application.number, application.status, application.version) == (
        "AKR-2026-0001",
        ApplicationStatus.DRAFT,
        edition.version,
    )
    assert list(Assessment.objects.values_list("kind", "status")) == [("self", "open")]
    assert list(CaseEvent.objects.values_list("kind", "facts")) == [("opened", {})]


@pytest.mark.parametrize(
    "dates",
    [
        {"opens_on": date(2026, 3, 3)},
        {"opens_on": date(2026, 1, 1), "closes_on": date(2026, 3, 1)},
    ],
    ids=["not open yet", "closed yesterday"],
)
def test_no_draft_is_opened_outside_the_days_of_the_call(time_machine, dates):
    time_machine.move_to("2026-03-02 10:00+01:00")
    edition = EditionFactory(**dates)

    with pytest.raises(EditionNotOpen):
        open_for(edition)

    assert Application.objects.count() == 0


def test_no_draft_is_opened_on_a_version_that_was_withdrawn():
    edition = EditionFactory()
    edition.version.status = VersionStatus.WITHDRAWN
    edition.version.save()

    with pytest.raises(EditionNotOpen):
        open_for(edition)

    assert Application.objects.count() == 0


@pytest.mark.parametrize("form", ["cis", "zaz", "kis", "wtz"])
def test_a_unit_of_reintegration_cannot_become_an_accredited_centre(form):
    with pytest.raises(LegalFormNotAllowed):
        open_for(EditionFactory(), OrganisationFactory(legal_form=form))

    assert Application.objects.count() == 0


def test_only_the_legal_forms_of_the_scheme_may_apply():
    edition = EditionFactory(scheme__allowed_legal_forms=["foundation"])

    with pytest.raises(LegalFormNotAllowed):
        open_for(edition, OrganisationFactory(legal_form="social_coop"))

    assert open_for(edition, OrganisationFactory(legal_form="foundation")).pk


def test_a_regional_call_is_for_its_own_voivodeship():
    operator = OperatorFactory(is_national=False, voivodeship="06")

    with pytest.raises(VoivodeshipOutsideCall):
        open_for(EditionFactory(operator=operator), voivodeship="14")

    assert Application.objects.count() == 0


def test_the_mark_is_asked_for_an_offer_of_ones_own():
    edition = EditionFactory(scheme__per_offer=True, scheme__kind="product_mark")
    organisation = OrganisationFactory()

    for offer in (None, OfferFactory()):
        with pytest.raises(OfferNeeded):
            open_for(edition, organisation, offer=offer)

    assert Application.objects.count() == 0
    assert open_for(edition, organisation, offer=OfferFactory(organisation=organisation)).pk


def test_an_accreditation_has_no_offer():
    organisation = OrganisationFactory()

    with pytest.raises(OfferNotAsked):
        open_for(EditionFactory(), organisation, offer=OfferFactory(organisation=organisation))

    assert Application.objects.count() == 0


def second_time(edition, **fields):
    organisation = OrganisationFactory()
    offers = OfferFactory.create_batch(2, organisation=organisation)
    first = {"voivodeship": "06", "offer": offers[0] if edition.scheme.per_offer else None}
    open_for(edition, organisation, **first)
    if fields.pop("another_offer", False):
        fields["offer"] = offers[1]
    return open_for(edition, organisation, **{**first, **fields})


@pytest.mark.parametrize(
    ("per", "other"),
    [
        ("applicant", {"voivodeship": "14"}),
        ("voivodeship", {}),
        ("offer", {}),
    ],
)
def test_a_second_application_is_refused_where_the_call_allows_one(per, other):
    edition = EditionFactory(
        one_application_per=per,
        scheme__per_offer=per == "offer",
        scheme__kind="product_mark" if per == "offer" else "accreditation",
    )

    with pytest.raises(OneApplicationOnly) as refusal:
        second_time(edition, **other)

    assert Application.objects.get().number in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("per", "other"),
    [
        ("voivodeship", {"voivodeship": "14"}),
        ("offer", {"another_offer": True}),
        ("unlimited", {}),
    ],
)
def test_a_second_application_is_opened_where_it_is_of_another_kind(per, other):
    edition = EditionFactory(
        one_application_per=per,
        scheme__per_offer=per == "offer",
        scheme__kind="product_mark" if per == "offer" else "accreditation",
    )

    second_time(edition, **other)

    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    "status",
    [ApplicationStatus.WITHDRAWN, ApplicationStatus.LEFT_UNEXAMINED, ApplicationStatus.DECLINED],
)
def test_an_application_that_nobody_examined_does_not_use_up_the_turn(status):
    earlier = ApplicationFactory(status=status)

    open_for(earlier.edition, earlier.applicant)

    assert Application.objects.count() == 2


def shared_standard():
    scheme = SchemeFactory(per_offer=True, kind="product_mark")
    version = make_standard(criteria=4, sections=2, scheme=scheme, published=False)
    Criterion.objects.filter(version=version, key__in=("a01", "a02")).update(
        answered_once_per_applicant=True
    )
    return EditionFactory(
        scheme=scheme, version=publish_version(version), one_application_per="offer"
    )


def test_answers_given_once_are_carried_over_to_the_next_offer():
    edition = shared_standard()
    organisation = OrganisationFactory()
    first = open_for(edition, organisation, offer=OfferFactory(organisation=organisation))
    criteria = {one.key: one for one in edition.version.criteria.all()}
    save_answers(
        assessment=first.assessments.get(),
        answers=[
            {"criterion": criteria["a02"], "value": 1, "justification": "Wspólny opis."},
            {"criterion": criteria["b01"], "value": 2},
        ],
        by=first.created_by,
    )
    shared = EvidenceFactory(application=first, criterion=criteria["a01"])
    EvidenceFactory(application=first, criterion=criteria["b01"])

    second = open_for(edition, organisation, offer=OfferFactory(organisation=organisation))

    carried = Answer.objects.filter(assessment__application=second)
    assert list(carried.values_list("criterion__key", "value", "justification")) == [
        ("a02", 1, "Wspólny opis.")
    ]
    assert list(
        Evidence.objects.filter(application=second).values_list("criterion__key", "document")
    ) == [("a01", shared.document_id)]
    assert carried.get().history.get().history_change_reason == "carry_answers_over"
    event = CaseEvent.objects.get(application=second, kind="answers_shared")
    assert event.facts == {"carried_over": 1, "case": first.number}


def test_a_draft_can_be_changed_and_the_limit_of_the_call_is_checked_again():
    edition = EditionFactory(one_application_per="voivodeship")
    organisation = OrganisationFactory()
    open_for(edition, organisation, voivodeship="06")
    second = open_for(edition, organisation, voivodeship="14")

    with pytest.raises(OneApplicationOnly):
        change_application(application=second, voivodeship="06", by=second.created_by)
    change_application(
        application=second, voivodeship="12", scope="powiat bocheński", by=second.created_by
    )

    second.refresh_from_db()
    assert (second.voivodeship, second.scope) == ("12", "powiat bocheński")


@pytest.mark.parametrize(
    "status",
    [one for one in ApplicationStatus.values if one != ApplicationStatus.DRAFT],
)
def test_past_the_draft_nothing_is_changed(status):
    application = ApplicationFactory(status=status, scope="powiat bocheński")

    with pytest.raises(ApplicationLocked):
        change_application(application=application, scope="inne", by=application.created_by)

    application.refresh_from_db()
    assert application.scope == "powiat bocheński"


def test_a_call_about_the_whole_application_opens_what_it_is_about():
    application = ApplicationFactory(status=ApplicationStatus.COMPLETION_CALLED)
    check = FormalCheckFactory(application=application, outcome="call")
    GapFactory(
        call=CompletionCallFactory(check_made=check), criterion_key="", text="Podaj powiaty."
    )

    change_application(application=application, scope="powiat łęczyński", by=application.created_by)

    application.refresh_from_db()
    assert application.scope == "powiat łęczyński"


def test_a_partner_is_named_once_and_is_somebody_else():
    case = make_case(is_partnership=True)
    organisation = OrganisationFactory()
    add_partner(
        application=case.application, organisation=organisation, tasks="Szkolenia", by=case.signer
    )

    for refused in (organisation, case.application.applicant):
        with pytest.raises(PartnerRefused):
            add_partner(
                application=case.application, organisation=refused, tasks="", by=case.signer
            )

    assert list(Partner.objects.values_list("organisation", "tasks")) == [
        (organisation.pk, "Szkolenia")
    ]


def test_a_partner_needs_an_eligible_legal_form_and_an_application_in_partnership():
    alone, together = make_case(), make_case(is_partnership=True)

    with pytest.raises(NotInPartnership):
        add_partner(
            application=alone.application, organisation=OrganisationFactory(), by=alone.signer
        )
    with pytest.raises(LegalFormNotAllowed):
        add_partner(
            application=together.application,
            organisation=OrganisationFactory(legal_form="cis"),
            by=together.signer,
        )

    assert Partner.objects.count() == 0


def test_a_partner_confirms_once():
    partner = PartnerFactory()
    person = MembershipFactory(organisation=partner.organisation).person
    confirm_partnership(partner=partner, by=person)

    with pytest.raises(PartnershipConfirmedAlready):
        confirm_partnership(partner=partner, by=person)

    partner.refresh_from_db()
    assert partner.confirmed_by == person
