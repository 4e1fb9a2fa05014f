"""One score sheet of the shipped OWES checklist, and the arithmetic that it cannot do without.

Imported only once DATABASE_URL names a database that holds the standards.
"""

import django

django.setup()

from fractions import Fraction  # noqa: E402

from standards.models import StandardVersion  # noqa: E402
from standards.scoring import AnswerValue, ScoreSheet, load_content, score  # noqa: E402

CONTENT = load_content(StandardVersion.objects.get(scheme__code="owes", status="published"))
ANSWERS = {
    key: AnswerValue(max(0, criterion.maximum - number % 2))
    for number, (key, criterion) in enumerate(CONTENT.criteria.items())
}
TERMS = [
    (criterion.weight, ANSWERS[key].value or 0, criterion.maximum)
    for key, criterion in CONTENT.criteria.items()
]


def sheet() -> ScoreSheet:
    """Compute the whole sheet."""
    return score(CONTENT, ANSWERS)


def arithmetic() -> Fraction:
    """Only add the exact points of every criterion."""
    return sum((weight * value / maximum for weight, value, maximum in TERMS), Fraction(0))
