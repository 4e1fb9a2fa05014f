"""Partners of a consortium and the declarations of everybody who takes part."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.errors.applicant import (
    ApplicationLocked,
    DeclarationUnknown,
    NotInPartnership,
    PartnerRefused,
    PartnershipConfirmedAlready,
)
from certification.history import save
from certification.lifecycle import ApplicationStatus
from certification.models import (
    Application,
    Declaration,
    Membership,
    Organisation,
    Partner,
    Side,
    User,
)
from certification.operations.case import log_event, write_message
from certification.operations.eligibility import require_legal_form
from standards.languages import shown_language

WRITABLE = (ApplicationStatus.DRAFT, ApplicationStatus.COMPLETION_CALLED)


@transaction.atomic
def add_partner(
    *, application: Application, organisation: Organisation, tasks: str = "", by: User
) -> Partner:
    """Name a partner of the consortium; it confirms and declares for itself (Act, art. 36)."""
    application = Application.objects.with_names().locked(application.pk)
    if application.status != ApplicationStatus.DRAFT:
        raise ApplicationLocked
    if not application.is_partnership:
        raise NotInPartnership
    known = Partner.objects.filter(application=application, organisation=organisation)
    if organisation.pk == application.applicant_id or known.exists():
        raise PartnerRefused(name=organisation.name)
    require_legal_form(application.edition, organisation)
    partner = Partner(application=application, organisation=organisation, tasks=tasks.strip())
    save(partner, by=by, reason="add_partner")
    log_event(
        application, "partner_added", by=by, side=Side.APPLICANT, organisation=organisation.pk
    )
    today = timezone.localdate()
    team = Membership.objects.current(today).filter(organisation=organisation)
    write_message(
        kind="partner_added",
        recipients=[one.person for one in team.select_related("person") if one.person.is_active],
        subject=_("Confirm that you take part"),
        body=_("You are named as a partner in an application. Confirm it and make declarations."),
        application=application,
        path=reverse("certification:declarations", kwargs={"number": application.number}),
    )
    return partner


@transaction.atomic
def confirm_partnership(*, partner: Partner, by: User) -> Partner:
    """Confirm for the partner that it takes part; the lead cannot do it in its place."""
    application = Application.objects.locked(partner.application_id)
    if application.status not in WRITABLE:
        raise ApplicationLocked
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if partner.confirmed_at is not None:
        raise PartnershipConfirmedAlready
    partner.confirmed_by = by
    partner.confirmed_at = timezone.now()
    save(partner, by=by, reason="confirm_partnership")
    log_event(
        application,
        "partnership_confirmed",
        by=by,
        side=Side.APPLICANT,
        organisation=partner.organisation_id,
    )
    return partner


@transaction.atomic
def make_declarations(
    *, application: Application, organisation: Organisation, keys: Collection[str], by: User
) -> list[Declaration]:
    """Make statements for one organisation, with the words that were read; none is made twice."""
    application = Application.objects.with_names().locked(application.pk)
    if application.status not in WRITABLE:
        raise ApplicationLocked
    texts = {one["key"]: one for one in application.edition.scheme.declarations}
    partners = Partner.objects.filter(application=application, organisation=organisation)
    if set(keys) - texts.keys():
        raise DeclarationUnknown
    if organisation.pk != application.applicant_id and not partners.exists():
        raise DeclarationUnknown
    held = Declaration.objects.filter(application=application, organisation=organisation)
    made_before = set(held.values_list("key", flat=True))
    language = shown_language()
    made = []
    for key in texts:
        if key not in keys or key in made_before:
            continue
        declaration = Declaration(
            application=application,
            organisation=organisation,
            key=key,
            text=texts[key][f"text_{language}"],
            made_by=by,
            made_at=timezone.now(),
        )
        save(declaration, by=by, reason="make_declarations")
        made.append(declaration)
    if made:
        log_event(
            application,
            "declared",
            by=by,
            side=Side.APPLICANT,
            organisation=organisation.pk,
            keys=[one.key for one in made],
        )
    return made
