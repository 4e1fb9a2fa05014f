"""Invitations into a team: told, told again where nothing arrived, taken back while they wait."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.organisations import InvitationOver, InvitationSentJustNow
from certification.history import save
from certification.models import Invitation, User
from certification.operations.case import write_message

PAUSE = timedelta(minutes=10)


def tell_invited(invitation: Invitation) -> None:
    """Leave a message for whoever has an account; an address without one gets a letter later."""
    known = User.objects.filter(email__iexact=invitation.email, is_active=True)
    told = write_message(
        kind="invited",
        recipients=known,
        subject=format_lazy(
            _("You are invited to the team of {organisation}"),
            organisation=invitation.organisation.name,
        ),
        body=_("Log in to join. You will find the organisation under “My cases”."),
        path=reverse("certification:my"),
    )
    invitation.told_at = timezone.now() if told else None


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User) -> Invitation:
    """Tell an invited person once more, but not so often that it would be a nuisance."""
    invitation = _waiting(invitation)
    if invitation.told_at is not None and timezone.now() - invitation.told_at < PAUSE:
        raise InvitationSentJustNow
    tell_invited(invitation)
    save(invitation, by=by, reason="invite_again")
    return invitation


@transaction.atomic
def take_back_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back before it is accepted; whoever has an account learns of it."""
    invitation = _waiting(invitation)
    invitation.withdrawn_by = by
    invitation.withdrawn_at = timezone.now()
    save(invitation, by=by, reason="take_back_invitation")
    write_message(
        kind="invitation_taken_back",
        recipients=User.objects.filter(email__iexact=invitation.email, is_active=True),
        subject=format_lazy(
            _("The invitation to the team of {organisation} was taken back"),
            organisation=invitation.organisation.name,
        ),
        body=_("You do not have to do anything."),
    )
    return invitation


def _waiting(invitation: Invitation) -> Invitation:
    """Hold an invitation that was neither accepted nor taken back."""
    fresh: Invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
    if fresh.accepted_at is not None or fresh.withdrawn_at is not None:
        raise InvitationOver
    return fresh
