"""Invented holders for tests of scale: plausible names, real voivodeships, valid check digits."""

from dataclasses import dataclass
from random import Random

from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

NO_DIGIT = 10
FORMS = (
    ("social_coop", "Spółdzielnia Socjalna"),
    ("foundation", "Fundacja"),
    ("association", "Stowarzyszenie"),
    ("work_coop", "Spółdzielnia Pracy"),
    ("nonprofit_company", "Spółka non profit"),
)
FIRST = (
    "Zielona", "Wspólna", "Dobra", "Złota", "Cicha", "Jasna", "Żywa", "Nowa", "Szara", "Leśna",
    "Polna", "Łąkowa", "Rzeczna", "Górska", "Kwietna", "Sąsiedzka",
)  # fmt: skip
SECOND = (
    "Dolina", "Przystań", "Spiżarnia", "Pracownia", "Kuźnia", "Ścieżka", "Polana", "Zagroda",
    "Łódka", "Iskra", "Studnia", "Wyspa", "Piwnica", "Stacja", "Osada", "Tkalnia",
)  # fmt: skip
TOWNS = (
    ("02", "Świdnica"), ("04", "Chełmża"), ("06", "Puławy"), ("08", "Żary"), ("10", "Łęczyca"),
    ("12", "Wieliczka"), ("14", "Płońsk"), ("16", "Kędzierzyn-Koźle"), ("18", "Łańcut"),
    ("20", "Hajnówka"), ("22", "Człuchów"), ("24", "Żywiec"), ("26", "Busko-Zdrój"),
    ("28", "Giżycko"), ("30", "Września"), ("32", "Białogard"),
)  # fmt: skip
OFFERS = (
    "Konfitura z pigwy", "Miód lipowy", "Chleb na zakwasie", "Mydło lawendowe", "Catering",
    "Opieka nad ogrodem", "Torba lniana", "Ser kozi", "Sprzątanie biur", "Naprawa rowerów",
    "Kosz wiklinowy", "Herbata ziołowa",
)  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """An invented organisation."""

    name: str
    legal_form: str
    nip: str
    regon: str
    krs: str
    city: str
    voivodeship: str


def holder(serial: int, random: Random) -> Holder:
    """Invent the organisation with a serial number; the same serial never gives the same NIP."""
    form, form_name = random.choice(FORMS)
    voivodeship, city = random.choice(TOWNS)
    return Holder(
        name=f"{form_name} {random.choice(FIRST)} {random.choice(SECOND)} {serial}",
        legal_form=form,
        nip=nip_of(serial),
        regon=regon_of(serial),
        krs=f"{serial % 10**9 + 1:010d}",
        city=city,
        voivodeship=voivodeship,
    )


def nip_of(serial: int) -> str:
    """Give a NIP with a valid check digit; bases whose digit would be ten are stepped over."""
    base = 700_000_000 + 2 * (serial % 149_999_999)
    for number in (base, base + 1):
        digit = nip_number.checksum(f"{number:09d}") % 11
        if digit < NO_DIGIT:
            return f"{number:09d}{digit}"
    raise ValueError("Two bases in a row have no check digit.")


def regon_of(serial: int) -> str:
    """Give a REGON of nine digits with a valid check digit."""
    base = f"{10_000_000 + serial % 89_999_999:08d}"
    return base + regon_number.calc_check_digit(base)
