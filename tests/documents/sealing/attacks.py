"""Every way we know of to make a changed file look sealed, and why each is refused."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from documents.keys.chain import own_chain
from documents.keys.files import FileSigner
from documents.keys.public import to_pem
from documents.keys.signers import Signer
from documents.models import Key
from documents.sealing import SealFault
from documents.sealing.checking import LARGEST

CONTENTS = re.compile(rb"/Contents <[0-9A-Fa-f]+>")
BYTE_RANGE = re.compile(rb"/ByteRange \[[0-9 ]+\]")


def saved_after(change):
    """Give an attack that saves a change behind the sealed state, as editors do."""

    def attack(pdf):
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        target = BytesIO()
        writer.write(target)
        return target.getvalue()

    return attack


def overlay(writer):
    """Draw over the page."""
    page, _number = writer.find_page_for_modification(0)
    drawn = generic.StreamObject(stream_data=b"0 0 0 rg 100 400 300 80 re f")
    page.get_object()["/Contents"] = generic.ArrayObject(
        [page.get_object().raw_get("/Contents"), writer.add_object(drawn)]
    )
    writer.update_container(page.get_object())


def script(writer):
    """Have a program run when the file is opened."""
    writer.root["/OpenAction"] = writer.add_object(
        generic.DictionaryObject(
            {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
        )
    )
    writer.update_root()


def swapped_attachment(writer):
    """Put another credential in the place of ours."""
    listed = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    held = generic.StreamObject(stream_data=b'{"number": "ZNAK-2026-0042"}')
    file = listed[1].get_object()
    file["/EF"]["/F"] = writer.add_object(held)
    writer.update_container(file)


def note(writer):
    """Stick a note over the text."""
    page, _number = writer.find_page_for_modification(0)
    annotation = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 400, 500, 500))),
            pdf_name("/Contents"): pdf_string("ważny do 2099"),
        }
    )
    found = page.get_object()
    found["/Annots"].append(writer.add_object(annotation))
    writer.update_container(found["/Annots"])


def title(writer):
    """Change the title."""
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): pdf_string("Inny")}))


def nothing(writer):
    """Save without changing anything."""
    writer.update_root()


def second_field(writer):
    """Add an empty field for another signature."""
    fields.append_signature_field(writer, fields.SigFieldSpec("Other", box=(10, 10, 60, 60)))


def rewritten(pdf):
    """Save the whole file anew."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(target)
    return target.getvalue()


def stripped(pdf):
    """Take the seal away."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.Root.AcroForm
        opened.save(target)
    return target.getvalue()


def encrypted(pdf):
    """Put the file under a password."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(target, encryption=pikepdf.Encryption(owner="a", user=""))
    return target.getvalue()


def in_place(pattern, replacement):
    """Give an attack that writes over a part of the signature and keeps every length."""

    def attack(pdf):
        found = pattern.search(pdf)
        return pdf[: found.start()] + replacement.ljust(len(found.group())) + pdf[found.end() :]

    return attack


def flipped(share):
    """Give an attack that flips one bit at a share of the way through the file."""

    def attack(pdf):
        at = int(len(pdf) * share)
        return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]

    return attack


def wrapped(pdf):
    """Move the signed part behind and put own words where it was (signature wrapping)."""
    numbers = [int(word) for word in BYTE_RANGE.search(pdf).group()[12:-1].split()]
    start, length = numbers[2], numbers[3]
    forged = pdf.replace(b"ZNAK", b"FALS")[:start] + pdf[start : start + length]
    extra = b"%" + b" " * 100 + b"\n"
    moved = f"/ByteRange [0 {numbers[1]} {start + len(extra)} {length}]".encode()
    placed = BYTE_RANGE.sub(lambda found: moved.ljust(len(found.group())), forged)
    return placed[:start] + extra + placed[start:]


ATTACKS = {
    "overlay": (saved_after(overlay), {SealFault.ALTERED}),
    "script": (saved_after(script), {SealFault.ALTERED}),
    "swapped attachment": (saved_after(swapped_attachment), {SealFault.ALTERED}),
    "note": (saved_after(note), {SealFault.ALTERED}),
    "title": (saved_after(title), {SealFault.ALTERED}),
    "saved without a change": (saved_after(nothing), {SealFault.ALTERED}),
    "another field": (saved_after(second_field), {SealFault.ALTERED}),
    "trailing bytes": (lambda pdf: pdf + b"\n% more\n", {SealFault.ALTERED, SealFault.UNREADABLE}),
    "a second file behind": (
        lambda pdf: pdf + stripped(pdf),
        {SealFault.ALTERED, SealFault.UNREADABLE, SealFault.NO_SEAL},
    ),
    "rewritten": (rewritten, {SealFault.ALTERED, SealFault.UNREADABLE}),
    "stripped": (stripped, {SealFault.NO_SEAL}),
    "encrypted": (encrypted, {SealFault.ENCRYPTED, SealFault.UNREADABLE}),
    "empty contents": (
        in_place(CONTENTS, b"/Contents <>"),
        {SealFault.ALTERED, SealFault.UNREADABLE},
    ),
    "contents of nothing": (
        in_place(CONTENTS, b"/Contents null"),
        {SealFault.ALTERED, SealFault.UNREADABLE},
    ),
    "no range": (
        in_place(BYTE_RANGE, b"/ByteRange null"),
        {SealFault.ALTERED, SealFault.UNREADABLE},
    ),
    "empty range": (
        in_place(BYTE_RANGE, b"/ByteRange [0 0 0 0]"),
        {SealFault.ALTERED, SealFault.UNREADABLE},
    ),
    "wrapped": (wrapped, {SealFault.ALTERED, SealFault.UNREADABLE}),
    "cut short": (lambda pdf: pdf[:-2000], {SealFault.UNREADABLE, SealFault.NO_SEAL}),
    "bytes before": (lambda pdf: b"GIF89a" + pdf, {SealFault.UNREADABLE}),
    "too large": (lambda pdf: pdf + b" " * LARGEST, {SealFault.TOO_LARGE}),
    "not a file": (lambda _pdf: b"", {SealFault.UNREADABLE}),
}


def foreign_signer(key):
    """Give a signer that looks like ours in every name but holds another key."""
    private = ec.generate_private_key(ec.SECP256R1())
    chain = own_chain(
        private.public_key(),
        organisation="Operator przykładowy (dane przykładowe)",
        moment=datetime.now(UTC),
    )
    row = Key(
        kid=key.kid,
        purpose=key.purpose,
        algorithm=key.algorithm,
        public_pem=to_pem(private.public_key()),
        certificate_pem=chain,
    )
    return Signer(row, FileSigner(key.kid, private))
