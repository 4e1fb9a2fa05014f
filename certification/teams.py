"""Who acts for which organisation: the role a person holds in it today, and what it allows."""

from dataclasses import dataclass

from django.utils import timezone

from certification.models import Invitation, Membership, MembershipRole, Organisation, User


@dataclass(frozen=True)
class OwnOrganisation:
    """An organisation as one of its people sees it."""

    organisation: Organisation
    role: str

    @property
    def may_change(self) -> bool:
        """Say whether the person may correct data, enter offers and begin applications."""
        return self.role in {MembershipRole.EDITS, MembershipRole.SIGNS}

    @property
    def may_lead_team(self) -> bool:
        """Say whether the person may invite others and end their roles."""
        return self.role == MembershipRole.SIGNS


def own_organisations(person: User) -> list[OwnOrganisation]:
    """List the organisations of a person, by name, with one query."""
    memberships = Membership.objects.current(timezone.localdate()).filter(person=person)
    return [
        OwnOrganisation(membership.organisation, membership.role)
        for membership in memberships.select_related("organisation").order_by(
            "organisation__name", "pk"
        )
    ]


def has_invitations(person: User) -> bool:
    """Say whether an invitation waits for the address of the person."""
    waiting = Invitation.objects.waiting().filter(email__iexact=person.email)
    return waiting.exists()
