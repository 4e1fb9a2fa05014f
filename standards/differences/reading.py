"""Versions read for comparing, with a constant number of queries; frozen pairs are kept."""

from collections import OrderedDict
from collections.abc import Iterable
from decimal import Decimal

from standards.differences.comparing import Difference, compare
from standards.differences.texts import (
    CriterionText,
    Generation,
    LevelText,
    RuleText,
    ScaleText,
    SectionText,
    VersionText,
)
from standards.models import Criterion, DecisionRule, Scale, Section, StandardVersion

KEPT = 32
_texts: OrderedDict[str, VersionText] = OrderedDict()
_differences: OrderedDict[tuple[str, str], Difference] = OrderedDict()
TEXT_FIELDS = tuple(
    f"{stem}_{language}"
    for stem in ("text", "guidance", "example", "evidence")
    for language in ("pl", "en")
)


def difference_between(old: StandardVersion, new: StandardVersion) -> Difference:
    """Compare two versions; the difference of two frozen ones is kept by their fingerprints."""
    if not (old.is_frozen and new.is_frozen):
        return compare(text_of(old), text_of(new))
    pair = (old.sha256, new.sha256)
    if pair not in _differences:
        _keep(_differences, pair, compare(text_of(old), text_of(new)))
    _differences.move_to_end(pair)
    return _differences[pair]


def text_of(version: StandardVersion) -> VersionText:
    """Read all words of a version and the lineage behind it; a frozen one only once."""
    if not version.is_frozen:
        return read_text(version)
    if version.sha256 not in _texts:
        _keep(_texts, version.sha256, read_text(version))
    _texts.move_to_end(version.sha256)
    return _texts[version.sha256]


def _keep(kept: OrderedDict, key: object, value: object) -> None:
    kept[key] = value
    while len(kept) > KEPT:
        kept.popitem(last=False)


def read_text(version: StandardVersion) -> VersionText:
    """Read a version from the database, whatever is kept of it."""
    sections = {
        row.pk: SectionText(
            row.key, row.code, row.title_pl, row.title_en, row.intro_pl, row.intro_en
        )
        for row in Section.objects.filter(version=version).order_by("position")
    }
    rows = Scale.objects.filter(version=version).prefetch_related("levels").order_by("pk")
    scales = {row.pk: _scale(row) for row in rows}
    rule = DecisionRule.objects.filter(version=version).first()
    criteria = Criterion.objects.filter(version=version).order_by("section__position", "position")
    return VersionText(
        scheme=version.scheme.code,
        version=version.version,
        sections=tuple(sections.values()),
        criteria=tuple(
            _criterion(row, sections[row.section_id], scales[row.scale_id]) for row in criteria
        ),
        scales=tuple(scales.values()),
        rule=_rule(rule) if rule else RuleText(),
        predecessors=tuple(predecessors_of(version)),
        sha256=version.sha256,
    )


def _scale(row: Scale) -> ScaleText:
    levels = tuple(
        LevelText(
            level.value,
            level.label_pl,
            level.label_en,
            level.description_pl,
            level.description_en,
            level.from_ratio,
        )
        for level in sorted(row.levels.all(), key=lambda level: level.value)
    )
    return ScaleText(row.key, row.kind, levels)


def _criterion(row: Criterion, section: SectionText, scale: ScaleText) -> CriterionText:
    return CriterionText(
        key=row.key,
        code=row.code,
        section=section,
        scale=scale,
        checked_by=tuple(row.checked_by),
        weight=row.weight,
        gate=row.gate,
        gate_value=row.gate_value,
        not_applicable_allowed=row.not_applicable_allowed,
        applies_when=row.applies_when,
        answered_once_per_applicant=row.answered_once_per_applicant,
        replaces=tuple(row.replaces),
        **{name: getattr(row, name) for name in TEXT_FIELDS},
    )


def _rule(row: DecisionRule) -> RuleText:
    return RuleText(
        is_scored=row.is_scored,
        total_threshold=row.total_threshold,
        default_section_threshold=row.default_section_threshold,
        section_thresholds={
            key: Decimal(str(value)) for key, value in row.section_thresholds.items()
        },
        conditional_total=row.conditional_total,
        conditional_section=row.conditional_section,
        conditional_sections_at_most=row.conditional_sections_at_most,
    )


def predecessors_of(version: StandardVersion) -> Iterable[Generation]:
    """Walk back from a version; one query for the chain, one for all that was replaced in it."""
    rows = StandardVersion.objects.filter(scheme=version.scheme_id).order_by()
    before = {
        pk: (number, predecessor)
        for pk, number, predecessor in rows.values_list("pk", "version", "predecessor_id")
    }
    chain: list[int] = []
    following = version.predecessor_id
    while following is not None and following not in (*chain, version.pk):
        chain.append(following)
        following = before[following][1]
    replaced: dict[int, dict[str, tuple[str, ...]]] = {}
    named = Criterion.objects.filter(version__in=chain).exclude(replaces=[]).order_by()
    for pk, key, keys in named.values_list("version_id", "key", "replaces"):
        replaced.setdefault(pk, {})[key] = tuple(keys)
    return [Generation(before[pk][0], replaced.get(pk, {})) for pk in chain]
