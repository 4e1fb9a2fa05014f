"""The pages of an organisation: who opens which, and what they do."""

import pytest
from django.urls import reverse

from certification.models import Invitation, Membership, Offer, Organisation
from tests.factories.certification import (
    InvitationFactory,
    MembershipFactory,
    OfferFactory,
    OrganisationFactory,
    UserFactory,
    valid_nip,
)

pytestmark = pytest.mark.django_db

OK, FOUND, FORBIDDEN, UNKNOWN = 200, 302, 403, 404
PAGES = {
    "organisation": (OK, OK, OK),
    "organisation_edit": (OK, OK, FORBIDDEN),
    "offer_new": (OK, OK, FORBIDDEN),
    "invite": (OK, FORBIDDEN, FORBIDDEN),
    "membership_end": (OK, FORBIDDEN, FORBIDDEN),
}
ROLES = ("signs", "edits", "reads")


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Spółdzielnia Socjalna Wiatrak")


def address(page, organisation):
    kwargs = {"pk": organisation.pk}
    if page == "membership_end":
        kwargs["membership_pk"] = MembershipFactory(organisation=organisation, role="reads").pk
    return reverse(f"certification:{page}", kwargs=kwargs)


def typed(**changed):
    return {
        "name": "Spółdzielnia Socjalna Młyn",
        "legal_form": "social_coop",
        "nip": valid_nip(900),
        "founded_on_day": "7",
        "founded_on_month": "5",
        "founded_on_year": "2019",
        "street": "ul. Młyńska 3",
        "postal_code": "20-001",
        "city": "Lublin",
        "voivodeship": "06",
    } | changed


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("place", range(len(ROLES)))
def test_each_role_opens_what_it_may(client, organisation, page, place):
    client.force_login(MembershipFactory(organisation=organisation, role=ROLES[place]).person)

    assert client.get(address(page, organisation)).status_code == PAGES[page][place]


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_organisation_does_not_exist(client, organisation, page):
    MembershipFactory(organisation=organisation)
    client.force_login(MembershipFactory().person)

    assert client.get(address(page, organisation)).status_code == UNKNOWN
    assert client.post(address(page, organisation), typed()).status_code in {UNKNOWN, 405}


@pytest.mark.parametrize("page", [*PAGES, "organisation_new"])
def test_whoever_is_not_logged_in_is_asked_to(client, organisation, page):
    url = (
        reverse("certification:organisation_new")
        if page == "organisation_new"
        else address(page, organisation)
    )

    response = client.get(url)

    assert (response.status_code, response.url) == (FOUND, f"/accounts/login/?next={url}")


@pytest.mark.parametrize("role", ["edits", "reads"])
def test_a_post_without_the_role_changes_nothing(client, organisation, role):
    signer = MembershipFactory(organisation=organisation)
    client.force_login(MembershipFactory(organisation=organisation, role=role).person)
    end = reverse("certification:membership_end", args=[organisation.pk, signer.pk])

    answers = [
        client.post(address("invite", organisation), {"email": "a@example.org", "role": "signs"}),
        client.post(end),
    ]
    if role == "reads":
        answers += [
            client.post(address("organisation_edit", organisation), typed()),
            client.post(address("offer_new", organisation), {"kind": "product", "name": "Chleb"}),
        ]

    assert {answer.status_code for answer in answers} == {FORBIDDEN}
    assert list(Invitation.objects.all()) == []
    assert list(Offer.objects.all()) == []
    assert Membership.objects.filter(until=None).count() == 2
    assert Organisation.objects.get().name == "Spółdzielnia Socjalna Wiatrak"


def test_the_role_in_another_organisation_does_not_count(client, organisation):
    person = MembershipFactory(organisation=organisation, role="reads").person
    own = MembershipFactory(person=person).organisation
    client.force_login(person)
    url = reverse(
        "certification:membership_end",
        args=[own.pk, MembershipFactory(organisation=organisation).pk],
    )

    assert client.post(url).status_code == UNKNOWN
    assert Membership.objects.filter(until=None).count() == 3


def test_an_organisation_is_entered_and_shown(client):
    person = UserFactory()
    client.force_login(person)

    response = client.post(reverse("certification:organisation_new"), typed())

    organisation = Organisation.objects.get()
    assert response.url == reverse("certification:organisation", args=[organisation.pk])
    assert (organisation.name, str(organisation.founded_on)) == (
        "Spółdzielnia Socjalna Młyn",
        "2019-05-07",
    )
    assert list(Membership.objects.values_list("person", "role")) == [(person.pk, "signs")]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"nip": "5210000001"}, ["nip"]),
        ({"legal_form": "wtz"}, ["running_entity_name"]),
        ({"legal_form": "circus"}, ["legal_form"]),
        ({"postal_code": "1"}, ["postal_code"]),
        ({"founded_on_day": "31", "founded_on_month": "2"}, ["founded_on"]),
        ({"founded_on_year": ""}, ["founded_on"]),
        ({"founded_on_month": "may"}, ["founded_on"]),
        ({"founded_on_year": "99999999999999999999"}, ["founded_on"]),
        ({"name": "", "city": ""}, ["name", "city"]),
        (
            {"nip": "5210000001", "regon": "1", "krs": "1", "postal_code": "1"},
            ["nip", "regon", "krs", "postal_code"],
        ),
    ],
)
def test_what_is_wrong_is_shown_at_its_field_and_nothing_is_entered(client, changed, errors):
    client.force_login(UserFactory())

    response = client.post(reverse("certification:organisation_new"), typed(**changed))

    assert list(response.context["form"].errors) == errors
    assert list(Organisation.objects.all()) == []


