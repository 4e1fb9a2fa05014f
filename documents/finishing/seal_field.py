"""The empty field in which the seal is placed later.

It is made here because a field that the signing library makes has no tag, which PDF/UA asks for
(ISO 14289-1, 7.18.4).
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from documents.drawn import Box

SEAL_FIELD = "Seal"
PRINTED_AND_LOCKED = 4 | 128


def add_field(pdf: pikepdf.Pdf, page: Object, box: Box, tip: str) -> Object:
    """Put the field over its place: it can be chosen there, and shows nothing of its own."""
    left, bottom, right, top = (round(value, 2) for value in box)
    blank = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(right - left, 2), round(top - bottom, 2)]),
    )
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(SEAL_FIELD),
            TU=String(tip),
            Rect=Array([left, bottom, right, top]),
            F=PRINTED_AND_LOCKED,
            P=page,
            AP=Dictionary(N=blank),
        )
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([widget])))
    return widget
