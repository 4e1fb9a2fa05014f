"""Letters keep what people typed as they typed it, on as many pages as it takes."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from documents.drawing import (
    Bullets,
    Facts,
    Heading,
    LetterContent,
    Paragraph,
    Signature,
    Table,
    draw_letter,
)
from tests.documents.samples import REFUSAL


def read(content: LetterContent) -> PdfReader:
    return PdfReader(io.BytesIO(draw_letter(content).pdf))


def words_of(content: LetterContent) -> str:
    text = " ".join(page.extract_text() for page in read(content).pages)
    return re.sub(r"\s+", " ", text).strip()


def test_a_refusal_says_exactly_this():
    assert words_of(REFUSAL) == (
        "Minister Rodziny ul. Nowogrodzka 1/3/5, 00-513 Warszawa Warszawa, 23 listopada 2026 "
        "Znak sprawy: AKR/2026/0012 Fundacja „Źdźbło” 24-100 Puławy "
        "Decyzja o odmowie akredytacji Ośrodek Dolina Wisły Podstawa prawna: art. 104 k.p.a. "
        "Odmawiam akredytacji. Wynik oceny 54,2% Uzasadnienie Pierwszy wiersz. Drugi wiersz. "
        "Obszar Wynik A. Zasoby 62,5% 1. Uzupełnij regulamin. 2. Dołącz sprawozdanie. "
        "• bez numeru Anna Kowalska Dyrektor Departamentu Zatwierdzono w systemie "
        "Co możesz zrobić, jeśli się nie zgadzasz "
        "Masz 14 dni na wniosek o ponowne rozpatrzenie sprawy. "
        "AKR/2026/0012 · Decyzja o odmowie akredytacji Strona 1 z 1"
    )


def test_a_letter_in_english_leaves_no_gap_for_what_it_does_not_have():
    letter = LetterContent(
        language="en",
        title="Minutes of the meeting",
        parts=(Paragraph("Everybody agreed."),),
        signatures=(Signature("Ewa Lis", "chair"), Signature("Jan Mak"), Signature("Ida Sowa")),
        marks=("demo",),
    )

    assert words_of(letter) == (
        "Demonstration only, without legal force Minutes of the meeting Everybody agreed. "
        "Ewa Lis chair Jan Mak Ida Sowa Minutes of the meeting Page 1 of 1"
    )
    assert draw_letter(letter).language == "en"


@pytest.mark.parametrize(
    "typed", ["<b>pogrubione</b> & <script>alert(1)</script>", "<para>", "&lt;b>", "a < b > c"]
)
def test_what_a_person_typed_never_acts_as_markup(typed):
    letter = LetterContent(
        language="pl",
        title=typed,
        sender=(typed,),
        recipient=(typed,),
        case_number=typed,
        parts=(
            Paragraph(typed),
            Heading(typed),
            Bullets((typed,)),
            Facts(((typed, typed),)),
            Table((typed,), ((typed,),)),
            Signature(typed, typed, typed),
        ),
        legal_basis=typed,
        remedy=typed,
    )

    assert words_of(letter).count(typed) == 18


def test_long_minutes_number_their_pages_and_repeat_the_header_of_the_table():
    rows = tuple((f"ZNAK/2026/{number:04}", "za") for number in range(90))
    letter = replace(REFUSAL, parts=(Table(("Sprawa", "Głos"), rows),))

    pages = [page.extract_text() for page in read(letter).pages]

    assert len(pages) == 4
    assert [f"Strona {number} z 4" in text for number, text in enumerate(pages, start=1)] == [
        True
    ] * 4
    assert [text.count("Sprawa") for text in pages] == [1, 1, 1, 1]
    assert re.findall(r"ZNAK/2026/\d{4}", " ".join(pages)) == [case for case, _vote in rows]


def test_one_cell_longer_than_a_page_flows_on():
    essay = " ".join(f"słowo{number}" for number in range(2500))

    words = words_of(replace(REFUSAL, parts=(Table(("Uwagi",), ((essay,),)),)))

    assert re.findall(r"słowo\d+", words) == essay.split()


def test_a_letter_has_no_font_that_is_not_inside_it():
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read(REFUSAL).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts == {
        "Brygada1918-Regular",
        "Brygada1918-Italic",
        "Brygada1918-SemiBold",
        "Lato-Regular",
        "Lato-Bold",
    }


def test_the_same_letter_gives_the_same_bytes():
    assert draw_letter(replace(REFUSAL)).pdf == draw_letter(REFUSAL).pdf
