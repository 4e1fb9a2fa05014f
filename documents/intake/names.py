"""Names of uploaded files: kept as their author typed them, without what could mislead."""

import re
import unicodedata

MAX_LENGTH = 150
EXTENSION_AT_MOST = 10


def clean_name(name: str) -> str:
    """Drop folders, control and direction signs and excess length; keep all else as typed."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in last
        if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    # A browser sends a quotation mark inside a name as %22 (HTML, multipart/form-data).
    shown = re.sub(r" +", " ", shown.replace("%22", '"')).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > EXTENSION_AT_MOST:
        return shown[:MAX_LENGTH]
    return f"{stem[: MAX_LENGTH - len(ending) - 1].rstrip()}.{ending}"


def extension_of(name: str) -> str:
    """Give the ending of a cleaned name in lower case, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""
