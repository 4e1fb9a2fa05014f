"""The summary of a result that a scheme publishes: the percentage of each section, no more."""

from typing import Any

from certification.evaluation.result import result_of
from certification.models import Application
from standards.models import Section


def section_results(application: Application) -> list[dict[str, Any]]:
    """Sum up what the experts found, section by section, where the scheme makes it public.

    Whole percents, rounded down, so that nobody seems to have reached what was not reached.
    """
    if not application.edition.scheme.publishes_section_results:
        return []
    result = result_of(application)
    if result is None:
        return []
    return [
        {
            "code": section.code,
            "title": {"pl": section.title_pl, "en": section.title_en},
            "percent": int(result.sections[section.key].percent),
        }
        for section in Section.objects.filter(version=application.version).order_by("position")
        if section.key in result.sections and result.sections[section.key].maximum
    ]
