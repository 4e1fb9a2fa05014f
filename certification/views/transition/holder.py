"""One holder who moves: what changes, the tasks, what is recorded and decided, the own page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View

from certification.errors import RuleViolation
from certification.forms.transition import (
    DecisionForm,
    ExceptForm,
    MovedForm,
    ProposalForm,
    TasksForm,
)
from certification.lifecycle import TransitionStatus
from certification.models import Certificate, Membership
from certification.operations.transitions import (
    change_proposal,
    except_holder,
    record_moved,
    record_tasks,
    take_prepared_decision,
)
from certification.transitions import Plan, holders_of, move_of, plan_of, versions_with_transition
from certification.views.person import person_of
from certification.views.transition.access import DECIDE, OFFICE, Seen, find_seen
from certification.views.transition.cockpit import row_of
from certification.views.waking import wake_signers
from standards.differences.presenting import lines_of

CONFLICT = 409
TASKS, MOVED, EXCEPT, PROPOSAL, DECISION = "tasks", "moved", "except", "proposal", "decision"
# Who may do what: the secretariat records and prepares, the authority decides.
ALLOWED: Mapping[str, tuple[str, ...]] = {
    TASKS: (OFFICE,),
    MOVED: (OFFICE, DECIDE),
    PROPOSAL: (OFFICE,),
    EXCEPT: (DECIDE,),
    DECISION: (DECIDE,),
}


class HolderView(LoginRequiredMixin, View):
    """What one holder has to do, for those who look after the move."""

    seen: Seen
    certificate: Any
    plan: Plan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the holder among those the person sees (404)."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.seen = find_seen(person_of(request), kwargs["scheme"], kwargs["version"])
        found = holders_of(
            self.seen.version, today=timezone.localdate(), operators=self.seen.operators
        )
        self.certificate = get_object_or_404(found, number=kwargs["number"])
        self.plan = plan_of(self.certificate, self.seen.version)
        return super().dispatch(request, *args, **kwargs)

    def may(self, act: str) -> bool:
        """Say whether the person has the right to an act on this very certificate."""
        person = person_of(self.request)
        return any(person.has_perm(right, self.certificate) for right in ALLOWED[act])

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the holder."""
        return self.page({})

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Do what one of the buttons asks for."""
        act = request.POST.get("act", "")
        if act not in ALLOWED:
            raise Http404
        if not self.may(act):
            raise PermissionDenied
        form = self.form_makers()[act](request.POST)
        if not form.is_valid():
            return self.page({act: form})
        try:
            self.run(act, form)
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.page({act: form}, status=CONFLICT)
        messages.success(request, _("Recorded."))
        return redirect(request.path)

    def form_makers(self) -> Mapping[str, Callable[..., Any]]:
        """Give the form of each act."""
        return {
            TASKS: lambda *args: TasksForm(*args, plan=self.plan),
            MOVED: MovedForm,
            EXCEPT: ExceptForm,
            PROPOSAL: ProposalForm,
            DECISION: DecisionForm,
        }

    def run(self, act: str, form: Any) -> None:
        """Call the operation of an act."""
        who: dict[str, Any] = {"by": person_of(self.request)}
        holder = {"certificate": self.certificate, "version": self.seen.version}
        move = move_of(self.certificate)
        if act == TASKS:
            record_tasks(tasks=form.tasks(), **holder, **who)
        elif act == MOVED:
            record_moved(**form.cleaned_data, **holder, **who)
        elif act == EXCEPT:
            except_holder(**form.cleaned_data, **holder, **who)
        elif move is None:
            raise Http404
        elif act == PROPOSAL:
            change_proposal(transition_pk=move.pk, **form.cleaned_data, **who)
        else:
            take_prepared_decision(transition_pk=move.pk, **form.cleaned_data, **who)
            wake_signers()

    def page(self, bound: Mapping[str, Form], status: int = 200) -> HttpResponse:
        """Draw the holder with the forms that can be used now."""
        usable = {
            act: bound.get(act) or self.empty(act) for act in self.possible() if self.may(act)
        }
        context = {
            **holder_context(self.plan),
            "seen": self.seen,
            "usable": usable,
            "form": next(iter(bound.values()), None),
            "history": self.history(),
        }
        return render(self.request, "certification/transition/holder.html", context, status=status)

    def empty(self, act: str) -> Any:
        """Give an unfilled form; a decision begins with what is proposed."""
        form = self.form_makers()[act]()
        if act == DECISION:
            move = move_of(self.certificate)
            form.initial["outcome"] = move.proposal if move else ""
        return form

    def possible(self) -> list[str]:
        """List the acts that the state allows."""
        state = self.certificate.state
        acts = []
        if state in ("under_way", "prepared", "decided"):
            acts = [TASKS] if self.plan.tasks else []
            acts += [MOVED, EXCEPT]
        elif state == TransitionStatus.EXCEPTED:
            acts = [MOVED]
        if state == TransitionStatus.PREPARED:
            acts += [PROPOSAL, DECISION]
        return acts

    def history(self) -> Any:
        """Give what was recorded, the newest first, with names: staff reads it."""
        move = move_of(self.certificate)
        if move is None:
            return ()
        return move.history.select_related("history_user").order_by("-history_id")[:50]


def holder_context(plan: Plan) -> dict[str, Any]:
    """Give what both sides see of a holder."""
    changes = [gap.change for gap in plan.gaps]
    lines = lines_of(plan.difference, changes)
    return {
        **row_of(plan),
        "version": plan.version,
        "old": plan.certificate.version,
        "new": plan.version,
        "lines": lines,
        "tasks": [(one, plan.recorded.get(one.key)) for one in plan.tasks],
    }


@login_required
@require_safe
def my_transition(request: HttpRequest, number: str, version: str) -> HttpResponse:
    """Show a holder's team what changes for them and what is still to be done, without names."""
    person = person_of(request)
    teams = Membership.objects.current(timezone.localdate()).filter(person=person)
    certificate = get_object_or_404(
        Certificate.objects.filter(holder__in=teams.values("organisation")).select_related(
            "scheme"
        ),
        number=number,
    )
    found = versions_with_transition([certificate.scheme]).filter(version=version).first()
    if found is None:
        raise Http404
    holder = get_object_or_404(holders_of(found, today=timezone.localdate()), pk=certificate.pk)
    return render(
        request, "certification/transition/mine.html", holder_context(plan_of(holder, found))
    )
