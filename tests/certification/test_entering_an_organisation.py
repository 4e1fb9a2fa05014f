"""What an organisation must be to be entered, and what is refused without a trace."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.errors.applicant import (
    KrsWrong,
    NipWrong,
    OfferNamedAlready,
    OrganisationEnteredAlready,
    RegonWrong,
    RunningEntityMissing,
    RunningEntityNipWrong,
)
from certification.errors.organisations import (
    FoundedLater,
    PostalCodeWrong,
    RunningEntityNotAsked,
)
from certification.forms.organisations import OrganisationForm
from certification.models import Membership, MembershipRole, Offer, Organisation
from certification.operations.organisations import (
    change_organisation,
    register_offer,
    register_organisation,
)
from tests.factories.certification import (
    OfferFactory,
    OrganisationFactory,
    UserFactory,
    valid_nip,
    valid_regon,
)

pytestmark = pytest.mark.django_db

NIP = valid_nip(700)
OTHER_NIP = valid_nip(701)


def fields(**changed):
    return {
        "name": "Spółdzielnia Socjalna Wiatrak",
        "legal_form": "social_coop",
        "nip": NIP,
        "regon": "",
        "krs": "",
        "running_entity_name": "",
        "running_entity_nip": "",
        "street": "ul. Młyńska 3",
        "postal_code": "20-001",
        "city": "Lublin",
        "voivodeship": "06",
    } | changed


def unit(**changed):
    return fields(
        legal_form="wtz",
        name="WTZ Słonecznik",
        running_entity_name="Fundacja Most",
        running_entity_nip=NIP,
        **changed,
    )


def test_whoever_enters_an_organisation_signs_for_it():
    person = UserFactory()

    organisation = register_organisation(by=person, **fields())

    memberships = Membership.objects.values_list("organisation", "person", "role", "until")
    assert list(memberships) == [(organisation.pk, person.pk, MembershipRole.SIGNS, None)]


def test_numbers_are_kept_as_digits_however_they_are_typed():
    regon, krs = valid_regon(9), "0000123456"

    organisation = register_organisation(
        by=UserFactory(),
        **fields(
            name="  Spółdzielnia   Socjalna Wiatrak ",
            nip=f"PL {NIP[:3]}-{NIP[3:6]}-{NIP[6:8]}-{NIP[8:]}",
            regon=f"{regon[:3]} {regon[3:6]} {regon[6:]}",
            krs=f"{krs[:4]} {krs[4:7]}-{krs[7:]}",
            postal_code=" 20 001 ",
        ),
    )

    organisation.refresh_from_db()
    assert (
        organisation.name,
        organisation.nip,
        organisation.regon,
        organisation.krs,
        organisation.postal_code,
    ) == ("Spółdzielnia Socjalna Wiatrak", NIP, regon, krs, "20-001")


def test_signs_that_nobody_sees_are_left_out_of_names():
    organisation = register_organisation(
        by=UserFactory(),
        **fields(name="Fundacja \u202eMost\u200b \x00Zgody\u00a0😀"),
    )
    offer = register_offer(
        organisation=organisation, kind="product", name="Miód\u200d lipowy", by=UserFactory()
    )

    assert (organisation.name, offer.name) == ("Fundacja Most Zgody 😀", "Miód lipowy")


def test_a_name_of_unseen_signs_alone_is_missing():
    form = OrganisationForm(fields(name="\u200b \u202e"))

    assert form.errors["name"] == ["Wpisz pełną nazwę."]


def test_a_unit_without_personality_is_entered_with_whoever_runs_it():
    organisation = register_organisation(by=UserFactory(), **unit())

    organisation.refresh_from_db()
    assert (organisation.running_entity_name, organisation.running_entity_nip) == (
        "Fundacja Most",
        NIP,
    )


def wrong_digit(number):
    return number[:-1] + str((int(number[-1]) + 1) % 10)


@pytest.mark.parametrize(
    ("typed", "refusal", "field"),
    [
        (fields(nip=wrong_digit(NIP)), NipWrong, "nip"),
        (fields(nip="123"), NipWrong, "nip"),
        (fields(regon=wrong_digit(valid_regon(9))), RegonWrong, "regon"),
        (fields(krs="12345"), KrsWrong, "krs"),
        (fields(krs="00001234a6"), KrsWrong, "krs"),
        (
            fields(founded_on=timezone.localdate() + timedelta(days=1)),
            FoundedLater,
            "founded_on",
        ),
        (fields(postal_code="2000"), PostalCodeWrong, "postal_code"),
        (fields(postal_code="20--001"), PostalCodeWrong, "postal_code"),
        (unit() | {"running_entity_name": " "}, RunningEntityMissing, "running_entity_name"),
        (unit() | {"running_entity_nip": ""}, RunningEntityMissing, "running_entity_name"),
        (
            unit() | {"running_entity_nip": wrong_digit(NIP)},
            RunningEntityNipWrong,
            "running_entity_nip",
        ),
        (
            fields(running_entity_name="Fundacja Most"),
            RunningEntityNotAsked,
            "running_entity_name",
        ),
        (fields(running_entity_nip=OTHER_NIP), RunningEntityNotAsked, "running_entity_name"),
    ],
)
def test_wrong_data_is_refused_at_its_field_and_nothing_is_entered(typed, refusal, field):
    with pytest.raises(refusal) as refused:
        register_organisation(by=UserFactory(), **typed)

    assert refused.value.field == field
    assert list(Organisation.objects.all()) == []
    assert list(Membership.objects.all()) == []


def test_the_same_nip_is_not_entered_twice_under_another_name():
    OrganisationFactory(nip=NIP, name="Spółdzielnia Socjalna Wiatrak")

    with pytest.raises(OrganisationEnteredAlready):
        register_organisation(by=UserFactory(), **fields(name="Wiatrak"))

    assert list(Organisation.objects.values_list("name", flat=True)) == [
        "Spółdzielnia Socjalna Wiatrak"
    ]
    assert list(Membership.objects.all()) == []


def test_a_unit_is_not_entered_twice_whatever_the_case_of_its_name():
    register_organisation(by=UserFactory(), **unit())

    with pytest.raises(OrganisationEnteredAlready):
        register_organisation(by=UserFactory(), **unit() | {"name": "wtz SŁONECZNIK"})

    assert Organisation.objects.count() == 1
    assert Membership.objects.count() == 1


def test_units_of_one_running_entity_share_its_nip():
    runner = UserFactory()
    register_organisation(by=runner, **fields(legal_form="foundation", name="Fundacja Most"))
    register_organisation(by=runner, **unit())

    register_organisation(by=runner, **unit() | {"name": "WTZ Nagietek"})

    names = Organisation.objects.order_by("pk").values_list("name", "nip")
    assert list(names) == [
        ("Fundacja Most", NIP),
        ("WTZ Słonecznik", NIP),
        ("WTZ Nagietek", NIP),
    ]


def test_a_correction_is_kept_with_its_author():
    organisation = OrganisationFactory(nip=NIP)
    person = UserFactory()

    change_organisation(organisation=organisation, by=person, street="ul. Nowa 7")

    organisation.refresh_from_db()
    latest = organisation.history.latest()
    assert (organisation.street, latest.history_user, latest.history_change_reason) == (
        "ul. Nowa 7",
        person,
        "change_organisation",
    )


def test_a_refused_correction_changes_nothing():
    organisation = OrganisationFactory(nip=NIP, street="ul. Stara 1")

    with pytest.raises(NipWrong):
        change_organisation(
            organisation=organisation, by=UserFactory(), street="ul. Nowa 7", nip="1"
        )

    organisation.refresh_from_db()
    assert (organisation.nip, organisation.street) == (NIP, "ul. Stara 1")


def test_an_offer_has_a_name_of_its_own_in_its_organisation():
    organisation = OrganisationFactory()
    OfferFactory(organisation=organisation, name="Chleb na zakwasie")

    with pytest.raises(OfferNamedAlready):
        register_offer(
            organisation=organisation, kind="product", name=" Chleb  NA zakwasie", by=UserFactory()
        )

    assert list(Offer.objects.values_list("name", flat=True)) == ["Chleb na zakwasie"]


def test_two_organisations_may_offer_things_of_the_same_name():
    first = OfferFactory(name="Chleb na zakwasie")
    organisation = OrganisationFactory()

    offer = register_offer(
        organisation=organisation,
        kind="product",
        name="Chleb na zakwasie",
        description="Pieczemy go codziennie.",
        by=UserFactory(),
    )

    assert list(Offer.objects.order_by("pk").values_list("pk", "organisation")) == [
        (first.pk, first.organisation_id),
        (offer.pk, organisation.pk),
    ]
