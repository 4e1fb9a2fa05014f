"""The renewal of a certificate, begun by its holder with the answers given last time."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.carrying import preview_of
from certification.errors import RuleViolation
from certification.forms.versions import RenewalForm
from certification.lifecycle import IN_FORCE
from certification.models import Application, Assessment, AssessmentKind, Certificate
from certification.operations.eligibility import CLOSED_UNEXAMINED
from certification.operations.renewals import begin_renewal
from certification.teams import own_organisations
from certification.views.organisations.access import show_refusal
from certification.views.person import person_of
from standards.models import Edition


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Show what each open call would change, and begin the renewal in the chosen one."""
    certificate = _own_certificate(request, number)
    editions = calls_for_renewal(certificate)
    form = RenewalForm(request.POST or None, editions=editions)
    if request.method == "POST" and form.is_valid():
        try:
            application = begin_renewal(
                certificate=certificate,
                edition=form.cleaned_data["edition"],
                by=person_of(request),
            )
        except RuleViolation as refused:
            show_refusal(form, refused)
        else:
            sentence = _(
                "The renewal %(number)s is begun with the answers of %(last)s. Nothing is sent yet."
            )
            words = {"number": application.number, "last": certificate.application.number}
            messages.success(request, sentence % words)
            return redirect("certification:application", number=application.number)
    begun = Application.objects.filter(renewal_of=certificate)
    last = Assessment.objects.select_related("application__version__scheme").get(
        application=certificate.application_id, kind=AssessmentKind.SELF
    )
    versions = {edition.version_id: edition.version for edition in editions}
    previews = {pk: preview_of(last, version) for pk, version in versions.items()}
    context = {
        "certificate": certificate,
        "form": form,
        "previews": [(edition, previews[edition.version_id]) for edition in editions],
        "is_renewable": certificate.status in IN_FORCE,
        "running": begun.exclude(status__in=CLOSED_UNEXAMINED).order_by("pk").first(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "certification/organisations/renew.html", context, status=status)


def _own_certificate(request: HttpRequest, number: str) -> Certificate:
    """Find a certificate of the person's organisations; whoever only reads may not renew it."""
    roles = {one.organisation.pk: one for one in own_organisations(person_of(request))}
    found = (
        Certificate.objects.select_related("application__version", "holder", "offer", "scheme")
        .filter(number=number, holder__in=roles)
        .first()
    )
    if found is None:
        raise Http404
    if not roles[found.holder_id].may_change:
        raise PermissionDenied
    certificate: Certificate = found
    return certificate


def calls_for_renewal(certificate: Certificate) -> list[Edition]:
    """List the open calls in which a certificate can be renewed."""
    here = Q(operator__is_national=True) | Q(operator__voivodeship=certificate.voivodeship)
    calls = Edition.objects.open_on(timezone.localdate()).filter(here, scheme=certificate.scheme_id)
    return list(
        calls.select_related("scheme", "operator", "version__scheme").order_by("-opens_on", "code")
    )
