"""The steps of finishing, in their order, on one open file."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf

from documents.drawn import Drawn
from documents.finishing.attachments import attach
from documents.finishing.colours import declare_colours
from documents.finishing.contents import Attachment
from documents.finishing.metadata import describe
from documents.finishing.outline import write_outline
from documents.finishing.structure import write_structure


def finish(
    drawn: Drawn, *, attachments: Sequence[Attachment] = (), signature_field: bool = False
) -> bytes:
    """Tag a drawn file, describe it, and give it its attachments and the empty field of the seal.

    ``signature_field`` makes the field where the drawing left a place for it; without it the
    file is whole and nobody will sign it.
    """
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        write_structure(pdf, drawn.structure, signature_field=signature_field)
        write_outline(pdf, drawn.structure)
        describe(pdf, drawn)
        declare_colours(pdf)
        attach(pdf, attachments, made_on=drawn.made_on)
        output = BytesIO()
        pdf.save(
            output,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return output.getvalue()
