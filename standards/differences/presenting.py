"""The difference of two versions as the page shows it, in the language of the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from standards.differences.aspects import Aspect
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.kinds import TEXTS, AspectName, ChangeKind
from standards.differences.marks import ADDED, REMOVED, Mark
from standards.differences.texts import CriterionText, SectionText
from standards.differences.wording import gate_in_words, number
from standards.languages import shown_language

# How a kind looks: the kind of its tag and the icon, so that it is never told by colour alone.
LOOKS: Mapping[ChangeKind, tuple[str, str]] = {
    ChangeKind.SPLIT: ("info", "plus"),
    ChangeKind.MERGED: ("info", "dot"),
    ChangeKind.NEW: ("ok", "plus"),
    ChangeKind.DROPPED: ("bad", "minus"),
    ChangeKind.TIGHTENED: ("warn", "warn"),
    ChangeKind.RELAXED: ("ok", "check"),
    ChangeKind.CLARIFIED: ("info", "edit"),
    ChangeKind.MOVED: ("info", "file"),
    ChangeKind.EDITORIAL: ("off", "edit"),
    ChangeKind.RENUMBERED: ("off", "dot"),
    ChangeKind.UNCHANGED: ("off", "check"),
}


@dataclass(frozen=True)
class TextPair:
    """A changed text beside its former self, word by word; ``language`` names the other one."""

    label: str
    language: str
    old: tuple[Mark, ...]
    new: tuple[Mark, ...]


@dataclass(frozen=True)
class CriterionBrief:
    """A criterion in a few words: what it asks, its points and its gate."""

    code: str
    text: str
    points: str
    gate: str


@dataclass(frozen=True)
class ChangeLine:
    """One change as the list shows it."""

    anchor: str
    codes: str
    section: SectionText
    tags: tuple[tuple[str, str, str], ...]
    change: CriterionChange
    olds: tuple[CriterionBrief, ...]
    news: tuple[CriterionBrief, ...]
    texts: tuple[TextPair, ...]
    others: tuple[TextPair, ...]
    notes: tuple[tuple[str, str], ...]
    stays: bool

    @property
    def is_one_to_one(self) -> bool:
        """Say whether one criterion became one, so that words can be laid side by side."""
        return len(self.olds) == len(self.news) == 1

    @property
    def has_text(self) -> bool:
        """Say whether the text itself is among the changes shown side by side."""
        return bool(self.texts) and self.texts[0].label == str(AspectName.TEXT.label)


def lines_of(difference: Difference, changes: Iterable[CriterionChange]) -> list[ChangeLine]:
    """Say some of the changes in the active language."""
    return [_line(difference, change) for change in changes]


def _line(difference: Difference, change: CriterionChange) -> ChangeLine:
    first = (change.new or change.old)[0]
    own, others = _texts(change.aspects)
    return ChangeLine(
        anchor=first.key,
        codes=codes_of(change),
        section=first.section,
        tags=tuple((*LOOKS[kind], str(kind.label)) for kind in ChangeKind if kind in change.kinds),
        change=change,
        olds=tuple(_brief(one) for one in change.old),
        news=tuple(_brief(one) for one in change.new),
        texts=own,
        others=others,
        notes=tuple(
            (aspect.label, aspect.note) for aspect in change.aspects if aspect.name not in TEXTS
        ),
        stays=difference.answers_stay(change),
    )


def codes_of(change: CriterionChange) -> str:
    """Name the criteria by their codes, once where the codes stay."""
    olds, news = (", ".join(one.code for one in side) for side in (change.old, change.new))
    return f"{olds} → {news}" if olds and news and olds != news else olds or news


def _brief(one: CriterionText) -> CriterionBrief:
    points = _("at most %(points)s pts") % {"points": number(one.weight)} if one.weight else ""
    return CriterionBrief(
        one.code, one.text, points or _("no points"), gate_in_words(one) if one.gate_value else ""
    )


def _texts(aspects: Iterable[Aspect]) -> tuple[tuple[TextPair, ...], tuple[TextPair, ...]]:
    """Divide changed texts into those of the page's language and those of the other one."""
    active = shown_language()
    own: list[TextPair] = []
    others: list[TextPair] = []
    for aspect in aspects:
        if aspect.name in TEXTS:
            side = own if aspect.language == active else others
            side.append(
                TextPair(
                    label=str(aspect.name.label),
                    language=aspect.language,
                    old=tuple(mark for mark in aspect.marks if mark.kind != ADDED),
                    new=tuple(mark for mark in aspect.marks if mark.kind != REMOVED),
                )
            )
    return tuple(own), tuple(others)
