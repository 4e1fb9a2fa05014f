"""The mark of a certificate: who may take it, and whether it can be read where it is put."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.errors.catalogue import MarkNotInForce
from certification.labels import CERTIFICATE
from certification.models import Certificate
from certification.status import StatusWord, status_now
from documents.drawing.mark import MarkContent, MarkLook
from standards.models import SchemeKind

SMALLEST_MM, SMALLEST_PX = 25, 120
LEAST_CONTRAST = 4.5
HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
INK_OF = {MarkLook.COLOUR: "#14345c", MarkLook.DARK: "#000000", MarkLook.LIGHT: "#ffffff"}


def word_of(certificate: Certificate, today: date) -> StatusWord:
    """Say what the certificate is worth today."""
    return status_now(
        status=certificate.status,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        today=today,
    )


def has_mark(certificate: Certificate) -> bool:
    """Say whether the scheme gives a mark to put on products and services."""
    return bool(certificate.scheme.kind == SchemeKind.PRODUCT_MARK)


def require_mark_in_force(certificate: Certificate, today: date) -> None:
    """Refuse the mark unless the certificate is in force (ISO/IEC 17065, 4.1.3 and 7.11.3)."""
    word = word_of(certificate, today)
    if word is not StatusWord.VALID:
        raise MarkNotInForce(number=certificate.number, state=CERTIFICATE[word].text)


def mark_content(certificate: Certificate, language: str) -> MarkContent:
    """Compose the mark of a certificate in a language."""
    scheme = certificate.scheme
    title = scheme.certificate_title_pl if language == "pl" else scheme.certificate_title_en
    host = settings.PUBLIC_URL.partition("://")[2]
    return MarkContent(
        title=title, number=certificate.number, address=f"{host}/c/{certificate.number}"
    )


@dataclass(frozen=True)
class Finding:
    """One thing seen in a check of the mark: whether it is right, and what to do."""

    is_right: bool
    text: str | Promise
    figures: dict[str, str]

    def __str__(self) -> str:
        """Give the sentence with its figures."""
        return str(self.text) % self.figures


def colour_of(typed: str) -> str | None:
    """Read a colour such as #fff or 14345c; None where it is not one."""
    match = HEX.fullmatch(typed.strip())
    if match is None:
        return None
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))  # noqa: PLR2004


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 for black to 1 for white (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def check_use(*, look: MarkLook, ground: str, width: float, unit: str) -> list[Finding]:
    """Check size and colour of the mark where it is to stand; ``ground`` is #rrggbb."""
    smallest = SMALLEST_MM if unit == "mm" else SMALLEST_PX
    is_large = width >= smallest
    figures = {"width": f"{width:g}", "smallest": str(smallest), "unit": unit}
    seen = contrast(INK_OF[look], ground)
    is_clear = seen >= LEAST_CONTRAST
    better = max(MarkLook, key=lambda one: contrast(INK_OF[one], ground))
    colours = {
        "seen": f"{seen:.1f}",
        "least": f"{LEAST_CONTRAST:g}",
        "better": str(LOOKS[better]),
    }
    return [
        Finding(
            is_large,
            _("The width of %(width)s %(unit)s is enough.")
            if is_large
            else _(
                "The width of %(width)s %(unit)s is too small: the number cannot be read. "
                "Make it at least %(smallest)s %(unit)s wide."
            ),
            figures,
        ),
        Finding(
            is_clear,
            _("The contrast of %(seen)s : 1 is enough.")
            if is_clear
            else _(
                "The contrast of %(seen)s : 1 is too low, it has to be %(least)s : 1. "
                "On this ground use the variant “%(better)s”."
            ),
            colours,
        ),
    ]


LOOKS = {
    MarkLook.COLOUR: _("in colours"),
    MarkLook.DARK: _("in one dark colour"),
    MarkLook.LIGHT: _("light, for dark grounds"),
}
