"""A certificate drawn, finished and sealed, beside the bare libraries doing as much.

The floor draws the same words at places known before, the same rosettes and QR code; it finishes
with metadata, colours, attachments and a field, but without tags; it signs with a key kept open.
Imported only once DATABASE_URL names a database.
"""

import django

django.setup()

from functools import cache  # noqa: E402
from io import BytesIO  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import pikepdf  # noqa: E402
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String  # noqa: E402
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.sign import signers  # noqa: E402
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: E402
from pyhanko.stamp import StaticStampStyle  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from documents.drawing import certificate, draw_certificate, fonts, ornaments, palette  # noqa: E402
from documents.drawing import certificate_panel as panel  # noqa: E402
from documents.drawing.tagged import TaggedCanvas  # noqa: E402
from documents.finishing import finish  # noqa: E402
from documents.finishing.colours import PROFILE  # noqa: E402
from documents.finishing.seal_field import SEAL_FIELD  # noqa: E402
from documents.keys import signer_for  # noqa: E402
from documents.models.key import KeyPurpose  # noqa: E402
from documents.sealing import seal  # noqa: E402
from documents.sealing.signing import KeptSigner  # noqa: E402
from tests.documents.samples import ATTACHMENTS, TO_SEAL  # noqa: E402

Placed = tuple[str, str, float, float, float, Any]


def get_ready() -> None:
    """Do everything once; the keys are there."""
    whole()
    parts()


def whole() -> bytes:
    """Draw, finish and seal as the product does."""
    finished = finish(draw_certificate(TO_SEAL), attachments=ATTACHMENTS, signature_field=True)
    return seal(finished).content


def parts() -> bytes:
    """Do the same with the bare libraries."""
    return _signed(_finished(_drawn()))


@cache
def _words() -> tuple[Placed, ...]:
    """Note where the product puts which words, once."""
    placed: list[Placed] = []

    class Noting(TaggedCanvas):
        """Notes the words it draws."""

        def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:  # noqa: N802
            placed.append((text, self._fontname, self._fontsize, x, y, self._fillColorObj))
            super().drawString(x, y, text, *rest, **more)

    kept, certificate.TaggedCanvas = certificate.TaggedCanvas, Noting
    try:
        draw_certificate(TO_SEAL)
    finally:
        certificate.TaggedCanvas = kept
    return tuple(placed)


def _drawn() -> bytes:
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1, pageCompression=1, initialFontName=fonts.TEXT)
    for name, lines in (("rosette", 26), ("small", 7)):
        ornaments.define_rosette(canvas, TO_SEAL.digest, name, lines=lines)
    for name, centre, radius, colours in (
        ("rosette", certificate.ROSETTE_CENTRE, certificate.ROSETTE_RADIUS, palette.ROSETTE_PALE),
        ("small", (260, 105), panel.ROSETTE_RADIUS, palette.ROSETTE_DEEP),
    ):
        ornaments.draw_rosette(
            canvas, TO_SEAL.digest, name, centre=centre, radius=radius, line_width=0.36,
            colours=colours,
        )  # fmt: skip
    ornaments.draw_spine(canvas, A4[1])
    ornaments.draw_mark(canvas, 81, 767, 26)
    ornaments.draw_qr(
        canvas, TO_SEAL.verify_url, x=panel.QR_LEFT, y=panel.QR_BOTTOM, size=panel.QR_SIZE
    )
    for text, font, size, x, y, colour in _words():
        canvas.setFillColor(colour)
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def _finished(drawn: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(drawn)) as pdf:
        pdf.Root.Metadata = pdf.make_stream(_packet(), Type=Name.Metadata, Subtype=Name.XML)
        profile = pdf.make_stream(_profile(), N=3)
        pdf.Root.OutputIntents = Array(
            [Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)]
        )
        for one in ATTACHMENTS:
            pdf.attachments[one.name] = AttachedFileSpec(pdf, one.content, filename=one.name)
        page = pdf.pages[0].obj
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(SEAL_FIELD),
                Rect=Array([230, 74, 509, 136]),
                F=132,
                P=page,
            )
        )
        page.Annots = Array([field])
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))
        pdf.save(output, deterministic_id=True)
    return output.getvalue()


@cache
def _packet() -> bytes:
    with pikepdf.open(BytesIO(finish(draw_certificate(TO_SEAL)))) as pdf:
        return pdf.Root.Metadata.read_bytes()


@cache
def _profile() -> bytes:
    return Path(PROFILE).read_bytes()


@cache
def _signer() -> signers.PdfSigner:
    facts = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    return signers.PdfSigner(
        facts,
        signer=KeptSigner(signer_for(KeyPurpose.SEAL)),
        stamp_style=StaticStampStyle(border_width=0),
    )


def _signed(finished: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(finished))
    return _signer().sign_pdf(writer, existing_fields_only=True).getvalue()
