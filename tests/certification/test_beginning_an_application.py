"""Choosing an open call and saying what the application is about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.lifecycle import ApplicationStatus
from certification.models import Application, Offer
from tests.factories.certification import (
    ApplicationFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.standards import EditionFactory, OperatorFactory

pytestmark = pytest.mark.django_db
URL = "certification:application_new"


@pytest.fixture
def signer():
    return MembershipFactory(organisation__voivodeship="06")


@pytest.fixture
def centres():
    """Give a call in which support centres apply."""
    return EditionFactory(one_application_per="voivodeship")


@pytest.fixture
def mark():
    """Give a call in which each product or service is an application of its own."""
    return EditionFactory(
        scheme__kind="product_mark",
        scheme__per_offer=True,
        one_application_per="offer",
    )


def address(edition):
    return f"{reverse(URL)}?call={edition.code}"


def about_centre(membership, **changed):
    return {
        "applicant": membership.organisation.pk,
        "voivodeship": "06",
        "scope": "lubelski\nświdnicki",
        "path": "A",
        "is_partnership": "on",
    } | changed


def about_offer(membership, **changed):
    return {
        "applicant": membership.organisation.pk,
        "voivodeship": "06",
        "offer": "new",
        "offer_kind": "product",
        "offer_name": "Chleb na zakwasie",
    } | changed


def test_only_open_calls_are_offered(client, signer, centres):
    today = timezone.localdate()
    EditionFactory(opens_on=today + timedelta(days=1))
    EditionFactory(closes_on=today - timedelta(days=1))
    client.force_login(signer.person)

    page = client.get(reverse(URL))

    assert [call for group in page.context["schemes"] for call in group["calls"]] == [centres]


def test_calls_of_ones_own_voivodeship_come_first(client, signer):
    far = EditionFactory(operator=OperatorFactory(is_national=False, voivodeship="02"), name_pl="A")
    near = EditionFactory(
        scheme=far.scheme,
        version=far.version,
        operator=OperatorFactory(is_national=False, voivodeship="06"),
        name_pl="B",
    )
    client.force_login(signer.person)

    page = client.get(reverse(URL))

    assert page.context["schemes"][0]["calls"] == [near, far]


def test_a_centre_begins_its_application(client, signer, centres):
    client.force_login(signer.person)

    response = client.post(address(centres), about_centre(signer))

    application = Application.objects.get()
    assert response.url == reverse("certification:application", args=[application.number])
    assert (
        application.edition,
        application.applicant,
        application.offer,
        application.status,
        application.voivodeship,
        application.scope.split(),
        application.path,
        application.is_partnership,
        application.created_by,
    ) == (
        centres,
        signer.organisation,
        None,
        ApplicationStatus.DRAFT,
        "06",
        ["lubelski", "świdnicki"],
        "A",
        True,
        signer.person,
    )


def test_a_new_offer_is_entered_with_its_application(client, signer, mark):
    client.force_login(signer.person)

    client.post(address(mark), about_offer(signer))

    application = Application.objects.get()
    assert (
        application.offer.organisation,
        application.offer.kind,
        application.offer.name,
        application.path,
    ) == (signer.organisation, "product", "Chleb na zakwasie", "")


def test_a_known_offer_is_chosen(client, signer, mark):
    offer = OfferFactory(organisation=signer.organisation)
    client.force_login(signer.person)

    client.post(address(mark), about_offer(signer, offer=offer.pk, offer_name="", offer_kind=""))

    assert list(Application.objects.values_list("offer", flat=True)) == [offer.pk]
    assert list(Offer.objects.all()) == [offer]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"offer": ""}, ["offer"]),
        ({"offer": "999999"}, ["offer"]),
        ({"offer_name": " "}, ["offer_name"]),
        ({"offer_kind": ""}, ["offer_kind"]),
        ({"voivodeship": "99"}, ["voivodeship"]),
        ({"applicant": ""}, ["applicant"]),
    ],
)
def test_what_is_missing_is_said_and_nothing_begins(client, signer, mark, changed, errors):
    client.force_login(signer.person)

    response = client.post(address(mark), about_offer(signer, **changed))

    assert list(response.context["form"].errors) == errors
    assert (Application.objects.count(), Offer.objects.count()) == (0, 0)


def test_a_name_taken_by_another_offer_begins_nothing(client, signer, mark):
    OfferFactory(organisation=signer.organisation, name="Chleb na zakwasie")
    client.force_login(signer.person)

    response = client.post(address(mark), about_offer(signer))

    assert list(response.context["form"].errors) == ["offer_name"]
    assert (Application.objects.count(), Offer.objects.count()) == (0, 1)


def test_a_refused_application_leaves_no_new_offer_behind(client, signer, mark):
    other = OfferFactory(organisation=signer.organisation)
    mark.one_application_per = "applicant"
    mark.save()
    ApplicationFactory(edition=mark, applicant=signer.organisation, offer=other)
    client.force_login(signer.person)

    response = client.post(address(mark), about_offer(signer))

    errors = response.context["form"].non_field_errors().as_data()
    assert [error.code for error in errors] == ["one_application_only"]
    assert (Application.objects.count(), Offer.objects.count()) == (1, 1)


def test_an_offer_of_another_own_organisation_is_refused(client, signer, mark):
    other = MembershipFactory(person=signer.person)
    offer = OfferFactory(organisation=other.organisation)
    client.force_login(signer.person)

    response = client.post(address(mark), about_offer(signer, offer=offer.pk))

    assert list(response.context["form"].errors) == ["offer"]
    assert Application.objects.count() == 0


def test_a_regional_call_has_its_voivodeship_whatever_is_sent(client, signer):
    call = EditionFactory(operator=OperatorFactory(is_national=False, voivodeship="14"))
    client.force_login(signer.person)

    client.post(address(call), about_centre(signer, voivodeship="06"))

    assert list(Application.objects.values_list("voivodeship", flat=True)) == ["14"]


def test_nobody_begins_for_somebody_elses_organisation(client, signer, centres):
    client.force_login(signer.person)

    response = client.post(
        address(centres), about_centre(signer, applicant=OrganisationFactory().pk)
    )

    assert list(response.context["form"].errors) == ["applicant"]
    assert Application.objects.count() == 0


def test_one_who_only_reads_in_an_organisation_does_not_begin_for_it(client, signer, centres):
    read = MembershipFactory(person=signer.person, role="reads")
    client.force_login(signer.person)

    response = client.post(address(centres), about_centre(read))

    assert list(response.context["form"].errors) == ["applicant"]
    assert Application.objects.count() == 0


def test_a_reader_everywhere_is_refused_the_page(client, centres):
    reader = MembershipFactory(role="reads")
    client.force_login(reader.person)

    answers = [
        client.get(reverse(URL)),
        client.get(address(centres)),
        client.post(address(centres), about_centre(reader)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Application.objects.count() == 0


def test_a_legal_form_that_may_not_apply_is_told_so_before_any_question(client, centres):
    unit = MembershipFactory(organisation__legal_form="wtz")
    client.force_login(unit.person)

    page = client.get(address(centres))
    client.post(address(centres), about_centre(unit))

    assert page.context["eligible"] == []
    assert 'name="applicant"' not in page.content.decode()
    assert Application.objects.count() == 0


def test_a_call_that_is_closed_or_unknown_is_not_found(client, signer):
    closed = EditionFactory(closes_on=timezone.localdate() - timedelta(days=1))
    client.force_login(signer.person)

    answers = [
        client.get(address(closed)),
        client.post(address(closed), about_centre(signer)),
        client.get(f"{reverse(URL)}?call=none"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Application.objects.count() == 0


def test_without_an_organisation_the_page_leads_to_entering_one(client, centres):
    client.force_login(UserFactory())

    page = client.get(reverse(URL)).content.decode()

    assert f'href="{reverse("certification:organisation_new")}"' in page
    assert centres.name not in page


def test_with_nothing_to_choose_from_only_the_new_offer_is_asked_for(client, signer, mark):
    client.force_login(signer.person)

    page = client.get(address(mark))
    response = client.post(address(mark), about_offer(signer, offer_name="", offer_kind=""))

    form = response.context["form"]
    assert 'type="hidden" name="offer" value="new"' in page.content.decode()
    assert {name: len(errors) for name, errors in form.errors.items()} == {
        "offer_kind": 1,
        "offer_name": 1,
    }
    assert (Application.objects.count(), Offer.objects.count()) == (0, 0)
