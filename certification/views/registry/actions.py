"""Changes of a certificate's state: what can be done now, and a page to confirm each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from certification.errors import RuleViolation
from certification.forms.certificates import (
    AnnulForm,
    RestoreForm,
    ScopeForm,
    StatusChangeForm,
    SuspendForm,
    TerminateForm,
    WithdrawForm,
)
from certification.labels import CERTIFICATE
from certification.lifecycle import CERTIFICATE_MOVES, SCOPE_REDUCED, CertificateStatus
from certification.models import Application, Certificate
from certification.operations import certificates
from certification.operations.scope import may_shrink, reduce_scope
from certification.registry import lookup_of
from certification.status import status_now
from certification.views.person import person_of
from certification.views.waking import wake_signers


@dataclass(frozen=True)
class Act:
    """One change of state: its words, its consequences, its form and the operation behind it."""

    target: str
    form: type[StatusChangeForm]
    operation: Callable[..., Any]
    title: str | Promise
    button: str | Promise
    consequence: str | Promise
    is_final: bool = True

    def is_possible(self, certificate: Certificate) -> bool:
        """Say whether the state of the certificate allows it now."""
        if self.target == SCOPE_REDUCED:
            return may_shrink(certificate)
        return self.target in CERTIFICATE_MOVES[certificate.status]


ACTS: Mapping[str, Act] = {
    "suspend": Act(
        CertificateStatus.SUSPENDED,
        SuspendForm,
        certificates.suspend,
        gettext_lazy("Suspend the certificate"),
        gettext_lazy("Suspend"),
        gettext_lazy(
            "The registry will say that nobody should rely on it for now. You can restore it later."
        ),
        is_final=False,
    ),
    "restore": Act(
        CertificateStatus.VALID,
        RestoreForm,
        certificates.restore,
        gettext_lazy("Restore the certificate"),
        gettext_lazy("Restore"),
        gettext_lazy("The registry will show it as valid. The days of suspension stay visible."),
        is_final=False,
    ),
    "reduce": Act(
        SCOPE_REDUCED,
        ScopeForm,
        reduce_scope,
        gettext_lazy("Reduce the scope of the certificate"),
        gettext_lazy("Reduce the scope"),
        gettext_lazy(
            "The certificate stays as it is for what remains. The registry will show what it "
            "covers, from which day and why. The scope can be widened only by a new application."
        ),
    ),
    "withdraw": Act(
        CertificateStatus.WITHDRAWN,
        WithdrawForm,
        certificates.withdraw,
        gettext_lazy("Withdraw the certificate"),
        gettext_lazy("Withdraw for good"),
        gettext_lazy(
            "The certificate ends for good. The registry will say that it was withdrawn, and why."
        ),
    ),
    "terminate": Act(
        CertificateStatus.TERMINATED,
        TerminateForm,
        certificates.terminate,
        gettext_lazy("End the certificate at the holder's wish"),
        gettext_lazy("End for good"),
        gettext_lazy("The certificate ends for good. The registry will say that it is no fault."),
    ),
    "annul": Act(
        CertificateStatus.ANNULLED,
        AnnulForm,
        certificates.annul,
        gettext_lazy("Annul the certificate as issued in error"),
        gettext_lazy("Annul for good"),
        gettext_lazy("The certificate will count as if it had never been valid, on any day."),
    ),
}


def _certificate_for(request: HttpRequest, number: str) -> Certificate:
    """Fetch it for whoever may see its case (else 404) and change its state (else 403)."""
    person = person_of(request)
    certificate: Certificate = get_object_or_404(
        Certificate.objects.select_related("application__edition", "scheme").filter(
            application__in=Application.objects.visible_to(person)
        ),
        lookup=lookup_of(number),
    )
    if not person.has_perm("certification.suspend_certificate", certificate):
        raise PermissionDenied
    return certificate


def _context(certificate: Certificate) -> dict[str, Any]:
    word = status_now(
        status=certificate.status,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        today=timezone.localdate(),
    )
    return {"certificate": certificate, "label": CERTIFICATE[word]}


def _possible(certificate: Certificate) -> dict[str, Act]:
    return {key: act for key, act in ACTS.items() if act.is_possible(certificate)}


@require_safe
@login_required
def certificate_actions(request: HttpRequest, number: str) -> HttpResponse:
    """List the changes that are possible now, each with what follows from it."""
    certificate = _certificate_for(request, number)
    context = _context(certificate) | {"acts": _possible(certificate).items()}
    return render(request, "certification/registry/certificate_actions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def certificate_action(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Ask for the reason once, repeat the consequences, and make the change."""
    certificate = _certificate_for(request, number)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    form = chosen.form(request.POST or None, certificate=certificate)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.operation(certificate=certificate, by=person_of(request), **form.cleaned_data)
        except RuleViolation as violation:
            form.add_error(None, violation)
        else:
            wake_signers()
            messages.success(request, _("The change is made and the registry shows it."))
            return redirect("certification:certificate_actions", number=certificate.number)
    context = _context(certificate) | {"act": chosen, "form": form}
    return render(request, "certification/registry/certificate_action.html", context)
