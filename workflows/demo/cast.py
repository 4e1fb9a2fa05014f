"""Who appears in the demo. Every name is invented; the numbers carry valid check digits."""

from dataclasses import dataclass

from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

DOMAIN = "demo.example"


@dataclass(frozen=True)
class Person:
    """Somebody with a demo account: a post at every operator, or a seat in every committee."""

    login: str
    name: str
    post: str = ""
    seat: str = ""

    @property
    def email(self) -> str:
        """Give the address to log in with."""
        return f"{self.login}@{DOMAIN}"


PEOPLE = (
    Person("wnioskodawca.owes", "Ewa Kowalczyk"),
    Person("wnioskodawca.znak", "Jan Zdun"),
    Person("sekretariat", "Marta Wilk", "secretariat"),
    Person("ekspert1", "Adam Nowicki", "assessor"),
    Person("ekspert2", "Barbara Lis", "assessor"),
    Person("ekspert3", "Cezary Maj", "assessor"),
    Person("ekspert4", "Danuta Rak", "assessor"),
    Person("przewodniczaca", "Helena Wrona", seat="chair"),
    *(
        Person(f"czlonek{number}", name, seat="member")
        for number, name in enumerate(
            (
                "Igor Bąk",
                "Joanna Sowa",
                "Karol Żuk",
                "Lidia Jeż",
                "Michał Kos",
                "Nina Struś",
            ),
            start=1,
        )
    ),
    Person("organ", "Olga Dąb", "authority"),
    Person("organ2", "Oskar Lipa", "authority"),
    Person("standardy", "Piotr Klon", "standards"),
    Person("standardy2", "Sabina Osika", "standards"),
    Person("nadzor", "Róża Wiąz", "observer"),
)
ADMIN = Person("admin", "Stefan Grab")


@dataclass(frozen=True)
class Entity:
    """An organisation of the demo; ``base`` makes its NIP and REGON."""

    name: str
    legal_form: str
    base: int
    city: str
    voivodeship: str
    postal_code: str
    offer: str = ""
    offer_kind: str = "product"

    @property
    def nip(self) -> str:
        """Give a tax number with a valid check digit, never one that ends in ten."""
        head = 900_000_000 + self.base * 17
        while True:
            digit = (
                sum(int(d) * w for d, w in zip(str(head), (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True))
                % 11
            )
            if digit < 10:  # noqa: PLR2004  a remainder of ten has no check digit
                return nip_number.validate(f"{head}{digit}")
            head += 1

    @property
    def regon(self) -> str:
        """Give a statistical number with a valid check digit."""
        head = f"{99_000_000 + self.base * 13}"
        return regon_number.validate(head + regon_number.calc_check_digit(head))

    @property
    def krs(self) -> str:
        """Give a court register number; it has no check digit."""
        return f"{9_900_000 + self.base:010d}"


CENTRES = (
    Entity("Stowarzyszenie Most (dane przykładowe)", "association", 11, "Puławy", "06", "24-100"),
    Entity("Fundacja Dolina Sanu (dane przykładowe)", "foundation", 12, "Sanok", "18", "38-500"),
    Entity("Fundacja Wspólny Próg (dane przykładowe)", "foundation", 13, "Elbląg", "28", "82-300"),
    Entity("Spółdzielnia Pracy Krąg (dane przykładowe)", "work_coop", 14, "Kalisz", "30", "62-800"),
    Entity(
        "Stowarzyszenie Nasz Rynek (dane przykładowe)", "association", 15, "Radom", "14", "26-600"
    ),
    Entity(
        "Fundacja Zielona Brama (dane przykładowe)", "foundation", 16, "Gliwice", "24", "44-100"
    ),
    Entity(
        "Stowarzyszenie Cztery Strony (dane przykładowe)",
        "association",
        17,
        "Słupsk",
        "22",
        "76-200",
    ),
    Entity("Fundacja Kładka (dane przykładowe)", "foundation", 18, "Opole", "16", "45-015"),
    Entity("Stowarzyszenie Warta (dane przykładowe)", "association", 19, "Sieradz", "10", "98-200"),
    Entity("Fundacja Pięć Progów (dane przykładowe)", "foundation", 20, "Toruń", "04", "87-100"),
)
PRODUCERS = (
    Entity(
        "Spółdzielnia Socjalna Źdźbło (dane przykładowe)",
        "social_coop",
        41,
        "Płock",
        "14",
        "09-400",
        "Konfitura z pigwy",
    ),
    Entity(
        "ZAZ Słoneczna Kuchnia (dane przykładowe)",
        "zaz",
        42,
        "Siedlce",
        "14",
        "08-110",
        "Catering na spotkania",
        "service",
    ),
    Entity(
        "Fundacja Drugi Warsztat (dane przykładowe)",
        "foundation",
        43,
        "Radom",
        "14",
        "26-600",
        "Ławka ogrodowa z odzysku",
    ),
    Entity(
        "Spółdzielnia Socjalna Złota Igła (dane przykładowe)",
        "social_coop",
        44,
        "Ciechanów",
        "14",
        "06-400",
        "Torba lniana szyta na miarę",
    ),
    Entity(
        "Stowarzyszenie Pasieka Łąka (dane przykładowe)",
        "association",
        45,
        "Ostrołęka",
        "14",
        "07-410",
        "Miód lipowy „Żółty Ul”",
    ),
    Entity(
        "CIS Nowy Start (dane przykładowe)",
        "cis",
        46,
        "Mińsk Mazowiecki",
        "14",
        "05-300",
        "Pielęgnacja zieleni",
        "service",
    ),
    Entity(
        "Spółdzielnia Socjalna Czysty Len (dane przykładowe)",
        "social_coop",
        47,
        "Legionowo",
        "14",
        "05-120",
        "Pranie i prasowanie pościeli",
        "service",
    ),
    Entity(
        "Fundacja Otwarta Litera (dane przykładowe)",
        "foundation",
        48,
        "Żyrardów",
        "14",
        "96-300",
        "Druk ulotek i plakatów",
        "service",
    ),
)
