"""One question a page, saved by the field or, without scripts, by its buttons."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from certification.completeness import CaseContents
from certification.section_page import SectionPage, section_page, with_evidence
from certification.steps import Place, question_address
from certification.views.applicant import evidence
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from certification.views.applicant.self_assessment import Saving, page_context
from standards.models import Criterion


@csrf_exempt
def question(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Turn away a request that is too large before anything of it is read."""
    if evidence.is_too_large(request):
        return evidence.too_large(request)
    return _question(request, number, code)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def _question(request: HttpRequest, number: str, code: str) -> HttpResponse:
    case = open_own_case(request, number, right=EDIT if request.method == "POST" else "")
    contents = with_evidence(case.application)
    criterion = _asked(contents, code)
    if request.method == "POST":
        return QuestionSaving(request, case, criterion).answer()
    page = question_page(case, criterion, contents=contents, may_edit=case.may_edit)
    return show_question(request, case, page)


def _asked(contents: CaseContents, code: str) -> Criterion:
    for section in contents.sections:
        for criterion in contents.asked_in(section):
            if criterion.code == code:
                return criterion
    raise Http404


def question_page(
    case: OwnCase, criterion: Criterion, *, contents: CaseContents, may_edit: bool
) -> SectionPage:
    """Give the section of a question with this question alone."""
    page = section_page(case.application, criterion.section, contents=contents, may_edit=may_edit)
    page.rows = [row for row in page.rows if row.criterion == criterion]
    return page


def show_question(
    request: HttpRequest, case: OwnCase, page: SectionPage, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Show one question with its place on the way."""
    criterion = page.rows[0].criterion
    place = Place.of(f"question:{criterion.code}", page.contents, request.GET.get("way", ""))
    context = page_context(case, page) | {"row": page.rows[0], "place": place} | extra
    return render(request, "certification/applicant/question.html", context, status=status)


class QuestionSaving(Saving):
    """One posted question; everything but the page around it is as in a section."""

    def __init__(self, request: HttpRequest, case: OwnCase, criterion: Criterion) -> None:
        """Keep to the one question."""
        super().__init__(request, case, criterion.section)
        self.criterion = criterion

    def page(self, *, may_edit: bool) -> SectionPage:
        """Read the question afresh."""
        contents = with_evidence(self.case.application)
        return question_page(self.case, self.criterion, contents=contents, may_edit=may_edit)

    def show(self, page: SectionPage, status: int, **extra: Any) -> HttpResponse:
        """Show the question again with what was refused."""
        return show_question(self.request, self.case, page, status=status, **extra)

    def lead_on(self, page: SectionPage) -> str:
        """Stay for a file or a conflict; else go on, go back to the list, or leave."""
        way = self.request.GET.get("way", "")
        if self.open_key and not self.was_confirmed:
            return question_address(self.case.application, self.criterion, way=way)
        if self.act == "next" or self.was_confirmed:
            return Place.of(f"question:{self.criterion.code}", page.contents, way).following
        messages.success(self.request, _("Your answers are saved."))
        return reverse("certification:application", args=[self.case.application.number])
