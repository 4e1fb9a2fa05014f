"""Reports of misuse: received from anybody, handled by the secretariat (17065, 4.1.3)."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from certification.errors.registry import AnswerMissing, ReportMoveRefused
from certification.history import save
from certification.lifecycle import REPORT_MOVES, ReportStatus
from certification.models import (
    Certificate,
    MisuseReport,
    Notice,
    Post,
    PostRole,
    User,
)
from certification.operations.case import next_number, write_message
from certification.registry import lookup_of
from standards.models import Edition, Operator

SERIES = "ZGL"


@transaction.atomic
def report_misuse(
    *, number: str, kind: str, description: str, place: str, email: str, language: str
) -> MisuseReport:
    """Receive a report and hand it to the secretariat that answers for the certificate."""
    certificate = (
        Certificate.objects.select_related("application__edition__operator")
        .filter(lookup=lookup_of(number))
        .first()
        if lookup_of(number)
        else None
    )
    now = timezone.now()
    report = MisuseReport(
        number=next_number(SERIES, year=timezone.localdate(now).year),
        operator=_operator_of(certificate, number),
        certificate=certificate,
        typed_number=number.strip(),
        kind=kind,
        description=description.strip(),
        place=place.strip(),
        email=email.strip().lower(),
        language=language,
        received_at=now,
    )
    save(report, by=None, reason="report_misuse")
    _tell_secretariat(report)
    return report


def _operator_of(certificate: Certificate | None, number: str) -> Operator:
    """Find who answers: whoever gave the certificate, ran such calls last, or acts everywhere."""
    if certificate:
        operator: Operator = certificate.application.edition.operator
        return operator
    prefix = number.strip().upper().partition("-")[0]
    calls = Edition.objects.select_related("operator").order_by("-opens_on", "-pk")
    call = calls.filter(scheme__certificate_prefix=prefix).first()
    if call:
        return call.operator
    return Operator.objects.order_by("-is_national", "pk")[0]


def _tell_secretariat(report: MisuseReport) -> None:
    posts = Post.objects.current(timezone.localdate()).filter(
        operator=report.operator_id, role=PostRole.SECRETARIAT, person__is_active=True
    )
    write_message(
        kind="misuse_reported",
        recipients=[post.person for post in posts.select_related("person")],
        subject=format_lazy(_("Report of misuse {number}"), number=report.number),
        body=_("Somebody reported a misuse of a certificate or of the mark. Read it and answer."),
        path=reverse("certification:misuse_report", args=[report.number]),
    )


def take_up(*, report: MisuseReport, by: User) -> MisuseReport:
    """Say that somebody looks into it."""
    return _move(report, ReportStatus.IN_REVIEW, answer="", by=by)


def confirm_report(*, report: MisuseReport, answer: str, by: User) -> MisuseReport:
    """Close a report that was right; what was done about it is the answer."""
    return _move(report, ReportStatus.CONFIRMED, answer=answer, by=by)


def dismiss_report(*, report: MisuseReport, answer: str, by: User) -> MisuseReport:
    """Close a report that was not right, with the reason."""
    return _move(report, ReportStatus.DISMISSED, answer=answer, by=by)


@transaction.atomic
def _move(report: MisuseReport, target: ReportStatus, *, answer: str, by: User) -> MisuseReport:
    report = MisuseReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if target not in REPORT_MOVES[report.status]:
        raise ReportMoveRefused
    closes = not REPORT_MOVES[target]
    if closes and not answer.strip():
        raise AnswerMissing
    report.status = target
    if closes:
        report.answer, report.closed_at = answer.strip(), timezone.now()
        _write_answer(report)
        report.email = ""
    save(report, by=by, reason=f"report_{target}")
    return report


def _write_answer(report: MisuseReport) -> None:
    """Send the answer to whoever left an address, which is forgotten with it."""
    if not report.email:
        return
    with override(report.language):
        Notice.objects.create(
            email=report.email,
            subject=_now("Answer to your report %(number)s") % {"number": report.number},
            body=report.answer,
            written_at=timezone.now(),
        )
