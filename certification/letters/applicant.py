"""The confirmation that an application was received, in the language of whoever sent it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from certification.letters.layout import letter_to_applicant
from certification.lifecycle import ApplicationStatus
from certification.models import Application, Attachment, Declaration, Evidence
from documents.drawing import Bullets, Facts, Heading, LetterContent, Paragraph, Table
from documents.drawing.letter import Part
from standards.models import StandardVersion

DIGITS_SHOWN = 16


@dataclass(frozen=True)
class Receipt:
    """What was received: the same values for the page and for the PDF."""

    facts: tuple[tuple[str, str], ...]
    declarations: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, str], ...]
    next_step: str


def receipt_of(application: Application) -> Receipt:
    """Collect what was sent, as it was at the moment of sending, in the active language."""
    declared = Declaration.objects.filter(
        application=application, made_at__lte=application.submitted_at
    ).select_related("organisation")
    documents = {
        piece.document_id: piece
        for kind in (Attachment, Evidence)
        for piece in kind.objects.filter(application=application)
        .standing_at(cast("datetime", application.submitted_at))
        .select_related("document")
    }
    days = application.edition.formal_check_days
    return Receipt(
        facts=tuple(_facts(application, len(documents))),
        declarations=tuple((one.organisation.name, one.text) for one in declared.order_by("pk")),
        files=tuple(
            (
                piece.name,
                filesizeformat(piece.document.size),
                piece.document.sha256[:DIGITS_SHOWN],
            )
            for piece in documents.values()
        ),
        next_step=ngettext(
            "The secretariat checks the application formally and answers within %(count)s day. "
            "You do not have to do anything now; we will write when it is your move.",
            "The secretariat checks the application formally and answers within %(count)s days. "
            "You do not have to do anything now; we will write when it is your move.",
            days,
        )
        % {"count": days},
    )


def _facts(application: Application, files: int) -> list[tuple[str, str]]:
    sent = timezone.localtime(application.submitted_at)
    version = version_sent(application)
    rows = [
        (_("Case number"), application.number),
        (_("Received"), f"{date_format(sent, 'DATE_FORMAT')}, {time_format(sent, 'H:i')}"),
        (_("Sent by"), str(application.submitted_by)),
        (_("Applicant"), f"{application.applicant.name}, NIP {application.applicant.nip}"),
        (_("Scheme"), application.edition.scheme.name),
        (_("Call"), application.edition.name),
        (
            _("Standard"),
            _("version %(version)s, fingerprint %(digest)s…")
            % {
                "version": version.version,
                "digest": version.sha256[:DIGITS_SHOWN],
            },
        ),
    ]
    if application.offer:
        rows.insert(4, (_("Product or service"), application.offer.name))
    return [*rows, (_("Files"), str(files))]


def version_sent(application: Application) -> StandardVersion:
    """Give the version on which the application was sent, whichever one binds it since."""
    sent = application.history.filter(status=ApplicationStatus.SUBMITTED)
    first = sent.select_related("version").order_by("history_date", "history_id").first()
    version: StandardVersion = first.version if first else application.version
    return version


def receipt_content(application: Application, *, language: str) -> LetterContent:
    """Write the confirmation as a letter of the body that runs the call."""
    with override(language):
        return letter_to_applicant(
            application,
            language=language,
            made_on=timezone.localdate(application.submitted_at),
            title=_("Confirmation of receipt"),
            subtitle=application.subject,
            parts=tuple(_parts(receipt_of(application))),
        )


def _parts(receipt: Receipt) -> list[Part]:
    parts: list[Part] = [
        Paragraph(_("Your application was received."), strong=True),
        Facts(receipt.facts),
        Heading(_("What happens next")),
        Paragraph(receipt.next_step),
    ]
    if receipt.declarations:
        parts += [
            Heading(_("Declarations")),
            Bullets(tuple(f"{name}: {text}" for name, text in receipt.declarations)),
        ]
    if receipt.files:
        header = (_("File"), _("Size"), _("Start of its SHA-256"))
        parts += [
            Heading(_("Files received")),
            Table(header=header, rows=receipt.files, weights=(4.0, 1.2, 2.4), numeric=(1,)),
        ]
    return parts


def receipt_name(application: Application, *, language: str) -> str:
    """Name the file of the confirmation."""
    with override(language):
        return _("Confirmation of receipt %(number)s.pdf") % {"number": application.number}
