"""Files that travel inside a document, each with what it is to the pages (ISO 19005-3, 6.8)."""

import hashlib
from collections.abc import Sequence
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from documents.finishing.contents import Attachment
from documents.finishing.metadata import pdf_day


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], *, made_on: date | None) -> None:
    """Embed the files and list them both for people and for programs."""
    if not attachments:
        return
    names = [one.name for one in attachments]
    if len(set(names)) < len(names):
        raise ValueError("Two attachments have one name.")
    ordered = sorted(attachments, key=lambda one: one.name)
    specifications = {one.name: _specification(pdf, one, made_on) for one in ordered}
    pdf.Root.AF = Array([specifications[name] for name in names])
    listed = Array()
    for name, specification in specifications.items():
        listed.extend([String(name), specification])
    pdf.Root.Names = Dictionary(EmbeddedFiles=pdf.make_indirect(Dictionary(Names=listed)))
    pdf.Root.PageMode = Name.UseAttachments


def _specification(pdf: pikepdf.Pdf, one: Attachment, made_on: date | None) -> Object:
    facts = Dictionary(
        Size=len(one.content),
        CheckSum=String(hashlib.md5(one.content, usedforsecurity=False).digest()),
    )
    if made_on:
        facts.ModDate = String(pdf_day(made_on))
    stream = pdf.make_stream(
        one.content, Type=Name.EmbeddedFile, Subtype=Name(f"/{one.media_type}"), Params=facts
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(one.name),
            UF=String(one.name),
            Desc=String(one.description),
            AFRelationship=Name(f"/{one.relationship}"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
