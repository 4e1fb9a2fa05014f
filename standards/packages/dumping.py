"""Plain data as YAML; imported where a package is written: web processes hold no YAML till then."""

from decimal import Decimal
from typing import Any

import yaml

from standards.packages.writing import plain_number


def dump(data: dict[str, Any]) -> bytes:
    """Write data as YAML in the one style of packages, ending with a new line."""
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text.encode("utf-8")


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key and never writes anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002 -- PyYAML's signature
        super().increase_indent(flow, False)  # noqa: FBT003 -- PyYAML's signature


def _represent_decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = plain_number(value)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(Decimal, _represent_decimal)
