"""The answer to a request to reconsider as a letter, in the language of the office."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.letters.base import Letter
from certification.letters.committee import (
    LANGUAGE,
    decision_of_kind,
    lines_of,
    ruling_of,
    signature_of,
)
from certification.lifecycle import AppealStatus
from certification.models import Appeal, Application, Decision, DecisionKind
from documents.drawing import Facts, Heading, LetterContent, Paragraph, Table
from documents.drawing.letter import Part
from documents.models import DocumentKind


def ruling_on_appeal(appeal: Appeal, decision: Decision) -> list[str]:
    """Say in sentences what became of the first decision, and what is decided now."""
    first = appeal.decision
    facts = {
        "number": first.number,
        "day": date_format(timezone.localdate(first.decided_at), "DATE_FORMAT"),
    }
    if appeal.status == AppealStatus.KEPT:
        return [_("Decision %(number)s of %(day)s is kept in force.") % facts]
    if appeal.status == AppealStatus.CHANGED:
        opening = _("Decision %(number)s of %(day)s is changed on new facts.") % facts
    else:
        opening = _("Decision %(number)s of %(day)s is annulled: it was wrong.") % facts
    if first.granted:
        lifted = _("The conditions of the grant are lifted; the certificate stays as it is.")
        return [opening, lifted]
    return [opening, ruling_of(decision)]


def settlement_of(application: Application) -> Decision | None:
    """Give the decision that settled the request of a case, if it was settled."""
    return decision_of_kind(application, DecisionKind.RECONSIDERATION)


def build_settlement(decision: Decision) -> LetterContent:
    """Write the answer with all parts that a decision must have (KPA, art. 107 and 138)."""
    application = decision.application
    operator, applicant = application.edition.operator, application.applicant
    with override(LANGUAGE):
        decided_on = timezone.localdate(decision.decided_at)
        day = date_format(decided_on, "DATE_FORMAT")
        return LetterContent(
            language=LANGUAGE,
            made_on=decided_on,
            title=_("Decision after reconsideration"),
            subtitle=decision.number,
            sender=lines_of(operator.name, operator.address, operator.city, operator.email),
            place_and_date=", ".join(lines_of(operator.city, day)),
            recipient=lines_of(
                applicant.name, applicant.street, f"{applicant.postal_code} {applicant.city}"
            ),
            case_number=application.number,
            legal_basis=decision.legal_basis,
            parts=tuple(_parts(decision)),
            remedy=decision.remedy_notice,
            signatures=(signature_of(decision.decided_by, _("for the deciding authority"), day),),
            marks=("demo",) if applicant.is_demo else (),
        )


def _parts(decision: Decision) -> Iterator[Part]:
    appeal = decision.settles
    for sentence in ruling_on_appeal(appeal, decision):
        yield Paragraph(sentence, strong=True)
    if decision.certificate_number and decision.valid_from and decision.valid_until:
        yield Facts(
            (
                (_("Certificate number"), decision.certificate_number),
                (_("Valid from"), date_format(decision.valid_from, "DATE_FORMAT")),
                (_("Valid until"), date_format(decision.valid_until, "DATE_FORMAT")),
            )
        )
    yield Heading(_("Reasons"))
    for paragraph in decision.reasons.split("\n\n"):
        yield Paragraph(paragraph)
    rows = tuple(
        (
            point.criterion.code,
            point.grounds,
            _("The party is right.") if point.is_right else _("The party is not right."),
            point.finding,
        )
        for point in appeal.points.select_related("criterion")
    )
    if rows:
        yield Heading(_("Contested criteria"))
        yield Table(
            header=(
                _("Code"),
                _("What the party wrote"),
                _("Answer"),
                _("Why"),
            ),
            rows=rows,
            weights=(0.8, 3.0, 1.6, 3.0),
        )
    yield Facts(((_("Digest of the file of the case"), decision.snapshot_sha256),))


LETTERS = {
    "reconsideration": Letter(
        kind=DocumentKind.DECISION,
        record_of=settlement_of,
        build=build_settlement,
        file_name=lambda decision: f"Decyzja-{decision.number}.pdf",
    ),
}
