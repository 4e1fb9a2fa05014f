"""The mark goes to holders of a certificate in force; the badge shows the state of the moment."""

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
import time_machine
from PIL import Image

from certification.mark import check_use, colour_of, contrast
from documents.drawing.mark import MarkContent, MarkLook, mark_pdf, mark_png, mark_svg
from tests.factories.catalogue import listed
from tests.factories.certification import CertificateFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
TERM = {"decision__valid_from": date(2026, 1, 10), "decision__valid_until": date(2027, 1, 9)}
NUMBER = "ZNAK-2026-0001"
CONTENT = MarkContent("Certyfikat znaku produktu i usługi", NUMBER, "atest.example/c/ZNAK")
FILES = [
    f"/my/certificates/{NUMBER}/mark/{look}{end}"
    for look in ("colour", "dark", "light")
    for end in (".svg", ".pdf", "-600.png", "-2400.png")
]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def marked(**certificate):
    entry = listed(NUMBER, TERM | certificate)
    scheme = entry.offer.certificates.get().scheme
    scheme.kind = "product_mark"
    scheme.save()
    return entry


def holder_of(entry):
    return MembershipFactory(organisation=entry.offer.organisation, role="reads").person


def test_the_team_of_the_holder_downloads_every_variant(client):
    client.force_login(holder_of(marked()))

    answers = [client.get(address) for address in FILES]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer["Content-Type"] for answer in answers} == {
        "image/svg+xml",
        "application/pdf",
        "image/png",
    }
    assert all("attachment" in answer["Content-Disposition"] for answer in answers)


@pytest.mark.parametrize(
    "ended",
    [
        {"status": "suspended"},
        {"status": "withdrawn"},
        {"status": "terminated"},
        {"status": "annulled"},
        {"decision__valid_until": date(2026, 5, 31)},
        {"decision__valid_from": date(2026, 7, 1)},
    ],
)
def test_without_a_certificate_in_force_there_is_no_mark_and_the_page_says_why(client, ended):
    client.force_login(holder_of(marked(**ended)))

    page = client.get(f"/my/certificates/{NUMBER}/mark/")
    files = {client.get(address).status_code for address in FILES}

    assert (page.status_code, files) == (200, {410})
    assert NUMBER in page.context["refusal"]
    assert "mark/colour" not in page.content.decode()


def test_the_mark_is_nobody_elses_and_an_accreditation_has_none(client):
    marked()
    accredited = CertificateFactory(decision__certificate_number="OWES-2026-0001", **TERM)
    client.force_login(MembershipFactory(organisation=accredited.holder).person)
    addresses = [f"/my/certificates/{NUMBER}/mark/", FILES[0], "/my/certificates/NIC/mark/",
                 "/my/certificates/OWES-2026-0001/mark/"]  # fmt: skip

    others = [client.get(address).status_code for address in addresses]
    client.force_login(UserFactory())
    strangers = [client.get(address).status_code for address in addresses]
    client.logout()
    anonymous = [client.get(address).status_code for address in addresses]

    assert (others, strangers, anonymous) == ([404] * 4, [404] * 4, [302] * 4)


@pytest.mark.parametrize("look", MarkLook)
def test_the_three_forms_of_the_mark_have_one_shape(look):
    svg = mark_svg(CONTENT, look)
    png = Image.open(BytesIO(mark_png(CONTENT, look, 600)))
    pdf = pikepdf.open(BytesIO(mark_pdf(CONTENT, look)))

    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    box = pdf.pages[0].MediaBox
    assert png.size == (600, pytest.approx(600 * height / width, abs=1))
    assert (float(box[2]), float(box[3])) == (pytest.approx(width, abs=0.01), height)
    assert NUMBER in svg
    assert "font-family" not in svg
    assert png.getpixel((1, 1))[3] == 0


def test_a_long_name_takes_two_lines_and_the_number_stays_readable():
    lines = [text for text, _font, _size, _y in CONTENT.lines]

    assert lines == ["Certyfikat znaku", "produktu i usługi", NUMBER, "atest.example/c/ZNAK"]


@pytest.mark.parametrize(
    ("look", "ground", "width", "unit", "right"),
    [
        ("colour", "#ffffff", 40, "mm", [True, True]),
        ("colour", "#ffffff", 24.9, "mm", [False, True]),
        ("colour", "#14345c", 40, "mm", [True, False]),
        ("light", "#14345c", 119, "px", [False, True]),
        ("light", "#ffffff", 120, "px", [True, False]),
    ],
)
def test_size_and_colour_are_checked_and_the_better_variant_named(look, ground, width, unit, right):
    findings = check_use(look=MarkLook(look), ground=ground, width=width, unit=unit)

    assert [one.is_right for one in findings] == right
    assert all("%(" not in str(one) for one in findings)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#ffffff") == 1


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#FFF", "#ffffff"),
        ("14345C", "#14345c"),
        (" #abc ", "#aabbcc"),
        ("red", None),
        ("#ff", None),
    ],
)
def test_colours_are_read_as_people_write_them(typed, colour):
    assert colour_of(typed) == colour


def test_the_brand_book_answers_the_check(client):
    page = client.get("/mark/?look=light&ground=%23fff&width=10&unit=mm")
    wrong = client.get("/mark/?look=light&ground=biel&width=&unit=mm")

    assert [one.is_right for one in page.context["findings"]] == [False, False]
    assert sorted(wrong.context["form"].errors) == ["ground", "width"]
    assert client.get("/mark/sample-dark.svg")["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("certificate", "word"),
    [
        ({}, "Valid"),
        ({"status": "suspended"}, "Suspended"),
        ({"status": "withdrawn"}, "Withdrawn"),
        ({"status": "terminated"}, "Terminated"),
        ({"status": "annulled"}, "Annulled"),
        ({"decision__valid_until": date(2026, 5, 31)}, "Expired"),
        ({"decision__valid_from": date(2026, 7, 1)}, "Not yet valid"),
    ],
)
def test_the_badge_shows_the_state_of_the_moment_with_number_and_version(client, certificate, word):
    made = listed(NUMBER, TERM | certificate).offer.certificates.get()

    drawn = client.get(f"/badge/{NUMBER.lower()}.svg", headers={"accept-language": "en"})

    said = re.search("<title>(.*?)</title>", drawn.content.decode())[1]
    assert said == (
        f"{word}. {NUMBER} · standard {made.version.version}. "
        "checked on 01.06.2026 at 10:00"
    )  # fmt: skip
    assert drawn["Cache-Control"] == "public, no-cache"
    assert drawn["Access-Control-Allow-Origin"] == "*"


def test_the_badge_of_an_unknown_number_says_so_and_never_green(client):
    drawn = client.get("/badge/OWES-1999-9999.svg?theme=dark", headers={"accept-language": "en"})

    assert drawn.status_code == 404
    assert "No such number" in drawn.content.decode()
    assert "#0a6136" not in drawn.content.decode()


def test_a_badge_asks_one_query_and_sets_no_cookie(client, django_assert_num_queries):
    listed(NUMBER, TERM)

    with django_assert_num_queries(1):
        drawn = client.get(f"/badge/{NUMBER}.svg")

    assert drawn.cookies == {}


def test_what_stands_in_a_number_cannot_become_markup(client):
    drawn = client.get("/badge/%3Cscript%3Ealert(1)%3Cscript%3E.svg")

    assert "<script" not in drawn.content.decode().lower()
