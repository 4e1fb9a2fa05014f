"""The table of comments and answers: as lines of a page, as rows of open data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standards.cells import plain_cell
from standards.consultations.content import Place, places_of
from standards.languages import shown_language
from standards.models import (
    Comment,
    Consultation,
    Criterion,
    Disposition,
    Outcome,
    Resolution,
)

LINES_A_PAGE = 50
HEADER = (
    "number",
    "place",
    "place_code",
    "place_key",
    "kind",
    "name",
    "organisation",
    "language",
    "comment",
    "proposed_wording",
    "outcome",
    "why_pl",
    "why_en",
    "resulting_criterion",
)
# How an outcome looks, so that it is never told by colour alone.
OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.ACCEPTED: ("ok", "check"),
    Outcome.PARTLY: ("info", "edit"),
    Outcome.REJECTED: ("bad", "cross"),
    Outcome.NOTED: ("off", "dot"),
}
UNSIGNED = gettext_lazy("unsigned")


@dataclass(frozen=True)
class Answer:
    """How a comment was dealt with, as the page says it."""

    disposition: Disposition
    look: tuple[str, str]
    criterion_code: str

    @property
    def is_in_polish(self) -> bool:
        """Say whether the English reader is shown the Polish text, as there is no other."""
        english = shown_language() == "en"
        return english and not self.disposition.why_en


@dataclass(frozen=True)
class CommentLine:
    """One comment with its place and, where it is shown, its answer."""

    comment: Comment
    place: str
    code: str
    answer: Answer | None

    @property
    def who(self) -> str:
        """Give the name and the organisation as their owner chose to show them."""
        shown = ", ".join(filter(None, [self.comment.name, self.comment.organisation]))
        return shown or str(UNSIGNED)


def public_comments(consultation: Consultation) -> QuerySet[Comment]:
    """Give the public comments of a round by their numbers."""
    rows = Comment.objects.filter(consultation=consultation).public()
    return rows.select_related("disposition").order_by("number")


def lines_of(
    consultation: Consultation, comments: Iterable[Comment], *, answered: bool
) -> list[CommentLine]:
    """Say comments in the language of the page; answers only where they may be shown."""
    places = {(one.kind, one.key): one for one in places_of(consultation.content)}
    codes = codes_of(consultation)
    return [_line(one, places, codes, answered=answered) for one in comments]


def _line(
    comment: Comment,
    places: Mapping[tuple[str, str], Place],
    codes: Mapping[str, str],
    *,
    answered: bool,
) -> CommentLine:
    place = places.get((comment.place, comment.place_key))
    found = comment.disposition if answered else None
    return CommentLine(
        comment=comment,
        place=name_of_place(place),
        code=place.code if place else "",
        answer=Answer(found, OUTCOMES[found.outcome], codes.get(found.criterion_key, ""))
        if found
        else None,
    )


def name_of_place(place: Place | None) -> str:
    """Name a place in words; without one it is the whole."""
    if place is None:
        return _("The whole standard")
    english = shown_language() == "en"
    title = (place.title_en if english else place.title_pl) or place.title_pl or place.title_en
    return f"{place.code} {title}"


def codes_of(consultation: Consultation) -> dict[str, str]:
    """Give the codes that the criteria have in the draft now, by their stable keys."""
    return codes_by_version([consultation])[consultation.version_id]


def codes_by_version(consultations: Iterable[Consultation]) -> dict[int, dict[str, str]]:
    """Give such codes for rounds of several versions, by the version and the key; one query."""
    found: dict[int, dict[str, str]] = {one.version_id: {} for one in consultations}
    if found:
        rows = Criterion.objects.filter(version__in=found).order_by()
        for version, key, code in rows.values_list("version", "key", "code"):
            found[version][key] = code
    return found


def rows_of(consultation: Consultation) -> Iterator[list[Any]]:
    """Give the header and a row for each public comment; no address is in it."""
    yield list(HEADER)
    shown = consultation.is_settled
    for line in lines_of(consultation, public_comments(consultation), answered=shown):
        comment, answer = line.comment, line.answer
        found = answer.disposition if answer else None
        said = [
            comment.number,
            comment.place,
            line.code,
            comment.place_key,
            comment.kind,
            comment.name,
            comment.organisation,
            comment.language,
            comment.text,
            comment.proposal,
            *((found.outcome, found.why_pl, found.why_en) if found else ("", "", "")),
            answer.criterion_code if answer else "",
        ]
        yield [plain_cell(value) for value in said]


@dataclass(frozen=True)
class ResolutionLine:
    """A resolution with the codes of the criteria it is about."""

    resolution: Resolution
    codes: tuple[tuple[str, str], ...]


def resolution_lines(
    consultation: Consultation, codes: Mapping[str, str] | None = None
) -> list[ResolutionLine]:
    """Say the resolutions on a round; keys that the draft has no more are left out."""
    known = codes_of(consultation) if codes is None else codes
    return [
        ResolutionLine(one, tuple((key, known[key]) for key in one.criterion_keys if key in known))
        for one in consultation.resolutions.all()
    ]
