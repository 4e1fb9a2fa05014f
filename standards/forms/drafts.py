"""Forms of the editor: each saves one row of a draft and carries the mark of what was shown."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from standards.conditions import Condition, explain
from standards.forms.conditions import condition_fields, condition_of, initial_of_condition
from standards.lifecycle import ChangeClass
from standards.models import Criterion, Scale, Section, StandardVersion
from standards.numbering import NUMBER
from standards.presenting import CHECKED_BY

LONG = 8000
code_of_row = RegexValidator(
    r"^[A-Z0-9]{1,10}\Z", gettext_lazy("Use 1 to 10 capital letters or digits.")
)
number_of_version = RegexValidator(
    NUMBER.pattern + r"\Z",
    gettext_lazy("Write the number as 2026.2, or 2026.2.1 for a correction."),
)


def line(label: Any, limit: int, **kwargs: Any) -> forms.CharField:
    """Make a field of one line."""
    return forms.CharField(label=label, max_length=limit, **kwargs)


class ProseField(forms.CharField):
    """Several lines, ended as files end them; browsers end them otherwise, which is no change."""

    def to_python(self, value: Any) -> Any:
        """Take the text with plain ends of lines."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def prose(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Make a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return ProseField(label=label, max_length=LONG, widget=widget, **kwargs)


