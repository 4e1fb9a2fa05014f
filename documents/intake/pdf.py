"""Sanity of a PDF: it starts and ends as one, and asks for no password."""

import re

from documents.errors import FileIsDamaged, PdfIsEncrypted

TAIL_BYTES = 2048
ENCRYPTED = re.compile(
    rb"/(?:E|#45)(?:n|#6[eE])(?:c|#63)(?:r|#72)(?:y|#79)(?:p|#70)(?:t|#74)"
    rb"\s*(?:\d+\s+\d+\s+R|<<)"
)


def check_pdf(name: str, content: bytes) -> None:
    """Refuse a PDF that was cut short or is protected.

    The trailer, or the cross-reference stream that stands for it, is never itself encrypted nor
    packed, so the reference to an encryption dictionary can be seen in the raw bytes.
    """
    tail = content[-TAIL_BYTES:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise FileIsDamaged(name=name)
    if ENCRYPTED.search(content):
        raise PdfIsEncrypted(name=name)
