"""Numbers typed by hand, words without accents, pages of a long list."""

from datetime import date, timedelta

import pytest

from certification.models import Certificate
from certification.registry import (
    Mark,
    count_of,
    fold,
    lookup_of,
    page_of,
    search,
    search_text,
    tidy_number,
    words_of,
)
from tests.factories.certification import CertificateFactory

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "OWES-2026-0031",
        "owes-2026-0031",
        " owes 2026 0031 ",
        "OWES–2026–0031",
        "0WES-2O26-OO3I",
        "OWES.2026/0031",
        "ＯＷＥＳ－２０２６－００３１",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed):
    assert lookup_of(typed) == "0WES20260031"


def test_a_typed_number_is_tidied_for_its_address():
    assert tidy_number("  owes 2026 / 0031<script>") == "OWES-2026-0031-SCRIPT"
    assert tidy_number("?!") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["OWES-2026-0031", "owes 2o26 oo31", "0WES20260031", "OWES-2O26-OO3I", "owes-2026-003"]
)
def test_the_search_forgives_a_number_what_the_check_forgives(typed):
    certificate = CertificateFactory(decision__certificate_number="OWES-2026-0031")
    CertificateFactory(decision__certificate_number="OWES-2026-0041")

    assert list(search(q=typed, today=TODAY)) == [certificate]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Spółdzielnia „Żółw”", "spoldzielniazolw"),
        ("Sp. z o.o.", "spzoo"),
        ("Kędzierzyn-Koźle", "kedzierzynkozle"),
        ("ŁÓDŹ", "lodz"),
        ("!", ""),
    ],
)
def test_folding_leaves_small_letters_and_digits(text, folded):
    assert fold(text) == folded


def test_a_nip_written_in_groups_is_one_word():
    assert words_of("521-30 17-228") == ["5213017228"]
    assert words_of("Dolina  Wisły") == ["dolina", "wisly"]
    assert words_of(" . ") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["zolta lodka", "ŻÓŁTA ŁÓDKA", "żółta-łódka", "puławy żółta", "5213017228", "521-301-72-28"],
)
def test_a_certificate_is_found_without_accents_dots_and_dashes(query):
    one = CertificateFactory(
        search_text=search_text("Spółdzielnia „Żółta-Łódka”", "Puławy", "5213017228")
    )
    CertificateFactory(search_text=search_text("Fundacja Inna", "Lublin", "5210000000"))
    words = "zolta lodka" if query == "żółta-łódka" else query

    assert list(search(q=words, today=TODAY)) == [one]


@pytest.mark.django_db
def test_filters_keep_scheme_voivodeship_and_state():
    day = date(2026, 1, 1)
    term = {"decision__valid_from": day, "decision__valid_until": date(2027, 1, 1)}
    valid = CertificateFactory(**term, voivodeship="06")
    suspended = CertificateFactory(**term, voivodeship="14", status="suspended")
    expired = CertificateFactory(
        decision__valid_from=date(2024, 1, 1), decision__valid_until=date(2025, 1, 1)
    )
    future = CertificateFactory(
        decision__valid_from=date(2026, 7, 1), decision__valid_until=date(2027, 1, 1)
    )

    found = {
        status: list(search(status=status, today=TODAY))
        for status in ("valid", "suspended", "expired", "not_yet_valid", "withdrawn")
    }

    assert found == {
        "valid": [valid],
        "suspended": [suspended],
        "expired": [expired],
        "not_yet_valid": [future],
        "withdrawn": [],
    }
    assert list(search(scheme=valid.scheme.code, today=TODAY)) == [valid]
    assert list(search(voivodeship="14", today=TODAY)) == [suspended]


def walk(found, direction):
    """Follow the links of a list from its beginning, or back from its end."""
    pages, mark = [], direction
    while True:
        page = page_of(found, ("number",), mark)
        pages.append([row["pk"] for row in page.rows])
        mark = page.older
        if not mark:
            return pages, page


@pytest.mark.django_db
def test_pages_follow_one_another_without_gap_or_repetition_also_on_one_day():
    day = date(2026, 1, 1)
    for number in range(45):
        CertificateFactory(
            decision__valid_from=day + timedelta(days=number // 30),
            decision__valid_until=date(2027, 1, 1),
            decision__certificate_number=f"T-2026-{number:04d}",
        )
    expected = list(Certificate.objects.order_by("-issued_on", "-pk").values_list("pk", flat=True))

    pages, last = walk(Certificate.objects.all(), "")
    back = page_of(Certificate.objects.all(), ("number",), last.newer)
    first = page_of(Certificate.objects.all(), ("number",), back.newer)

    assert pages == [expected[:20], expected[20:40], expected[40:]]
    assert [row["pk"] for row in back.rows] == expected[20:40]
    assert [row["pk"] for row in first.rows] == expected[:20]
    assert (first.newer, last.older) == ("", "")
    assert [row["pk"] for row in page_of(Certificate.objects.all(), (), "2").rows] == (
        expected[20:40]
    )


@pytest.mark.parametrize(
    "text", ["", "x", "after.2026-13-01.1", "after.2026-01-01.", "sideways.2026-01-01.1"]
)
def test_a_broken_mark_is_the_beginning(text):
    assert Mark.read(text) is None


def test_a_mark_reads_back_what_it_wrote():
    mark = Mark("before", date(2026, 5, 1), 17)

    assert Mark.read(str(mark)) == mark


@pytest.mark.django_db
def test_a_long_list_is_counted_only_up_to_ten_thousand(monkeypatch):
    monkeypatch.setattr("certification.registry.COUNTED_UP_TO", 2)
    for _ in range(4):
        CertificateFactory()
    found = search(today=TODAY)
    page = page_of(found, ())

    assert count_of(found, page, is_first=True) == 4
    assert count_of(found, page, is_first=False) == 3
