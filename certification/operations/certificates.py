"""Issuing certificates and every later change of their status."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.registry import (
    CertificateMoveRefused,
    DecisionDoesNotGrant,
    EffectiveDayOutside,
    PublicNoteMissing,
)
from certification.facts import facts_of, frozen_fields, obligations_of
from certification.history import save
from certification.lifecycle import (
    APPLICATION_MOVES,
    CERTIFICATE_MOVES,
    SCOPE_REDUCED,
    ApplicationStatus,
    CertificateStatus,
    require_move,
)
from certification.models import (
    Application,
    Certificate,
    Decision,
    Obligation,
    Post,
    PostRole,
    Side,
    StatusChange,
    User,
)
from certification.names import plain_text
from certification.operations.case import (
    log_event,
    stop_deadline,
    team_of,
    write_message,
    written_day,
)
from certification.operations.public_log import log_change, log_issue
from certification.operations.revisions import record_places
from certification.public_results import section_results
from certification.registry import lookup_of
from documents.models import Document, DocumentKind
from documents.operations import store_document
from documents.sealed_files import log_sealed_file


@transaction.atomic
def issue_certificate(
    *,
    decision: Decision,
    content: bytes,
    content_en: bytes | None = None,
    by: User | None = None,
) -> Certificate:
    """Issue the certificate a decision grants, once however often it is asked (17065, 7.7).

    ``content`` is the sealed page in Polish, ``content_en`` the same in English; their hashes go
    into the public log. The number was reserved by the decision; the facts are frozen as they
    were decided on, with their digest. What the holder will owe is written down at the same moment.
    """
    application = Application.objects.locked(decision.application_id)
    issued: Certificate | None = Certificate.objects.filter(application=application).first()
    if issued is not None:
        return issued
    if not decision.granted:
        raise DecisionDoesNotGrant
    require_move(APPLICATION_MOVES, source=application.status, target=ApplicationStatus.CERTIFIED)
    certificate = _write_certificate(decision, content, content_en, by)
    _write_obligations(certificate, by)
    change = StatusChange.objects.create(
        certificate=certificate,
        status=CertificateStatus.VALID,
        effective_on=certificate.valid_from,
        recorded_at=timezone.now(),
        recorded_by=by,
        reason="issued",
    )
    application.status = ApplicationStatus.CERTIFIED
    application.closed_at = timezone.now()
    save(application, by=by, reason="issue_certificate")
    stop_deadline(application=application, by=by)
    _tell_of_issue(certificate, application, by)
    log_issue(certificate=certificate, change=change)
    for page in filter(None, (content, content_en)):
        log_sealed_file(number=certificate.number, content=page)
    return certificate


def _write_certificate(
    decision: Decision, content: bytes, content_en: bytes | None, by: User | None
) -> Certificate:
    facts = facts_of(decision)
    application, number = decision.application, facts["number"]
    certificate = Certificate(
        number=number,
        lookup=lookup_of(number),
        application=application,
        decision=decision,
        scheme=application.edition.scheme,
        version=application.version,
        holder=application.applicant,
        offer=application.offer,
        document=_store_page(number, content, "pl", by),
        document_en=_store_page(number, content_en, "en", by) if content_en else None,
        section_results=section_results(application),
        **frozen_fields(facts),
    )
    save(certificate, by=by, reason="issue_certificate")
    return certificate


def _store_page(number: str, content: bytes, language: str, by: User | None) -> Document:
    return store_document(
        kind=DocumentKind.CERTIFICATE,
        name=f"{number}.pdf" if language == "pl" else f"{number}-{language}.pdf",
        content=content,
        content_type="application/pdf",
        origin=number,
        by=by,
        language=language,
    )


def _write_obligations(certificate: Certificate, by: User | None) -> None:
    edition = certificate.application.edition
    for kind, period, due_on in obligations_of(
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        surveillance_months=edition.surveillance_interval_months,
        is_statutory=certificate.scheme.is_statutory,
    ):
        obligation = Obligation(certificate=certificate, kind=kind, period=period, due_on=due_on)
        save(obligation, by=by, reason="issue_certificate")


def _tell_of_issue(certificate: Certificate, application: Application, by: User | None) -> None:
    log_event(
        application,
        "certificate_issued",
        by=by,
        side=Side.SYSTEM,
        number=certificate.number,
        valid_from=certificate.valid_from.isoformat(),
        valid_until=certificate.valid_until.isoformat(),
    )
    write_message(
        kind="certificate_issued",
        recipients=team_of(application),
        subject=format_lazy(_("Certificate {number} is issued"), number=certificate.number),
        body=format_lazy(
            _(
                "Certificate {number} is valid from {first} until {last}. "
                "The link leads to its public page, where you can also download it."
            ),
            number=certificate.number,
            first=written_day(certificate.valid_from),
            last=written_day(certificate.valid_until),
        ),
        application=application,
        path=reverse("certification:certificate", kwargs={"number": certificate.number}),
    )


def suspend(
    *, certificate: Certificate, effective_on: date, public_note: str, reason: str, by: User
) -> StatusChange:
    """Pause a certificate; nobody may rely on it until it is restored (17065, 7.11.1)."""
    return _change_status(
        certificate=certificate,
        target=CertificateStatus.SUSPENDED,
        kind="certificate_suspended",
        effective_on=effective_on,
        public_note=public_note,
        reason=reason,
        by=by,
    )


def restore(
    *, certificate: Certificate, effective_on: date, public_note: str, reason: str, by: User
) -> StatusChange:
    """Lift a suspension; the days before stay suspended in the registry (17065, 7.11.6)."""
    return _change_status(
        certificate=certificate,
        target=CertificateStatus.VALID,
        kind="certificate_restored",
        effective_on=effective_on,
        public_note=public_note,
        reason=reason,
        by=by,
    )


def withdraw(
    *, certificate: Certificate, effective_on: date, public_note: str, reason: str, by: User
) -> StatusChange:
    """End a certificate for good against the holder; the registry says so at once (7.11.3)."""
    return _change_status(
        certificate=certificate,
        target=CertificateStatus.WITHDRAWN,
        kind="certificate_withdrawn",
        effective_on=effective_on,
        public_note=public_note,
        reason=reason,
        by=by,
    )


def terminate(
    *, certificate: Certificate, effective_on: date, public_note: str, reason: str, by: User
) -> StatusChange:
    """End a certificate at the holder's wish; it is no fault of the holder (17065, 7.11.3)."""
    return _change_status(
        certificate=certificate,
        target=CertificateStatus.TERMINATED,
        kind="certificate_terminated",
        effective_on=effective_on,
        public_note=public_note,
        reason=reason,
        by=by,
    )


