"""Forms that change a certificate: each asks for the reason once, in public words."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.forms.registry import SHORTEST_NOTE
from certification.labels import REASONS
from certification.models import Certificate
from certification.names import plain_text
from certification.status import scope_now


def reasons_for(*keys: str) -> list[tuple[str, Any]]:
    """Offer some of the known reasons, in this order."""
    return [(key, REASONS[key]) for key in keys]


class StatusChangeForm(forms.Form):
    """What every change of a status asks for; the fields are the arguments of the operation."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    effective_on = forms.DateField(
        label=_("From which day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    public_note = forms.CharField(
        label=_("Explanation shown in the registry"),
        max_length=1000,
        help_text=_("Everybody will read it. Leave out personal data."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    reasons: tuple[str, ...] = ()
    needs_day = True
    needs_note = True

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        """Offer the reasons of this act, and today as its day."""
        super().__init__(*args, **kwargs)
        self.certificate = certificate
        self.fields["reason"].choices = reasons_for(*self.reasons)  # type: ignore[attr-defined]
        self.fields["effective_on"].initial = timezone.localdate
        self.fields["public_note"].required = self.needs_note
        if not self.needs_day:
            del self.fields["effective_on"]

    def clean_public_note(self) -> str:
        """Ask for a sentence where one is needed, not for a word."""
        note = plain_text(self.cleaned_data["public_note"]).strip()
        if self.needs_note and len(note) < SHORTEST_NOTE:
            raise forms.ValidationError(
                _("Write at least %(least)s characters."),
                code="too_short",
                params={"least": SHORTEST_NOTE},
            )
        return note

    @property
    def today(self) -> date:
        """Give the last day that can be chosen."""
        return timezone.localdate()


class SuspendForm(StatusChangeForm):
    """Why and from when a certificate is paused."""

    reasons = ("nonconformity", "report_missing", "misuse", "holder_request")


class RestoreForm(StatusChangeForm):
    """Why and from when a paused certificate is in force again."""

    reasons = ("remedied", "explained", "appeal_upheld")
    needs_note = False


class WithdrawForm(StatusChangeForm):
    """Why and from when a certificate is ended against the holder."""

    reasons = ("not_remedied", "false_data", "misuse", "eligibility_lost")


class TerminateForm(StatusChangeForm):
    """Why and from when a certificate is ended at the holder's wish."""

    reasons = ("holder_request", "holder_closed")
    needs_note = False


class ScopeForm(StatusChangeForm):
    """What remains of the scope, why and from when."""

    reasons = ("part_not_met", "part_given_up", "eligibility_lost")
    remaining = forms.MultipleChoiceField(
        label=_("What the certificate still covers"),
        help_text=_("Leave unmarked what is taken away."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark at least one part that remains.")},
    )
    field_order = ("remaining", "reason", "effective_on", "public_note")

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        """Offer the parts that the certificate covers today."""
        super().__init__(*args, certificate=certificate, **kwargs)
        parts = scope_now(issued=certificate.scope, reduced=certificate.reduced_scope)
        self.fields["remaining"].choices = [(part, part) for part in parts]  # type: ignore[attr-defined]


class AnnulForm(StatusChangeForm):
    """Why a certificate is taken back as issued in error; it needs no day."""

    reasons = ("issued_in_error", "appeal_upheld", "court_ruling")
    needs_day = False
