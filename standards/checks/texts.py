"""Whether everything is said in both languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from standards.checks.findings import Findings, Kind, Place, error, warning

Data = Mapping[str, Any]
NAMES = {
    "title": lambda: _("title"),
    "intro": lambda: _("introduction"),
    "text": lambda: _("text"),
    "guidance": lambda: _("guidance"),
    "example": lambda: _("example"),
    "evidence": lambda: _("evidence"),
    "change_note": lambda: _("what changes"),
}
REQUIRED = {"title", "text"}
# Names and numbers are alike in both languages; a sentence is not.
WORDS_OF_A_SENTENCE = 4


def text_findings(data: Data) -> Findings:
    """Name every text that is missing in one language, or is the same in both."""
    for place, name, text in _texts(data):
        polish, english = text.get("pl", "").strip(), text.get("en", "").strip()
        if not polish and not english:
            yield error(place, _("Nothing is written here: %(name)s.") % {"name": name})
        elif not english:
            yield error(place, _("The English translation is missing: %(name)s.") % {"name": name})
        elif not polish:
            yield error(place, _("The Polish text is missing: %(name)s.") % {"name": name})
        elif polish == english and len(polish.split()) >= WORDS_OF_A_SENTENCE:
            yield warning(
                place, _("The text is the same in both languages: %(name)s.") % {"name": name}
            )


def _texts(data: Data) -> Iterator[tuple[Place, str, Data]]:
    yield from _of(data["standard"], Place(Kind.VERSION), "title", "change_note")
    for section in data["sections"]:
        yield from _of(
            section, Place(Kind.SECTION, section["key"], section["code"]), "title", "intro"
        )
        for one in section["criteria"]:
            place = Place(Kind.CRITERION, one["key"], one["code"])
            yield from _of(one, place, "text", "guidance", "example", "evidence")
    for scale in data["scales"]:
        place = Place(Kind.SCALE, scale["key"], scale["key"])
        for level in scale["levels"]:
            value = {"value": level["value"]}
            yield place, _("label of level %(value)s") % value, level.get("label", {})
            if level.get("description"):
                yield place, _("description of level %(value)s") % value, level["description"]


def _of(row: Data, place: Place, *names: str) -> Iterator[tuple[Place, str, Data]]:
    for name in names:
        if row.get(name) or name in REQUIRED:
            yield place, NAMES[name](), row.get(name) or {}
