"""What cases teach about a standard: for those who keep it and those who decide by it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certification.learning import FEWEST_CASES, CriterionLesson, lessons_of
from certification.permissions import LEARN
from standards.views.public import public_version

CHARTED = 12
CRITERIA_A_PAGE = 60
# Room for the marks at both ends of a line, in percent of its width.
MARGIN = 4


@dataclass(frozen=True)
class ChartLine:
    """One criterion in the chart: where the two marks stand, in percent of the width."""

    lesson: CriterionLesson
    own: str
    experts: str


@require_safe
@login_required
def learning(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Show criterion by criterion how far self-assessments and experts are apart."""
    found = public_version(scheme, version)
    if not request.user.has_perm(LEARN, found):
        raise PermissionDenied
    lessons = lessons_of(found)
    page = Paginator(lessons.criteria, CRITERIA_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "version": found,
        "lessons": lessons,
        "page": page,
        "fewest": FEWEST_CASES,
        "chart": [_line(lesson) for lesson in lessons.most_misread[:CHARTED]],
    }
    return render(request, "certification/learning/learning.html", context)


def _line(lesson: CriterionLesson) -> ChartLine:
    return ChartLine(lesson, _place(lesson.own, lesson), _place(lesson.experts, lesson))


def _place(value: float | None, lesson: CriterionLesson) -> str:
    share = (value or 0.0) / (lesson.maximum or 1)
    return f"{MARGIN + share * (100 - 2 * MARGIN):.1f}%"
