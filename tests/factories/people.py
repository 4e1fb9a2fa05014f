"""People, organisations and what binds them, with plain defaults."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory
from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

from certification.models import (
    Affiliation,
    Invitation,
    Membership,
    MembershipRole,
    Offer,
    Organisation,
    Post,
    PostRole,
    User,
)
from tests.factories.standards import OperatorFactory

PASSWORD = "plum-jam-and-bread"
LONG_AGO = date(2020, 1, 1)


def valid_nip(n: int) -> str:
    """Give the n-th NIP of a series that has a valid check digit."""
    base = f"{521_000_000 + n:09d}"
    made = next((base + digit for digit in "0123456789" if nip_number.is_valid(base + digit)), None)
    # A base whose check digit would be ten has no NIP; it borrows one from another series.
    return made or valid_nip(n + 40_000_000)


def valid_regon(n: int) -> str:
    """Give the n-th REGON of nine digits with a valid check digit."""
    base = f"{14_000_000 + n:08d}"
    return base + regon_number.calc_check_digit(base)


class UserFactory(DjangoModelFactory):
    """A person who can log in with ``PASSWORD``."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "pl"

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **fields: Any) -> User:
        return User.objects.create_user(password=PASSWORD, **fields)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Spółdzielnia Socjalna Przykład {n}")
    legal_form = "social_coop"
    nip = factory.Sequence(valid_nip)
    regon = factory.Sequence(valid_regon)
    krs = factory.Sequence(lambda n: f"{500_000 + n:010d}")
    street = "ul. Polna 1"
    postal_code = "20-001"
    city = "Lublin"
    municipality = "Lublin"
    voivodeship = "06"
    email = factory.Sequence(lambda n: f"biuro{n}@example.org")
    founded_on = LONG_AGO


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    role = MembershipRole.SIGNS
    since = LONG_AGO


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = MembershipRole.EDITS
    invited_by = factory.SubFactory(UserFactory)


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(UserFactory)
    operator = factory.SubFactory(OperatorFactory)
    role = PostRole.SECRETARIAT
    since = LONG_AGO


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "employed"
    since = LONG_AGO
    recorded_by = factory.SelfAttribute("person")


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "product"
    name = factory.Sequence(lambda n: f"Konfitura z pigwy {n}")
    description = "Konfitura z owoców z własnego sadu."
