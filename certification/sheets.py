"""Questions about one filled checklist: its answers, its score, and the facts that criteria ask."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from certification.models import Answer, Application, Assessment
from standards.models import Criterion, Median
from standards.scoring import AnswerValue, ScoreSheet, load_content, median_value, score


def answers_of(assessment: Assessment) -> dict[str, AnswerValue]:
    """Give the answers of one checklist by the key of the criterion, with one query."""
    rows = assessment.answers.values_list("criterion__key", "value", "not_applicable")
    return {
        key: AnswerValue(value, not_applicable=not_applicable)
        for key, value, not_applicable in rows
    }


def values_of(answers: Iterable[Answer]) -> dict[str, AnswerValue]:
    """Give the values of answers that are in memory; each has its criterion with it."""
    return {
        answer.criterion.key: AnswerValue(answer.value, not_applicable=answer.not_applicable)
        for answer in answers
    }


def sheet_of(assessment: Assessment) -> ScoreSheet:
    """Count one checklist as it stands."""
    application = assessment.application
    return score(load_content(application.version), answers_of(assessment), profile_of(application))


def profile_of(application: Application) -> dict[str, Any]:
    """Give the facts of an application that decide which criteria apply to it.

    Facts are those of the day of sending, so that a sent case is never asked anything new.
    """
    applicant = application.applicant
    day = timezone.localdate(application.submitted_at or timezone.now())
    profile: dict[str, Any] = {
        "legal_form": applicant.legal_form,
        "voivodeship": application.voivodeship,
        "is_partnership": application.is_partnership,
        "is_renewal": application.renewal_of_id is not None,
        "has_running_entity": bool(applicant.running_entity_name),
    }
    if application.path:
        profile["path"] = application.path
    if application.offer:
        profile["offer_kind"] = application.offer.kind
    if applicant.founded_on:
        profile["months_active"] = months_between(applicant.founded_on, day)
    return profile


def months_between(start: date, day: date) -> int:
    """Count the whole months from one day to another; none before the start."""
    passed = relativedelta(day, start)
    return max(0, passed.years * 12 + passed.months)


def medians_of(application: Application) -> dict[str, Median]:
    """Give the medians of the call for the voivodeship of the case, by the key of the criterion."""
    published = Median.objects.filter(
        edition=application.edition_id, voivodeship=application.voivodeship
    )
    return {median.criterion_key: median for median in published}


def level_of(criterion: Criterion, measured: Decimal | None, median: Median | None) -> int | None:
    """Give the level that a measured value earns; none while the median is not published."""
    if measured is None or median is None:
        return None
    return median_value(measured, median.value, list(criterion.scale.levels.all()))
