"""Drawing is pure: a frozen dataclass goes in, the bytes of a PDF come out."""

from documents.drawing.certificate import CertificateContent, draw_certificate
from documents.drawing.rosette import rosette_svg

__all__ = ("CertificateContent", "draw_certificate", "rosette_svg")
