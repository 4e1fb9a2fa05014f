"""The foot of a certificate: how to check whether it is still valid."""

from django.utils.translation import gettext as _

from documents.drawing import fonts, ornaments, palette
from documents.drawing.tagged import TaggedCanvas
from documents.drawing.text import balanced, running
from documents.drawn import Element
from documents.errors import CertificateTextTooLong

LEFT, RIGHT = 67.7, 527.0
BOTTOM, TOP = 65.0, 240.5
QR_LEFT, QR_BOTTOM, QR_SIZE = 87.8, 99.6, 124.6
TEXT_LEFT = 235.4
TEXT_WIDTH = 270.0
ROSETTE_RADIUS = 25.0
SEAL_BOX = (TEXT_LEFT - 4, 74.0, 509.0, 136.0)


def draw_panel(
    canvas: TaggedCanvas,
    page: Element,
    *,
    number: str,
    verify_url: str,
    digest: str,
    sealed: bool,
) -> None:
    """Draw the pale panel with address, QR code, the small rosette and the place of the seal."""
    canvas.setFillColor(palette.MIST)
    canvas.rect(LEFT, BOTTOM, RIGHT - LEFT, TOP - BOTTOM, stroke=0, fill=1)
    canvas.setStrokeColor(palette.HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(TEXT_LEFT, 145.6, 505, 145.6)
    title = _("Check if it is valid")
    with canvas.marked(page.add(Element("H2", title))):
        _put(canvas, title, TEXT_LEFT, 210.5, fonts.DISPLAY_STRONG, 15, palette.PINE)
    with canvas.marked(page.add(Element("P"))):
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
    _draw_address(canvas, page, verify_url, y - 16.4)
    _draw_qr(canvas, page, verify_url)
    _draw_rosette(canvas, page, digest)
    _draw_seal_note(canvas, page, sealed=sealed)
    _draw_note(canvas, page, number, sealed=sealed)


def _draw_note(canvas: TaggedCanvas, page: Element, number: str, *, sealed: bool) -> None:
    """Say below the panel what checking costs, and what the file holds beside the page."""
    if sealed:
        note = _(
            "Checking is free of charge and needs no account. The file holds an Open Badges 3.0 "
            "credential that can be checked offline."
        )
    else:
        note = _("Checking certificate %(number)s is free of charge and needs no account.")
        note %= {"number": number}
    for size in (7.9, 7.6, 7.3):
        if fonts.width_of(note, fonts.TEXT, size) <= RIGHT - LEFT:
            with canvas.marked(page.add(Element("P"))):
                _put(canvas, note, LEFT, 43.6, fonts.TEXT, size, palette.STONE)
            return
    raise CertificateTextTooLong(text=note)


def _draw_address(canvas: TaggedCanvas, page: Element, verify_url: str, y: float) -> None:
    """Print the address as one types it, without the scheme, and make it a link."""
    address = verify_url.partition("://")[2] or verify_url
    for size in (10.6, 9.8, 9, 8.2):
        width = fonts.width_of(address, fonts.TEXT_STRONG, size)
        if width <= TEXT_WIDTH:
            words = _("Public page of the certificate: %(address)s") % {"address": address}
            link = page.add(Element("P")).add(Element("Link", words))
            with canvas.marked(link):
                _put(canvas, address, TEXT_LEFT, y, fonts.TEXT_STRONG, size, palette.COPPER)
            canvas.link(link, verify_url, (TEXT_LEFT, y - 3, TEXT_LEFT + width, y + size))
            return
    raise CertificateTextTooLong(text=address)


def _draw_qr(canvas: TaggedCanvas, page: Element, verify_url: str) -> None:
    box = (QR_LEFT, QR_BOTTOM, QR_LEFT + QR_SIZE, QR_BOTTOM + QR_SIZE)
    words = _("QR code with the address of the public page: %(address)s")
    words %= {"address": verify_url}
    link = page.add(Element("P")).add(Element("Link", words))
    with canvas.marked(link.add(Element("Figure", words, box=box))):
        ornaments.draw_qr(canvas, verify_url, x=QR_LEFT, y=QR_BOTTOM, size=QR_SIZE)
    canvas.link(link, verify_url, box)
    with canvas.marked(page.add(Element("P"))):
        _put(canvas, _("Scan to check"), QR_LEFT, 81, fonts.TEXT, 8.6, palette.STONE)


def _draw_rosette(canvas: TaggedCanvas, page: Element, digest: str) -> None:
    """Show the figure once more, small, where it can be compared."""
    x, y = TEXT_LEFT + ROSETTE_RADIUS - 1, 105.0
    box = (x - ROSETTE_RADIUS, y - ROSETTE_RADIUS, x + ROSETTE_RADIUS, y + ROSETTE_RADIUS)
    words = _("Rosette computed from the content of the certificate")
    with canvas.marked(page.add(Element("Figure", words, box=box))):
        ornaments.draw_rosette(
            canvas,
            digest,
            "small",
            centre=(x, y),
            radius=ROSETTE_RADIUS,
            line_width=0.3,
            colours=palette.ROSETTE_DEEP,
        )


def _draw_seal_note(canvas: TaggedCanvas, page: Element, *, sealed: bool) -> None:
    """Say what the rosette is for and, where there is one, what the seal protects."""
    x = TEXT_LEFT + 2 * ROSETTE_RADIUS + 8
    if sealed:
        title = _("Electronically sealed")
        text = _(
            "The seal protects the content and the attached digital credential. You will see the "
            "same rosette on the page of the certificate."
        )
    else:
        title = _("Compare the rosette")
        text = _(
            "You will see the same pattern on the page of the certificate. It comes from the "
            "content: another certificate has another one."
        )
    with canvas.marked(page.add(Element("P"))):
        _put(canvas, title, x, 119.5, fonts.TEXT_STRONG, 9, palette.INK)
    with canvas.marked(page.add(Element("P"))):
        _paragraph(canvas, text, x=x, y=107, size=8.6, leading=11.2, colour=palette.STONE)
    if sealed:
        page.add(Element("Form", _("Electronic seal of the issuer"), box=SEAL_BOX))


def _paragraph(
    canvas: TaggedCanvas,
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
    for number, line in enumerate(running(lines)):
        _put(canvas, line, x, y - number * leading, fonts.TEXT, size, colour)
    return y - (len(lines) - 1) * leading


def _put(
    canvas: TaggedCanvas,
    text: str,
    x: float,
    y: float,
    font: str,
    size: float,
    colour: palette.Color,
) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)
