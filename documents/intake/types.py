"""The types of file that may be added, and the endings each may bear."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class FileType:
    """A type: what people call it, its media type and the endings that go with it."""

    label: str
    content_type: str
    extensions: frozenset[str]


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"

PDF: Final = FileType("PDF", "application/pdf", frozenset({"pdf"}))
DOCX: Final = FileType("DOCX", f"{_OOXML}.wordprocessingml.document", frozenset({"docx"}))
XLSX: Final = FileType("XLSX", f"{_OOXML}.spreadsheetml.sheet", frozenset({"xlsx"}))
ODT: Final = FileType("ODT", f"{_ODF}.text", frozenset({"odt"}))
ODS: Final = FileType("ODS", f"{_ODF}.spreadsheet", frozenset({"ods"}))
JPEG: Final = FileType("JPG", "image/jpeg", frozenset({"jpg", "jpeg", "jpe", "jfif"}))
PNG: Final = FileType("PNG", "image/png", frozenset({"png"}))
HEIC: Final = FileType("HEIC", "image/heic", frozenset({"heic", "heif", "hif"}))
ENDINGS: Final = frozenset().union(
    *(one.extensions for one in (PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, HEIC))
)
