"""Names and sentences as people see them: some signs nobody sees, and no page or feed takes."""

import re
import unicodedata
from typing import Any

from django import forms

NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain_name(text: str) -> str:
    """Leave out signs of direction and of no width, and write the rest in one line."""
    seen = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in UNSEEN
    )
    return " ".join("".join(seen).split())


def plain_text(text: str) -> str:
    """Leave out control characters but ends of lines and tabs: XML, and so a feed, takes none."""
    return NO_TEXT.sub("", text.replace("\r\n", "\n"))


class NameField(forms.CharField):
    """A name typed in one line; one made of unseen signs alone counts as missing."""

    def to_python(self, value: Any) -> str:
        """Read the name as people see it."""
        return plain_name(super().to_python(value) or "")
