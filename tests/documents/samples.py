"""Certificates and letters to draw, invented."""

import hashlib
from dataclasses import replace
from datetime import date

from documents.drawing import CertificateContent
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
