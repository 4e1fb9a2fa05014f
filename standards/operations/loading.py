"""Loading of standard packages: all or nothing, as a draft, and never over a published version."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from standards.errors import DraftInConsultation, PackageRefused, VersionIsFrozen
from standards.history import save
from standards.lifecycle import VersionStatus
from standards.models import (
    Criterion,
    DecisionRule,
    Edition,
    Median,
    Operator,
    Scale,
    ScaleLevel,
    Scheme,
    Section,
    StandardVersion,
)
from standards.models.scheme import USUAL_CONSULTATION_DAYS, usual_notice_days
from standards.packages.checking import check_package
from standards.packages.source import PackageSource
from standards.packages.writing import content_sha256

REASON = "load_package"
EDITION_FIELDS = (
    "day_count",
    "formal_check_days",
    "completion_days",
    "declaration_days",
    "scoring_days",
    "decision_days",
    "experts_required",
    "divergence_limit",
    "chair_breaks_tie",
    "validity_months",
    "surveillance_interval_months",
    "one_application_per",
    "conditional_allowed",
    "appeal_days",
)
Data = dict[str, Any]


@transaction.atomic
def load_package(*, source: PackageSource, by: Any) -> StandardVersion:
    """Load a package: the scheme, a draft of the version, and its calls.

    A draft of the same number is replaced. One that names no version before it follows the newest
    of the scheme: only the first version of all follows none. A published version is left as it is
    where the file says the same, and refused where it says something else: published content never
    changes.
    """
    if problems := check_package(source):
        raise PackageRefused(problems)
    data = source.data
    scheme = _scheme(data["scheme"], by=by)
    _require_predecessor(source, scheme)
    version = _version(scheme, data, by=by)
    operators = {one["code"]: _operator(one, by=by) for one in data.get("operators", [])}
    for n, row in enumerate(data.get("editions", [])):
        _edition(source, n, row, version, operators[row["operator"]], by=by)
    return version


def _texts(row: Data, *stems: str) -> Data:
    return {
        f"{stem}_{language}": row.get(stem, {}).get(language, "")
        for stem in stems
        for language in ("pl", "en")
    }


def _upsert(model: type[models.Model], key: Data, fields: Data, *, by: Any) -> Any:
    """Make or change a row, leaving a line of history only where something differs."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        row = model(**key)
    elif all(getattr(row, name) == value for name, value in fields.items()):
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    save(row, by=by, reason=REASON)
    return row


def _scheme(row: Data, *, by: Any) -> Scheme:
    texts = ("name", "summary", "certificate_title", "legal_basis", "remedy_notice", "fee_note")
    fields = {
        **_texts(row, *texts),
        "kind": row["kind"],
        "case_prefix": row["case_prefix"],
        "certificate_prefix": row["certificate_prefix"],
        "is_statutory": row.get("is_statutory", False),
        "per_offer": row.get("per_offer", False),
        "allowed_legal_forms": row.get("allowed_legal_forms", []),
        "declarations": [
            {"key": one["key"], "text_pl": one["text"]["pl"], "text_en": one["text"]["en"]}
            for one in row.get("declarations", [])
        ],
        "publishes_section_results": row.get("publishes_section_results", False),
        "notice_days": row.get("notice_days", usual_notice_days()),
        "consultation_days": row.get("consultation_days", USUAL_CONSULTATION_DAYS),
    }
    scheme: Scheme = _upsert(Scheme, {"code": row["code"]}, fields, by=by)
    return scheme


def _operator(row: Data, *, by: Any) -> Operator:
    plain = ("voivodeship", "city", "address", "email", "phone")
    fields = {
        **_texts(row, "name"),
        **{name: row.get(name, "") for name in plain},
        "is_national": row.get("is_national", False),
    }
    operator: Operator = _upsert(Operator, {"code": row["code"]}, fields, by=by)
    return operator


def _version(scheme: Scheme, data: Data, *, by: Any) -> StandardVersion:
    number = data["standard"]["version"]
    version = StandardVersion.objects.filter(scheme=scheme, version=number).first()
    if version is not None and version.is_frozen:
        _require_same(version, data)
        return version
    if version is not None and version.status == VersionStatus.IN_CONSULTATION:
        raise DraftInConsultation(version=number)
    if version is None:
        version = StandardVersion(scheme=scheme, version=number, created_by=by)
    else:
        clear(version)
    _name(version, data["standard"])
    if version.predecessor is None:
        version.predecessor = StandardVersion.objects.newest_of(scheme)
    version.status = VersionStatus.DRAFT
    version.created_by = by
    save(version, by=by, reason=REASON)
    fill(version, data, by=by)
    version.sha256 = content_sha256(version)
    save(version, by=by, reason=REASON)
    return version


def _name(version: StandardVersion, row: Data) -> None:
    """Set what a package says of the version itself."""
    for name, value in _texts(row, "title", "change_note").items():
        setattr(version, name, value)
    version.predecessor = StandardVersion.objects.filter(
        scheme=version.scheme, version=row.get("follows", "")
    ).first()
    version.change_class = row.get("change_class", "")
    for field in ("binding_on", "transition_until"):
        day = row.get(field)
        setattr(version, field, date.fromisoformat(day) if day else None)


