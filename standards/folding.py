"""Words without accents, dots and case, so that people find what they type from memory."""

import unicodedata

MOST_WORDS = 8
LONGEST_QUERY = 100
NOT_DECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Squeeze a text to bare small letters and digits: no accents, dots, dashes, spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(NOT_DECOMPOSED))
    return "".join(sign for sign in plain.translate(NOT_DECOMPOSED) if sign.isalnum())


def words_of(query: str) -> list[str]:
    """Split a query into folded words; a number written in groups (a NIP) is one word."""
    query = query[:LONGEST_QUERY]
    whole = fold(query)
    if whole.isdigit():
        return [whole]
    return list(filter(None, map(fold, query.split())))[:MOST_WORDS]


def folded_words(*texts: str) -> str:
    """Fold texts word by word, for searching inside running text."""
    return " ".join(filter(None, (fold(word) for text in texts for word in text.split())))
