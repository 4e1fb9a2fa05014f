"""Plain values for the public pages: the outline of a version and the procedure of a scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from standards.conditions import explain
from standards.dictionaries import LEGAL_FORMS
from standards.interpretations import holding_in
from standards.medians import median_tables
from standards.models import (
    Criterion,
    DecisionRule,
    Edition,
    Interpretation,
    Scheme,
    Section,
    StandardVersion,
)

CHECKED_BY: dict[str, str | Promise] = {
    "F": gettext_lazy("formal check"),
    "D": gettext_lazy("documents"),
    "W": gettext_lazy("visit on site"),
    "V": gettext_lazy("sample or observation"),
}


@dataclass(frozen=True)
class CriterionLine:
    """One criterion as the page shows it."""

    criterion: Criterion
    checked_by: str
    applies_when: str
    said: Any = None
    """What was said on it in consultations, where the page shows it."""
    interpretations: tuple[Interpretation, ...] = ()


@dataclass(frozen=True)
class SectionOutline:
    """One section with its points and threshold."""

    section: Section
    lines: tuple[CriterionLine, ...]
    count: int
    points: Decimal
    threshold: Decimal | None
    said: Any = None


def outline_of(version: StandardVersion) -> dict[str, Any]:
    """Give the whole content of a version with a constant number of queries."""
    rows = Criterion.objects.select_related("scale").order_by("position")
    rule = version.decision_rule
    holding = holding_in(version) if version.is_frozen else {}
    sections = [
        SectionOutline(
            section=section,
            lines=tuple(_line(row, holding.get(row.key, ())) for row in section.criteria.all()),
            count=len(section.criteria.all()),
            points=(points := sum((row.weight for row in section.criteria.all()), Decimal(0))),
            threshold=threshold_of(rule, section.key) if points and rule.is_scored else None,
        )
        for section in version.sections.order_by("position").prefetch_related(
            Prefetch("criteria", rows)
        )
    ]
    lines = [line for section in sections for line in section.lines]
    return {
        "rule": rule,
        "sections": sections,
        "scales": version.scales.prefetch_related("levels").order_by("pk"),
        "points": sum((section.points for section in sections), Decimal(0)),
        "criteria_count": len(lines),
        "gates": [line.criterion for line in lines if line.criterion.gate != Criterion.Gate.NONE],
    }


@dataclass(frozen=True)
class OtherVersion:
    """A version of the same standard, and whether it came before the one that is read."""

    version: StandardVersion
    is_earlier: bool


def history_of(version: StandardVersion) -> list[OtherVersion]:
    """Give every public version of the standard by its number, the newest first."""
    rows = StandardVersion.objects.public().filter(scheme=version.scheme_id)
    ordered = sorted(rows, key=_number, reverse=True)
    return [OtherVersion(row, is_earlier=_number(row) < _number(version)) for row in ordered]


def _number(version: StandardVersion) -> tuple[int, ...]:
    """Read 2026.1.1 as numbers, so that 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in version.version.split(".") if part.isdecimal())


def threshold_of(rule: DecisionRule, section_key: str) -> Decimal:
    """Give the percentage a section must reach."""
    return Decimal(str(rule.section_thresholds.get(section_key, rule.default_section_threshold)))


def _line(row: Criterion, interpretations: tuple[Interpretation, ...]) -> CriterionLine:
    return CriterionLine(
        criterion=row,
        checked_by=", ".join(str(CHECKED_BY[letter]) for letter in row.checked_by),
        applies_when=explain(row.applies_when) if row.applies_when else "",
        interpretations=interpretations,
    )


@dataclass(frozen=True)
class Step:
    """One step of the procedure: what happens, who acts, by when."""

    title: str
    who: str
    limit: str
    text: str


def procedure_of(scheme: Scheme, *, on: date, chosen: str = "") -> dict[str, Any]:
    """Give the procedure of a scheme from the call that is chosen, open, or the latest."""
    calls = list(
        Edition.objects.filter(scheme=scheme, version__in=StandardVersion.objects.public())
        .select_related("operator", "version", "version__decision_rule")
        .order_by("-opens_on", "code")
    )
    open_calls = [call for call in calls if call.is_open_on(on)]
    call = next((call for call in calls if call.code == chosen), None) or next(
        iter(open_calls or calls), None
    )
    versions = StandardVersion.objects.filter(scheme=scheme).published().order_by("-published_at")
    forms = [LEGAL_FORMS[code].name for code in scheme.allowed_legal_forms if code in LEGAL_FORMS]
    return {
        "call": call,
        "is_open": call in open_calls,
        "calls": [(one, one in open_calls) for one in calls],
        "current_version": call.version if call else versions.first(),
        "rule": call.version.decision_rule if call else None,
        "steps": steps_of(scheme, call) if call else [],
        "thresholds": _thresholds(call.version) if call else [],
        "medians": median_tables(call) if call else [],
        "rebindings": call.rebindings.select_related("old_version", "new_version") if call else [],
        "legal_forms": forms,
    }


