"""The words shared by both ways: our names in an OSCAL catalog and what it cannot hold."""

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
