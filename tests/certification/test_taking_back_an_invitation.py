"""Invitations that wait: told again, taken back, and whom they let in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.errors.organisations import InvitationOver, InvitationSentJustNow
from certification.models import Invitation, Membership, Message
from certification.operations.invitations import invite_again, take_back_invitation
from certification.operations.organisations import accept_invitations, invite
from tests.factories.certification import InvitationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
ENDS = [
    pytest.param({"accepted_at": timezone.now()}, id="accepted"),
    pytest.param({"withdrawn_at": timezone.now()}, id="taken back"),
]


def place_of(name: str, invitation: Invitation) -> str:
    return reverse(
        f"certification:{name}",
        kwargs={"pk": invitation.organisation_id, "invitation_pk": invitation.pk},
    )


def test_an_invitation_taken_back_lets_nobody_in_and_is_told():
    person = UserFactory(email="ola@example.org")
    invitation = InvitationFactory(email="Ola@example.org")
    signer = MembershipFactory(organisation=invitation.organisation).person

    take_back_invitation(invitation=invitation, by=signer)
    joined = accept_invitations(by=person)

    invitation.refresh_from_db()
    assert (joined, invitation.withdrawn_by, invitation.accepted_at) == ([], signer, None)
    assert not Membership.objects.filter(person=person).exists()
    assert list(Message.objects.values_list("recipient", "kind")) == [
        (person.pk, "invitation_taken_back")
    ]
    assert invitation.history.latest().history_user == signer


@pytest.mark.parametrize("operation", [invite_again, take_back_invitation])
@pytest.mark.parametrize("end", ENDS)
def test_an_invitation_that_is_over_stays_as_it_is(operation, end):
    invitation = InvitationFactory(**end)

    with pytest.raises(InvitationOver):
        operation(invitation=invitation, by=UserFactory())

    kept = Invitation.objects.values("accepted_at", "withdrawn_at", "withdrawn_by").get()
    assert kept == {"accepted_at": None, "withdrawn_at": None, "withdrawn_by": None} | end
    assert not Message.objects.exists()


def test_an_address_is_invited_anew_after_an_invitation_was_taken_back():
    person = UserFactory(email="ola@example.org")
    invitation = InvitationFactory(email="ola@example.org", role="signs")
    signer = MembershipFactory(organisation=invitation.organisation).person
    take_back_invitation(invitation=invitation, by=signer)

    invite(organisation=invitation.organisation, email=person.email, role="reads", by=signer)
    joined = accept_invitations(by=person)

    assert [membership.role for membership in joined] == ["reads"]


def test_an_invitation_is_told_again_after_a_pause_and_not_before():
    person = UserFactory(email="ola@example.org")
    invitation = InvitationFactory(email=person.email, told_at=timezone.now())

    with pytest.raises(InvitationSentJustNow):
        invite_again(invitation=invitation, by=UserFactory())
    told_too_early = Message.objects.count()
    Invitation.objects.update(told_at=timezone.now() - timedelta(minutes=11))
    invite_again(invitation=invitation, by=UserFactory())

    assert (told_too_early, Message.objects.get().recipient) == (0, person)


def test_an_address_without_an_account_waits_for_a_letter_again():
    told_at = timezone.now() - timedelta(hours=1)
    invitation = InvitationFactory(email="new@example.org", told_at=told_at)

    invite_again(invitation=invitation, by=UserFactory())

    invitation.refresh_from_db()
    assert invitation.told_at is None


def test_whoever_signs_takes_an_invitation_back_after_one_more_question(client):
    invitation = InvitationFactory(email="ola@example.org")
    client.force_login(MembershipFactory(organisation=invitation.organisation).person)

    asked = client.get(place_of("invitation_take_back", invitation))
    still_waits = Invitation.objects.waiting().exists()
    client.post(place_of("invitation_take_back", invitation))

    assert (asked.status_code, still_waits) == (200, True)
    assert not Invitation.objects.waiting().exists()


@pytest.mark.parametrize("name", ["invitation_take_back", "invitation_resend"])
@pytest.mark.parametrize(("role", "status"), [("edits", 403), ("reads", 403), (None, 404)])
def test_nobody_else_touches_an_invitation(client, name, role, status):
    invitation = InvitationFactory(email="ola@example.org")
    organisation = {"organisation": invitation.organisation, "role": role} if role else {}
    client.force_login(MembershipFactory(**organisation).person)

    answer = client.post(place_of(name, invitation))

    assert answer.status_code == status
    assert Invitation.objects.waiting().values_list("told_at", flat=True).get() is None
    assert not Message.objects.exists()


def test_an_invitation_of_another_organisation_is_not_found_under_ones_own(client):
    foreign = InvitationFactory(email="ola@example.org")
    own = MembershipFactory()
    client.force_login(own.person)

    answer = client.post(
        reverse(
            "certification:invitation_take_back",
            kwargs={"pk": own.organisation_id, "invitation_pk": foreign.pk},
        )
    )

    assert answer.status_code == 404
    assert Invitation.objects.waiting().get() == foreign


@pytest.mark.parametrize("role", ["signs", "edits", "reads"])
def test_the_first_visit_joins_with_the_role_of_the_invitation(client, role):
    person = UserFactory(email="ola@example.org")
    invitation = InvitationFactory(email="ola@example.org", role=role)
    client.force_login(person)

    page = client.get("/my/")

    assert invitation.organisation.name in page.content.decode()
    assert list(Membership.objects.values_list("organisation", "person", "role")) == [
        (invitation.organisation_id, person.pk, role)
    ]


def test_somebody_with_another_address_does_not_join(client):
    InvitationFactory(email="ola@example.org")
    client.force_login(UserFactory(email="olga@example.org"))

    client.get("/my/")

    assert not Membership.objects.exists()
    assert Invitation.objects.waiting().count() == 1
