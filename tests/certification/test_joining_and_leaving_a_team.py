"""Invitations by address, joining at the first visit, and who cannot leave."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from certification.errors.applicant import (
    AlreadyInTeam,
    AlreadyInvited,
    LastSigner,
    RoleEndedAlready,
)
from certification.models import Invitation, Membership, MembershipRole, Message
from certification.operations.organisations import accept_invitations, end_membership, invite
from certification.tasks import send_invitation
from tests.factories.certification import (
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_person_with_an_account_gets_a_message_and_no_second_letter():
    organisation = OrganisationFactory(name="Fundacja Most")
    person = UserFactory(email="ola@example.org", language="en")

    invitation = invite(
        organisation=organisation, email=" Ola@Example.org ", role="edits", by=UserFactory()
    )

    assert (invitation.email, invitation.role) == ("ola@example.org", MembershipRole.EDITS)
    assert list(Message.objects.values_list("recipient", "subject", "path")) == [
        (person.pk, "You are invited to the team of Fundacja Most", "/my/")
    ]
    assert send_invitation(invitation.pk) is False
    assert mail.outbox == []


def test_an_address_without_an_account_gets_a_letter_that_says_who_invites():
    organisation = OrganisationFactory(name="Fundacja Most")
    by = UserFactory(name="Jan Lis", language="en")

    invitation = invite(organisation=organisation, email="new@example.org", role="reads", by=by)
    sent = send_invitation(invitation.pk)

    letter = mail.outbox[0]
    assert sent is True
    assert list(Message.objects.all()) == []
    assert (letter.to, letter.subject) == (
        ["new@example.org"],
        "You are invited to the team of Fundacja Most",
    )
    assert letter.body.split("\n\n")[:2] == [
        "Jan Lis invites you to the team of the organisation Fundacja Most.",
        "Create an account with the address new@example.org and log in to join.",
    ]
    assert letter.body.split("\n\n")[2].endswith("/accounts/signup/")


def test_nobody_is_written_to_once_the_invitation_is_accepted():
    invitation = InvitationFactory(accepted_at=timezone.now())

    assert send_invitation(invitation.pk) is False
    assert mail.outbox == []


def test_one_open_invitation_for_an_address_is_enough():
    invitation = InvitationFactory(email="new@example.org")

    with pytest.raises(AlreadyInvited):
        invite(
            organisation=invitation.organisation,
            email="NEW@example.org",
            role="signs",
            by=UserFactory(),
        )

    assert list(Invitation.objects.values_list("pk", "role")) == [(invitation.pk, "edits")]


def test_somebody_in_the_team_is_not_invited_again():
    membership = MembershipFactory(person__email="ola@example.org")

    with pytest.raises(AlreadyInTeam):
        invite(
            organisation=membership.organisation,
            email="ola@example.org",
            role="signs",
            by=UserFactory(),
        )

    assert list(Invitation.objects.all()) == []
    assert list(Message.objects.all()) == []


def test_open_invitations_of_the_address_are_accepted_and_no_others():
    person = UserFactory(email="ola@example.org")
    own = InvitationFactory(email="Ola@example.org", role="reads")
    InvitationFactory(email="ola@example.org.pl")
    InvitationFactory(email="ola@example.org", accepted_at=timezone.now())

    accept_invitations(by=person)

    memberships = Membership.objects.values_list("organisation", "person", "role", "since")
    assert list(memberships) == [(own.organisation_id, person.pk, "reads", timezone.localdate())]
    assert Invitation.objects.filter(accepted_at=None).count() == 1


def test_accepting_twice_joins_once():
    person = UserFactory(email="ola@example.org")
    InvitationFactory(email="ola@example.org")

    first = accept_invitations(by=person)
    second = accept_invitations(by=person)

    assert (len(first), second) == (1, [])
    assert Membership.objects.count() == 1


def test_a_role_ends_at_once_and_is_kept():
    membership = MembershipFactory(role="edits")
    signer = MembershipFactory(organisation=membership.organisation).person

    end_membership(membership=membership, by=signer)

    membership.refresh_from_db()
    today = timezone.localdate()
    assert membership.until == today - timedelta(days=1)
    assert list(Membership.objects.current(today).values_list("person", flat=True)) == [signer.pk]
    assert membership.history.latest().history_user == signer


def test_one_of_two_people_who_sign_may_leave():
    leaving = MembershipFactory()
    staying = MembershipFactory(organisation=leaving.organisation)

    end_membership(membership=leaving, by=leaving.person)

    assert list(Membership.objects.filter(until=None)) == [staying]


@pytest.mark.parametrize(
    "other",
    [
        {"role": "edits"},
        {"role": "reads"},
        {"role": "signs", "until": timezone.localdate() - timedelta(days=1)},
        {"role": "signs", "person__is_active": False},
    ],
)
def test_the_last_person_who_signs_cannot_be_removed(other):
    last = MembershipFactory()
    MembershipFactory(organisation=last.organisation, **other)
    MembershipFactory()

    with pytest.raises(LastSigner):
        end_membership(membership=last, by=last.person)

    last.refresh_from_db()
    assert last.until is None


def test_a_role_that_ended_does_not_end_again():
    day = timezone.localdate() - timedelta(days=30)
    membership = MembershipFactory(role="edits", until=day)
    MembershipFactory(organisation=membership.organisation)

    with pytest.raises(RoleEndedAlready):
        end_membership(membership=membership, by=UserFactory())

    membership.refresh_from_db()
    assert membership.until == day


def test_whoever_left_may_be_invited_and_join_again():
    membership = MembershipFactory(person__email="ola@example.org", role="edits")
    signer = MembershipFactory(organisation=membership.organisation).person
    end_membership(membership=membership, by=signer)

    invite(organisation=membership.organisation, email="ola@example.org", role="reads", by=signer)
    accept_invitations(by=membership.person)

    held = Membership.objects.filter(person=membership.person).order_by("pk")
    assert list(held.values_list("role", "until")) == [
        ("edits", timezone.localdate() - timedelta(days=1)),
        ("reads", None),
    ]