def test_the_data_are_corrected_and_a_missing_day_is_no_error(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation, role="edits").person)
    empty = {"founded_on_day": "", "founded_on_month": "", "founded_on_year": ""}

    client.post(address("organisation_edit", organisation), typed(**empty))

    organisation.refresh_from_db()
    assert (organisation.name, organisation.nip, organisation.founded_on) == (
        "Spółdzielnia Socjalna Młyn",
        valid_nip(900),
        None,
    )


def test_the_form_of_correction_is_filled_with_what_is_known(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).person)

    page = client.get(address("organisation_edit", organisation)).content.decode()

    assert f'value="{organisation.nip}"' in page
    assert 'name="founded_on_year" value="2020"' in page


def test_an_invitation_waits_in_the_team(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).person)

    client.post(address("invite", organisation), {"email": "ola@example.org", "role": "reads"})
    page = client.get(address("organisation", organisation)).content.decode()

    assert list(Invitation.objects.values_list("organisation", "email", "role")) == [
        (organisation.pk, "ola@example.org", "reads")
    ]
    assert "ola@example.org" in page


def test_a_refused_invitation_stands_at_the_address(client, organisation):
    InvitationFactory(organisation=organisation, email="ola@example.org")
    client.force_login(MembershipFactory(organisation=organisation).person)

    response = client.post(
        address("invite", organisation), {"email": "ola@example.org", "role": "reads"}
    )

    assert list(response.context["form"].errors) == ["email"]
    assert Invitation.objects.count() == 1


def test_a_role_ends_after_one_more_question(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation).person)
    leaving = MembershipFactory(organisation=organisation, role="edits")
    url = reverse("certification:membership_end", args=[organisation.pk, leaving.pk])

    asked = client.get(url)
    still_there = Membership.objects.filter(until=None).count()
    ended = client.post(url)

    assert (asked.status_code, still_there) == (OK, 2)
    assert ended.url == reverse("certification:organisation", args=[organisation.pk])
    assert Membership.objects.filter(until=None).count() == 1


def test_whoever_leaves_is_led_to_their_own_cases(client, organisation):
    leaving = MembershipFactory(organisation=organisation)
    MembershipFactory(organisation=organisation)
    client.force_login(leaving.person)

    ended = client.post(reverse("certification:membership_end", args=[organisation.pk, leaving.pk]))

    assert ended.url == reverse("certification:my")
    assert client.get(address("organisation", organisation)).status_code == UNKNOWN


def test_the_last_signer_is_told_what_to_do_first(client, organisation):
    last = MembershipFactory(organisation=organisation)
    client.force_login(last.person)

    response = client.post(reverse("certification:membership_end", args=[organisation.pk, last.pk]))

    assert [error.code for error in response.context["form"].non_field_errors().as_data()] == [
        "last_signer"
    ]
    assert Membership.objects.get().until is None


def test_an_offer_is_entered_by_an_editor(client, organisation):
    client.force_login(MembershipFactory(organisation=organisation, role="edits").person)

    client.post(
        address("offer_new", organisation),
        {"kind": "service", "name": "Catering", "description": "Obiady."},
    )

    assert list(Offer.objects.values_list("organisation", "kind", "name", "description")) == [
        (organisation.pk, "service", "Catering", "Obiady.")
    ]


# Session (read, and kept alive by three statements), person, roles of the navigation; then the
# organisations of the person, the team, the invitations and the offers.
QUERIES_OF_AN_ORGANISATION = 7


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_as_often_for_one_row_as_for_fifty(
    client, django_assert_num_queries, organisation, count
):
    client.force_login(MembershipFactory(organisation=organisation).person)
    for _row in range(count):
        MembershipFactory(organisation=organisation, role="reads")
        InvitationFactory(organisation=organisation)
        OfferFactory(organisation=organisation)

    with django_assert_num_queries(QUERIES_OF_AN_ORGANISATION):
        page = client.get(address("organisation", organisation))

    assert [len(page.context[name]) for name in ("team", "invitations", "offers")] == [
        count + 1,
        count,
        count,
    ]
