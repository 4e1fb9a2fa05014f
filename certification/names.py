"""Names as people see them: a sign that nobody sees could make two of them look the same."""

import unicodedata
from typing import Any

from django import forms

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain_name(text: str) -> str:
    """Leave out signs of direction and of no width, and write the rest in one line."""
    seen = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in UNSEEN
    )
    return " ".join("".join(seen).split())


class NameField(forms.CharField):
    """A name typed in one line; one made of unseen signs alone counts as missing."""

    def to_python(self, value: Any) -> str:
        """Read the name as people see it."""
        return plain_name(super().to_python(value) or "")
