"""The gate every uploaded file passes before it becomes a document."""

from dataclasses import dataclass
from typing import BinaryIO

from documents.errors import (
    ContentIsNotWhatTheNameSays,
    ExtensionLies,
    FileIsEmpty,
    FileIsTooLarge,
    FileTypeRefused,
    OfficeFileIsEncrypted,
)
from documents.intake import types
from documents.intake.archives import office_type
from documents.intake.heic import is_heic, jpeg_of
from documents.intake.images import check_image
from documents.intake.names import clean_name, extension_of
from documents.intake.pdf import check_pdf

MAX_BYTES = 25 * 1024 * 1024
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class AcceptedFile:
    """A file that may become a document: its cleaned name, its true type and its bytes."""

    name: str
    content_type: str
    content: bytes
    was_heic: bool = False


def inspect_upload(name: str, content: BinaryIO, size: int) -> AcceptedFile:
    """Admit a file or refuse it with a sentence that says what to do.

    ``size`` is what the browser claimed; the bytes themselves are counted as well, and never more
    of them are read than may be kept.
    """
    shown = clean_name(name)
    if size > MAX_BYTES:
        raise FileIsTooLarge(name=shown, limit=MAX_BYTES // 1024**2)
    read = content.read(MAX_BYTES + 1)
    if len(read) > MAX_BYTES:
        raise FileIsTooLarge(name=shown, limit=MAX_BYTES // 1024**2)
    if not read:
        raise FileIsEmpty(name=shown)
    found = _examined(shown, read)
    extension = extension_of(shown)
    if extension not in found.extensions:
        raise ExtensionLies(name=shown, found=found.label)
    if found is types.HEIC:
        return _as_jpeg(shown, read)
    return AcceptedFile(name=shown, content_type=found.content_type, content=read)


def _as_jpeg(name: str, content: bytes) -> AcceptedFile:
    """Turn a photo of a phone into what every computer opens, under a name that says so."""
    converted = jpeg_of(name, content)
    if len(converted) > MAX_BYTES:
        raise FileIsTooLarge(name=name, limit=MAX_BYTES // 1024**2)
    renamed = f"{name.rpartition('.')[0]}.jpg"
    return AcceptedFile(renamed, types.JPEG.content_type, converted, was_heic=True)


def _examined(name: str, content: bytes) -> types.FileType:
    """Tell the type by the first bytes and let its own checks look at the rest."""
    if content.startswith(b"%PDF-"):
        check_pdf(name, content)
        return types.PDF
    if content.startswith(b"\xff\xd8\xff"):
        check_image(name, content, pillow_format="JPEG")
        return types.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        check_image(name, content, pillow_format="PNG")
        return types.PNG
    if content.startswith(b"PK\x03\x04"):
        return office_type(name, content)
    if content.startswith(OLD_OFFICE):
        raise OfficeFileIsEncrypted(name=name)
    if is_heic(content):
        return types.HEIC
    if extension_of(name) in types.ENDINGS:
        raise ContentIsNotWhatTheNameSays(name=name)
    raise FileTypeRefused(name=name)
