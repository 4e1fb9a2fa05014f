"""Organisations, their offers and the people who act for them."""

import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

from certification.errors.applicant import (
    AlreadyInTeam,
    AlreadyInvited,
    FieldRefused,
    KrsWrong,
    LastSigner,
    NipWrong,
    OfferNamedAlready,
    OrganisationEnteredAlready,
    RegonWrong,
    RoleEndedAlready,
    RunningEntityMissing,
    RunningEntityNipWrong,
    SeveralRefused,
)
from certification.errors.organisations import (
    FoundedLater,
    PostalCodeWrong,
    RunningEntityNotAsked,
)
from certification.history import save
from certification.models import (
    Invitation,
    Membership,
    MembershipRole,
    Offer,
    Organisation,
    User,
)
from certification.names import plain_name
from certification.operations.invitations import tell_invited
from standards.dictionaries import LEGAL_FORMS

KRS_DIGITS = 10
POSTAL_CODE = re.compile(r"([0-9]{2})[-\s]?([0-9]{3})")


@transaction.atomic
def register_organisation(*, by: User, **fields: Any) -> Organisation:
    """Enter an organisation; whoever enters it signs for it until others join."""
    organisation = Organisation(**fields)
    _check_organisation(organisation)
    save(organisation, by=by, reason="register_organisation")
    membership = Membership(
        organisation=organisation,
        person=by,
        role=MembershipRole.SIGNS,
        since=timezone.localdate(),
    )
    save(membership, by=by, reason="register_organisation")
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: User, **fields: Any) -> Organisation:
    """Correct the data of an organisation; certificates keep the data of their day of issue."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for field, value in fields.items():
        setattr(organisation, field, value)
    _check_organisation(organisation)
    save(organisation, by=by, reason="change_organisation")
    return organisation


def _check_organisation(organisation: Organisation) -> None:
    """Check the numbers and keep them as digits; see who runs a unit without personality."""
    organisation.name = plain_name(organisation.name)
    refusals = []
    for check in (
        _check_nip,
        _check_regon,
        _check_krs,
        _check_founding,
        _check_running_entity,
        _check_postal_code,
    ):
        try:
            check(organisation)
        except FieldRefused as refused:
            refusals.append(refused)
    if len(refusals) > 1:
        raise SeveralRefused(refusals)
    if refusals:
        raise refusals[0]
    _require_entered_once(organisation)


def _check_nip(organisation: Organisation) -> None:
    organisation.nip = _checked_nip(organisation.nip, NipWrong)


def _check_regon(organisation: Organisation) -> None:
    if organisation.regon:
        if not regon_number.is_valid(organisation.regon):
            raise RegonWrong
        organisation.regon = regon_number.compact(organisation.regon)


def _check_founding(organisation: Organisation) -> None:
    """Months of activity are counted from this day, so it has to have come (scheme of the mark)."""
    if organisation.founded_on and organisation.founded_on > timezone.localdate():
        raise FoundedLater


def _check_running_entity(organisation: Organisation) -> None:
    """Ask units without legal personality who runs them, and nobody else (Act, art. 2)."""
    organisation.running_entity_name = plain_name(organisation.running_entity_name)
    is_given = bool(organisation.running_entity_name or organisation.running_entity_nip)
    if not LEGAL_FORMS[organisation.legal_form].needs_running_entity:
        if is_given:
            raise RunningEntityNotAsked
        return
    if not (organisation.running_entity_name and organisation.running_entity_nip):
        raise RunningEntityMissing
    organisation.running_entity_nip = _checked_nip(
        organisation.running_entity_nip, RunningEntityNipWrong
    )


def _require_entered_once(organisation: Organisation) -> None:
    """Know an organisation by its NIP; units of one running entity share it and differ by name."""
    same_nip = Organisation.objects.filter(nip=organisation.nip).exclude(pk=organisation.pk)
    is_unit = LEGAL_FORMS[organisation.legal_form].needs_running_entity
    for other in same_nip.only("name", "legal_form"):
        if LEGAL_FORMS[other.legal_form].needs_running_entity != is_unit:
            continue
        if not is_unit or (
            other.legal_form == organisation.legal_form
            and other.name.casefold() == organisation.name.casefold()
        ):
            raise OrganisationEnteredAlready


def _check_krs(organisation: Organisation) -> None:
    digits = "".join(organisation.krs.replace("-", "").split())
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == KRS_DIGITS):
        raise KrsWrong
    organisation.krs = digits


def _check_postal_code(organisation: Organisation) -> None:
    if not (parts := POSTAL_CODE.fullmatch(organisation.postal_code.strip())):
        raise PostalCodeWrong
    organisation.postal_code = f"{parts[1]}-{parts[2]}"


def _checked_nip(number: str, refusal: type[NipWrong]) -> str:
    if not nip_number.is_valid(number):
        raise refusal
    return nip_number.compact(number)


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, by: User) -> Invitation:
    """Invite somebody into the team; the invitation waits until the address logs in."""
    email = email.strip().lower()
    today = timezone.localdate()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Membership.objects.current(today).filter(
        organisation=organisation, person__email__iexact=email
    ):
        raise AlreadyInTeam
    if Invitation.objects.waiting().filter(organisation=organisation, email__iexact=email):
        raise AlreadyInvited
    invitation = Invitation(
        organisation=organisation, email=email, role=MembershipRole(role), invited_by=by
    )
    tell_invited(invitation)
    save(invitation, by=by, reason="invite")
    return invitation


@transaction.atomic
def accept_invitations(*, by: User) -> list[Membership]:
    """Join every team that invited the address of this person; the address was confirmed before."""
    today = timezone.localdate()
    joined = []
    waiting = Invitation.objects.waiting().filter(email__iexact=by.email)
    for invitation in waiting.select_for_update(of=("self",)):
        invitation.accepted_at = timezone.now()
        save(invitation, by=by, reason="accept_invitations")
        held = Membership.objects.filter(organisation=invitation.organisation_id, person=by)
        if held.current(today).exists():
            continue
        membership = Membership(
            organisation_id=invitation.organisation_id,
            person=by,
            role=invitation.role,
            since=today,
        )
        save(membership, by=by, reason="accept_invitations")
        joined.append(membership)
    return joined


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """End a person's role in a team from today; somebody who signs always stays."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    today = timezone.localdate()
    if membership.until is not None:
        raise RoleEndedAlready
    others = Membership.objects.filter(
        organisation=membership.organisation_id,
        role=MembershipRole.SIGNS,
        until__isnull=True,
        person__is_active=True,
    ).exclude(pk=membership.pk)
    if membership.role == MembershipRole.SIGNS and not others.exists():
        raise LastSigner
    # A role holds on its last day too, so it ends with yesterday and counts no more from now on.
    membership.until = today - timedelta(days=1)
    save(membership, by=by, reason="end_membership")
    return membership


@transaction.atomic
def register_offer(
    *, organisation: Organisation, kind: str, name: str, description: str = "", by: User
) -> Offer:
    """Enter a product or a service; the mark is asked for it by its name."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    name = plain_name(name)
    if Offer.objects.filter(organisation=organisation, name__iexact=name).exists():
        raise OfferNamedAlready
    offer = Offer(organisation=organisation, kind=kind, name=name, description=description)
    save(offer, by=by, reason="register_offer")
    return offer
