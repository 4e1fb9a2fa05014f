"""A draft whose call has closed goes to an open one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.carrying import calls_offered
from certification.errors import RuleViolation
from certification.operations.moving import move_to_call
from certification.views.applicant.access import EDIT, open_own_case
from certification.views.applicant.application import application_page


@require_POST
@login_required
def move_call(request: HttpRequest, number: str) -> HttpResponse:
    """Move the draft to the chosen call; one that was moved meanwhile is shown where it is."""
    case = open_own_case(request, number, right=EDIT)
    application, offered = case.application, calls_offered(case.application)
    chosen = next((one for one in offered if one.code == request.POST.get("call")), None)
    if not offered:
        messages.info(request, _("Nothing was moved: the call of this application has not closed."))
        return redirect("certification:application", number=number)
    try:
        move_to_call(application=application, edition=chosen or application.edition, by=case.person)
    except RuleViolation as refused:
        return application_page(request, case, refused)
    messages.success(
        request, _("The application is in the call “%(call)s” now.") % {"call": str(chosen)}
    )
    return redirect("certification:application", number=number)
