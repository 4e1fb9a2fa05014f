"""Finishing turns what was drawn into a file for the archive: PDF/A-3a and PDF/UA-1 in one.

The same input gives the same bytes. A sealed file must never come here again: it would be written
anew, and its seal would break. As with drawing, the library is loaded when it is needed.
"""

from collections.abc import Sequence

from documents.drawn import Drawn
from documents.finishing.contents import Attachment

__all__ = ("Attachment", "finish")


def finish(
    drawn: Drawn, *, attachments: Sequence[Attachment] = (), signature_field: bool = False
) -> bytes:
    """Tag a drawn file, describe it, and give it its attachments and the empty field of the seal.

    ``signature_field`` makes the field where the drawing left a place for it; without it the
    file is whole and nobody will sign it.
    """
    from documents.finishing import steps

    return steps.finish(drawn, attachments=attachments, signature_field=signature_field)
