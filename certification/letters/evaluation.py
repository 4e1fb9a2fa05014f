"""What the secretariat writes after a formal check, in the language of the office."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.checklist import checklist_of
from certification.letters.base import Letter
from certification.letters.layout import letter_to_applicant
from certification.models import Application, CompletionCall, FormalCheck, FormalOutcome, Gap
from documents.drawing import Bullets, Heading, LetterContent, Paragraph, Signature
from documents.drawing.letter import Part
from documents.models import DocumentKind
from standards.languages import OFFICE_LANGUAGE


def gap_in_words(gap: Gap, application: Application) -> str:
    """Say what is to be completed, and under which criterion."""
    criterion = checklist_of(application.version).by_key.get(gap.criterion_key)
    return f"{criterion.code} {criterion.text} – {gap.text}" if criterion else gap.text


def build_call(call: CompletionCall) -> LetterContent:
    """Call to complete the gaps by a day, and say what follows if it passes (KPA, art. 64 § 2)."""
    application = call.application
    with override(OFFICE_LANGUAGE):
        day = date_format(call.due_on, "DATE_FORMAT")
        gaps = tuple(gap_in_words(gap, application) for gap in call.gaps.all())
        consequence = (
            _(
                "An application whose gaps are not completed by that day is left without "
                "examination (art. 64 § 2 of the Code of Administrative Procedure)."
            )
            if application.edition.scheme.is_statutory
            else _("An application whose gaps are not completed by that day is not examined.")
        )
        parts: list[Part] = [
            Paragraph(_("Please complete the application by %(day)s.") % {"day": day}, strong=True),
            Heading(_("What to complete")),
            Bullets(gaps, numbered=True),
            Paragraph(consequence),
            Paragraph(
                _("Complete the gaps in the case on this site and send the application back.")
            ),
        ]
        if call.check_made.reasons:
            parts.insert(3, Paragraph(call.check_made.reasons))
        return _letter(_("Call to complete the application"), call.check_made, parts)


def build_decline(check: FormalCheck) -> LetterContent:
    """Say that the application is not accepted for evaluation, and why (17065, 7.3.3)."""
    with override(OFFICE_LANGUAGE):
        parts = [
            Paragraph(_("The application is not accepted for evaluation."), strong=True),
            *_reasons(check),
        ]
        return _letter(_("The application is not accepted"), check, parts)


def build_notice(check: FormalCheck) -> LetterContent:
    """Say that the application is left without examination, and why (KPA, art. 64 § 2)."""
    application = check.application
    with override(OFFICE_LANGUAGE):
        call = application.completion_calls.order_by("pk").last()
        day = date_format(call.due_on, "DATE_FORMAT") if call else ""
        parts = [
            Paragraph(_("The application is left without examination."), strong=True),
            Paragraph(
                _("The gaps named in the call were not completed by %(day)s.") % {"day": day}
            ),
            *_reasons(check),
        ]
        return _letter(_("Notice that the application was not examined"), check, parts)


def _reasons(check: FormalCheck) -> Iterator[Part]:
    yield Heading(_("Reasons"))
    yield Paragraph(check.reasons)


def _letter(title: str, check: FormalCheck, parts: list[Part]) -> LetterContent:
    application = check.application
    return letter_to_applicant(
        application,
        language=OFFICE_LANGUAGE,
        made_on=timezone.localdate(check.checked_at),
        title=title,
        legal_basis=application.edition.scheme.legal_basis,
        parts=tuple(parts),
        signatures=(Signature(name=str(check.checked_by), role=_("for the secretariat")),),
    )


def call_of(application: Application) -> CompletionCall | None:
    """Give the last call of a case."""
    calls = CompletionCall.objects.filter(application=application).select_related(
        "check_made__checked_by", "check_made__application__version", "application__version"
    )
    return calls.order_by("pk").last()


def check_with(application: Application, outcome: FormalOutcome) -> FormalCheck | None:
    """Give the formal check that ended so."""
    return (
        FormalCheck.objects.filter(application=application, outcome=outcome)
        .select_related("checked_by", "application__version")
        .last()
    )


LETTERS = {
    "completion-call": Letter(
        kind=DocumentKind.COMPLETION_CALL,
        record_of=call_of,
        build=build_call,
        file_name=lambda call: f"Wezwanie-{call.application.number}.pdf",
    ),
    "not-accepted": Letter(
        kind=DocumentKind.REPORT,
        record_of=lambda application: check_with(application, FormalOutcome.DECLINE),
        build=build_decline,
        file_name=lambda check: f"Pismo-{check.application.number}.pdf",
    ),
    "not-examined": Letter(
        kind=DocumentKind.REPORT,
        record_of=lambda application: check_with(application, FormalOutcome.LEAVE),
        build=build_notice,
        file_name=lambda check: f"Zawiadomienie-{check.application.number}.pdf",
    ),
}
