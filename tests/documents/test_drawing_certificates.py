"""A certificate is one page whose words, fonts and bytes follow from its content alone."""

import io
from dataclasses import replace
from datetime import date

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from documents.drawing import CertificateContent, draw_certificate
from documents.drawing.ornaments import qr_address
from documents.drawing.text import NO_BREAK, balanced, bound, printable
from documents.errors import CertificateTextTooLong
from standards.errors import RuleViolation
from tests.documents.samples import ENGLISH, LONG_NAME, POLISH


def read(content: CertificateContent) -> PdfReader:
    return PdfReader(io.BytesIO(draw_certificate(content).pdf))


def lines_of(content: CertificateContent) -> list[str]:
    text = read(content).pages[0].extract_text().replace(NO_BREAK, " ")
    return [line.strip() for line in text.splitlines() if line.strip()]


def fonts_of(reader: PdfReader) -> dict[str, bool]:
    """Give every font of the file and whether its outlines travel with it."""
    found = {}
    for number in range(1, len(reader.xref[0]) + 1):
        thing = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(thing, dict) and thing.get("/Type") == "/Font":
            embedded = "/FontFile2" in thing["/FontDescriptor"] if "/FontDescriptor" in thing else 0
            found[str(thing["/BaseFont"]).partition("+")[2]] = bool(embedded)
    return found


def test_a_polish_certificate_says_exactly_this_on_one_page():
    assert len(read(POLISH).pages) == 1
    assert lines_of(POLISH) == [
        "Krajowy Rejestr Znaku Ekonomii Społecznej",
        "Jednostka certyfikująca, Warszawa",
        "Certyfikat",
        "znaku produktu ekonomii społecznej",
        "Zaświadcza się, że produkt",
        "Miód lipowy „Żółty Ul”",
        "z Puszczy Białowieskiej",
        "Spółdzielnia Socjalna „Źdźbło”, Hajnówka, KRS 0000123456",
        "spełnia wymagania regulaminu znaku",
        "i został oceniony przez niezależną komisję.",
        "Numer certyfikatu",
        "ZNAK-2026-0041",
        "Wydano",
        "23 listopada 2026",
        "Ważny do",
        "22 listopada 2029",
        "Kategoria",
        "Żywność",
        "Sprawdź, czy jest ważny",
        "Stan certyfikatu (ważny, zawieszony, cofnięty) pokazuje",
        "tylko publiczny rejestr. Wpisz numer albo otwórz stronę:",
        "rejestr.example/c/ZNAK-2026-0041",
        "Zeskanuj, aby sprawdzić",
        "Porównaj rozetę",
        "Ten sam wzór zobaczysz na stronie certyfikatu.",
        "Wynika z treści: inny certyfikat ma inną rozetę.",
        "Sprawdzenie certyfikatu ZNAK-2026-0041 jest bezpłatne i nie wymaga logowania.",
    ]


def test_an_english_demonstration_certificate_says_so_in_its_own_language():
    assert lines_of(ENGLISH) == [
        "National Register of the Social Economy Mark",
        "Certification body, Warsaw",
        "Demonstration only, without legal force",
        "Certificate",
        "of accreditation of a social",
        "economy support centre",
        "This is to certify that",
        "OWES Dolina Wisły",
        "Puławy, KRS 0000123456",
        "meets the requirements of the standard, version 2026.1.",
        "Certificate number",
        "ZNAK-2026-0041",
        "Issued",
        "23 November 2026",
        "Check if it is valid",
        "Only the public register shows the state of the certificate (valid,",
        "suspended, withdrawn). Enter its number or open the page:",
        "rejestr.example/c/ZNAK-2026-0041",
        "Scan to check",
        "Compare the rosette",
        "You will see the same pattern on the page of",
        "the certificate. It comes from the content:",
        "another certificate has another one.",
        "Checking certificate ZNAK-2026-0041 is free of charge and needs no account.",
    ]


def test_the_drawing_tells_what_the_file_is_called():
    drawn = draw_certificate(replace(POLISH, issued_on=date(2026, 11, 23)))

    assert (drawn.language, drawn.title, drawn.author, drawn.subject, drawn.made_on) == (
        "pl",
        "Certyfikat ZNAK-2026-0041: Miód lipowy „Żółty Ul” z Puszczy Białowieskiej",
        "Krajowy Rejestr Znaku Ekonomii Społecznej",
        "Certyfikat znaku produktu ekonomii społecznej",
        date(2026, 11, 23),
    )


def test_a_certificate_to_be_sealed_says_what_the_seal_protects():
    sealed = lines_of(replace(POLISH, sealed=True))

    assert sealed[sealed.index("Opatrzono pieczęcią elektroniczną") :] == [
        "Opatrzono pieczęcią elektroniczną",
        "Pieczęć chroni treść i załączone poświadczenie cyfrowe.",
        "Tę samą rozetę zobaczysz na stronie certyfikatu.",
        "Sprawdzenie jest bezpłatne i nie wymaga logowania. Plik zawiera poświadczenie "
        "Open Badges 3.0, które można sprawdzić bez internetu.",
    ]


