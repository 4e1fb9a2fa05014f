"""The content decides what a file is; every refusal says what to do."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents import errors
from documents.drawing.rosette import rosette_svg
from documents.intake import AcceptedFile, inspect_upload
from documents.intake.names import MAX_LENGTH, clean_name

OOXML = "application/vnd.openxmlformats-officedocument"
WORD = f"{OOXML}.wordprocessingml.document"
SHEET = f"{OOXML}.spreadsheetml.sheet"
ODF = "application/vnd.oasis.opendocument"


def pdf(*, password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def image(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    output = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 20).save(output, kind)
    return output.getvalue()


def archive(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return output.getvalue()


def ooxml(content_type: str, extra: dict[str, bytes] | None = None) -> bytes:
    types = f'<Types><Override ContentType="{content_type}.main+xml"/></Types>'
    return archive(
        {"[Content_Types].xml": types.encode(), "_rels/.rels": b"<Relationships/>", **(extra or {})}
    )


def odf(content_type: str, *, manifest: bytes = b"<manifest/>", **extra: bytes) -> bytes:
    return archive(
        {
            "mimetype": content_type.encode(),
            "content.xml": b"<office/>",
            "META-INF/manifest.xml": manifest,
            **extra,
        }
    )


def huge_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def overlapping() -> bytes:
    """Two directory entries that point at the same packed bytes."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'<Override ContentType="{WORD}.main+xml"/>')
        file.writestr("_rels/.rels", "<Relationships/>")
        file.writestr("a.xml", "x" * 1000)
        file.writestr("b.xml", "x" * 1000)
        file.infolist()[3].header_offset = file.infolist()[2].header_offset
    return output.getvalue()


def inspect(name: str, content: bytes) -> AcceptedFile:
    return inspect_upload(name, io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Statut.pdf", pdf(), "application/pdf"),
        ("Zdjęcie.JPG", image("JPEG"), "image/jpeg"),
        ("zdjęcie.jpeg", image("JPEG"), "image/jpeg"),
        ("Logo.png", image("PNG"), "image/png"),
        ("Opis.docx", ooxml(WORD), WORD),
        ("Opis.docx", ooxml(WORD, {"word/embeddings/Arkusz.xlsx": b"x"}), WORD),
        ("Budżet.xlsx", ooxml(SHEET), SHEET),
        ("Opis.odt", odf(f"{ODF}.text"), f"{ODF}.text"),
        ("Budżet.ods", odf(f"{ODF}.spreadsheet"), f"{ODF}.spreadsheet"),
    ],
)
def test_files_of_the_allowed_types_are_admitted_unchanged(name, content, content_type):
    accepted = inspect(name, content)

    assert accepted == AcceptedFile(name=name, content_type=content_type, content=content)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.pdf", b"", errors.FileIsEmpty),
        ("a.txt", b"plain text", errors.FileTypeRefused),
        ("a.pdf", b"MZ" + bytes(500), errors.ContentIsNotWhatTheNameSays),
        ("a.jpg", b"<html><script>x</script>%PDF-1.4", errors.ContentIsNotWhatTheNameSays),
        ("a.svg", rosette_svg("ab" * 32).encode(), errors.FileTypeRefused),
        ("a.zip", archive({"a.txt": b"x"}), errors.FileTypeRefused),
        ("a.odp", odf(f"{ODF}.presentation"), errors.FileTypeRefused),
        ("a.gif", image("GIF"), errors.FileTypeRefused),
        ("a.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", errors.ExtensionLies),
        ("a.pdf", image("JPEG"), errors.ExtensionLies),
        ("a.jpg", image("PNG"), errors.ExtensionLies),
        ("a.xlsx", ooxml(WORD), errors.ExtensionLies),
        ("a.docx", odf(f"{ODF}.text"), errors.ExtensionLies),
        ("bez kropki", pdf(), errors.ExtensionLies),
        ("a.pdf", pdf(password="secret"), errors.PdfIsEncrypted),
        ("a.pdf", pdf()[:-40], errors.FileIsDamaged),
        ("a.jpg", image("JPEG")[:-200], errors.FileIsDamaged),
        ("a.png", image("PNG")[:-200], errors.FileIsDamaged),
        ("a.png", image("PNG").replace(b"IDAT", b"IDAX"), errors.FileIsDamaged),
        ("a.docx", ooxml(WORD)[:-30], errors.FileIsDamaged),
        ("a.docx", ooxml(WORD, {"../../etc/passwd": b"x"}), errors.FileIsDamaged),
        ("a.png", huge_png(), errors.ImageIsTooLarge),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), errors.OfficeFileIsEncrypted),
        (
            "a.odt",
            odf(f"{ODF}.text", manifest=b"<manifest:encryption-data/>"),
            errors.OfficeFileIsEncrypted,
        ),
        ("a.docx", ooxml(WORD, {"word/vbaProject.bin": b"x"}), errors.MacrosRefused),
        (
            "a.docm",
            ooxml("application/vnd.ms-word.document.macroEnabled"),
            errors.MacrosRefused,
        ),
        ("a.ods", odf(f"{ODF}.spreadsheet", **{"Basic/m.xml": b"x"}), errors.MacrosRefused),
        ("a.docx", ooxml(WORD, {"word/inner.zip": b"x"}), errors.ArchiveBombRefused),
        ("a.docx", ooxml(WORD, {"word/big.xml": bytes(20_000_000)}), errors.ArchiveBombRefused),
        (
            "a.docx",
            ooxml(WORD, {f"word/{number}.xml": b"" for number in range(5_001)}),
            errors.ArchiveBombRefused,
        ),
        ("a.docx", overlapping(), errors.ArchiveBombRefused),
        (
            "a.docx",
            archive({"[Content_Types].xml": bytes(2_000_000), "_rels/.rels": b""}),
            errors.ArchiveBombRefused,
        ),
    ],
)
def test_each_other_file_is_refused_for_its_own_reason(name, content, refusal):
    with pytest.raises(errors.UploadRefused) as refused:
        inspect(name, content)

    assert type(refused.value) is refusal
    assert name in refused.value.messages[0]


