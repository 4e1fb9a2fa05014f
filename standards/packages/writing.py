"""From the database back to a package: the same bytes each time, and their fingerprint."""

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785

from standards.models import (
    Criterion,
    DecisionRule,
    Edition,
    Operator,
    Scale,
    Scheme,
    Section,
    StandardVersion,
)
from standards.models.scheme import USUAL_CONSULTATION_DAYS, usual_notice_days

FORMAT = "atest-standard/1"
Data = dict[str, Any]


def content_data(version: StandardVersion) -> Data:
    """Give the frozen part of a version as plain data, in the order of a package."""
    criteria: dict[int, list[Data]] = {}
    rows = Criterion.objects.filter(version=version).select_related("scale").order_by("position")
    for criterion in rows:
        criteria.setdefault(criterion.section_id, []).append(_criterion(criterion))
    scales = Scale.objects.filter(version=version).prefetch_related("levels").order_by("pk")
    sections = Section.objects.filter(version=version).order_by("position")
    return {
        "standard": _standard(version),
        "scales": [_scale(scale) for scale in scales],
        "sections": [
            {
                **_filled(
                    key=section.key,
                    code=section.code,
                    title=_text(section, "title"),
                    intro=_text(section, "intro"),
                ),
                "criteria": criteria.get(section.pk, []),  # a new section has none yet
            }
            for section in sections
        ],
        "decision_rule": _rule(DecisionRule.objects.filter(version=version).first()),
    }


def _standard(version: StandardVersion) -> Data:
    return _filled(
        version=version.version,
        title=_text(version, "title"),
        follows=version.predecessor.version if version.predecessor else None,
        change_class=version.change_class,
        change_note=_text(version, "change_note"),
        binding_on=version.binding_on,
        transition_until=version.transition_until,
    )


def content_sha256(version: StandardVersion, content: Data | None = None) -> str:
    """Give the SHA-256 of the canonical JSON (RFC 8785) of the frozen part; decimals as text.

    ``content`` spares the reading to whoever has read the content already.
    """
    data = {"scheme": version.scheme.code, **(content or content_data(version))}
    return hashlib.sha256(rfc8785.dumps(exact(data))).hexdigest()


def export_package(version: StandardVersion) -> bytes:
    """Write the package of a version: its scheme, content, and the calls that use it."""
    from standards.packages.dumping import dump

    editions = list(
        Edition.objects.filter(version=version)
        .select_related("operator")
        .prefetch_related("medians")
        .order_by("code")
    )
    operators = sorted({edition.operator for edition in editions}, key=lambda one: one.code)
    data = _filled(
        format=FORMAT,
        scheme=scheme_data(version.scheme),
        **content_data(version),
        operators=[_operator(operator) for operator in operators],
        editions=[_edition(edition) for edition in editions],
    )
    return dump(data)


def plain_number(value: Decimal) -> str:
    """Write a decimal without an exponent and without noughts at its end."""
    return format(value.normalize(), "f")


def exact(value: Any) -> Any:
    """Write decimals and days as text, so that JSON keeps every digit."""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: exact(child) for key, child in value.items()}
    if isinstance(value, list):
        return [exact(child) for child in value]
    return value


def _filled(**fields: Any) -> Data:
    """Keep the fields that say something: no empty texts and lists, no defaults."""
    return {name: value for name, value in fields.items() if _says_something(value)}


