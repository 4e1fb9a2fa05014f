"""The page of a scale: its kind and all of its levels, saved as one thing."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standards.drafts import LEVEL_FIELDS, mark_of, values_of
from standards.forms.drafts import DraftForm, LevelForm, ScaleForm
from standards.models import Scale
from standards.operations.draft_scales import add_scale, change_scale
from standards.views.drafts.base import RowPage, words_of
from standards.views.drafts.rows import found

SPARE, MOST = 2, 11
TEXTS = tuple(name for name in LEVEL_FIELDS if name != "value")


class WholeScaleForm(ScaleForm):
    """A scale with the forms of its levels; levels without a label are left out."""

    def __init__(self, *args: Any, levels: list[dict[str, Any]], is_new: bool, **kwargs: Any):
        """Show the levels there are and room for two more."""
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["key"] = forms.RegexField(
                regex=r"^[A-Z0-9]{1,20}\Z",
                label=gettext_lazy("Key"),
                help_text=gettext_lazy("Capital letters and digits, for example S3."),
                max_length=20,
            )
        self.order_fields(["key", "kind", "why"])
        count = min(len(levels) + SPARE, MOST)
        if self.is_bound:
            count = min(
                int(shown) if (shown := str(self.data.get("count"))[:3]).isdecimal() else 0,
                MOST,
            )
        self.levels = [
            LevelForm(
                self.data if self.is_bound else None,
                prefix=f"level{n}",
                initial=levels[n] if n < len(levels) else None,
            )
            for n in range(count)
        ]

    def is_valid(self) -> bool:
        """Look at the levels too."""
        return all([super().is_valid(), *(one.is_valid() for one in self.levels)])

    def clean(self) -> dict[str, Any]:
        """Refuse a gap between levels and a share of the median where nothing is measured."""
        data = super().clean() or self.cleaned_data
        given = [one.is_valid() and bool(self._label(one)) for one in self.levels]
        if not any(given):
            raise forms.ValidationError(_("Describe at least two levels."), code="no_levels")
        if any(later and not earlier for earlier, later in pairwise(given)):
            raise forms.ValidationError(
                _("Leave no empty level between two others."), code="gap_in_levels"
            )
        return data

    @staticmethod
    def _label(level: LevelForm) -> str:
        return str(level.cleaned_data.get("label_pl") or level.cleaned_data.get("label_en") or "")

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes."""
        levels = [
            {name: one.cleaned_data[name] for name in TEXTS}
            for one in self.levels
            if self._label(one)
        ]
        if self.cleaned_data["kind"] != Scale.Kind.MEASURED:
            for level in levels:
                level["from_ratio"] = None
        return {**self.cleaned_data, "levels": levels}


class ScalePage(RowPage):
    """A scale, new or changed."""

    template = "scale"

    def find(self) -> None:
        """Find the scale by its key."""
        self.row = found(Scale, self.version.pk, self.kwargs.get("key"))

    def make_form(self, data: Any = None) -> DraftForm:
        """Ask for the kind and the levels."""
        if self.row is None:
            initial: dict[str, Any] = {"kind": Scale.Kind.LEVELS}
            return WholeScaleForm(data, initial=initial, levels=[], is_new=True)
        values = values_of(self.row)
        initial = {"kind": values["kind"], "seen": mark_of(values)}
        return WholeScaleForm(data, initial=initial, levels=values["levels"], is_new=False)

    def run(self, fields: dict[str, Any]) -> str:
        """Add or change the scale."""
        if isinstance(self.row, Scale):
            change_scale(scale=self.row, by=self.request.user, **fields)
        else:
            add_scale(version=self.version, by=self.request.user, **fields)
        return "scales"

    def differing(self, form: DraftForm, current: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Compare the levels as one text each."""
        assert isinstance(form, WholeScaleForm)  # noqa: S101  the form of this page
        mine = form.operation_fields()
        both: list[dict[str, Any]] = [
            {
                "label": form["kind"].label,
                "theirs": words_of(form.fields["kind"], current["kind"]),
                "mine": words_of(form.fields["kind"], mine["kind"]),
            },
            {
                "label": _("Levels"),
                "theirs": _levels_in_words(current["levels"]),
                "mine": _levels_in_words(mine["levels"]),
            },
        ]
        return [one for one in both if one["theirs"] != one["mine"]]

    def extra(self) -> Mapping[str, Any]:
        """Name the page."""
        heading = (
            _("Scale %(key)s") % {"key": self.row.key}
            if isinstance(self.row, Scale)
            else _("New scale")
        )
        return {"heading": heading, "kind": "scale"}


def _levels_in_words(levels: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{n}: " + " · ".join(str(one[name]) for name in TEXTS if one[name] not in (None, ""))
        for n, one in enumerate(levels)
    )
