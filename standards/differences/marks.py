"""Two texts word by word: what stays, what is taken out, what is put in."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
# A number keeps its decimal sign and its minus; signs such as %, § and < carry sense.
_WORD = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,]\d+)*\w*|\w+|[%‰§/@#&*]|[^\w\s]")
_SENSE = frozenset("%‰§/@#&*")


@dataclass(frozen=True)
class Mark:
    """A run of text that is the same, removed or added."""

    kind: str
    text: str


def words_of(text: str) -> tuple[str, ...]:
    """Give what a text says: its words, numbers and signs, without case, spaces, punctuation."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return tuple(word for word in _WORD.findall(folded) if _carries_sense(word))


def _carries_sense(word: str) -> bool:
    return len(word) > 1 or word in _SENSE or unicodedata.category(word)[0] != "P"


def marks_of(old: str, new: str) -> tuple[Mark, ...]:
    """Mark the difference word by word.

    What is the same or removed, in order, is the old text; the same or added is the new text. A
    space between two changed words belongs to the change, so that marks read as phrases.
    """
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    marks: list[Mark] = []
    removed = added = ""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for n, (what, i1, i2, j1, j2) in enumerate(codes):
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if what != "equal" or (gone.isspace() and 0 < n < len(codes) - 1):
            removed, added = removed + gone, added + came
            continue
        marks += _changed(removed, added)
        marks.append(Mark(SAME, gone))
        removed = added = ""
    return (*marks, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[Mark]:
    pairs = ((REMOVED, removed), (ADDED, added))
    return [Mark(kind, text) for kind, text in pairs if text]
