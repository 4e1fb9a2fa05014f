"""When a score needs words: a pure rule of plain values."""

from standards.scoring import AnswerValue


def needs_words(value: AnswerValue, claimed: AnswerValue | None, maximum: int) -> bool:
    """Say whether a score has to be justified: below the highest, or unlike the applicant's own."""
    if value.not_applicable:
        return claimed is None or not claimed.not_applicable
    return value.value != maximum or value != claimed
