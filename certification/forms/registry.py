"""Forms of the public registry, the history of a case and changes of a certificate's status."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.facets import Cube
from certification.labels import CERTIFICATE
from certification.models import MisuseKind, Side
from certification.registry import lookup_of
from certification.status import StatusWord
from certification.verification import EXPLANATIONS, Reason
from standards.dictionaries import VOIVODESHIP_CHOICES
from standards.folding import LONGEST_QUERY
from standards.forms import LONGEST_EMAIL

EVERY = ("", pgettext_lazy("filter", "All"))
SHORTEST_NOTE = 20
LONGEST_TYPED = 60
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NumberForm(forms.Form):
    """Asks for the number of a certificate; case, spaces and dashes do not matter."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=LONGEST_TYPED,
        help_text=_(
            "It stands on the document and by the QR code, for example OWES-2026-0031. "
            "Capital letters, spaces and dashes do not matter."
        ),
        error_messages={"required": _("Type the number of the certificate.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        """Refuse what holds neither a letter nor a digit."""
        number: str = self.cleaned_data["number"]
        if not lookup_of(number):
            raise forms.ValidationError(
                _("A number is made of letters and digits, for example OWES-2026-0031."),
                code="not_a_number",
            )
        return number


class FileForm(forms.Form):
    """Takes the file of a certificate, which is read once and kept nowhere."""

    file = forms.FileField(
        label=_("File of the certificate"),
        allow_empty_file=True,
        help_text=_("The PDF, or its data in JSON or JWT, 10 MB at most. We do not keep the file."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,.jwt,application/pdf"}),
        error_messages={"required": _("Choose the file of the certificate.")},
    )

    def content(self) -> bytes:
        """Read the file."""
        content: bytes = self.cleaned_data["file"].read()
        return content

    def refuse(self, reason: Reason) -> None:
        """Say at the field why the file was not even read."""
        self.is_bound, self.cleaned_data = True, {}
        self._errors = forms.utils.ErrorDict(renderer=self.renderer)
        told = EXPLANATIONS[reason]
        self.add_error("file", f"{told.meaning} {told.advice}")


class SearchForm(forms.Form):
    """The filters of the registry; an unknown value of a filter counts as none."""

    q = forms.CharField(
        label=_("Name, town, NIP or number"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    scheme = forms.ChoiceField(label=_("Scheme"), required=False)
    voivodeship = forms.ChoiceField(
        label=_("Voivodeship"), required=False, choices=(EVERY, *VOIVODESHIP_CHOICES)
    )
    status = forms.ChoiceField(
        label=pgettext_lazy("certificate", "State"),
        required=False,
        choices=(EVERY, *((word.value, CERTIFICATE[word].text) for word in StatusWord)),
    )

    def __init__(self, *args: Any, schemes: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the schemes there are."""
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [EVERY, *schemes]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """Give what can be searched by, whatever else was typed into the address."""
        self.full_clean()
        filters = {name: self.cleaned_data.get(name, "") for name in self.fields}
        typed = str(self.data.get("q", "")).replace("\0", "")
        return filters | {"q": " ".join(typed.split())[:LONGEST_QUERY]}

    def show_counts(self, cube: Cube, *, by_code: dict[str, int]) -> None:
        """Write behind each choice how many it would find, as far as that is counted."""
        if not cube.is_counted:
            return
        chosen = self.filters()
        scheme = by_code.get(chosen["scheme"], 0)
        counts = {
            "scheme": lambda one: cube.total(
                scheme=by_code[one], voivodeship=chosen["voivodeship"], status=chosen["status"]
            ),
            "voivodeship": lambda one: cube.total(
                scheme=scheme, voivodeship=one, status=chosen["status"]
            ),
            "status": lambda one: cube.total(
                scheme=scheme, voivodeship=chosen["voivodeship"], status=one
            ),
        }
        for name, count in counts.items():
            field = self.fields[name]
            field.choices = [  # type: ignore[attr-defined]
                (value, format_lazy("{text} ({count})", text=text, count=count(value)))
                if value
                else (value, text)
                for value, text in field.choices  # type: ignore[attr-defined]
            ]


class MapForm(forms.Form):
    """Asks which scheme the map is to show; an unknown one counts as all."""

    scheme = forms.ChoiceField(label=_("Scheme"), required=False)

    def __init__(self, *args: Any, schemes: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the schemes there are."""
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [EVERY, *schemes]  # type: ignore[attr-defined]

    def chosen(self) -> str:
        """Give the code of the scheme, or nothing for all."""
        self.full_clean()
        return str(self.cleaned_data.get("scheme", ""))


class WatchForm(forms.Form):
    """Asks where to write of changes; what is watched stands in the address of the page."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=_(
            "We write to it once to make sure that it is yours, then only of changes. "
            "Every letter holds a link that ends it and makes us forget the address."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ReportForm(forms.Form):
    """Asks what seems to be wrong with the use of a certificate or the mark."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=LONGEST_TYPED,
        required=False,
        help_text=_("If there is one on the document, the label or the page."),
    )
    kind = forms.ChoiceField(
        label=_("What is wrong"), choices=MisuseKind.choices, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("What did you notice?"),
        max_length=3000,
        min_length=SHORTEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = forms.CharField(
        label=_("Where? Address of the page, name of the shop"), max_length=300, required=False
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_EMAIL,
        required=False,
        help_text=_("Only if you want the answer by e-mail; we forget it with the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        """Refuse a program that fills in everything; no person sees this field."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty."), code="not_a_person")
        return ""


class ReportAnswerForm(forms.Form):
    """Asks for the answer to whoever reported."""

    answer = forms.CharField(
        label=_("Answer to the person who reported"),
        max_length=3000,
        required=False,
        help_text=_("Needed to close the report. Leave out personal data of others."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MomentField(forms.Field):
    """Takes a day, which counts to its end, or a moment as the interface for programs does."""

    default_error_messages: ClassVar = {
        "invalid": _(
            "This is not a day of the calendar. Write year, month and day, for example 2026-05-01."
        ),
        "to_come": _(
            "What will be known on a day to come nobody can say. Choose today or earlier."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        """Give the moment; today and what is left of it mean now."""
        text = str(value or "").strip()
        if not text:
            return None
        now = timezone.now()
        try:
            moment = self._moment_of(text)
            is_to_come = timezone.localdate(moment) > timezone.localdate(now)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if is_to_come:
            raise forms.ValidationError(self.error_messages["to_come"], code="to_come")
        return min(moment, now)

    def _moment_of(self, text: str) -> datetime:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return timezone.make_aware(datetime.combine(day, time.max))
        # In an address a plus sign turns into a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class AtForm(forms.Form):
    """Asks for which day a certificate is to be checked, and by what was known when."""

    on = forms.DateField(
        label=_("State on the day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _(
                "This is not a day of the calendar. Write year, month and day, "
                "for example 2026-05-01."
            )
        },
    )
    known_at = MomentField(
        label=_("By what was known on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for what is known today."),
    )

    @classmethod
    def asked(cls, data: Mapping[str, Any]) -> "AtForm":
        """Bind what was asked for; where nothing was, there is nothing to refuse."""
        given = {name: data[name] for name in ("on", "known_at") if data.get(name)}
        return cls(given) if given else _nothing_asked()

    @property
    def question(self) -> dict[str, str]:
        """Give what has to stand in an address to ask the same again."""
        return {name: str(value) for name, value in self.data.items() if value}


@cache
def _nothing_asked() -> AtForm:
    """Give the empty question, which nobody changes."""
    return AtForm()


class HistoryFilterForm(forms.Form):
    """Narrows the history of a case to a side, a kind of entries, or to days since one."""

    side = forms.ChoiceField(
        label=pgettext_lazy("history", "Who"), required=False, choices=(EVERY, *Side.choices)
    )
    kind = forms.ChoiceField(label=pgettext_lazy("history", "Kind of entry"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("history", "From day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the groups of entries there are."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [EVERY, *kinds]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, Any]:
        """Give what can be filtered by, whatever else was typed into the address."""
        self.full_clean()
        return {
            "side": self.cleaned_data.get("side", ""),
            "kind": self.cleaned_data.get("kind", ""),
            "since": self.cleaned_data.get("since"),
        }