def _require_predecessor(source: PackageSource, scheme: Scheme) -> None:
    follows = source.data["standard"].get("follows")
    if follows and not StandardVersion.objects.filter(scheme=scheme, version=follows).exists():
        sentence = _("There is no version “%(version)s” that this one could follow; load it first.")
        raise PackageRefused(
            [source.problem(("standard", "follows"), sentence % {"version": follows})]
        )


def _require_same(version: StandardVersion, data: Data) -> None:
    """Compare by loading the file as a throw-away draft and taking its fingerprint."""
    probe = transaction.savepoint()
    twin = StandardVersion(scheme=version.scheme, version=f"{version.version}?")
    _name(twin, data["standard"])
    twin.save()
    fill(twin, data, by=None)
    twin.version = version.version
    fingerprint = content_sha256(twin)
    transaction.savepoint_rollback(probe)
    if fingerprint != version.sha256:
        raise VersionIsFrozen(version=version.version)


def clear(version: StandardVersion) -> None:
    """Take everything out of a draft; the history keeps it."""
    Criterion.objects.filter(version=version).delete()
    ScaleLevel.objects.filter(scale__version=version).delete()
    for model in (Scale, Section, DecisionRule):
        model._default_manager.filter(version=version).delete()


def fill(version: StandardVersion, data: Data, *, by: Any, reason: str = REASON) -> None:
    """Give an empty version the scales, sections, criteria and rule of a package."""
    scales = {}
    for row in data["scales"]:
        kind = row.get("kind", Scale.Kind.LEVELS)
        scale = scales[row["key"]] = Scale(version=version, key=row["key"], kind=kind)
        save(scale, by=by, reason=reason)
        levels = [
            ScaleLevel(
                scale=scale,
                value=level["value"],
                from_ratio=level.get("from_ratio"),
                **_texts(level, "label", "description"),
            )
            for level in row["levels"]
        ]
        bulk_create_with_history(levels, ScaleLevel, default_user=by, default_change_reason=reason)
    criteria = []
    for n, row in enumerate(data["sections"], start=1):
        section = Section(
            version=version,
            position=n,
            key=row["key"],
            code=row["code"],
            **_texts(row, "title", "intro"),
        )
        save(section, by=by, reason=reason)
        for m, one in enumerate(row["criteria"], start=1):
            criteria.append(_criterion(one, section, scales[one["scale"]], m))
    bulk_create_with_history(criteria, Criterion, default_user=by, default_change_reason=reason)
    rule = data["decision_rule"]
    nullable = ("conditional_total", "conditional_section")
    row = DecisionRule(
        version=version,
        is_scored=rule["is_scored"],
        total_threshold=rule.get("total_threshold", Decimal(0)),
        default_section_threshold=rule.get("default_section_threshold", Decimal(0)),
        section_thresholds={
            key: str(value) for key, value in rule.get("section_thresholds", {}).items()
        },
        conditional_sections_at_most=rule.get("conditional_sections_at_most", 0),
        **{name: rule.get(name) for name in nullable},
    )
    save(row, by=by, reason=reason)


def _criterion(row: Data, section: Section, scale: Scale, position: int) -> Criterion:
    return Criterion(
        version=section.version,
        section=section,
        scale=scale,
        position=position,
        key=row["key"],
        code=row["code"],
        checked_by=row.get("checked_by", []),
        weight=row["weight"],
        gate=row.get("gate", Criterion.Gate.NONE),
        gate_value=row.get("gate_value", 0),
        not_applicable_allowed=row.get("not_applicable_allowed", False),
        applies_when=row.get("applies_when"),
        replaces=row.get("replaces", []),
        answered_once_per_applicant=row.get("answered_once_per_applicant", False),
        **_texts(row, "text", "guidance", "example", "evidence"),
    )


def _edition(
    source: PackageSource,
    n: int,
    row: Data,
    version: StandardVersion,
    operator: Operator,
    *,
    by: Any,
) -> None:
    """Make or change a call; a call never moves to another version under those who applied."""
    if Edition.objects.filter(code=row["code"]).exclude(version=version).exists():
        sentence = _("This call exists and is bound to another version of the standard.")
        raise PackageRefused([source.problem(("editions", n, "code"), sentence)])
    closes_on = row.get("closes_on")
    fields = {
        **_texts(row, "name"),
        "scheme": version.scheme,
        "operator": operator,
        "version": version,
        "opens_on": date.fromisoformat(row["opens_on"]),
        "closes_on": date.fromisoformat(closes_on) if closes_on else None,
        **{name: row.get(name, getattr(Edition(), name)) for name in EDITION_FIELDS},
    }
    if quorum := row.get("quorum"):
        fields["quorum_numerator"] = quorum["numerator"]
        fields["quorum_denominator"] = quorum["denominator"]
    edition = _upsert(Edition, {"code": row["code"]}, fields, by=by)
    for median in row.get("medians", []):
        key = {
            "edition": edition,
            "criterion_key": median["criterion"],
            "voivodeship": median["voivodeship"],
        }
        values = {
            "value": Decimal(median["value"]),
            "source": median.get("source", ""),
            "as_of": date.fromisoformat(median["as_of"]),
        }
        _upsert(Median, key, values, by=by)
