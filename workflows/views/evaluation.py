"""Steps of the secretariat and the experts: formal check, experts, declaration, score card."""

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.evaluation import candidates, experts_still_needed, result_of
from certification.evaluation.checklist import (
    answers_by_criterion,
    criteria_of,
    evidence_by_criterion,
    parts_of_checklist,
    self_assessment_of,
)
from certification.evaluation.score_card import card_page
from certification.lifecycle import AssignmentStatus
from certification.models import Application, Assignment, ImpartialityDeclaration
from certification.operations.assessments import send_score_card
from certification.operations.assignments import (
    assign_experts,
    consider_waiver,
    declare_impartiality,
)
from certification.operations.formal_check import check_formally, gaps_of_new_version
from certification.sheets import profile_of, sheet_of
from certification.views.evaluation.gate import assignment_of, declaration_first
from standards.dictionaries import LEGAL_FORMS
from standards.scoring import load_content
from workflows.forms.evaluation import (
    MOST_GAPS,
    AssignExpertsForm,
    DeclarationForm,
    FormalCheckForm,
    SendCardForm,
    WaiverForm,
    gaps_shown,
)
from workflows.views.base import TaskView


class SecretariatView(TaskView):
    """A step of the secretariat; an expert who has not declared is led to the declaration."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Put the declaration before anything else of the case."""
        return declaration_before(request, kwargs["number"]) or super().dispatch(
            request, *args, **kwargs
        )


def declaration_before(request: HttpRequest, number: str) -> HttpResponse | None:
    """Lead an expert who has not declared to the declaration."""
    if not request.user.is_authenticated:
        return None
    application = get_object_or_404(Application.objects.visible_to(request.user), number=number)
    return declaration_first(request, application, assignment_of(request.user, application))


class FormalCheckView(SecretariatView):
    """Shows the whole application beside the questions of the formal check."""

    node = "formal_check"
    done = gettext_lazy("The formal check is recorded and the applicant was told.")
    operation = staticmethod(check_formally)
    form_class = FormalCheckForm
    template_name = "workflows/evaluation/formal_check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add a row for a gap without checking anything, or take the step."""
        if "add" in request.POST:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Carry what was typed over into a form with one more row."""
        kwargs = super().get_form_kwargs() | {"known": self.known_gaps}
        if "add" not in self.request.POST:
            return kwargs
        typed = kwargs.pop("data")
        most = MOST_GAPS + len(self.known_gaps)
        rows = gaps_shown(typed, most) + 1
        return kwargs | {"files": None, "initial": typed.dict(), "rows": rows}

    @cached_property
    def known_gaps(self) -> list[tuple[str, str]]:
        """List what a version bound after sending still asks; the officer may strike it."""
        return gaps_of_new_version(self.application)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay out the application: organisation, declarations, answers with evidence."""
        application = self.application
        asked = set(load_content(application.version).applicable(profile_of(application)))
        answers = answers_by_criterion(self_assessment_of(application))
        return super().get_context_data(
            organisation=application.applicant,
            legal_form=LEGAL_FORMS[application.applicant.legal_form].name,
            partners=application.partners.select_related("organisation"),
            attachments=application.attachments.standing().select_related("document"),
            declarations=application.declarations.select_related("organisation", "made_by"),
            parts=parts_of_checklist(
                criteria_of(application), answers, evidence_by_criterion(application), asked
            ),
            calls=application.completion_calls.prefetch_related("gaps"),
            today=timezone.localdate(),
            **kwargs,
        )