def _says_something(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", [], {})


def _text(row: Any, stem: str) -> Data:
    polish, english = getattr(row, f"{stem}_pl"), getattr(row, f"{stem}_en")
    return {"pl": polish, "en": english} if polish or english else {}


def _criterion(row: Criterion) -> Data:
    gated = row.gate != Criterion.Gate.NONE
    return {
        **_filled(
            key=row.key,
            code=row.code,
            text=_text(row, "text"),
            guidance=_text(row, "guidance"),
            example=_text(row, "example"),
            evidence=_text(row, "evidence"),
            checked_by=row.checked_by,
            scale=row.scale.key,
        ),
        "weight": row.weight,
        **_filled(
            gate=row.gate if gated else None,
            gate_value=row.gate_value if gated else None,
            not_applicable_allowed=row.not_applicable_allowed,
            applies_when=row.applies_when,
            replaces=row.replaces,
            answered_once_per_applicant=row.answered_once_per_applicant,
        ),
    }


def _scale(scale: Scale) -> Data:
    return {
        "key": scale.key,
        **_filled(kind=scale.kind if scale.kind != Scale.Kind.LEVELS else None),
        "levels": [
            {
                "value": level.value,
                "label": _text(level, "label"),
                **_filled(description=_text(level, "description")),
                **({} if level.from_ratio is None else {"from_ratio": level.from_ratio}),
            }
            for level in sorted(scale.levels.all(), key=lambda level: level.value)
        ],
    }


def _rule(rule: DecisionRule | None) -> Data:
    if rule is None:
        return {}
    return {
        "is_scored": rule.is_scored,
        **_filled(
            total_threshold=rule.total_threshold,
            default_section_threshold=rule.default_section_threshold,
            section_thresholds={
                key: Decimal(str(value)) for key, value in sorted(rule.section_thresholds.items())
            },
            conditional_total=rule.conditional_total,
            conditional_section=rule.conditional_section,
            conditional_sections_at_most=rule.conditional_sections_at_most or None,
        ),
    }


def scheme_data(row: Scheme) -> Data:
    """Give the part of a package that describes the scheme itself."""
    return _filled(
        code=row.code,
        kind=row.kind,
        name=_text(row, "name"),
        summary=_text(row, "summary"),
        case_prefix=row.case_prefix,
        certificate_prefix=row.certificate_prefix,
        certificate_title=_text(row, "certificate_title"),
        is_statutory=row.is_statutory,
        per_offer=row.per_offer,
        allowed_legal_forms=row.allowed_legal_forms,
        legal_basis=_text(row, "legal_basis"),
        remedy_notice=_text(row, "remedy_notice"),
        fee_note=_text(row, "fee_note"),
        declarations=[
            {"key": one["key"], "text": {"pl": one["text_pl"], "en": one["text_en"]}}
            for one in row.declarations
        ],
        publishes_section_results=row.publishes_section_results,
        notice_days=row.notice_days if row.notice_days != usual_notice_days() else None,
        consultation_days=row.consultation_days
        if row.consultation_days != USUAL_CONSULTATION_DAYS
        else None,
    )


def _operator(row: Operator) -> Data:
    return _filled(
        code=row.code,
        name=_text(row, "name"),
        voivodeship=row.voivodeship,
        city=row.city,
        address=row.address,
        email=row.email,
        phone=row.phone,
        is_national=row.is_national,
    )


EDITION_NUMBERS = (
    "formal_check_days",
    "completion_days",
    "declaration_days",
    "scoring_days",
    "decision_days",
    "experts_required",
)


def _edition(row: Edition) -> Data:
    return {
        **_filled(
            code=row.code,
            operator=row.operator.code,
            name=_text(row, "name"),
            opens_on=row.opens_on,
            closes_on=row.closes_on,
        ),
        "day_count": row.day_count,
        **{name: getattr(row, name) for name in EDITION_NUMBERS},
        **_filled(divergence_limit=row.divergence_limit),
        "quorum": {"numerator": row.quorum_numerator, "denominator": row.quorum_denominator},
        "chair_breaks_tie": row.chair_breaks_tie,
        "validity_months": row.validity_months,
        **_filled(surveillance_interval_months=row.surveillance_interval_months),
        "one_application_per": row.one_application_per,
        "conditional_allowed": row.conditional_allowed,
        "appeal_days": row.appeal_days,
        **_filled(medians=_medians(row.medians.all())),
    }


def _medians(rows: Iterable[Any]) -> list[Data]:
    return [
        {
            "criterion": row.criterion_key,
            "voivodeship": row.voivodeship,
            "value": row.value,
            **_filled(source=row.source),
            "as_of": row.as_of,
        }
        for row in sorted(rows, key=lambda row: (row.criterion_key, row.voivodeship))
    ]
