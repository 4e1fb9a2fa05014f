"""Dictionaries of the field: voivodeships by TERYT, legal forms of the Act of 5 August 2022."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Names of voivodeships are proper names: the same in both languages, codes kept as text.
VOIVODESHIPS: Mapping[str, str] = {
    "02": "dolnośląskie",
    "04": "kujawsko-pomorskie",
    "06": "lubelskie",
    "08": "lubuskie",
    "10": "łódzkie",
    "12": "małopolskie",
    "14": "mazowieckie",
    "16": "opolskie",
    "18": "podkarpackie",
    "20": "podlaskie",
    "22": "pomorskie",
    "24": "śląskie",
    "26": "świętokrzyskie",
    "28": "warmińsko-mazurskie",
    "30": "wielkopolskie",
    "32": "zachodniopomorskie",
}
VOIVODESHIP_CHOICES: tuple[tuple[str, str], ...] = tuple(VOIVODESHIPS.items())


@dataclass(frozen=True)
class LegalForm:
    """A legal form, its letter in art. 2(5) of the Act, and what follows from it."""

    code: str
    name: str | Promise
    letter: str
    owes_eligible: bool
    has_legal_personality: bool = True

    @property
    def needs_running_entity(self) -> bool:
        """A unit without legal personality acts through the entity that runs it."""
        return not self.has_legal_personality and self.letter in {"b", "c"}


def _form(
    code: str, name: str | Promise, letter: str, *, owes: bool, person: bool = True
) -> LegalForm:
    return LegalForm(code, name, letter, owes_eligible=owes, has_legal_personality=person)


LEGAL_FORMS: Mapping[str, LegalForm] = {
    form.code: form
    for form in (
        _form("social_coop", _("social cooperative"), "a", owes=True),
        _form("wtz", _("occupational therapy workshop (WTZ)"), "b", owes=False, person=False),
        _form("zaz", _("vocational activity establishment (ZAZ)"), "b", owes=False, person=False),
        _form("cis", _("social integration centre (CIS)"), "c", owes=False, person=False),
        _form("kis", _("social integration club (KIS)"), "c", owes=False, person=False),
        _form("work_coop", _("work cooperative"), "d", owes=True),
        _form("disabled_coop", _("cooperative of people with disabilities"), "d", owes=True),
        _form("blind_coop", _("cooperative of blind people"), "d", owes=True),
        _form("farm_coop", _("agricultural production cooperative"), "d", owes=True),
        _form("foundation", _("foundation"), "e", owes=True),
        _form("association", _("registered association"), "e", owes=True),
        _form("plain_association", _("ordinary association"), "e", owes=True, person=False),
        _form("association_union", _("union of associations"), "e", owes=True),
        _form("kgw", _("rural women's circle (KGW)"), "e", owes=True),
        _form("other_ngo", _("other organisation of art. 3(2)"), "e", owes=True),
        _form("church_entity", _("church legal person or unit"), "f", owes=True),
        _form("jst_association", _("association of local governments"), "f", owes=True),
        _form("nonprofit_company", _("non-profit company"), "f", owes=True),
    )
}

LEGAL_FORM_CHOICES: tuple[tuple[str, str | Promise], ...] = tuple(
    (form.code, form.name) for form in LEGAL_FORMS.values()
)


@dataclass(frozen=True)
class OfferCategory:
    """A kind of products or services, with the divisions of the CPV that buyers search by."""

    code: str
    name: str | Promise
    cpv: tuple[str, ...]


def _category(code: str, name: str | Promise, *cpv: str) -> OfferCategory:
    return OfferCategory(code, name, cpv)


# CPV divisions: Regulation (EC) 2195/2002, the first two digits of a code.
OFFER_CATEGORIES: Mapping[str, OfferCategory] = {
    category.code: category
    for category in (
        _category("food", _("food and preserves"), "03", "15"),
        _category("catering", _("catering and restaurants"), "55"),
        _category("cleaning", _("cleaning and waste"), "90"),
        _category("greenery", _("gardens and greenery"), "77"),
        _category("building", _("renovation and building works"), "45", "50"),
        _category("care", _("care and assistance"), "85"),
        _category("laundry", _("laundry and personal services"), "98"),
        _category("sewing", _("sewing and textiles"), "18"),
        _category("furniture", _("furniture and carpentry"), "39"),
        _category("craft", _("handicraft and gifts"), "37"),
        _category("printing", _("printing and signs"), "22", "79"),
        _category("office", _("office work and archives"), "79", "92"),
        _category("digital", _("digital services and accessibility"), "72"),
        _category("training", _("training and education"), "80"),
        _category("transport", _("transport and deliveries"), "60"),
        _category("tourism", _("tourism, culture and events"), "63", "92"),
        _category("repair", _("repair and re-use"), "50"),
        _category("other", _("other products and services")),
    )
}
OFFER_CATEGORY_CHOICES: tuple[tuple[str, str | Promise], ...] = tuple(
    (category.code, category.name) for category in OFFER_CATEGORIES.values()
)
