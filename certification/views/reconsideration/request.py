"""The party's request to reconsider: asking, reading where it stands, taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from certification.errors import RuleViolation
from certification.forms.reconsideration import RequestForm, TakeBackForm, points_shown
from certification.labels import APPEAL
from certification.letters.reconsideration import ruling_on_appeal, settlement_of
from certification.models import Appeal, Application
from certification.next_actions import appeal_actions
from certification.operations.reconsiderations import ask_to_reconsider, take_request_back
from certification.permissions import EVALUATION
from certification.reconsidering import appeal_of, chance_of, first_decision, panel_of
from certification.views.cases import case_of
from certification.views.person import person_of
from certification.views.reconsideration.base import CONFLICT, UNPROCESSABLE, RequestStep

SIGN = "certification.submit_application"


@require_safe
@login_required
def reconsideration(request: HttpRequest, number: str) -> HttpResponse:
    """Show a request, where it stands and how it was settled."""
    application = case_of(request, number, "certification.read_application")
    person, appeal = person_of(request), appeal_of(application)
    if appeal is None:
        raise Http404
    decision = settlement_of(application) if appeal.settlement_id else None
    context = {
        "application": application,
        "appeal": appeal,
        "label": APPEAL[appeal.status],
        "points": list(appeal.points.select_related("criterion")),
        "decision": decision,
        "ruling": ruling_on_appeal(appeal, decision) if decision else (),
        # The panel speaks to the authority; the party reads the answer, which has its reasons.
        "panel": panel_of(appeal) if person.has_perm(EVALUATION, application) else (),
        "sees_panel": person.has_perm(EVALUATION, application),
        "actions": appeal_actions(application, person, appeal),
        "may_take_back": appeal.is_open and person.has_perm(SIGN, application),
    }
    return render(request, "certification/reconsideration/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Let those who sign for the applicant contest the decision while there is time."""
    person, application = person_of(request), case_of(request, number, SIGN)
    decision = first_decision(application)
    chance = chance_of(decision) if decision else None
    if decision is None or chance is None:
        raise Http404
    standing = Appeal.objects.standing().filter(decision=decision).exists()
    if standing and request.method != "POST":
        return redirect("certification:reconsideration", number=number)
    form, status = _form_of(request, application), 200
    if request.method == "POST" and "add" not in request.POST:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                ask_to_reconsider(application=application, by=person, **form.cleaned_data)
            except RuleViolation as refusal:
                form.add_error(None, refusal)
                status = CONFLICT
            else:
                messages.success(
                    request, _("Your request is filed. The answer comes to “Messages”.")
                )
                return redirect("certification:reconsideration", number=number)
    context = {"application": application, "decision": decision, "chance": chance, "form": form}
    return render(request, "certification/reconsideration/ask.html", context, status=status)


def _form_of(request: HttpRequest, application: Application) -> RequestForm:
    """Read what was sent, or carry what was typed over into a form with one more row."""
    if "add" in request.POST:
        typed: dict[str, Any] = request.POST.dict()
        return RequestForm(
            application=application, initial=typed, rows=points_shown(request.POST) + 1
        )
    return RequestForm(request.POST or None, application=application)


class TakeBackView(RequestStep):
    """Lets the party take its request back."""

    permission = SIGN
    operation = staticmethod(take_request_back)
    form_class = TakeBackForm
    template_name = "certification/reconsideration/take_back.html"
    done = gettext_lazy("The request is taken back. The decision stands as it was made.")

    def get_success_url(self) -> str:
        """Lead back to the decision."""
        return reverse("certification:decision", kwargs={"number": self.application.number})
