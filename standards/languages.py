"""The two languages in which data is kept, and which of them is meant."""

from django.utils.translation import get_language

# Letters, rulings and minutes are written in the language of the office, whoever reads them.
OFFICE_LANGUAGE = "pl"


def shown_language() -> str:
    """Give “en” where the page is in English; Polish, the first language, everywhere else."""
    return "en" if (get_language() or "pl").startswith("en") else "pl"
