"""What every letter to an applicant bears: who writes to whom, where, when, and in which case."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from certification.models import Application
from documents.drawing import LetterContent


def lines_of(*texts: str) -> tuple[str, ...]:
    """Leave out the lines that are empty."""
    return tuple(text for text in texts if text)


def place_and_date(city: str, day: str) -> str:
    """Write where and when, as far as it is known where."""
    return ", ".join(lines_of(city, day))


def letter_to_applicant(
    application: Application, *, language: str, made_on: date, **content: Any
) -> LetterContent:
    """Lay out a letter of the body that runs the call; its language is the active one."""
    operator, applicant = application.edition.operator, application.applicant
    return LetterContent(
        language=language,
        made_on=made_on,
        sender=lines_of(operator.name, operator.address, operator.city, operator.email),
        place_and_date=place_and_date(operator.city, date_format(made_on, "DATE_FORMAT")),
        recipient=lines_of(
            applicant.name, applicant.street, f"{applicant.postal_code} {applicant.city}"
        ),
        case_number=application.number,
        marks=("demo",) if applicant.is_demo else (),
        **content,
    )
