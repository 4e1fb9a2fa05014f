"""What standards managers have to do about interpretations, and the pages that end or confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from certification.forms.interpretations import AnswerForm, BeginForm, ConfirmForm, EndForm
from certification.operations.interpretations import answer_plainly
from certification.views.organisations.paging import place_in
from certification.views.person import person_of
from certification.views.standards.interpretations.public import criterion_of
from standards.confirmations import Waiting, waiting_in
from standards.differences.presenting import lines_of
from standards.errors import RuleViolation
from standards.interpretations import authors_of
from standards.lifecycle import InterpretationStatus
from standards.models import CriterionQuestion, Interpretation, Scheme, StandardVersion
from standards.operations.interpretations import (
    confirm_interpretation,
    leave_interpretation_out,
    publish_interpretation,
    withdraw_interpretation,
)
from standards.waking import wake

RULE = "standards.rule_interpretation"
QUESTIONS_A_PAGE = 50
MOST = 100
CONFLICT = 409


def ruled_schemes(request: HttpRequest) -> list[Scheme]:
    """Give the schemes whose criteria the person may interpret; nobody else has work here."""
    schemes = [one for one in Scheme.objects.order_by("code") if request.user.has_perm(RULE, one)]
    if not schemes:
        raise PermissionDenied
    return schemes


@login_required
@require_safe
def interpretations_work(request: HttpRequest) -> HttpResponse:
    """List what waits: questions, confirmations for new versions, drafts; and where to begin."""
    schemes = ruled_schemes(request)
    versions = StandardVersion.objects.published().filter(scheme__in=schemes)
    asked = "version" in request.GET
    begin = BeginForm(request.GET if asked else None, versions=versions.select_related("scheme"))
    found = begin.criterion if asked and begin.is_valid() else None
    if found is not None:
        address = reverse("certification:interpretation_new")
        return redirect(f"{address}?version={found.version_id}&criterion={found.key}")
    questions = CriterionQuestion.objects.waiting().filter(version__scheme__in=schemes)
    if (after := place_in(request, "after")) is not None:
        questions = questions.filter(pk__gt=after)
    listed = list(
        questions.select_related("version__scheme", "interpretation").order_by("pk")[
            : QUESTIONS_A_PAGE + 1
        ]
    )
    shown = listed[:QUESTIONS_A_PAGE]
    drafts = Interpretation.objects.filter(
        scheme__in=schemes, status=InterpretationStatus.DRAFT
    ).select_related("scheme", "created_by")
    context = {
        "schemes": schemes,
        "form": begin,
        "questions": [(one, criterion_of(one.version, one.criterion_key)) for one in shown],
        "next_question": shown[-1].pk if len(listed) > QUESTIONS_A_PAGE else None,
        "waiting": waiting_in(schemes)[:MOST],
        "drafts": drafts[:MOST],
    }
    return render(request, "certification/interpretations/work.html", context)


class RulingPage(LoginRequiredMixin, View):
    """A page about one interpretation; for people who keep no scheme it does not exist."""

    interpretation: Interpretation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find it, or say that there is none."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.interpretation = get_object_or_404(
            Interpretation.objects.select_related("scheme", "replaces", "created_by"),
            pk=kwargs["pk"],
        )
        if not request.user.has_perm(RULE, self.interpretation.scheme):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Draw a page of this interpretation."""
        shared = {"interpretation": self.interpretation}
        return render(
            self.request,
            f"certification/interpretations/{template}.html",
            {**shared, **context},
            status=status,
        )

    def home(self) -> HttpResponse:
        """Go back to what waits."""
        return redirect("certification:interpretations_work")


class DraftView(RulingPage):
    """An interpretation as its managers see it; a second person publishes what it shows."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Publish the revision that was looked at."""
        seen = request.POST.get("seen", "")
        try:
            published = publish_interpretation(
                interpretation=self.interpretation,
                seen=int(seen) if seen.isascii() and seen.isdigit() else -1,
                by=person_of(request),
            )
        except RuleViolation as refusal:
            self.interpretation.refresh_from_db()
            return self.page(refusal=refusal, status=CONFLICT)
        wake("certification.tasks.tell_of_interpretations")
        messages.success(
            request, _("Interpretation %(number)s holds from now on.") % {"number": published}
        )
        return redirect(
            "certification:interpretation",
            scheme=published.scheme.code,
            year=published.year,
            sequence=published.sequence,
        )

    def page(self, refusal: RuleViolation | None = None, status: int = 200) -> HttpResponse:
        """Draw both languages side by side, and what can be done."""
        one = self.interpretation
        authors = authors_of(one)
        scopes = one.scopes.select_related("version__scheme").order_by("pk")
        return self.show(
            "draft",
            status=status,
            refusal=refusal,
            scopes=[(scope, criterion_of(scope.version, scope.criterion_key)) for scope in scopes],
            is_author=self.request.user.pk in authors,
            is_draft=one.status == InterpretationStatus.DRAFT,
            questions=one.questions.order_by("pk"),
            history=one.history.select_related("history_user").order_by("-history_id")[:MOST],
        )