def test_every_font_travels_inside_the_file():
    assert fonts_of(read(POLISH)) == {
        "Brygada1918-Regular": True,
        "Brygada1918-Italic": True,
        "Brygada1918-SemiBold": True,
        "Lato-Regular": True,
        "Lato-Bold": True,
    }


def test_the_same_content_gives_the_same_bytes_and_another_digest_others():
    first = draw_certificate(POLISH).pdf

    assert draw_certificate(replace(POLISH)).pdf == first
    assert draw_certificate(replace(POLISH, digest="ab" * 32)).pdf != first


def test_the_qr_code_and_the_printed_address_are_links_to_the_public_page():
    links = [link.get_object()["/A"]["/URI"] for link in read(POLISH).pages[0]["/Annots"]]

    assert links == ["https://rejestr.example/c/ZNAK-2026-0041"] * 2


def test_the_qr_code_is_drawn_module_by_module(monkeypatch):
    drawn: list[tuple[float, ...]] = []

    class Paper:
        def setFillColor(self, colour):  # noqa: N802
            pass

        def rect(self, x, y, width, height, **_looks):
            drawn.append((x, y, width, height))

    from documents.drawing.ornaments import draw_qr

    code = segno.make_qr("HTTPS://REJESTR.EXAMPLE/C/ZNAK-2026-0041", error="q", boost_error=False)
    side = len(code.matrix) + 8

    draw_qr(Paper(), POLISH.verify_url, x=0, y=0, size=side)

    dark = {
        (round(x) + step - 4, side - round(y) - 1 - 4)
        for x, y, width, _height in drawn[1:]
        for step in range(round(width))
    }
    assert drawn[0] == (0, 0, side, side)
    assert dark == {
        (column, row)
        for row, modules in enumerate(code.matrix)
        for column, module in enumerate(modules)
        if module
    }
    assert code.mode == "alphanumeric"
    assert code.error == "Q"


def test_the_qr_code_holds_the_address_in_capitals():
    assert qr_address("https://rejestr.example/c/x-1") == "HTTPS://REJESTR.EXAMPLE/C/X-1"


def test_a_name_of_161_characters_stands_whole_on_the_page():
    lines = lines_of(replace(POLISH, holder_or_offer=LONG_NAME[:161]))

    assert len(LONG_NAME) >= 161
    assert LONG_NAME[:161].strip() in " ".join(lines)


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ((LONG_NAME * 3)[:300], ""),
        ((LONG_NAME * 3)[:300].upper(), ""),
        ("Nierozdzielnie" * 6, ""),
        ("n" * 300, ""),
        ((LONG_NAME * 3)[:200], (LONG_NAME * 3)[:300]),
        ((LONG_NAME * 3)[:300], "prowadzony przez: " + (LONG_NAME * 3)[:300]),
    ],
)
def test_a_name_as_long_as_can_be_entered_stands_whole_on_the_page(name, details):
    lines = lines_of(replace(POLISH, holder_or_offer=name, holder_line=f"{details}, Lublin"))

    words = "".join(lines).replace(" ", "").replace("\u00a0", "")
    for text in (name, details):
        assert text.replace(" ", "") in words


@pytest.mark.parametrize(
    "change",
    [
        {"holder_or_offer": LONG_NAME * 8},
        {"body": "Bardzo długie uzasadnienie. " * 60},
        {"holder_line": "adres " * 900},
        {"title": "Certyfikat akredytacji ośrodka"},
        {"subtitle": "akredytacji " * 12},
        {"issuer_name": "Urząd " * 20},
        {"facts": (("Obszar", "województwo zachodniopomorskie " * 4),)},
        {"verify_url": "https://rejestr.example/c/" + "a" * 60},
    ],
    ids=lambda change: next(iter(change)),
)
def test_text_that_does_not_fit_is_refused_and_never_overlaps(change):
    with pytest.raises(CertificateTextTooLong) as refused:
        draw_certificate(replace(POLISH, **change))

    assert isinstance(refused.value, RuleViolation)
    assert refused.value.code == "certificate_text_too_long"


def test_a_fifth_fact_has_no_place():
    with pytest.raises(ValueError, match="four facts at most"):
        draw_certificate(replace(POLISH, facts=(("a", "b"),) * 5))


def test_one_letter_words_abbreviations_and_units_hold_on_to_their_neighbours():
    assert bound("i w domu (a b) z art. 38 ust. 2 w 2026 r. za 5 zł") == (
        "i\u00a0w\u00a0domu (a\u00a0b) z\u00a0art.\u00a038 ust.\u00a02 "
        "w\u00a02026\u00a0r. za 5\u00a0zł"
    )


def test_lines_are_even_and_no_line_ends_in_a_one_letter_word():
    lines = balanced("Zysk z pracy w gminie i w powiecie oraz u sąsiadów", "Lato-Regular", 11, 140)

    assert lines == [
        "Zysk z\u00a0pracy w\u00a0gminie",
        "i\u00a0w\u00a0powiecie oraz u\u00a0sąsiadów",
    ]


def test_signs_the_typeface_lacks_become_plain_ones():
    assert printable("№ 7\u2011A ő \u202e😀 ж\u0007", "Lato-Regular") == "nr 7-A o ? ?"