class AssignExpertsView(SecretariatView):
    """Shows the pool with hints about conflicts and load, and invites the chosen."""

    node = "assign_experts"
    done = gettext_lazy("The experts are invited; each of them was written to.")
    operation = staticmethod(assign_experts)
    form_class = AssignExpertsForm
    template_name = "workflows/evaluation/assign_experts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the pool, who was assigned before and why somebody is still needed."""
        chosen = set(self.request.POST.getlist("people"))
        result = result_of(self.application)
        return super().get_context_data(
            rows=[
                {"candidate": row, "is_chosen": str(row.person.pk) in chosen}
                for row in candidates(self.application)
            ],
            needed=experts_still_needed(self.application),
            earlier=self.application.assignments.select_related("person"),
            is_third=result is not None and result.needs_third,
            **kwargs,
        )


class ConsiderWaiverView(SecretariatView):
    """Shows what the expert declared and asks whether it stands in the way."""

    node = "consider_waiver"
    done = gettext_lazy("The answer is recorded.")
    operation = staticmethod(consider_waiver)
    seeds_assignment = True
    assignment: Assignment
    form_class = WaiverForm
    template_name = "workflows/evaluation/consider_waiver.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the step for the very expert the page showed, never for the next in line."""
        if request.POST.get("assignment") != str(self.assignment.pk):
            return self.task_gone()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the words of the declaration."""
        declaration = ImpartialityDeclaration.objects.get(
            application=self.application, person=self.assignment.person, capacity="assessor"
        )
        return super().get_context_data(declaration=declaration, **kwargs)


class ExpertStepView(TaskView):
    """A step of one expert; who has taken it already is told so, whoever else still has to."""

    seeds_assignment = True
    assignment: Assignment
    awaited: ClassVar[AssignmentStatus]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the person's own assignment before the task, of which there is one an expert."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.application = get_object_or_404(
            Application.objects.visible_to(request.user), number=kwargs["number"]
        )
        own = assignment_of(request.user, self.application)
        if own and own.status != self.awaited:
            self.assignment = own
            return declaration_first(request, self.application, own) or self.task_gone()
        return super().dispatch(request, *args, **kwargs)


class DeclareView(ExpertStepView):
    """Asks about impartiality; only number, name and town of the applicant are shown before."""

    node = "declare"
    operation = staticmethod(declare_impartiality)
    awaited = AssignmentStatus.INVITED
    form_class = DeclarationForm
    template_name = "workflows/evaluation/declare.html"

    def get_success_url(self) -> str:
        """Lead on to the card, or back to the list with a word about what follows."""
        assignment = Assignment.objects.get(pk=self.assignment.pk)
        number = self.application.number
        if assignment.status == AssignmentStatus.ACCEPTED:
            messages.success(
                self.request,
                _("Thank you. The case is open to you: score it by %(day)s.")
                % {"day": f"{assignment.due_on:%d.%m.%Y}"},
            )
            return reverse("certification:score_overview", kwargs={"number": number})
        messages.success(
            self.request, _("Your answer for case %(number)s was saved.") % {"number": number}
        )
        return reverse("certification:my_assessments")


class ScoreView(ExpertStepView):
    """The check before sending: what is empty or marked, and the total; then the card is locked."""

    node = "score"
    operation = staticmethod(send_score_card)
    awaited = AssignmentStatus.ACCEPTED
    form_class = SendCardForm
    template_name = "workflows/evaluation/score.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what still lacks and what the card adds up to."""
        card = self.assignment.assessment
        page = card_page(self.application, card)
        return super().get_context_data(
            page=page,
            empty=[entry for entry in page.entries if not entry.is_scored],
            wordless=[entry for entry in page.entries if entry.lacks_words],
            marked=[entry for entry in page.entries if entry.answer and entry.answer.come_back],
            visits=[entry for entry in page.entries if entry.answer and entry.answer.on_visit],
            sheet=sheet_of(card),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        """Say that the card was sent."""
        response = super().form_valid(form)
        if response.status_code == 302:  # noqa: PLR2004 -- the step was taken
            messages.success(self.request, _("The score card was sent and is locked now."))
        return response

    def get_success_url(self) -> str:
        """Lead back to the expert's list."""
        return reverse("certification:my_assessments")
