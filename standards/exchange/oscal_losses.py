"""What a foreign OSCAL catalog says and a standard has no place for, as sentences with counts.

The reader takes what it knows and passes the rest by; here the rest is counted, so that whoever
loads a catalog knows before what would not come along.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standards.exchange.oscal_words import NAMESPACE, PARTS, has_usable_label, label_of, values_of

LONGEST_TITLE = 200
KNOWN_IN_HEAD = frozenset(
    {"title", "last-modified", "published", "version", "oscal-version", "props"}
)
NAMES_SHOWN = 5
SENTENCES: Mapping[str, str | Promise] = {
    "groups": gettext_lazy("Left out, as they hold no control: groups (%(count)s)."),
    "withdrawn": gettext_lazy(
        "Marked as withdrawn, yet they become criteria; remove them from the draft: controls "
        "(%(count)s)."
    ),
    "titles": gettext_lazy(
        "Left out, as the statement becomes the text: titles of controls (%(count)s)."
    ),
    "labels": gettext_lazy(
        "Replaced by codes of their section (A01, A02 and so on): labels (%(count)s)."
    ),
    "cut": gettext_lazy("Cut, as they are too long: titles (%(count)s)."),
    "marks": gettext_lazy("Left out: numbers and letters of points inside texts (%(count)s)."),
    "params": gettext_lazy("Left out: parameters (%(count)s)."),
    "inserts": gettext_lazy(
        "Left as they are written: places for a parameter inside texts (%(count)s)."
    ),
    "links": gettext_lazy("Left out: links (%(count)s)."),
    "props": gettext_lazy("Left out: properties of other programs (%(count)s)."),
}
Row = Mapping[str, Any]


def left_out(catalog: Row) -> list[str]:
    """Say in sentences what of a catalog does not come along; nothing for one of our own."""
    found: Counter[str] = Counter()
    names: Counter[str] = Counter()
    metadata = catalog.get("metadata", {})
    found["params"] += sum(one.get("class") != "scale" for one in _rows(catalog, "params"))
    _count_common(metadata, found)
    _count_heading(metadata, found)
    for group in _below(catalog, "groups"):
        found["groups"] += not (group.get("controls") or group.get("groups"))
        found["params"] += len(_rows(group, "params"))
        _count_common(group, found)
        _count_heading(group, found)
        _count_parts(group, {"overview"}, found, names)
    for control in _controls(catalog):
        _count_control(control, found)
        _count_common(control, found)
        _count_parts(control, set(PARTS.values()), found, names)
    said = [str(words) % {"count": found[what]} for what, words in SENTENCES.items() if found[what]]
    if names:
        shown = ", ".join(sorted(names)[:NAMES_SHOWN])
        if len(names) > NAMES_SHOWN:
            shown += ", …"
        sentence = _("Left out: parts of other kinds (%(count)s: %(names)s).")
        said.append(sentence % {"count": names.total(), "names": shown})
    if metadata.keys() - KNOWN_IN_HEAD - {"links"}:
        said.append(_("Left out: people, organisations and history in the head of the catalog."))
    return said


def _rows(row: Row, name: str) -> list[Row]:
    rows = row.get(name)
    return [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []


def _below(row: Row, name: str) -> Iterator[Row]:
    for one in _rows(row, name):
        yield one
        yield from _below(one, name)


def _controls(catalog: Row) -> Iterator[Row]:
    yield from _below(catalog, "controls")
    for group in _below(catalog, "groups"):
        yield from _below(group, "controls")


def _count_common(row: Row, found: Counter[str]) -> None:
    found["links"] += len(_rows(row, "links"))
    found["props"] += sum(
        one.get("ns") != NAMESPACE and one.get("name") not in {"label", "status"}
        for one in _rows(row, "props")
    )


def _count_heading(row: Row, found: Counter[str]) -> None:
    """Count what does not fit the heading of a standard or of a section."""
    found["cut"] += len(str(row.get("title", "")).strip()) > LONGEST_TITLE
    found["labels"] += bool(label_of(row)) and not has_usable_label(row)


def _count_control(control: Row, found: Counter[str]) -> None:
    found["params"] += len(_rows(control, "params"))
    props = _rows(control, "props")
    found["withdrawn"] += any(
        one.get("name") == "status" and str(one.get("value")).casefold() == "withdrawn"
        for one in props
    )
    if "key" not in values_of(control):
        texts = [part for part in _rows(control, "parts") if part.get("name") == PARTS["text"]]
        found["titles"] += bool(texts and str(control.get("title", "")).strip())
        found["labels"] += bool(label_of(control))


def _count_parts(row: Row, known: set[str], found: Counter[str], names: Counter[str]) -> None:
    """Count parts of other kinds; of the known ones, what their prose loses."""
    for part in _rows(row, "parts"):
        if part.get("name") not in known:
            names[str(part.get("name", "?"))[:40]] += 1
            continue
        for one in (part, *_below(part, "parts")):
            found["inserts"] += str(one.get("prose", "")).count("{{")
            found["links"] += len(_rows(one, "links"))
            found["marks"] += any(prop.get("name") == "label" for prop in _rows(one, "props"))
            found["titles"] += bool(one.get("title"))
