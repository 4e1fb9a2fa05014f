"""From the bytes of a package to plain data, with the line of every value; nothing is executed.

Only plain YAML is read: no tags, no anchors (so no "billion laughs"), no repeated keys, and only
files of limited size and depth. Imported where a file is read, so that web processes hold no YAML
until then.
"""

import re
from decimal import Decimal
from typing import Any

import yaml
from django.utils.translation import gettext as _

from standards.errors import PackageRefused
from standards.packages.source import MAX_BYTES, MAX_MEGABYTES, PackageSource, Path, field_of

MAX_DEPTH = 24
MAX_NODES = 200_000
MAX_DIGITS = 20
# The reader written in C, where the library has it: the same grammar, ten times faster.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Escapes can write what no database, page or sheet takes: control signs and halves of a sign.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Refused(Exception):
    """Something in the file that a plain package never holds."""

    def __init__(self, mark: Any, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.line = mark.line + 1 if mark else 1
        self.path = path
        self.sentence = sentence


class _Reader:
    """Walks the tree of nodes and builds data and lines."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.count = 0

    def build(self, node: yaml.Node, path: Path) -> Any:
        self.count += 1
        self.lines[path] = node.start_mark.line + 1
        if self.count > MAX_NODES:
            raise _Refused(node.start_mark, path, _("The file holds too many values."))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, n)) for n, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                raise _Refused(key_node.start_mark, path, _("A key must be a plain word."))
            _refuse_signs(key_node, path)
            if key in found:
                raise _Refused(key_node.start_mark, (*path, key), _("This key stands here twice."))
            found[key] = self.build(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.Node, path: Path) -> Any:
        kind, text = node.tag.removeprefix("tag:yaml.org,2002:"), str(node.value)
        match kind:
            case "str" | "timestamp":
                _refuse_signs(node, path)
                return text
            case "null":
                return None
            case "bool":
                return text.lower() in {"true", "yes", "on"}
            case "int" if len(text) <= MAX_DIGITS and text.lstrip("+-").isdecimal():
                return int(text)
            case "float" if (
                len(text) <= MAX_DIGITS and text.lstrip("+-").replace(".", "", 1).isdecimal()
            ):
                return Decimal(text)
        raise _Refused(
            node.start_mark, path, _("This value is neither text, number, date nor yes/no.")
        )


def _refuse_signs(node: yaml.Node, path: Path) -> None:
    if NO_TEXT.search(node.value):
        raise _Refused(node.start_mark, path, _not_printed())


def _not_printed() -> str:
    return _("The text holds a sign that cannot be printed. Remove it.")


def _refuse_tricks(text: str) -> None:
    """Look at the file as a stream, before anything of it is kept in memory."""
    depth = count = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(event.start_mark, (), _("Anchors and references are not allowed."))
        if getattr(event, "tag", None):
            raise _Refused(event.start_mark, (), _("Tags are not allowed."))
        count += isinstance(event, yaml.NodeEvent)
        if count > 2 * MAX_NODES:  # every value has a key
            raise _Refused(event.start_mark, (), _("The file holds too many values."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _Refused(event.start_mark, (), _("The file is nested too deeply."))


def read_package(name: str, content: bytes) -> PackageSource:
    """Read one package, or refuse it with the line of what is not plain."""
    if len(content) > MAX_BYTES:
        sentence = _("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES}
        raise _refusal(name, 1, sentence)
    reader = _Reader()
    try:
        text = content.decode("utf-8")
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=Loader)
        data = reader.build(node, ()) if node is not None else None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sentence = _("This is no text in UTF-8. Unpack an archive first; save text as UTF-8.")
        raise _refusal(name, line, sentence) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _refusal(name, line, _not_printed()) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        sentence = _(
            "The file is not valid YAML here. Look at the indents, colons, quotes and brackets of "
            "this line and the one before (%(reason)s)."
        ) % {"reason": reason}
        raise _refusal(name, mark.line + 1 if mark else 1, sentence) from error
    except _Refused as error:
        sentence = f"{field_of(error.path)}: {error.sentence}"
        raise _refusal(name, error.line, sentence) from error
    if not isinstance(data, dict):
        raise _refusal(name, 1, _("The file must hold a mapping of keys to values."))
    return PackageSource(name, data, reader.lines)


def _refusal(name: str, line: int, sentence: str) -> PackageRefused:
    return PackageRefused([f"{name}:{line}: {sentence}"])
