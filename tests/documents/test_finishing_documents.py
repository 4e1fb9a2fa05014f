"""A finished file is tagged in reading order, speaks of itself alike twice, and is reproducible."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Name

from documents.drawing import draw_certificate
from documents.finishing import Attachment, finish
from documents.finishing.seal_field import SEAL_FIELD
from tests.documents.samples import ATTACHMENTS, POLISH, TO_SEAL

SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def roles(tag: pikepdf.Object) -> list:
    """Give the tree of tags as lists of names."""
    kids = [roles(kid) for kid in tag.K if isinstance(kid, pikepdf.Object) and "/S" in kid]
    return [str(tag.S)[1:], *kids]


def test_the_tags_follow_the_order_of_reading():
    with opened(finish(draw_certificate(TO_SEAL), signature_field=True)) as pdf:
        tree = roles(pdf.Root.StructTreeRoot.K[0])

    link = ["P", ["Link"]]
    assert tree == [
        "Document",
        *(["P"], ["P"]),
        ["H1"],
        ["P"],
        ["H2"],
        *(["P"], ["P"]),
        ["Table", ["TR", *[["TH"]] * 4], ["TR", *[["TD"]] * 4]],
        ["H2"],
        ["P"],
        link,
        ["P", ["Link", ["Figure"]]],
        ["P"],
        ["Figure"],
        *(["P"], ["P"]),
        ["Form"],
        ["P"],
    ]


def test_every_marked_piece_and_every_annotation_leads_to_its_tag():
    with opened(finish(draw_certificate(TO_SEAL), signature_field=True)) as pdf:
        page = pdf.pages[0].obj
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        marked = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]

        assert marked == list(range(len(parents[int(page.StructParents)])))
        assert [str(parents[int(one.StructParent)].S) for one in page.Annots] == [
            "/Link",
            "/Link",
            "/Form",
        ]
        assert page.Tabs == Name.S


def test_the_file_says_the_same_of_itself_twice():
    with opened(finish(draw_certificate(TO_SEAL))) as pdf:
        packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - our own
        facts = {key: str(text) for key, text in pdf.docinfo.items()}
        language = str(pdf.Root.Lang)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked

    def said(path: str) -> str:
        return packet.findtext(f".//{path}", namespaces=SPACES)

    assert facts == {
        "/Title": said("dc:title/rdf:Alt/rdf:li"),
        "/Author": said("dc:creator/rdf:Seq/rdf:li"),
        "/Subject": said("dc:description/rdf:Alt/rdf:li"),
        "/Creator": said("xmp:CreatorTool"),
        "/Producer": said("pdf:Producer"),
        "/CreationDate": "D:20261123",
        "/ModDate": "D:20261123",
    }
    assert facts["/Title"] == (
        "Certyfikat ZNAK-2026-0041: Miód lipowy „Żółty Ul” z Puszczy Białowieskiej"
    )
    assert (said("xmp:CreateDate"), said("xmp:ModifyDate")) == ("2026-11-23", "2026-11-23")
    assert (said("dc:language/rdf:Bag/rdf:li"), language) == ("pl", "pl")
    assert (said("pdfaid:part"), said("pdfaid:conformance"), said("pdfuaid:part")) == (
        "3",
        "A",
        "1",
    )


def test_a_title_with_markup_and_control_signs_stays_words():
    drawn = replace(draw_certificate(POLISH), title="A <b> & \u0007 C\n\ud7ff")

    with opened(finish(drawn)) as pdf:
        packet = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - our own
        title = packet.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=SPACES)
        assert (title, str(pdf.docinfo.Title)) == ("A <b> & C", "A <b> & C")


def test_attachments_say_what_they_are_to_the_page():
    with opened(finish(draw_certificate(POLISH), attachments=ATTACHMENTS)) as pdf:
        listed = [
            (str(one.UF), str(one.AFRelationship), str(one.EF.UF.Subtype), one.EF.UF.read_bytes())
            for one in pdf.Root.AF
        ]
        named = list(pdf.attachments)

    assert listed == [
        ("poswiadczenie.json", "/Data", "/application/vc+ld+json", b'{"a": 1}'),
        ("poswiadczenie.jwt", "/Alternative", "/application/vc+jwt", b"a.b.c"),
        ("dowod.tlog-proof", "/Data", "/text/plain", b"c2sp.org/tlog"),
    ]
    assert named == ["dowod.tlog-proof", "poswiadczenie.json", "poswiadczenie.jwt"]


def test_two_attachments_of_one_name_are_refused():
    twice = (Attachment("a.json", b"1", "application/json", "Data", ""),) * 2

    with pytest.raises(ValueError, match="one name"):
        finish(draw_certificate(POLISH), attachments=twice)


def test_the_field_of_the_seal_is_empty_locked_printed_and_named():
    with opened(finish(draw_certificate(TO_SEAL), signature_field=True)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields

        assert (str(field.T), str(field.TU), int(field.F), str(field.FT)) == (
            SEAL_FIELD,
            "Pieczęć elektroniczna wystawcy",
            132,
            "/Sig",
        )
        assert field.AP.N.read_bytes() == b""
        assert "/V" not in field


def test_without_a_seal_the_file_has_no_field_and_no_tag_for_it():
    with opened(finish(draw_certificate(TO_SEAL))) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert ["Form"] not in roles(pdf.Root.StructTreeRoot.K[0])


def test_a_field_needs_a_place_on_the_page():
    with pytest.raises(ValueError, match="no place for a seal"):
        finish(draw_certificate(POLISH), signature_field=True)


def test_the_same_input_gives_the_same_bytes():
    first = finish(draw_certificate(TO_SEAL), attachments=ATTACHMENTS, signature_field=True)
    again = finish(draw_certificate(TO_SEAL), attachments=ATTACHMENTS, signature_field=True)
    other = finish(draw_certificate(TO_SEAL), attachments=ATTACHMENTS[:2], signature_field=True)

    assert first == again
    assert first != other
    assert first.startswith(b"%PDF-1.7\n")
    assert b"/ObjStm" not in first
