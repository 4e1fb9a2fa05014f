"""The expert's pages: what is assigned, one criterion beside its evidence, the whole card."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from guardian.shortcuts import get_user_perms

from certification.errors import RuleViolation
from certification.errors.applicant import AnswerChangedMeanwhile
from certification.evaluation.score_card import (
    PHOTOS,
    CardPage,
    Entry,
    asked_criteria,
    card_page,
    earlier_answers,
    evidence_with_marks,
    unasked_criteria,
)
from certification.forms.evaluation import ScoreForm, initial_of
from certification.interpretations import beside_criteria
from certification.labels import ASSIGNMENT
from certification.lifecycle import AssessmentStatus, AssignmentStatus
from certification.models import Application, Assessment, Assignment, Evidence, User
from certification.operations.answers import VERSIONED, save_answer, save_answers
from certification.operations.assessments import note_evidence_seen
from certification.sheets import profile_of
from certification.views.evaluation.gate import assignment_of, declaration_first
from certification.views.person import person_of
from documents.serving import serve
from standards.scoring import load_content

READ, SCORE = "read_application", "score_application"
LISTED = (
    AssignmentStatus.INVITED,
    AssignmentStatus.WAIVER_REQUESTED,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.COMPLETED,
)
MOST = 100
FIELDS = ("value", "measured", "justification", "note", "come_back", "on_visit")
NEXT: Mapping[str, str | Promise] = {
    AssignmentStatus.INVITED: gettext_lazy("Declare whether you are impartial"),
    AssignmentStatus.WAIVER_REQUESTED: gettext_lazy("The secretariat considers the link you named"),
    AssignmentStatus.ACCEPTED: gettext_lazy("Fill in the score card and send it"),
    AssignmentStatus.COMPLETED: gettext_lazy("Sent and locked"),
}
CONFLICT, UNPROCESSABLE, LOCKED = 409, 422, 423


class MyAssessmentsView(LoginRequiredMixin, TemplateView):
    """What is assigned to the expert; before the declaration only number, name and town."""

    template_name = "certification/evaluation/my_assessments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List open work by its day, then what has been sent."""
        given = Q(assessment__answers__value__isnull=False) | Q(
            assessment__answers__not_applicable=True
        )
        assignments = (
            Assignment.objects.filter(person=person_of(self.request), status__in=LISTED)
            .select_related(
                "application__applicant",
                "application__offer",
                "application__edition__scheme",
                "application__version__scheme",
            )
            .annotate(answered=Count("assessment__answers", filter=given))
            .order_by("due_on", "pk")
        )
        rows = [row_of(assignment) for assignment in assignments[:MOST]]
        return super().get_context_data(
            open_rows=[row for row in rows if not row["is_sent"]],
            sent_rows=[row for row in rows if row["is_sent"]],
            **kwargs,
        )


def row_of(assignment: Any) -> dict[str, Any]:
    """Turn an assignment into words for one row."""
    application = assignment.application
    status = assignment.status
    count = 0
    if status == AssignmentStatus.ACCEPTED:
        content = load_content(application.version)
        count = len(content.applicable(profile_of(application)))
    page = (
        "workflows:declare"
        if status == AssignmentStatus.INVITED
        else "certification:score_overview"
    )
    return {
        "assignment": assignment,
        "application": application,
        "label": ASSIGNMENT[status],
        "words": NEXT[status],
        "is_sent": status == AssignmentStatus.COMPLETED,
        "is_entered": status in {AssignmentStatus.ACCEPTED, AssignmentStatus.COMPLETED},
        "url": reverse(page, kwargs={"number": application.number}),
        "count": count,
        "days_left": (assignment.due_on - timezone.localdate()).days,
    }


