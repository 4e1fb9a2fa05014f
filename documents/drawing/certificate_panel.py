"""The foot of a certificate: how to check whether it is still valid."""

from django.utils.translation import gettext as _
from reportlab.pdfgen.canvas import Canvas

from documents.drawing import fonts, ornaments, palette
from documents.drawing.text import balanced
from documents.errors import CertificateTextTooLong

LEFT, RIGHT = 67.7, 527.0
BOTTOM, TOP = 65.0, 240.5
QR_LEFT, QR_BOTTOM, QR_SIZE = 87.8, 99.6, 124.6
TEXT_LEFT = 235.4
TEXT_WIDTH = 270.0
ROSETTE_RADIUS = 25.0


def draw_panel(canvas: Canvas, *, number: str, verify_url: str, digest: str) -> None:
    """Draw the pale panel with QR code, address and the small rosette."""
    canvas.setFillColor(palette.MIST)
    canvas.rect(LEFT, BOTTOM, RIGHT - LEFT, TOP - BOTTOM, stroke=0, fill=1)
    ornaments.draw_qr(canvas, verify_url, x=QR_LEFT, y=QR_BOTTOM, size=QR_SIZE)
    canvas.linkURL(
        verify_url, (QR_LEFT, QR_BOTTOM, QR_LEFT + QR_SIZE, QR_BOTTOM + QR_SIZE), relative=0
    )
    _put(canvas, _("Scan to check"), QR_LEFT, 81, fonts.TEXT, 8.6, palette.STONE)
    _put(
        canvas, _("Check if it is valid"), TEXT_LEFT, 210.5, fonts.DISPLAY_STRONG, 15, palette.PINE
    )
    y = _paragraph(
        canvas,
        _(
            "Only the public register shows the state of the certificate (valid, suspended, "
            "withdrawn). Enter its number or open the page:"
        ),
        y=190.3,
        size=9.3,
        leading=12.7,
    )
    _draw_address(canvas, verify_url, y - 16.4)
    canvas.setStrokeColor(palette.HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(TEXT_LEFT, 145.6, 505, 145.6)
    _draw_rosette_note(canvas, digest)
    note = _("Checking certificate %(number)s is free of charge and needs no account.")
    _put(canvas, note % {"number": number}, LEFT, 43.6, fonts.TEXT, 7.9, palette.STONE)


def _draw_address(canvas: Canvas, verify_url: str, y: float) -> None:
    """Print the address as one types it, without the scheme, and make it a link."""
    address = verify_url.partition("://")[2] or verify_url
    for size in (10.6, 9.8, 9, 8.2):
        width = fonts.width_of(address, fonts.TEXT_STRONG, size)
        if width <= TEXT_WIDTH:
            _put(canvas, address, TEXT_LEFT, y, fonts.TEXT_STRONG, size, palette.COPPER)
            canvas.linkURL(verify_url, (TEXT_LEFT, y - 3, TEXT_LEFT + width, y + size), relative=0)
            return
    raise CertificateTextTooLong(text=address)


def _draw_rosette_note(canvas: Canvas, digest: str) -> None:
    """Show the figure once more, small, and say what it is for."""
    ornaments.define_rosette(canvas, digest, "small", lines=7)
    ornaments.draw_rosette(
        canvas,
        digest,
        "small",
        centre=(TEXT_LEFT + ROSETTE_RADIUS - 1, 105),
        radius=ROSETTE_RADIUS,
        line_width=0.3,
        colours=palette.ROSETTE_DEEP,
    )
    x = TEXT_LEFT + 2 * ROSETTE_RADIUS + 8
    _put(canvas, _("Compare the rosette"), x, 119.5, fonts.TEXT_STRONG, 9, palette.INK)
    _paragraph(
        canvas,
        _(
            "You will see the same pattern on the page of the certificate. It comes from the "
            "content: another certificate has another one."
        ),
        x=x,
        y=107,
        size=8.6,
        leading=11.2,
        colour=palette.STONE,
    )


def _paragraph(
    canvas: Canvas,
    text: str,
    *,
    y: float,
    size: float,
    leading: float,
    x: float = TEXT_LEFT,
    colour: palette.Color = palette.INK,
) -> float:
    """Set a paragraph of the panel and give the height of its last line."""
    lines = balanced(text, fonts.TEXT, size, TEXT_LEFT + TEXT_WIDTH - x) or []
    for number, line in enumerate(lines):
        _put(canvas, line, x, y - number * leading, fonts.TEXT, size, colour)
    return y - (len(lines) - 1) * leading


def _put(
    canvas: Canvas, text: str, x: float, y: float, font: str, size: float, colour: palette.Color
) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)
