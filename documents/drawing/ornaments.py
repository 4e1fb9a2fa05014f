"""Figures of the certificate: spine, mark, rosette, QR code."""

from collections.abc import Mapping
from itertools import groupby

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from documents.drawing.palette import COPPER, INK, PINE, WHITE
from documents.drawing.rosette import RADIUS, rosette

QR_QUIET_MODULES = 4


def draw_spine(canvas: Canvas, height: float) -> None:
    """Fill the left edge of the page in pine with a copper seam."""
    canvas.setFillColor(PINE)
    canvas.rect(0, 0, 14.6, height, stroke=0, fill=1)
    canvas.setFillColor(COPPER)
    canvas.rect(14.6, 0, 2, height, stroke=0, fill=1)


def draw_mark(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw the neutral mark of an installation without its own: three leaves around one centre."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 2, size / 2)
    for turn, colour in ((90, COPPER), (210, PINE), (330, PINE)):
        canvas.saveState()
        canvas.rotate(turn)
        canvas.scale(1.06, 0.86)
        canvas.setFillColor(colour)
        leaf = canvas.beginPath()
        leaf.moveTo(0.04, 0)
        leaf.curveTo(0.02, 0.34, 0.34, 0.62, 0.66, 0.47)
        leaf.curveTo(0.86, 0.38, 0.94, 0.18, 1.08, 0.1)
        leaf.curveTo(1.02, -0.24, 0.84, -0.5, 0.54, -0.46)
        leaf.curveTo(0.28, -0.42, 0.1, -0.22, 0.04, 0)
        leaf.close()
        canvas.drawPath(leaf, stroke=0, fill=1)
        canvas.restoreState()
    canvas.restoreState()


def define_rosette(canvas: Canvas, digest: str, name: str, *, lines: int) -> None:
    """Write one lobe of each ring into the file once, to be turned and repeated where needed."""
    for number, band in enumerate(rosette(digest, lines=lines)):
        canvas.beginForm(f"{name}{number}", -RADIUS, -RADIUS, RADIUS, RADIUS)
        path = canvas.beginPath()
        for curve in band.curves:
            path.moveTo(*curve.start)
            for before, after, end in curve.segments:
                path.curveTo(*before, *after, *end)
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.endForm()


def draw_rosette(
    canvas: Canvas,
    digest: str,
    name: str,
    *,
    centre: tuple[float, float],
    radius: float,
    line_width: float,
    colours: Mapping[str, Color],
) -> None:
    """Place the figure defined under ``name``."""
    canvas.saveState()
    canvas.translate(*centre)
    canvas.scale(radius / RADIUS, radius / RADIUS)
    canvas.setLineCap(1)
    canvas.setLineWidth(line_width * RADIUS / radius)
    for number, band in enumerate(rosette(digest, lines=2)):
        canvas.setStrokeColor(colours[band.tone])
        for angle in band.angles:
            canvas.saveState()
            canvas.rotate(angle)
            canvas.doForm(f"{name}{number}")
            canvas.restoreState()
    canvas.restoreState()


def qr_address(url: str) -> str:
    """Give the address as the QR code holds it: in capitals, which need fewer modules."""
    return url.upper()


def draw_qr(canvas: Canvas, url: str, *, x: float, y: float, size: float) -> None:
    """Draw a QR code with its quiet zone, one rectangle for each run of dark modules."""
    code = segno.make_qr(qr_address(url), error="q", mode="alphanumeric", boost_error=False)
    module = size / (len(code.matrix) + 2 * QR_QUIET_MODULES)
    canvas.setFillColor(WHITE)
    canvas.rect(x, y, size, size, stroke=0, fill=1)
    canvas.setFillColor(INK)
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                canvas.rect(
                    x + (QR_QUIET_MODULES + column) * module,
                    y + size - (QR_QUIET_MODULES + row + 1) * module,
                    length * module,
                    module,
                    stroke=0,
                    fill=1,
                )
            column += length