class EndView(RulingPage):
    """Withdraws an interpretation, or throws a draft away, with the reason."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask why."""
        return self.show("end", form=EndForm())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """End it."""
        form = EndForm(request.POST)
        if not form.is_valid():
            return self.show("end", form=form)
        try:
            withdraw_interpretation(
                interpretation=self.interpretation, by=person_of(request), **form.cleaned_data
            )
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.show("end", form=form, status=CONFLICT)
        wake("certification.tasks.tell_of_interpretations")
        messages.success(request, _("The interpretation has ended. It stays on record."))
        return self.home()


class ConfirmView(RulingPage):
    """Asks whether an interpretation holds for a new version, beside what changed in it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember which version is meant."""
        self.version_pk = kwargs["version_pk"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def waiting(self) -> Waiting | None:
        """Give what waits, unless somebody has decided meanwhile."""
        for one in waiting_in([self.interpretation.scheme]):
            if one.interpretation == self.interpretation and one.version.pk == self.version_pk:
                return one
        return None

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the change and ask."""
        waiting = self.waiting
        if waiting is None:
            messages.info(self.request, _("Nothing waits here any more."))
            return self.home()
        keys = waiting.keys if waiting.is_untouched else ()
        form = ConfirmForm(criteria=_descendants(waiting), initial={"criteria": list(keys)})
        return self.page(waiting, form, EndForm())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Confirm for the ticked criteria, or leave out with the reason."""
        waiting = self.waiting
        if waiting is None:
            return self.get()
        leaves = request.POST.get("act") == "leave"
        form = ConfirmForm(None if leaves else request.POST, criteria=_descendants(waiting))
        end = EndForm(request.POST if leaves else None)
        asked = end if leaves else form
        if not asked.is_valid():
            return self.page(waiting, form, end)
        who: dict[str, Any] = {
            "interpretation": self.interpretation,
            "version": waiting.version,
        }
        try:
            if leaves:
                leave_interpretation_out(by=person_of(request), **who, **end.cleaned_data)
            else:
                chosen = form.cleaned_data["criteria"]
                confirm_interpretation(criterion_keys=chosen, by=person_of(request), **who)
        except RuleViolation as refusal:
            asked.add_error(None, refusal)
            return self.page(waiting, form, end, status=CONFLICT)
        messages.success(request, _("Recorded. The version shows it at once."))
        return self.home()

    def page(
        self, waiting: Waiting, form: ConfirmForm, end: EndForm, status: int = 200
    ) -> HttpResponse:
        """Draw what changed beside the question."""
        return self.show(
            "confirm",
            status=status,
            waiting=waiting,
            form=form if form.is_bound or not end.is_bound else end,
            confirm=form,
            end=end,
            old=waiting.before,
            new=waiting.version,
            lines=lines_of(waiting.difference, waiting.changes),
        )


def _descendants(waiting: Waiting) -> list[Any]:
    return [one for change in waiting.changes for one in change.new]


class AnswerView(LoginRequiredMixin, View):
    """One question: answered plainly here, or by an interpretation that begins here."""

    question: CriterionQuestion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the question (404) for people who interpret the scheme."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.question = get_object_or_404(
            CriterionQuestion.objects.select_related("version__scheme", "interpretation"),
            pk=kwargs["pk"],
        )
        if not request.user.has_perm(RULE, self.question.version.scheme):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the question beside the criterion."""
        return self.page(AnswerForm())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Send the plain answer."""
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            answer_plainly(question=self.question, by=person_of(request), **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.page(form, status=CONFLICT)
        messages.success(request, _("The answer is sent."))
        return redirect("certification:interpretations_work")

    def page(self, form: AnswerForm, status: int = 200) -> HttpResponse:
        """Draw the question."""
        one = self.question
        context = {
            "question": one,
            "criterion": criterion_of(one.version, one.criterion_key),
            "form": form,
        }
        return render(
            self.request, "certification/interpretations/question.html", context, status=status
        )