def _thresholds(version: StandardVersion) -> Sequence[tuple[Section, Decimal]]:
    rule = version.decision_rule
    if not rule.is_scored:
        return []
    scored = version.sections.filter(criteria__weight__gt=0).distinct().order_by("position")
    return [(section, threshold_of(rule, section.key)) for section in scored]


def steps_of(scheme: Scheme, call: Edition) -> list[Step]:
    """Say the steps of a call in words, each with who acts and its time limit."""
    return [*_steps_to_assessment(scheme, call), *_steps_to_certificate(scheme, call)]


def _steps_to_assessment(scheme: Scheme, call: Edition) -> list[Step]:
    closing = (
        _("until %(day)s") % {"day": date_format(call.closes_on, "DATE_FORMAT")}
        if call.closes_on
        else _("at any time")
    )
    left = (
        _("An application that is not completed in time is left without examination.")
        if scheme.is_statutory
        else _("An application that is not completed in time is closed without assessment.")
    )
    experts = ngettext(
        "%(count)s expert scores every criterion and gives reasons.",
        "%(count)s experts score every criterion separately and do not see each other’s scores.",
        call.experts_required,
    ) % {"count": call.experts_required}
    third = (
        ngettext(
            "If their totals differ by more than %(limit)s point, a third expert joins.",
            "If their totals differ by more than %(limit)s points, a third expert joins.",
            int(call.divergence_limit),
        )
        % {"limit": f"{call.divergence_limit.normalize():f}"}
        if call.divergence_limit is not None
        else ""
    )
    return [
        Step(
            _("Self-assessment and application"),
            _("Applicant"),
            closing,
            _("You answer the same criteria as the experts and attach evidence. Then you submit."),
        ),
        Step(
            _("Formal check"),
            _("Secretariat"),
            days(call, call.formal_check_days),
            _("We check whether the application is complete."),
        ),
        Step(
            _("Completing the application"),
            _("Applicant"),
            days(call, call.completion_days),
            _("Only if something is missing: you get one call with a list.") + " " + left,
        ),
        Step(
            _("Choice of experts"),
            _("Experts"),
            days(call, call.declaration_days),
            _("Experts declare that they are impartial or step aside."),
        ),
        Step(
            _("Assessment"),
            _("Experts"),
            days(call, call.scoring_days),
            " ".join(part for part in (experts, third) if part),
        ),
    ]


def _steps_to_certificate(scheme: Scheme, call: Edition) -> list[Step]:
    quorum = _("A meeting needs more than %(part)s of the seated members.") % {
        "part": f"{call.quorum_numerator}/{call.quorum_denominator}"
    }
    tie = (
        _("A simple majority decides; the chair breaks a tie.")
        if call.chair_breaks_tie
        else _("A simple majority decides; a tie means no recommendation.")
    )
    validity = ngettext(
        "It is valid for %(count)s month.",
        "It is valid for %(count)s months.",
        call.validity_months,
    ) % {"count": call.validity_months}
    interval = call.surveillance_interval_months
    surveillance = (
        ngettext(
            "We check every %(count)s month whether the requirements are still met.",
            "We check every %(count)s months whether the requirements are still met.",
            interval,
        )
        % {"count": interval}
        if interval
        else ""
    )
    return [
        Step(
            _("Recommendation"),
            _("Committee"),
            _("at the next meeting"),
            f"{quorum} {tie}",
        ),
        Step(
            _("Decision"),
            call.operator.name,
            _("%(days)s from submitting, without pauses")
            % {"days": days(call, call.decision_days)},
            _("The decision has reasons. Whoever assessed the application may not decide."),
        ),
        Step(
            _("Certificate"),
            call.operator.name,
            _("with the decision"),
            " ".join(part for part in (validity, surveillance) if part),
        ),
        Step(
            _("Request to reconsider") if scheme.is_statutory else _("Objection"),
            _("Applicant"),
            days(call, call.appeal_days),
            _(
                "It names the criteria that are contested, each with reasons. People who did "
                "nothing in the case before look at it again and settle it within a month. Where "
                "the applicant was right, the certificate is issued."
            ),
        ),
    ]


def days(call: Edition, count: int) -> str:
    """Say a time limit in the kind of days the call counts."""
    if call.day_count == Edition.DayCount.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", count) % {"count": count}
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
