"""The words shared by both ways: our names in an OSCAL catalog and what it cannot hold."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

OSCAL_VERSION = "1.1.3"
NAMESPACE = "urn:atest:oscal"
LANGUAGES = ("pl", "en")
# Our field -> name of the part that holds its prose.
PARTS: Mapping[str, str] = {
    "text": "statement",
    "guidance": "guidance",
    "example": "example",
    "evidence": "assessment-objects",
}
USABLE = re.compile(r"[A-Z0-9]{1,8}")
Data = dict[str, Any]


def prop(name: str, value: object, *, of: str = "", remarks: str = "") -> Data:
    """Make a property in our own namespace; other tools pass it by."""
    made: Data = {"name": name, "ns": NAMESPACE, "value": str(value)}
    if of:
        made["class"] = of
    if remarks:
        made["remarks"] = remarks
    return made


def props_of(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the properties of a row that are in our namespace and have a name and a value."""
    for one in row.get("props", []):
        if isinstance(one, Mapping) and one.get("ns") == NAMESPACE and {"name", "value"} <= {*one}:
            yield one


def values_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Give our properties of a row by name; of a name used twice, the last one."""
    return {str(one.get("name")): str(one.get("value")) for one in props_of(row)}


def label_of(row: Mapping[str, Any]) -> str:
    """Give the label of a group or a control, or nothing."""
    for one in row.get("props", []):
        if one.get("name") == "label" and one.get("class") in (None, "sp800-53a"):
            return str(one.get("value", ""))
    return ""


def has_usable_label(group: Mapping[str, Any]) -> bool:
    """Say whether the label of a group can be the code of a section, and begin those of criteria.

    In a catalog of our own it always is; whether it is right, the check of packages says.
    """
    return "key" in values_of(group) or bool(USABLE.fullmatch(label_of(group)))