class ExpertView(LoginRequiredMixin, TemplateView):
    """A page of one expert's own score card; nobody else has anything to see here."""

    application: Application
    assignment: Assignment
    card: Assessment
    rights: set[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case (404) and the person's own card (403), declaration first."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.application = get_object_or_404(
            Application.objects.visible_to(person_of(request)).with_names(), number=kwargs["number"]
        )
        assignment = assignment_of(self.person, self.application)
        if reply := declaration_first(request, self.application, assignment):
            return reply
        # An expert's rights are always this person's own rows, never those of a group.
        self.rights = set(get_user_perms(request.user, self.application))
        if assignment is None or READ not in self.rights:
            raise PermissionDenied
        self.assignment = assignment
        self.card = assignment.assessment
        self.card.application = self.application
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Give the person who asks."""
        return person_of(self.request)

    @property
    def is_locked(self) -> bool:
        """Say whether the card was sent."""
        return self.card.status == AssessmentStatus.SUBMITTED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the case, the assignment and the card."""
        return super().get_context_data(
            application=self.application,
            assignment=self.assignment,
            card=self.card,
            is_locked=self.is_locked,
            days_left=(self.assignment.due_on - timezone.localdate()).days,
            **kwargs,
        )


class ScoreOverviewView(ExpertView):
    """All criteria of the card with scores, self-scores and marks."""

    template_name = "certification/evaluation/score_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the criteria section by section."""
        page = card_page(self.application, self.card)
        return super().get_context_data(
            page=page,
            sections=page.sections(),
            unasked=unasked_criteria(self.application),
            attachments=self.application.attachments.standing().select_related("document"),
            **kwargs,
        )


