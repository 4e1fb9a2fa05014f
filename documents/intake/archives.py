"""Sanity of office documents, which are archives: their parts are listed, not unpacked."""

import re
import zipfile
import zlib
from io import BytesIO

from documents.errors import (
    ArchiveBombRefused,
    FileIsDamaged,
    FileTypeRefused,
    MacrosRefused,
    OfficeFileIsEncrypted,
)
from documents.intake import types

MAX_MEMBERS = 5_000
MAX_UNPACKED = 250 * 1024 * 1024
MAX_RATIO = 120
RATIO_MATTERS_ABOVE = 5 * 1024 * 1024
MAX_READ = 1024 * 1024
ENCRYPTED_FLAG = 0x1

ODF_TYPES = {kind.content_type: kind for kind in (types.ODT, types.ODS)}
OOXML_TYPES = {f"{kind.content_type}.main+xml": kind for kind in (types.DOCX, types.XLSX)}
NESTED = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz|tar|jar|cab|iso|exe|dll|com|scr|bat|js|vbs)$")
MACRO_PARTS = re.compile(r"(^|/)(vbaproject|vbadata|basic/|scripts/)|\.bas$", re.IGNORECASE)
MACRO_TYPES = ("macroenabled", "ms-office.vbaproject")


def office_type(name: str, content: bytes) -> types.FileType:
    """Tell which office document an archive is, or refuse it by its directory."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_directory(name, archive, size=len(content))
            return _type_of(name, archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as broken:
        raise FileIsDamaged(name=name) from broken


def _check_directory(name: str, archive: zipfile.ZipFile, *, size: int) -> None:
    """Refuse bombs, passwords, archives inside and macros, by names and sizes alone."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise ArchiveBombRefused(name=name)
    if unpacked > RATIO_MATTERS_ABOVE and unpacked > MAX_RATIO * size:
        raise ArchiveBombRefused(name=name)
    if _overlapping(members, size=size):
        raise ArchiveBombRefused(name=name)
    if len({member.filename for member in members}) != len(members):
        raise FileIsDamaged(name=name)
    for member in members:
        if member.flag_bits & ENCRYPTED_FLAG:
            raise OfficeFileIsEncrypted(name=name)
        if NESTED.search(member.filename.lower()):
            raise ArchiveBombRefused(name=name)
        if MACRO_PARTS.search(member.filename):
            raise MacrosRefused(name=name)
        if member.filename.startswith("/") or ".." in member.filename.split("/"):
            raise FileIsDamaged(name=name)


def _overlapping(members: list[zipfile.ZipInfo], *, size: int) -> bool:
    """Find out whether entries share packed bytes, the trick of bombs that need no nesting."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + member.compress_size
    return end > size


def _type_of(name: str, archive: zipfile.ZipFile) -> types.FileType:
    """Read the one small part by which OpenDocument and Office Open XML name themselves."""
    names = set(archive.namelist())
    if "mimetype" in names:
        found = ODF_TYPES.get(_read(name, archive, "mimetype").decode("ascii", "replace").strip())
        if found is None or not {"content.xml", "META-INF/manifest.xml"} <= names:
            raise FileTypeRefused(name=name)
        if b"encryption-data" in _read(name, archive, "META-INF/manifest.xml"):
            raise OfficeFileIsEncrypted(name=name)
        return found
    if "[Content_Types].xml" in names:
        declared = _read(name, archive, "[Content_Types].xml").decode("utf-8", "replace")
        if any(macro in declared.lower() for macro in MACRO_TYPES):
            raise MacrosRefused(name=name)
        for main, kind in OOXML_TYPES.items():
            if main in declared and "_rels/.rels" in names:
                return kind
    raise FileTypeRefused(name=name)


def _read(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    """Read a part, never more than its limit, whatever size the directory claims."""
    with archive.open(part) as file:
        content = file.read(MAX_READ + 1)
    if len(content) > MAX_READ:
        raise ArchiveBombRefused(name=name)
    return content