def annul(*, certificate: Certificate, public_note: str, reason: str, by: User) -> StatusChange:
    """Take a certificate back as issued in error: from now on it counts as never valid.

    It needs no day, since it reaches back to the first; what the registry said before stays in its
    history, so that people who relied on it can prove what they saw.
    """
    return _change_status(
        certificate=certificate,
        target=CertificateStatus.ANNULLED,
        kind="certificate_annulled",
        effective_on=certificate.issued_on,
        public_note=public_note,
        reason=reason,
        by=by,
    )


NEEDS_NOTE = (
    CertificateStatus.SUSPENDED,
    CertificateStatus.WITHDRAWN,
    CertificateStatus.ANNULLED,
)


@transaction.atomic
def _change_status(
    *,
    certificate: Certificate,
    target: CertificateStatus,
    kind: str,
    effective_on: date,
    public_note: str,
    reason: str,
    by: User,
) -> StatusChange:
    """Record one change, tell the holder and the secretariat, and log it in the case."""
    application = Application.objects.locked(certificate.application_id)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    note = plain_text(public_note).strip()
    _require_possible(certificate, target, effective_on, note)
    change: StatusChange = StatusChange.objects.create(
        certificate=certificate,
        status=target,
        effective_on=effective_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        reason=reason,
        public_note=note,
    )
    certificate.status = target
    save(certificate, by=by, reason=kind)
    record_places(certificate)
    log_event(
        application,
        kind,
        by=by,
        side=Side.SECRETARIAT,
        reason=change.public_note,
        number=certificate.number,
        effective_on=effective_on.isoformat(),
        cause=reason,
    )
    _tell_of_change(certificate, application, change)
    log_change(number=certificate.number, change=change)
    return change


def _require_possible(
    certificate: Certificate, target: CertificateStatus, effective_on: date, note: str
) -> None:
    if target not in CERTIFICATE_MOVES[certificate.status]:
        raise CertificateMoveRefused(state=certificate.get_status_display())
    first = _first_day(certificate, target)
    last = max(timezone.localdate(), first)
    if not first <= effective_on <= last:
        raise EffectiveDayOutside(first=written_day(first), last=written_day(last))
    if target in NEEDS_NOTE and not note:
        raise PublicNoteMissing


def _first_day(certificate: Certificate, target: CertificateStatus) -> date:
    """Give the earliest day from which a change may hold.

    Nothing holds before the day of issue; a suspension cannot be lifted before it began.
    """
    if target != CertificateStatus.VALID:
        return certificate.issued_on
    states = certificate.status_changes.exclude(status=SCOPE_REDUCED)
    begun: StatusChange = states.latest("recorded_at", "pk")
    return begun.effective_on


def _tell_of_change(
    certificate: Certificate, application: Application, change: StatusChange
) -> None:
    posts = Post.objects.current(timezone.localdate()).filter(
        operator=application.edition.operator_id,
        role=PostRole.SECRETARIAT,
        person__is_active=True,
    )
    people = {person.pk: person for person in team_of(application)}
    people |= {post.person_id: post.person for post in posts.select_related("person")}
    write_message(
        kind="certificate_status_changed",
        recipients=people.values(),
        subject=format_lazy(
            _("The status of certificate {number} has changed"), number=certificate.number
        ),
        body=format_lazy(
            _("Certificate {number}: {state} from {day}. {note}"),
            number=certificate.number,
            state=CertificateStatus(change.status).label,
            day=written_day(change.effective_on),
            note=change.public_note,
        ),
        application=application,
        path=reverse("certification:certificate", kwargs={"number": certificate.number}),
    )
