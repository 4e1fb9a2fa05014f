"""What makes a package right: its shape (a JSON schema) and its sense (what refers elsewhere)."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from standards.packages.sense import sense_problems
from standards.packages.source import PackageSource, Path

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA_FILE = FilePath(__file__).resolve().parent.parent / "package_schema.json"


@cache
def _validator() -> "Draft202012Validator":
    # Few processes ever load a package, and every one would hold the library.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def check_package(source: PackageSource) -> list[str]:
    """Give every problem of a package as a line of text; an empty list means it can be loaded."""
    errors = sorted(
        _validator().iter_errors(source.data), key=lambda error: list(map(str, error.path))
    )
    shape = [source.problem(path, sentence) for error in errors for path, sentence in _said(error)]
    if shape:
        return shape
    return [source.problem(path, sentence) for path, sentence in sense_problems(source.data)]


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
