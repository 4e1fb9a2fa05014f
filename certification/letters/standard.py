"""A version of a standard as a document for printing: the same content as its public page."""

from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.drawing.letter import Bullets, Facts, Heading, LetterContent, Paragraph, Part, Table
from standards.models import Criterion, DecisionRule, StandardVersion
from standards.presenting import CriterionLine, SectionOutline, outline_of


def standard_letter(version: StandardVersion, *, language: str) -> LetterContent:
    """Give a published version with every criterion, scale and threshold, in one language."""
    with translation.override(language):
        content = outline_of(version)
        return LetterContent(
            language=language,
            title=version.title,
            subtitle=_("Version %(number)s") % {"number": version.version},
            sender=(version.scheme.name,),
            place_and_date=_day_of(version),
            made_on=timezone.localdate(version.published_at) if version.published_at else None,
            legal_basis=version.scheme.legal_basis,
            parts=tuple(_parts(version, content)),
        )


def _day_of(version: StandardVersion) -> str:
    if version.published_at is None:
        return ""
    day = date_format(version.published_at, "DATE_FORMAT")
    return _("Published on %(day)s") % {"day": day}


def _parts(version: StandardVersion, content: dict) -> Iterator[Part]:  # type: ignore[type-arg]
    yield Facts(tuple(_facts(version, content)))
    if version.change_note:
        yield Heading(_("What changes in this version"))
        yield Paragraph(version.change_note)
    if content["gates"]:
        yield Heading(_("Criteria that must be met whatever the points"))
        yield Bullets(tuple(f"{one.code} {one.text}" for one in content["gates"]))
    for section in content["sections"]:
        yield from _section(section)
    yield Heading(_("Scales"))
    for scale in content["scales"]:
        yield Heading(_("Scale %(key)s") % {"key": scale.key}, level=3)
        rows = tuple(
            (str(level.value), level.label, level.description) for level in scale.levels.all()
        )
        yield Table((_("Level"), _("Label"), _("Description")), rows, weights=(1, 3, 6))


def _facts(version: StandardVersion, content: dict) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    count = content["criteria_count"]
    yield (
        _("Criteria"),
        ngettext("%(count)s criterion", "%(count)s criteria", count) % {"count": count},
    )
    if version.binding_on:
        yield _("Binds from"), date_format(version.binding_on, "DATE_FORMAT")
    yield from _thresholds(content["rule"], content)
    yield _("Fingerprint (SHA-256)"), version.sha256


def _thresholds(rule: DecisionRule, content: dict) -> Iterator[tuple[str, str]]:  # type: ignore[type-arg]
    if not rule.is_scored:
        yield _("Result"), _("Points are not counted: every criterion is met or not.")
        return
    yield _("Points in all"), number_format(content["points"].normalize(), use_l10n=True)
    yield _("Positive from"), f"{number_format(rule.total_threshold.normalize())}%"
    if rule.conditional_total is not None:
        yield _("Conditional from"), f"{number_format(rule.conditional_total.normalize())}%"


def _section(section: SectionOutline) -> Iterator[Part]:
    yield Heading(f"{section.section.code}. {section.section.title}")
    if section.section.intro:
        yield Paragraph(section.section.intro)
    if section.threshold is not None:
        yield Paragraph(
            _("Points of the section: %(points)s. The section must reach %(threshold)s%%.")
            % {
                "points": number_format(section.points.normalize()),
                "threshold": number_format(section.threshold.normalize()),
            }
        )
    for line in section.lines:
        title = f"{line.criterion.code}. {line.criterion.text}"
        yield Heading(title, level=3)
        yield Facts(tuple(_rows(line)), plain=True)


def _rows(line: CriterionLine) -> Iterator[tuple[str, str]]:
    one = line.criterion
    for label, text in (
        (_("How to read it"), one.guidance),
        (_("Example"), one.example),
        (_("Evidence"), one.evidence),
        (_("How it is checked"), line.checked_by),
        (_("Applies when"), line.applies_when),
    ):
        if text:
            yield label, text
    for interpretation in line.interpretations:
        label = _("Interpretation %(number)s") % {"number": interpretation.number}
        yield label, f"{interpretation.question} {interpretation.ruling}"
    yield _("Scale and weight"), f"{one.scale.key} · {number_format(one.weight.normalize())}"
    if one.gate != Criterion.Gate.NONE:
        yield _("Gate"), f"{one.get_gate_display()}: {one.gate_value}"
    if one.not_applicable_allowed:
        yield _("Not applicable"), _("may be answered so, with a reason")
