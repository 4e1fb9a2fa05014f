"""The text that people were asked about, read from what the consultation keeps of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from standards.differences.reading import TEXT_FIELDS, predecessors_of
from standards.differences.texts import (
    CriterionText,
    LevelText,
    RuleText,
    ScaleText,
    SectionText,
    VersionText,
)
from standards.models import CommentPlace, Consultation, Criterion, Scale

Data = Mapping[str, Any]


def text_consulted(consultation: Consultation) -> VersionText:
    """Give the whole text of a round, whatever became of the draft since."""
    content, version = consultation.content, consultation.version
    scales = {row["key"]: _scale(row) for row in content["scales"]}
    sections = {row["key"]: _section(row) for row in content["sections"]}
    return VersionText(
        scheme=version.scheme.code,
        version=content["standard"]["version"],
        sections=tuple(sections.values()),
        criteria=tuple(
            _criterion(row, sections[part["key"]], scales[row["scale"]])
            for part in content["sections"]
            for row in part["criteria"]
        ),
        scales=tuple(scales.values()),
        rule=_rule(content["decision_rule"]),
        predecessors=tuple(predecessors_of(version)),
        sha256=consultation.sha256,
    )


def _both(row: Data, stem: str) -> dict[str, str]:
    texts = row.get(stem) or {}
    return {f"{stem}_{language}": texts.get(language, "") for language in ("pl", "en")}


def _section(row: Data) -> SectionText:
    return SectionText(row["key"], row["code"], **_both(row, "title"), **_both(row, "intro"))


def _scale(row: Data) -> ScaleText:
    levels = tuple(
        LevelText(
            value=level["value"],
            from_ratio=None if "from_ratio" not in level else Decimal(level["from_ratio"]),
            **_both(level, "label"),
            **_both(level, "description"),
        )
        for level in row["levels"]
    )
    return ScaleText(row["key"], row.get("kind", Scale.Kind.LEVELS), levels)


def _criterion(row: Data, section: SectionText, scale: ScaleText) -> CriterionText:
    texts: dict[str, str] = {}
    for stem in ("text", "guidance", "example", "evidence"):
        texts |= _both(row, stem)
    return CriterionText(
        key=row["key"],
        code=row["code"],
        section=section,
        scale=scale,
        checked_by=tuple(row.get("checked_by", ())),
        weight=Decimal(row["weight"]),
        gate=row.get("gate", Criterion.Gate.NONE),
        gate_value=row.get("gate_value", 0),
        not_applicable_allowed=row.get("not_applicable_allowed", False),
        applies_when=row.get("applies_when"),
        answered_once_per_applicant=row.get("answered_once_per_applicant", False),
        replaces=tuple(row.get("replaces", ())),
        **{name: texts[name] for name in TEXT_FIELDS},
    )


def _rule(row: Data) -> RuleText:
    if not row:
        return RuleText()

    def maybe(name: str) -> Decimal | None:
        return Decimal(row[name]) if name in row else None

    return RuleText(
        is_scored=row["is_scored"],
        total_threshold=maybe("total_threshold") or Decimal(0),
        default_section_threshold=maybe("default_section_threshold") or Decimal(0),
        section_thresholds={
            key: Decimal(value) for key, value in row.get("section_thresholds", {}).items()
        },
        conditional_total=maybe("conditional_total"),
        conditional_section=maybe("conditional_section"),
        conditional_sections_at_most=row.get("conditional_sections_at_most", 0),
    )


@dataclass(frozen=True)
class Place:
    """Something in the text that a comment can be about, by its kind and stable key."""

    kind: str
    key: str
    code: str
    title_pl: str
    title_en: str

    @property
    def value(self) -> str:
        """Name the place as forms and addresses do: ``criterion:complaints``."""
        return f"{self.kind}:{self.key}" if self.key else self.kind


def keys_of(content: Data) -> dict[str, set[str]]:
    """Give the keys of sections and criteria that a comment can be about."""
    return {
        CommentPlace.SECTION: {part["key"] for part in content["sections"]},
        CommentPlace.CRITERION: {
            row["key"] for part in content["sections"] for row in part["criteria"]
        },
    }


def places_of(content: Data) -> Iterator[Place]:
    """List the sections and criteria in the order of the text."""
    for part in content["sections"]:
        title = _both(part, "title")
        yield Place(CommentPlace.SECTION, part["key"], part["code"], **title)
        for row in part["criteria"]:
            text = _both(row, "text")
            yield Place(
                CommentPlace.CRITERION, row["key"], row["code"], text["text_pl"], text["text_en"]
            )
