"""Files about the application as a whole: attached, taken back, and handed out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from certification.errors import RuleViolation
from certification.errors.applicant import EvidenceGone
from certification.forms.applicant import AttachmentForm
from certification.models import Attachment
from certification.operations.attachments import WRITABLE, add_attachment, withdraw_attachment
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from certification.views.applicant.application import refuse, status_of
from certification.views.applicant.evidence import READ, is_too_large, too_large
from certification.views.cases import case_of
from certification.views.evaluation.gate import after_declaration
from documents.intake import inspect_upload
from documents.serving import serve


@csrf_exempt
def attachments(request: HttpRequest, number: str) -> HttpResponse:
    """Turn away a request that is too large before anything of it is read."""
    if is_too_large(request):
        return too_large(request)
    return _attachments(request, number)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def _attachments(request: HttpRequest, number: str) -> HttpResponse:
    """List the attachments; whoever fills the application in adds one or takes one back."""
    case = open_own_case(request, number, right=EDIT if request.method == "POST" else "")
    act, _sep, subject = request.POST.get("act", "").partition(":")
    if act == "remove":
        return _remove(request, case, subject)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _add(case, form)
        except RuleViolation as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect("certification:attachments", number=number)
    standing = Attachment.objects.standing().filter(application=case.application)
    context: dict[str, Any] = {
        "application": case.application,
        "case": case,
        "form": form,
        "attachments": standing.select_related("document"),
        "may_change": case.may_edit and case.application.status in WRITABLE,
    }
    template = "certification/applicant/attachments.html"
    return render(request, template, context, status=status_of(form))


def _add(case: OwnCase, form: AttachmentForm) -> str:
    file = form.cleaned_data["file"]
    accepted = inspect_upload(file.name or "", file, file.size or 0)
    attachment = add_attachment(
        application=case.application,
        kind=form.cleaned_data["kind"],
        accepted=accepted,
        by=case.person,
    )
    if accepted.was_heic:
        return _("%(name)s was attached, saved as JPG.") % {"name": attachment.name}
    return _("%(name)s was attached.") % {"name": attachment.name}


def _remove(request: HttpRequest, case: OwnCase, subject: str) -> HttpResponse:
    """Take a file back; if it is gone already the wish is fulfilled."""
    attachment = get_object_or_404(
        Attachment.objects.filter(application=case.application),
        pk=int(subject) if subject.isdecimal() and len(subject) < 16 else 0,  # noqa: PLR2004 -- digits
    )
    try:
        withdraw_attachment(attachment=attachment, by=case.person)
    except EvidenceGone:
        pass
    except RuleViolation as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("certification:attachments", number=case.application.number)
    messages.success(request, _("%(name)s was removed.") % {"name": attachment.name})
    return redirect("certification:attachments", number=case.application.number)


@require_safe
@login_required
@after_declaration
def download(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a file, or hand it over, to whoever may read the content of the case."""
    application = case_of(request, number, READ)
    attachment = get_object_or_404(
        Attachment.objects.select_related("document"), pk=pk, application=application
    )
    return serve(attachment.document, to_view=True)
