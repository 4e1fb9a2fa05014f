"""Drawing is pure: a frozen dataclass goes in, the bytes of a PDF come out."""

from documents.drawing.certificate import CertificateContent, draw_certificate
from documents.drawing.letter import (
    Bullets,
    Facts,
    Heading,
    LetterContent,
    Paragraph,
    Part,
    Signature,
    Table,
)
from documents.drawing.letter_page import draw_letter
from documents.drawing.rosette import rosette_svg

__all__ = (
    "Bullets",
    "CertificateContent",
    "Facts",
    "Heading",
    "LetterContent",
    "Paragraph",
    "Part",
    "Signature",
    "Table",
    "draw_certificate",
    "draw_letter",
    "rosette_svg",
)
