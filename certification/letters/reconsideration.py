"""The answer to a request to reconsider as a letter, in the language of the office."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.letters.base import Letter
from certification.letters.committee import (
    decision_of_kind,
    digest_of_file,
    grounds_of,
    letter_of,
    ruling_of,
)
from certification.lifecycle import AppealStatus
from certification.models import Appeal, Application, Decision, DecisionKind
from documents.drawing import Heading, LetterContent, Paragraph, Table
from documents.drawing.letter import Part
from documents.models import DocumentKind
from standards.languages import OFFICE_LANGUAGE


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
    with override(OFFICE_LANGUAGE):
        title = _("Decision after reconsideration")
        return letter_of(decision, title=title, parts=_parts(decision))


def _parts(decision: Decision) -> Iterator[Part]:
    appeal = decision.settles
    for sentence in ruling_on_appeal(appeal, decision):
        yield Paragraph(sentence, strong=True)
    yield from grounds_of(decision)
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
    yield digest_of_file(decision)


LETTERS = {
    "reconsideration": Letter(
        kind=DocumentKind.DECISION,
        record_of=settlement_of,
        build=build_settlement,
        file_name=lambda decision: f"Decyzja-{decision.number}.pdf",
    ),
}
