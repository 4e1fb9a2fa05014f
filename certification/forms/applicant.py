"""What applicants type, turned into the arguments of operations."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.errors import RuleViolation
from certification.errors.applicant import MeasuredValueWrong
from certification.models import Application, AttachmentKind, Offer, Organisation
from certification.operations.answers import LARGEST, NOT_APPLICABLE, VERSIONED
from certification.operations.eligibility import asks_for_path, asks_for_scope
from standards.dictionaries import VOIVODESHIP_CHOICES
from standards.errors import AnswerRefused
from standards.models import Criterion, Scale


class SubjectForm(forms.Form):
    """What the application is about; its fields are those of ``change_application``."""

    needed_at_times = ("scope", "path")

    offer = forms.ModelChoiceField(
        label=_("Product or service"),
        queryset=Offer.objects.none(),
        empty_label=None,
    )
    voivodeship = forms.ChoiceField(
        label=_("Voivodeship"),
        choices=VOIVODESHIP_CHOICES,
        help_text=_("Where you act and want to be certified."),
    )
    scope = forms.CharField(
        label=_("Area or scope"),
        help_text=_(
            "For a support centre: the counties you serve, one in a line. Needed before sending."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    path = forms.ChoiceField(
        label=_("Path of experience"),
        help_text=_(
            "A: three years of creating and supporting entities in the voivodeship. "
            "B: for those who do not have them, with an opinion of the regional centre."
        ),
        choices=[("", _("Not chosen")), ("A", _("path A")), ("B", _("path B"))],
        required=False,
    )
    is_partnership = forms.BooleanField(label=_("We apply together with partners"), required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Ask only what the scheme asks."""
        super().__init__(*args, **kwargs)
        if application.edition.scheme.per_offer:
            self.fields["offer"].queryset = Offer.objects.filter(  # type: ignore[attr-defined]
                organisation=application.applicant_id
            ).order_by("name")
            del self.fields["is_partnership"]
        else:
            del self.fields["offer"]
        if not asks_for_scope(application.edition.scheme):
            del self.fields["scope"]
        if not asks_for_path(application.edition.scheme):
            del self.fields["path"]


