"""Keys as people read them: grouped by purpose, fingerprints in groups of four."""

from dataclasses import dataclass, field

from documents.lifecycle import KeyState
from documents.models.key import Key, KeyPurpose

TAGS = {
    KeyState.ACTIVE: ("ok", "seal"),
    KeyState.NEXT: ("info", "clock"),
    KeyState.RETIRED: ("off", "check"),
    KeyState.COMPROMISED: ("bad", "cross"),
}


@dataclass(frozen=True)
class ShownKey:
    """One key on the page."""

    key: Key
    tag: str
    icon: str
    fingerprint: str
    is_from_demo: bool


@dataclass
class Group:
    """The keys of one purpose, the newest first."""

    purpose: str
    label: str
    keys: list[ShownKey] = field(default_factory=list)


def shown_keys() -> list[Group]:
    """Read every key there ever was."""
    groups = {purpose.value: Group(purpose.value, str(purpose.label)) for purpose in KeyPurpose}
    for key in Key.objects.order_by("-created_at", "-pk"):
        tag, icon = TAGS[KeyState(key.state)]
        shown = ShownKey(key, tag, icon, in_fours(key.fingerprint), key.is_demo)
        groups[key.purpose].keys.append(shown)
    return list(groups.values())


def in_fours(digits: str) -> str:
    """Cut a long row of digits so that two people can read it to each other."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
