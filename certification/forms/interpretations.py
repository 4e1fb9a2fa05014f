"""Forms of interpretations: writing, ending, confirming, asking, answering."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from standards.differences.texts import CriterionText
from standards.folding import LONGEST_QUERY
from standards.models import Criterion, Interpretation, StandardVersion
from standards.models.interpretation import LONGEST

SHORTEST = 20


def _text(label: Any, *, help_text: Any = "", rows: int = 4, most: int = LONGEST) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WordsForm(forms.Form):
    """A form whose long texts have at least a sentence."""

    sentences: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Ask for a sentence where one is needed, not for a word."""
        data = super().clean() or self.cleaned_data
        for name in self.sentences:
            if name in data and len(data[name].strip()) < SHORTEST:
                message = _("Write at least %(least)s characters.")
                short = forms.ValidationError(message, "too_short", {"least": SHORTEST})
                self.add_error(name, short)
        return data


class InterpretationForm(WordsForm):
    """The text of an interpretation in two languages, and the versions it holds for."""

    question_pl = _text(_("Question in Polish"), help_text=_("What is unclear, for everybody."))
    question_en = _text(_("Question in English"))
    ruling_pl = _text(_("Ruling in Polish"), help_text=_("How to read the criterion."))
    ruling_en = _text(_("Ruling in English"))
    reasons_pl = _text(_("Reasons in Polish"), help_text=_("Why so, with the place it follows."))
    reasons_en = _text(_("Reasons in English"))
    versions = forms.MultipleChoiceField(
        label=_("Versions it holds for"),
        help_text=_("Only the versions you tick. A later version always waits to be confirmed."),
        widget=forms.CheckboxSelectMultiple,
    )
    replaces = forms.ChoiceField(
        label=_("Replaces"),
        help_text=_("The former interpretation ends when this one is published."),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    sentences = ("question_pl", "question_en", "ruling_pl", "ruling_en", "reasons_pl", "reasons_en")

    def __init__(
        self,
        *args: Any,
        versions: Iterable[StandardVersion],
        replaceable: Iterable[Interpretation],
        **kwargs: Any,
    ) -> None:
        """Offer the versions in which the criterion stands, and what could be replaced."""
        super().__init__(*args, **kwargs)
        self.by_version = {str(version.pk): version for version in versions}
        self.by_number = {str(one.pk): one for one in replaceable}
        fields: Any = self.fields
        fields["versions"].choices = [
            (pk, version.version) for pk, version in self.by_version.items()
        ]
        fields["replaces"].choices = [
            ("", pgettext_lazy("replaces", "Nothing")),
            *((pk, one.number) for pk, one in self.by_number.items()),
        ]
        if not self.by_number:
            del self.fields["replaces"]

    def arguments(self) -> dict[str, Any]:
        """Give what the operations take."""
        data = self.cleaned_data
        return {
            "texts": {name: data[name] for name in self.sentences},
            "versions": [self.by_version[pk] for pk in data["versions"]],
            "replaces": self.by_number.get(data.get("replaces", "")),
        }


class EndForm(WordsForm):
    """Why an interpretation ends; everybody can read it."""

    reason_pl = _text(_("Reason in Polish"), rows=3, most=1000)
    reason_en = _text(_("Reason in English"), rows=3, most=1000)

    sentences = ("reason_pl", "reason_en")


class ConfirmForm(forms.Form):
    """For which criteria of a new version an interpretation holds."""

    criteria = forms.MultipleChoiceField(
        label=_("It holds for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one criterion, or say that it ends here.")},
    )

    def __init__(self, *args: Any, criteria: Iterable[CriterionText], **kwargs: Any) -> None:
        """Offer the criteria that descend from the one it held for."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["criteria"].choices = [(one.key, f"{one.code} {one.text}") for one in criteria]


class QuestionForm(WordsForm):
    """A question about a criterion."""

    text = _text(
        _("Your question"),
        help_text=_(
            "Ask about the criterion, not about a case: leave out names and personal data."
        ),
        most=2000,
    )

    sentences = ("text",)


class AnswerForm(WordsForm):
    """A plain answer to one question."""

    answer = _text(
        _("Plain answer"),
        help_text=_("Only the person who asked will read it."),
    )

    sentences = ("answer",)


class BeginForm(forms.Form):
    """Which criterion a new interpretation is about."""

    version = forms.ChoiceField(label=_("Standard"))
    code = forms.CharField(
        label=_("Code of the criterion"),
        max_length=10,
        help_text=_("As it stands in the standard, for example C03."),
    )

    def __init__(self, *args: Any, versions: Iterable[StandardVersion], **kwargs: Any) -> None:
        """Offer the published versions of the schemes that the person keeps."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["version"].choices = [(str(one.pk), str(one)) for one in versions]

    def clean(self) -> dict[str, Any]:
        """Find the criterion."""
        data = super().clean() or self.cleaned_data
        if "version" in data and "code" in data:
            found = Criterion.objects.filter(
                version=data["version"], code__iexact=data["code"].strip()
            ).first()
            if found is None:
                self.add_error("code", _("This version has no criterion with this code."))
            self.criterion = found
        return data


class PublicSearchForm(forms.Form):
    """Words and state; whatever else is typed into the address counts as nothing."""

    q = forms.CharField(
        label=_("Word, number or criterion"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    ended = forms.BooleanField(label=_("Also those that ended"), required=False)

    def filters(self) -> dict[str, Any]:
        """Give what can be searched by."""
        self.full_clean()
        typed = str(self.data.get("q", "")).replace("\0", "")
        return {
            "q": typed.strip()[:LONGEST_QUERY],
            "ended": bool(self.cleaned_data.get("ended")),
        }