class PartnerForm(forms.Form):
    """A partner, found by its NIP; units that share one NIP are told apart by name and REGON."""

    nip = forms.CharField(
        label=_("NIP of the partner"),
        help_text=_("The partner has to be in the system. Spaces and dashes do no harm."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        label=_("Which of the units"),
        help_text=_("Several organisations share this NIP."),
        queryset=Organisation.objects.none(),
        empty_label=None,
        required=False,
        widget=forms.RadioSelect,
    )
    tasks = forms.CharField(
        label=_("Tasks of the partner"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask which unit is meant only where several share the NIP that was typed."""
        super().__init__(*args, **kwargs)
        typed = digits_of(self.data.get("nip", ""))
        self.found = list(Organisation.objects.filter(nip=typed).order_by("name", "pk"))
        if len(self.found) > 1:
            choice: Any = self.fields["organisation"]
            choice.queryset = Organisation.objects.filter(nip=typed).order_by("name", "pk")
            choice.label_from_instance = label_of_unit
        else:
            del self.fields["organisation"]

    def clean_nip(self) -> str:
        """Keep the digits only."""
        return digits_of(self.cleaned_data["nip"])

    def clean(self) -> dict[str, Any]:
        """Find the organisation; of several units a person says which."""
        data = super().clean() or {}
        if "nip" not in data:
            return data
        if not self.found:
            self.add_error(
                "nip",
                _("No organisation with this NIP is in the system. Ask the partner to register."),
            )
        elif len(self.found) == 1:
            data["organisation"] = self.found[0]
        elif data.get("organisation") is None and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose the unit that takes part."))
        return data


def digits_of(typed: str) -> str:
    """Leave spaces, dashes and whatever else is no digit out."""
    return "".join(one for one in typed if one.isdigit())


def label_of_unit(organisation: Organisation) -> str:
    """Tell one unit from another: name, town and, where it has one, REGON."""
    label = f"{organisation.name}, {organisation.city}"
    return f"{label}, REGON {organisation.regon}" if organisation.regon else label


class DeclarationsForm(forms.Form):
    """The declarations of one organisation, in the words of the scheme."""

    def __init__(
        self, *args: Any, texts: Iterable[tuple[str, str]], made: set[str], **kwargs: Any
    ) -> None:
        """Ask only for what was not declared yet."""
        super().__init__(*args, **kwargs)
        for key, text in texts:
            if key not in made:
                self.fields[key] = forms.BooleanField(label=text, required=False)

    @property
    def keys(self) -> list[str]:
        """List what was ticked."""
        return [key for key, ticked in self.cleaned_data.items() if ticked]


def field_name(field: str, criterion: Criterion) -> str:
    """Name the control of one field of one criterion."""
    return f"{field}-{criterion.key}"


def parse_field(criterion: Criterion, field: str, post: Mapping[str, str]) -> Any:
    """Read one field as typed: a level, "na", a number, or text."""
    typed = post.get(field_name(field, criterion), "").strip()
    if field == "value":
        return _level(criterion, typed)
    if field == "measured":
        return _number(criterion, typed)
    return typed


def seen_version(criterion: Criterion, counter: str, post: Mapping[str, str]) -> int:
    """Read the version that the page was made from; none or nonsense counts as the first."""
    typed = post.get(f"seen-{counter}-{criterion.key}", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def section_entries(
    criteria: Iterable[Criterion], post: Mapping[str, str], *, skip: tuple[str, str] = ("", "")
) -> tuple[list[dict[str, Any]], dict[str, RuleViolation]]:
    """Read a whole section, and what in it is no answer, by the key of the criterion.

    ``skip`` leaves one field of one criterion out (field, key).
    """
    entries: list[dict[str, Any]] = []
    refused: dict[str, RuleViolation] = {}
    for criterion in criteria:
        skipped = skip[0] if skip[1] == criterion.key else ""
        entry: dict[str, Any] = {
            "criterion": criterion,
            "seen": {
                counter: seen_version(criterion, counter, post)
                for counter in VERSIONED
                if f"seen-{counter}-{criterion.key}" in post
            },
        }
        if skipped != "value":
            try:
                entry |= _level_entry(criterion, post)
            except RuleViolation as wrong:
                refused[criterion.key] = wrong
        if field_name("justification", criterion) in post and skipped != "justification":
            entry["justification"] = parse_field(criterion, "justification", post)
        entries.append(entry)
    return entries, refused


def _level_entry(criterion: Criterion, post: Mapping[str, str]) -> dict[str, Any]:
    """A chosen level cannot be unchosen, so a section without one says nothing about it."""
    value = parse_field(criterion, "value", post)
    if value == NOT_APPLICABLE:
        return {"not_applicable": True}
    if criterion.scale.kind == Scale.Kind.MEASURED:
        if field_name("measured", criterion) not in post:
            return {}
        return {"measured": parse_field(criterion, "measured", post)}
    return {} if value is None else {"value": value}


def _level(criterion: Criterion, typed: str) -> int | str | None:
    if typed in ("", NOT_APPLICABLE):
        return typed or None
    if typed not in {str(level.value) for level in criterion.scale.levels.all()}:
        raise AnswerRefused(criterion=criterion.code, value=typed[:10])
    return int(typed)


def _number(criterion: Criterion, typed: str) -> Decimal | None:
    digits = "".join(typed.split()).replace(",", ".")
    if not digits:
        return None
    try:
        number = Decimal(digits)
    except InvalidOperation as wrong:
        raise MeasuredValueWrong(criterion=criterion.code) from wrong
    if not number.is_finite() or not 0 <= number <= LARGEST:
        raise MeasuredValueWrong(criterion=criterion.code)
    return number


class AttachmentForm(forms.Form):
    """A file about the whole application, and what it is."""

    kind = forms.ChoiceField(
        label=_("What the file is"),
        choices=[("", _("Choose from the list")), *AttachmentKind.choices],
        error_messages={"required": _("Choose from the list what the file is.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, DOCX, XLSX, ODT, ODS, JPG, PNG or HEIC, up to 25 MB each, 200 MB for the whole "
            "application."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.docx,.xlsx,.odt,.ods,.jpg,.jpeg,.png,.heic,.heif"}
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose another one."),
        },
    )