def percent(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Make a field of a percentage, written with the comma or point of the language."""
    field = forms.DecimalField(label=label, localize=True, **kwargs)
    field.widget.attrs["inputmode"] = "decimal"
    return field


class DraftForm(forms.Form):
    """A form of the editor: fields in pairs of languages, a mark, and the reason of the change."""

    pairs: ClassVar[tuple[str, ...]] = ()
    why = forms.CharField(
        label=gettext_lazy("Why you change it"),
        help_text=gettext_lazy("One short sentence for the history of the draft."),
        max_length=70,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def blocks(self) -> list[dict[str, Any]]:
        """Give the fields as the page shows them: pairs side by side, the reason at the end."""
        shown: list[dict[str, Any]] = []
        for field in sorted(self.visible_fields(), key=lambda one: one.name == "why"):
            stem, _line, language = field.name.rpartition("_")
            if stem in self.pairs and language == "en":
                continue
            if stem in self.pairs:
                shown.append({"pair": [self[f"{stem}_pl"], self[f"{stem}_en"]], "name": stem})
            else:
                shown.append({"field": field, "name": field.name})
        return shown

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Lay the values of a row out over the form."""
        return dict(values)


class FactsForm(DraftForm):
    """What a draft says of itself."""

    pairs = ("title", "change_note")
    version = line(gettext_lazy("Version number"), 20, validators=[number_of_version])
    title_pl = line(gettext_lazy("Title in Polish"), 200)
    title_en = line(gettext_lazy("Title in English"), 200, required=False)
    change_class = forms.ChoiceField(
        label=gettext_lazy("Class of the change"),
        choices=ChangeClass.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    change_note_pl = prose(gettext_lazy("What changes, in Polish"), required=False)
    change_note_en = prose(gettext_lazy("What changes, in English"), required=False)
    binding_on = forms.DateField(
        label=gettext_lazy("Binds new applications from"),
        help_text=gettext_lazy("Leave empty for the earliest day that the notice allows."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    transition_until = forms.DateField(
        label=gettext_lazy("Holders move to it until"),
        help_text=gettext_lazy(
            "By this day each holder of a certificate shows what is new, with reminders and a "
            "decision at the end. Leave empty where nobody is asked to move: certificates then "
            "stay on their version until renewal. It cannot be set after publication."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, version: StandardVersion, **kwargs: Any) -> None:
        """Say the notice of every class; a first version has no class."""
        super().__init__(*args, **kwargs)
        if version.predecessor_id is None:
            for name in ("change_class", "change_note_pl", "change_note_en"):
                del self.fields[name]
            return
        notice = version.scheme.notice_days
        field: Any = self.fields["change_class"]
        field.choices = [
            (
                one.value,
                _("%(name)s, %(days)s days of notice")
                % {"name": one.label, "days": notice[one.value]},
            )
            for one in ChangeClass
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a transition that ends before it begins."""
        data = super().clean() or self.cleaned_data
        binds, until = data.get("binding_on"), data.get("transition_until")
        if binds and until and until < binds:
            self.add_error("transition_until", _("This day is before the version binds."))
        return data


class SectionForm(DraftForm):
    """A section."""

    pairs = ("title", "intro")
    code = line(gettext_lazy("Code"), 10, validators=[code_of_row])
    title_pl = line(gettext_lazy("Title in Polish"), 200)
    title_en = line(gettext_lazy("Title in English"), 200, required=False)
    intro_pl = prose(gettext_lazy("Introduction in Polish"), required=False)
    intro_en = prose(gettext_lazy("Introduction in English"), required=False)


class CriterionForm(DraftForm):
    """Everything of a criterion but its key, which never changes."""

    pairs = ("text", "guidance", "example", "evidence")
    section_id = forms.TypedChoiceField(label=gettext_lazy("Section"), coerce=int)
    code = line(gettext_lazy("Code"), 10, validators=[code_of_row])
    text_pl = prose(gettext_lazy("Text in Polish"))
    text_en = prose(gettext_lazy("Text in English"), required=False)
    guidance_pl = prose(gettext_lazy("Guidance in Polish"), required=False)
    guidance_en = prose(gettext_lazy("Guidance in English"), required=False)
    example_pl = prose(gettext_lazy("Example in Polish (“show an example”)"), required=False)
    example_en = prose(gettext_lazy("Example in English (“show an example”)"), required=False)
    evidence_pl = prose(gettext_lazy("Evidence in Polish"), rows=2, required=False)
    evidence_en = prose(gettext_lazy("Evidence in English"), rows=2, required=False)
    checked_by = forms.MultipleChoiceField(
        label=gettext_lazy("How it is checked"),
        choices=list(CHECKED_BY.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scale_id = forms.TypedChoiceField(label=gettext_lazy("Scale"), coerce=int)
    weight = forms.DecimalField(
        label=gettext_lazy("Weight: points at the highest level"),
        min_value=0,
        max_value=1000,
        max_digits=6,
        decimal_places=2,
        localize=True,
    )
    gate = forms.ChoiceField(
        label=gettext_lazy("Gate"), choices=Criterion.Gate.choices, widget=forms.RadioSelect
    )
    gate_value = forms.IntegerField(
        label=gettext_lazy("Lowest level that passes the gate"),
        min_value=1,
        max_value=10,
        required=False,
    )
    not_applicable_allowed = forms.BooleanField(
        label=gettext_lazy("It may be answered with “does not apply”"), required=False
    )
    answered_once_per_applicant = forms.BooleanField(
        label=gettext_lazy("Answered once for all offers of the applicant"), required=False
    )
    replaces = forms.MultipleChoiceField(
        label=gettext_lazy("Criteria of the version before that it takes the place of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        sections: Iterable[Section],
        scales: Iterable[Scale],
        before: Iterable[Criterion],
        **kwargs: Any,
    ) -> None:
        """Offer the sections and scales of the draft and the criteria of the version before."""
        super().__init__(*args, **kwargs)
        self.fields.update(condition_fields())
        section: Any = self.fields["section_id"]
        section.choices = [(one.pk, f"{one.code}. {one.title}") for one in sections]
        scale: Any = self.fields["scale_id"]
        scale.choices = [(one.pk, _scale_name(one)) for one in scales]
        replaces: Any = self.fields["replaces"]
        replaces.choices = [(one.key, f"{one.code} {one.text}") for one in before]
        lost = [
            key for key in self.initial.get("replaces") or () if key not in dict(replaces.choices)
        ]
        replaces.choices += [(key, key) for key in lost]

    def clean(self) -> dict[str, Any]:
        """Make the condition, and keep gate and level together."""
        data = super().clean() or self.cleaned_data
        self.condition: Condition | None = None
        try:
            self.condition = condition_of(data)
        except forms.ValidationError as refused:
            for name, errors in refused.error_dict.items():
                self.add_error(name, errors)
        if data.get("gate") == Criterion.Gate.NONE:
            data["gate_value"] = 0
        elif not data.get("gate_value") and "gate_value" not in self.errors:
            self.add_error("gate_value", _("A gate needs the lowest level that passes."))
        return data

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes: the condition in the place of its questions."""
        kept = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith(("fact_", "sign_", "applies"))
        }
        return {**kept, "applies_when": self.condition}

    def explanation(self) -> str:
        """Say the condition as filled in, in words; nothing where it applies to everybody."""
        condition = self.initial.get("applies_when")
        if self.is_bound:
            condition = None if self._refused_condition() else self.condition
        return explain(condition) if condition else ""

    def _refused_condition(self) -> bool:
        return any(name.startswith(("fact_", "sign_", "applies")) for name in self.errors)

    @classmethod
    def initial_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Lay a criterion out over the form; without a gate the level stays empty."""
        return {
            **values,
            **initial_of_condition(values.get("applies_when")),
            "gate_value": values.get("gate_value") or None,
        }


def _scale_name(scale: Scale) -> str:
    labels = " / ".join(level.label for level in scale.levels.all())
    return f"{scale.key}: {labels}"[:120]


class RuleForm(DraftForm):
    """How points become a recommendation."""

    is_scored = forms.BooleanField(label=gettext_lazy("Points are counted"), required=False)
    total_threshold = percent(gettext_lazy("Threshold of the whole, in percent"))
    default_section_threshold = percent(gettext_lazy("Threshold of a section, in percent"))
    conditional_total = percent(
        gettext_lazy("A conditional result from this percentage of the whole"), required=False
    )
    conditional_section = percent(
        gettext_lazy("A section below its threshold still reaches this percentage"),
        required=False,
    )
    conditional_sections_at_most = forms.IntegerField(
        label=gettext_lazy("Sections below their threshold, at most"),
        required=False,
        min_value=0,
        max_value=40,
    )

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        """Ask also for the own threshold of every section."""
        super().__init__(*args, **kwargs)
        self.sections = list(sections)
        for section in self.sections:
            self.fields[f"own_{section.key}"] = percent(
                _("Own threshold of section %(code)s. %(title)s, in percent")
                % {"code": section.code, "title": section.title},
                required=False,
            )
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    def clean(self) -> dict[str, Any]:
        """Keep percentages inside of a hundred, with at most two places."""
        data = super().clean() or self.cleaned_data
        for name, value in list(data.items()):
            if isinstance(value, Decimal) and not 0 <= value <= 100:  # noqa: PLR2004 -- percent
                self.add_error(name, _("Write a percentage from 0 to 100."))
            elif isinstance(value, Decimal) and value != round(value, 2):
                self.add_error(name, _("Write at most two decimal places."))
        return data

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes: the own thresholds as one mapping."""
        data = self.cleaned_data
        own = {
            section.key: f"{data[name].normalize():f}"
            for section in self.sections
            if data.get(name := f"own_{section.key}") is not None
        }
        kept = {name: value for name, value in data.items() if not name.startswith("own_")}
        kept["conditional_sections_at_most"] = kept["conditional_sections_at_most"] or 0
        return {**kept, "section_thresholds": own}

    @classmethod
    def initial_of(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Lay a rule out over the form: each own threshold of a section is a field."""
        own = values["section_thresholds"] or {}
        return {**values, **{f"own_{key}": Decimal(str(value)) for key, value in own.items()}}


class ScaleForm(DraftForm):
    """A scale: its kind; the levels are forms of their own."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("scale", "Kind"), choices=Scale.Kind.choices, widget=forms.RadioSelect
    )


class LevelForm(forms.Form):
    """One level of a scale; a level without a label is left out."""

    label_pl = line(gettext_lazy("Label in Polish"), 100, required=False)
    label_en = line(gettext_lazy("Label in English"), 100, required=False)
    description_pl = prose(gettext_lazy("Description in Polish"), rows=2, required=False)
    description_en = prose(gettext_lazy("Description in English"), rows=2, required=False)
    from_ratio = forms.DecimalField(
        label=gettext_lazy("From this share of the median"),
        help_text=gettext_lazy("Only for a measured scale: 0.5 means half of the median."),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=7,
        decimal_places=4,
        localize=True,
    )


class RemovalForm(forms.Form):
    """Asks before something is removed."""

    why = DraftForm.base_fields["why"]


class ReleaseForm(forms.Form):
    """Publishes what was looked at; a class above what changed needs a reason."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    why = forms.CharField(
        label=gettext_lazy("Why the larger class is right"),
        help_text=gettext_lazy("One or two sentences. The history of the version keeps them."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy(
                "Say why the larger class is right, or choose the smaller one in the facts of the "
                "version."
            )
        },
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        """Ask for the reason only where one is needed."""
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["why"]
