"""Drawing is pure: a frozen dataclass goes in, the bytes of a PDF come out.

What draws is loaded when something is drawn: every web process builds the contents of letters
and certificates, few ever draw one, and each would hold the libraries in its memory.
"""

from documents.drawing.certificate_content import CertificateContent
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
from documents.drawing.rosette import rosette_svg
from documents.drawn import Drawn

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


def draw_certificate(content: CertificateContent) -> Drawn:
    """Draw one A4 page; the same content always gives the same bytes (ISO/IEC 17065, 7.7.1)."""
    from documents.drawing import certificate

    return certificate.draw_certificate(content)


def draw_letter(content: LetterContent) -> Drawn:
    """Draw a letter of as many pages as it needs; the same content always gives the same bytes."""
    from documents.drawing import letter_page

    return letter_page.draw_letter(content)
