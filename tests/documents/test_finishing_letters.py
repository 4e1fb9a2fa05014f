"""A finished letter tells its headings, lists and tables apart from what repeats on each page."""

import io
from collections import Counter

import pikepdf

from documents.drawing import Facts, LetterContent, draw_letter
from documents.finishing import finish
from tests.documents.samples import ESSAY, MINUTES, REFUSAL


def opened(letter: LetterContent) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(finish(draw_letter(letter))))


def kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    return [kid for kid in tag.K if isinstance(kid, pikepdf.Object) and "/S" in kid]


def counted(tag: pikepdf.Object) -> Counter:
    found = Counter([str(tag.S)[1:]])
    for kid in kids(tag):
        found += counted(kid)
    return found


def bookmarks(items) -> list:
    return [(item.title, bookmarks(item.children)) for item in items]


def test_a_refusal_has_headings_lists_and_tables():
    with opened(REFUSAL) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        assert [str(tag.S)[1:] for tag in kids(document)] == [
            *["P"] * 6,
            "H1",
            *["P"] * 3,
            "Table",
            *["H2", "P"],
            "Table",
            *["L", "L"],
            *["P"] * 3,
            *["H2", "P"],
        ]
        facts, table = (tag for tag in kids(document) if tag.S == "/Table")
        scopes = [str(cell.A.Scope) for cell in kids(kids(facts)[0]) if cell.S == "/TH"]
        assert scopes == ["/Row"]
        assert [str(part.S) for part in kids(table)] == ["/THead", "/TBody"]
        numbered, plain = (tag for tag in kids(document) if tag.S == "/L")
        assert (str(numbered.A.ListNumbering), str(plain.A.ListNumbering)) == ("/Decimal", "/Disc")
        assert [str(part.S) for part in kids(kids(numbered)[1])] == ["/Lbl", "/LBody"]


def test_what_repeats_on_each_page_is_told_once():
    with opened(MINUTES) as pdf:
        found = counted(pdf.Root.StructTreeRoot.K[0])

    assert {role: found[role] for role in ("THead", "TH", "TR", "TD", "LI", "Lbl", "H3")} == {
        "THead": 2,
        "TH": 5,
        "TR": 1 + 90 + 1 + 1 + 1,
        "TD": 180 + 1 + 2,
        "LI": 3,
        "Lbl": 3,
        "H3": 2,
    }


def test_a_text_over_many_pages_is_one_paragraph():
    with opened(MINUTES) as pdf:
        texts = [tag for tag in kids(pdf.Root.StructTreeRoot.K[0]) if tag.S == "/P"]
        (essay,) = (tag for tag in texts if len(tag.K) > 1)
        pages = [kid.Pg if isinstance(kid, pikepdf.Object) else essay.Pg for kid in essay.K]

        numbers = [pikepdf.Page(page).index for page in pages]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_bookmarks_follow_the_headings():
    with opened(MINUTES) as pdf, pdf.open_outline() as outline:
        assert bookmarks(outline.root) == [
            (
                "Minutes of the meeting",
                [("Votes", [("The first ballot", []), ("The second ballot", [])])],
            )
        ]


def test_a_heading_does_not_flee_from_a_long_table():
    with opened(MINUTES) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        (votes,) = (tag for tag in kids(document) if tag.S == "/H2")
        assert pikepdf.Page(votes.Pg).index == 0


def test_a_fact_longer_than_a_page_flows_on():
    letter = LetterContent(language="pl", title="Pismo", parts=(Facts((("Uwagi", ESSAY),)),))

    with opened(letter) as pdf:
        assert len(pdf.pages) > 1
