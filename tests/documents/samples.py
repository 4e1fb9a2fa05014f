"""Certificates and letters to draw, invented."""

import hashlib
from dataclasses import replace
from datetime import date

from documents.drawing import (
    Bullets,
    CertificateContent,
    Facts,
    Heading,
    LetterContent,
    Paragraph,
    Signature,
    Table,
)
from documents.finishing import Attachment

POLISH = CertificateContent(
    language="pl",
    issuer_name="Krajowy Rejestr Znaku Ekonomii Społecznej",
    issuer_line="Jednostka certyfikująca, Warszawa",
    title="Certyfikat",
    subtitle="znaku produktu ekonomii społecznej",
    lead="Zaświadcza się, że produkt",
    holder_or_offer="Miód lipowy „Żółty Ul” z Puszczy Białowieskiej",
    holder_line="Spółdzielnia Socjalna „Źdźbło”, Hajnówka, KRS 0000123456",
    body="spełnia wymagania regulaminu znaku i został oceniony przez niezależną komisję.",
    facts=(
        ("Numer certyfikatu", "ZNAK-2026-0041"),
        ("Wydano", "23 listopada 2026"),
        ("Ważny do", "22 listopada 2029"),
        ("Kategoria", "Żywność"),
    ),
    number="ZNAK-2026-0041",
    verify_url="https://rejestr.example/c/ZNAK-2026-0041",
    digest=hashlib.sha256(b"ZNAK-2026-0041").hexdigest(),
)
ENGLISH = replace(
    POLISH,
    language="en",
    issuer_name="National Register of the Social Economy Mark",
    issuer_line="Certification body, Warsaw",
    title="Certificate",
    subtitle="of accreditation of a social economy support centre",
    lead="This is to certify that",
    holder_or_offer="OWES Dolina Wisły",
    holder_line="Puławy, KRS 0000123456",
    body="meets the requirements of the standard, version 2026.1.",
    facts=(("Certificate number", "ZNAK-2026-0041"), ("Issued", "23 November 2026")),
    marks=("demo",),
)
LONG_NAME = (
    "Stowarzyszenie na rzecz Rozwoju Spółdzielczości Socjalnej i Przedsiębiorczości Społecznej "
    "Subregionu Południowego „Razem w Działaniu” im. Stanisława Wojciechowskiego"
)
TO_SEAL = replace(POLISH, sealed=True, issued_on=date(2026, 11, 23))
ATTACHMENTS = (
    Attachment(
        "poswiadczenie.json", b'{"a": 1}', "application/vc+ld+json", "Data", "Poświadczenie"
    ),
    Attachment("poswiadczenie.jwt", b"a.b.c", "application/vc+jwt", "Alternative", "To samo, JWT"),
    Attachment("dowod.tlog-proof", b"c2sp.org/tlog", "text/plain", "Data", "Dowód wpisu"),
)
REFUSAL = LetterContent(
    language="pl",
    title="Decyzja o odmowie akredytacji",
    subtitle="Ośrodek Dolina Wisły",
    sender=("Minister Rodziny", "ul. Nowogrodzka 1/3/5, 00-513 Warszawa"),
    place_and_date="Warszawa, 23 listopada 2026",
    recipient=("Fundacja „Źdźbło”", "24-100 Puławy"),
    case_number="AKR/2026/0012",
    legal_basis="Podstawa prawna: art. 104 k.p.a.",
    parts=(
        Paragraph("Odmawiam akredytacji.", strong=True),
        Facts((("Wynik oceny", "54,2%"),)),
        Heading("Uzasadnienie"),
        Paragraph("Pierwszy wiersz.\nDrugi wiersz."),
        Table(("Obszar", "Wynik"), (("A. Zasoby", "62,5%"),), weights=(3, 1), numeric=(1,)),
        Bullets(("Uzupełnij regulamin.", "Dołącz sprawozdanie."), numbered=True),
        Bullets(("bez numeru",)),
    ),
    remedy="Masz 14 dni na wniosek o ponowne rozpatrzenie sprawy.",
    signatures=(Signature("Anna Kowalska", "Dyrektor Departamentu", "Zatwierdzono w systemie"),),
)
ESSAY = " ".join(f"słowo{number}" for number in range(2500))
MINUTES = LetterContent(
    language="en",
    title="Minutes of the meeting",
    sender=("Regional Centre",),
    made_on=date(2026, 11, 23),
    parts=(
        Heading("Votes"),
        Heading("The first ballot", level=3),
        Table(("Case", "Vote"), tuple((f"MARK/2026/{number:04}", "for") for number in range(90))),
        Heading("The second ballot", level=3),
        Bullets(("Short.", ESSAY, "Last."), numbered=True),
        Paragraph(ESSAY),
        Facts((("Remark", ESSAY),), plain=True),
        Table(("Remarks", "By"), ((ESSAY, "Ewa Lis"),)),
    ),
    signatures=(Signature("Ewa Lis", "chair"), Signature("Jan Mak"), Signature("Ida Sowa")),
    marks=("demo",),
)