def test_a_file_with_a_password_on_its_parts_is_refused():
    content = bytearray(ooxml(WORD))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1

    with pytest.raises(errors.OfficeFileIsEncrypted):
        inspect("a.docx", bytes(content))


def test_an_archive_that_claims_to_unpack_beyond_all_limits_is_refused_without_unpacking():
    content = bytearray(ooxml(WORD))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (2**31).to_bytes(4, "little")

    with pytest.raises(errors.ArchiveBombRefused):
        inspect("a.docx", bytes(content))


@pytest.mark.parametrize("claimed", [1, 25 * 1024**2 + 1], ids=["lying", "honest"])
def test_a_file_above_the_limit_is_refused_whatever_size_is_claimed(claimed):
    content = b"%PDF-" + bytes(25 * 1024**2)

    with pytest.raises(errors.FileIsTooLarge) as refused:
        inspect_upload("a.pdf", io.BytesIO(content), claimed)

    assert refused.value.params == {"name": "a.pdf", "limit": 25}


def test_a_file_of_exactly_the_limit_is_admitted():
    start = pdf()
    content = start[:20] + b"%" + bytes(25 * 1024**2 - len(start) - 2) + b"\n" + start[20:]

    assert inspect("a.pdf", content).content == content


def test_the_test_file_for_passwords_is_really_encrypted():
    assert PdfReader(io.BytesIO(pdf(password="secret"))).is_encrypted is True


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sprawozdanie z działalności (2025).pdf", "Sprawozdanie z działalności (2025).pdf"),
        ("C:\\Users\\Ewa\\Pulpit\\Umowa.pdf", "Umowa.pdf"),
        ("../../etc/Umowa.pdf", "Umowa.pdf"),
        ("Umo\nwa\x00\u202efdp.pdf", "Umo wafdp.pdf"),
        ("  Umowa   o dzieło.pdf ", "Umowa o dzieło.pdf"),
        ("z\u0307aba.pdf", "żaba.pdf"),
        ("Statut %22nowy%22.pdf", 'Statut "nowy".pdf'),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_typed_without_what_misleads(typed, kept):
    assert clean_name(typed) == kept


@given(st.text(max_size=400))
def test_no_name_keeps_folders_control_signs_or_excess_length(typed):
    kept = clean_name(typed)

    assert len(kept) <= MAX_LENGTH
    assert not set(kept) & set("/\\\r\n\t\x00\u202e")
    assert clean_name(kept) == kept
