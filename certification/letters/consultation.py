"""The table of comments of a consultation as a document for printing: as its public page."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.drawing.letter import Facts, Heading, LetterContent, Paragraph, Part
from standards.consultations.table import (
    CommentLine,
    ResolutionLine,
    lines_of,
    public_comments,
    resolution_lines,
)
from standards.models import Consultation


def comments_letter(consultation: Consultation, *, language: str) -> LetterContent:
    """Give every public comment of a round, and once the table is published, every answer."""
    with translation.override(language):
        version = consultation.version
        title = _("Comments and answers") if consultation.is_settled else _("Comments")
        numbers = {"number": version.version, "round": consultation.round}
        return LetterContent(
            language=language,
            title=title,
            subtitle=f"{version.title}, "
            + _("version %(number)s, round %(round)s of the consultation") % numbers,
            sender=(version.scheme.name,),
            place_and_date=_days(consultation),
            parts=tuple(_parts(consultation)),
        )


def _days(consultation: Consultation) -> str:
    first, last = (
        date_format(day, "SHORT_DATE_FORMAT")
        for day in (consultation.opened_on, consultation.ends_on)
    )
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def _parts(consultation: Consultation) -> Iterator[Part]:
    lines = lines_of(consultation, public_comments(consultation), answered=consultation.is_settled)
    count = len(lines)
    said = ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count}
    yield Facts(
        (
            (_("Public comments"), said),
            (_("Fingerprint of the text consulted (SHA-256)"), consultation.sha256),
        )
    )
    resolutions = resolution_lines(consultation)
    if resolutions:
        yield Heading(_("Who resolved it"))
        for line in resolutions:
            yield from _resolution(line)
    yield Heading(_("Comments"))
    if not lines:
        yield Paragraph(_("There is no public comment."))
    for one in lines:
        yield from _comment(one)


def _resolution(line: ResolutionLine) -> Iterator[Part]:
    one = line.resolution
    name = ", ".join(filter(None, [one.body, one.number]))
    yield Heading(name, level=3)
    codes = ", ".join(code for _key, code in line.codes)
    rows = [
        (_("Resolved on"), date_format(one.resolved_on, "DATE_FORMAT")),
        (_("Result"), one.get_result_display()),
        (_("Votes for"), _count(one.votes_for)),
        (_("Votes against"), _count(one.votes_against)),
        (_("Abstained"), _count(one.abstained)),
        (_("Criteria"), codes if one.criterion_keys else _("the whole version")),
        (_("Minutes"), one.minutes_url),
    ]
    yield Facts(tuple(row for row in rows if row[1]), plain=True)


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def _comment(line: CommentLine) -> Iterator[Part]:
    comment = line.comment
    title = _("Comment %(number)s: %(place)s") % {"number": comment.number, "place": line.place}
    yield Heading(title, level=3)
    rows = [
        (_("From"), line.who),
        (_("Kind"), comment.get_kind_display()),
        (_("Comment"), comment.text),
        (_("Proposed wording"), comment.proposal),
    ]
    if line.answer:
        disposition = line.answer.disposition
        untranslated = _("This answer is not translated.") if line.answer.is_in_polish else ""
        rows += [
            (_("What became of it"), disposition.get_outcome_display()),
            (_("Why"), "\n".join(filter(None, [disposition.why, untranslated]))),
            (_("Criterion that came of it"), line.answer.criterion_code),
        ]
    yield Facts(tuple(row for row in rows if row[1]), plain=True)
