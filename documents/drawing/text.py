"""Setting of text: lines of about equal length, no one-letter word left at the end of a line."""

import re
import unicodedata
from collections.abc import Sequence

from documents.drawing.fonts import glyphs_of, width_of

NO_BREAK = "\u00a0"
STAND_INS = {
    "\u2011": "-",
    "\u202f": NO_BREAK,
    "\u2009": NO_BREAK,
    "№": "nr",
    "→": "–",
    "\u00ad": "",
}
LONE_LETTER = re.compile(rf"(?<![^\s{NO_BREAK}(„“«])([^\W\d_])[ \t]+(?=\S)")
ABBREVIATION = re.compile(r"(?<!\w)((?:art|ust|pkt|nr|poz|str|ul|al|im|Nr)\.?|§)[ \t]+(?=\S)")
UNIT = re.compile(r"(?<=\d)[ \t]+(?=(?:r\.|zł|%)(?!\w))")
SPACES = re.compile(r"[ \t\r\n\f\v]+")


def printable(text: str, font: str) -> str:
    """Keep what the typeface can show; a sign it lacks becomes plain, or a question mark."""
    known = glyphs_of(font)
    result = []
    for sign in unicodedata.normalize("NFC", text):
        if sign in known or sign in " \n\t":
            result.append(sign)
        elif sign in STAND_INS:
            result.append(STAND_INS[sign])
        elif unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Mn"}:
            plain = unicodedata.normalize("NFKD", sign)[0]
            result.append(plain if plain in known else "?")
    return "".join(result)


def bound(text: str) -> str:
    """Tie one-letter words, abbreviations and units to what they belong to, as Polish asks."""
    text = ABBREVIATION.sub(rf"\1{NO_BREAK}", LONE_LETTER.sub(rf"\1{NO_BREAK}", text))
    return UNIT.sub(NO_BREAK, text)


def words_of(text: str, font: str) -> list[str]:
    """Cut text into pieces that may not be broken."""
    return [word for word in SPACES.split(bound(printable(text, font)).strip()) if word]


def cut_words(text: str, font: str, size: float, width: float) -> str:
    """Cut a word that is wider than a line into pieces that fill it; no hyphen is added."""
    pieces: list[str] = []
    for word in words_of(text, font):
        pieces.append("")
        for sign in word:
            if width_of(pieces[-1] + sign, font, size) > width:
                pieces.append("")
            pieces[-1] += sign
    return " ".join(pieces)


def wrapped(words: Sequence[str], font: str, size: float, width: float) -> list[str] | None:
    """Fill lines one after another; None where a single word is wider than the line."""
    lines: list[str] = []
    for word in words:
        if width_of(word, font, size) > width:
            return None
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def running(lines: Sequence[str]) -> list[str]:
    """End each line but the last in a space: whoever hears or copies the text needs it there."""
    return [*(f"{line} " for line in lines[:-1]), *lines[-1:]]


def balanced(text: str, font: str, size: float, width: float) -> list[str] | None:
    """Break text into the fewest lines and make these as even as they can be."""
    words = words_of(text, font)
    lines = wrapped(words, font, size, width)
    if lines is None or len(lines) < 2:  # noqa: PLR2004 - one line has nothing to balance
        return lines
    narrow, wide = width / 2, width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        attempt = wrapped(words, font, size, middle)
        if attempt is not None and len(attempt) == len(lines):
            lines, wide = attempt, middle
        else:
            narrow = middle
    return lines
