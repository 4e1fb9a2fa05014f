"""What makes a package right: its shape (a JSON schema) and its sense (what refers elsewhere)."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from standards.packages.sense import sense_problems
from standards.packages.source import PackageSource, Path

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

# Nobody reads more at once, and a hostile file could hold a million mistakes.
MOST_PROBLEMS = 200
SCHEMA_FILE = FilePath(__file__).resolve().parent.parent / "package_schema.json"


@cache
def _validator() -> "Draft202012Validator":
    # Few processes ever load a package, and every one would hold the library.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    strict: Any = extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique})
    made: Draft202012Validator = strict(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    return made


def _pattern(_validator: Any, pattern: str, text: Any, _schema: Any) -> "Iterator[ValidationError]":
    """Hold the whole text to the pattern: in Python a dollar passes a line break at the end."""
    from jsonschema import ValidationError

    if isinstance(text, str) and not re.fullmatch(pattern, text):
        yield ValidationError("pattern")


def _unique(_validator: Any, wanted: Any, rows: Any, _schema: Any) -> "Iterator[ValidationError]":
    """Compare by hashes: the library compares each with each where a list mixes kinds."""
    from jsonschema import ValidationError

    if wanted and isinstance(rows, list):
        marks = {json.dumps(one, sort_keys=True, default=str) for one in rows}
        if len(marks) < len(rows):
            yield ValidationError("uniqueItems")


def check_package(source: PackageSource) -> list[str]:
    """Give the problems of a package as lines of text; an empty list means it can be loaded."""
    errors = _validator().iter_errors(source.data)
    # A field that is missing is told by each of its siblings that is missing too.
    shape = dict.fromkeys(
        islice((said for error in errors for said in _said(error)), MOST_PROBLEMS)
    )
    found = shape or dict.fromkeys(islice(sense_problems(source.data), MOST_PROBLEMS))
    in_order = sorted(found, key=lambda one: source.line_of(one[0]))
    return [source.problem(path, sentence) for path, sentence in in_order]


def _said(error: "ValidationError") -> Iterator[tuple[Path, str]]:
    path: Path = tuple(error.absolute_path)
    rule: Any = error.validator_value
    instance: Any = error.instance
    if error.validator == "required":
        for name in rule:
            if name not in instance:
                yield (*path, name), _("This field is missing.")
        return
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        for name in sorted(instance.keys() - schema.get("properties", {}).keys()):
            yield (*path, name), _("This field is not known.")
        return
    yield path, SENTENCES.get(str(error.validator), _other)(error)


def _rule(error: "ValidationError") -> Any:
    return error.validator_value


def _other(error: "ValidationError") -> str:
    return _("The value does not fit the format (%(rule)s).") % {"rule": error.validator}


def _one_of(error: "ValidationError") -> str:
    return _("The value must be one of: %(values)s.") % {"values": ", ".join(_rule(error))}


KINDS: dict[str, Callable[[], str]] = {
    "string": lambda: _("The value must be text."),
    "integer": lambda: _("The value must be a whole number."),
    "number": lambda: _("The value must be a number."),
    "boolean": lambda: _("The value must be true or false."),
    "array": lambda: _("The value must be a list."),
    "object": lambda: _("The value must be a mapping of keys to values."),
}

SENTENCES: "dict[str, Callable[[ValidationError], str]]" = {
    "type": lambda error: KINDS[_rule(error)](),
    "enum": _one_of,
    "const": lambda error: _("The value must be “%(value)s”.") % {"value": error.validator_value},
    "pattern": lambda error: (
        _("The text does not have the expected form (%(form)s).") % {"form": error.validator_value}
    ),
    "minLength": lambda error: _("The text must not be empty."),
    "maxLength": lambda error: (
        _("The text is longer than %(limit)s characters.") % {"limit": error.validator_value}
    ),
    "minimum": lambda error: (
        _("The number must be at least %(limit)s.") % {"limit": error.validator_value}
    ),
    "exclusiveMinimum": lambda error: (
        _("The number must be greater than %(limit)s.") % {"limit": error.validator_value}
    ),
    "maximum": lambda error: (
        _("The number must be at most %(limit)s.") % {"limit": error.validator_value}
    ),
    "minItems": lambda error: (
        _("The list must hold at least %(limit)s items.") % {"limit": error.validator_value}
    ),
    "maxItems": lambda error: (
        _("The list must hold at most %(limit)s items.") % {"limit": error.validator_value}
    ),
    "uniqueItems": lambda error: _("The list names something twice."),
}