class CriterionView(ExpertView):
    """Anything about one criterion of the card."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember which criterion is meant."""
        self.code = kwargs["code"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_score(self) -> bool:
        """Say whether the card is open and its author still has the right to fill it in."""
        return not self.is_locked and SCORE in self.rights

    def find(self) -> tuple[CardPage, int]:
        """Find the criterion in the card; one that is not asked is not there."""
        page = card_page(self.application, self.card)
        place = page.place_of(self.code)
        if place is None:
            raise Http404
        return page, place


class ScoreCardView(CriterionView):
    """One criterion: what is asked, answered and shown on one side, the score on the other."""

    template_name = "certification/evaluation/score_card.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the criterion with what has been filled in so far."""
        page, place = self.find()
        entry = page.entries[place]
        form = ScoreForm(criterion=entry.criterion, initial=initial_of(entry.answer))
        return self.show(page, place, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was filled in, whole or not, and go on."""
        page, place = self.find()
        entry = page.entries[place]
        form = ScoreForm(request.POST, criterion=entry.criterion)
        if not self.may_score:
            return self.show(page, place, form, status=LOCKED)
        if not form.is_valid():
            return self.show(page, place, form)
        try:
            conflicts = save_answers(assessment=self.card, answers=[form.answer()], by=self.person)
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.show(page, place, form)
        if conflicts:
            return self.show(page, place, form, conflicts=conflicts, status=CONFLICT)
        messages.success(
            request, _("Score of criterion %(code)s saved.") % {"code": entry.criterion.code}
        )
        if "stay" in request.POST:
            return redirect(request.path)
        return redirect(self.next_address(page, place))

    def next_address(self, page: CardPage, place: int) -> str:
        """Lead to the next criterion, after the last one to the whole card."""
        number = self.application.number
        if place + 1 < len(page.entries):
            code = page.entries[place + 1].criterion.code
            return reverse("certification:score_card", args=[number, code])
        return reverse("certification:score_overview", args=[number])

    def show(
        self,
        page: CardPage,
        place: int,
        form: ScoreForm,
        *,
        conflicts: Sequence[AnswerChangedMeanwhile] = (),
        status: int = 200,
    ) -> HttpResponse:
        """Draw the page around a form; a field that lost a conflict shows both versions."""
        entry = page.entries[place]
        following = page.entries[place + 1] if place + 1 < len(page.entries) else None
        lost = {conflict.field: conflict for conflict in conflicts}
        context = self.get_context_data(
            page=page,
            entry=entry,
            form=form,
            slots=[slot_of(form, field, lost.get(field)) for field in VERSIONED],
            criterion=entry.criterion,
            levels=list(entry.criterion.scale.levels.all()),
            claimed_level=level_of(entry),
            earlier=earlier_answers(entry.claimed),
            rulings=beside_criteria(self.application, self.person).get(entry.criterion.key, ()),
            evidence=evidence_with_marks(self.application, entry.criterion, self.person),
            photos=PHOTOS,
            shown=self.request.GET.get("show", ""),
            previous=page.entries[place - 1] if place else None,
            following=following,
        )
        return self.render_to_response(context, status=status)


class ScoreFieldView(CriterionView):
    """Keeps one field as soon as it is filled in; answers with a fragment for the page."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the field unless it changed meanwhile (409) or the card is locked (423)."""
        field = kwargs["field"]
        asked = asked_criteria(self.application)
        criterion = next((one for one in asked if one.code == self.code), None)
        if criterion is None or field not in FIELDS:
            raise Http404
        if not self.may_score:
            return self.fragment(field, 0, is_locked=True, status=LOCKED)
        form = ScoreForm(request.POST, criterion=criterion)
        if not form.is_valid() and field in form.errors:
            return self.fragment(field, 0, errors=form.errors[field], status=UNPROCESSABLE)
        counter = "value" if field == "measured" else field
        seen = form.cleaned_data.get(f"seen_{counter}") or 0
        try:
            answer = save_answer(
                assessment=self.card,
                criterion=criterion,
                field=field,
                data=data_of(field, form.cleaned_data.get(field)),
                seen=seen,
                by=self.person,
            )
        except AnswerChangedMeanwhile as conflict:
            version = conflict.version
            return self.fragment(counter, version, conflict=conflict, status=CONFLICT)
        except RuleViolation as violation:
            return self.fragment(counter, seen, errors=violation.messages, status=UNPROCESSABLE)
        return self.fragment(counter, getattr(answer, f"{counter}_version", 0))

    def fragment(self, field: str, seen: int, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the slot of a field: the version it has now and what went wrong."""
        slot = {"field": field, "seen": seen, **context}
        return render(
            self.request, "certification/evaluation/slot.html", {"slot": slot}, status=status
        )


def data_of(field: str, cleaned: Any) -> Any:
    """Turn a field of the form into what the operation takes."""
    if field != "value":
        return cleaned
    chosen = str(cleaned or "")
    return int(chosen) if chosen.isdigit() else chosen or None


def slot_of(form: ScoreForm, field: str, conflict: AnswerChangedMeanwhile | None) -> dict[str, Any]:
    """Give what accompanies a field: the version the page was made from, or the conflict."""
    seen = conflict.version if conflict else form[f"seen_{field}"].value()
    return {"field": field, "seen": seen or 0, "conflict": conflict}


def level_of(entry: Entry) -> Any:
    """Give the level that the applicant claimed."""
    if entry.claimed is None or entry.claimed.value is None:
        return None
    levels = {level.value: level for level in entry.criterion.scale.levels.all()}
    return levels.get(entry.claimed.value)


class EvidenceOfCaseView(LoginRequiredMixin, View):
    """Hands out one piece of evidence, to keep or to view; that an expert opened it is noted."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        """Find the case (404), check the right to its content (403), send the file."""
        application = get_object_or_404(
            Application.objects.visible_to(person_of(request)).with_names(), number=number
        )
        assignment = assignment_of(person_of(request), application)
        if reply := declaration_first(request, application, assignment):
            return reply
        if not request.user.has_perm(f"certification.{READ}", application):
            raise PermissionDenied
        evidence = get_object_or_404(
            Evidence.objects.standing().select_related("document"), pk=pk, application=application
        )
        if assignment:
            note_evidence_seen(evidence=evidence, by=person_of(request))
        return serve(evidence.document, to_view="view" in request.GET)
