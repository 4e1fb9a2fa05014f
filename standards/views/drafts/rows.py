"""Pages that change one row of a draft: its facts, sections, criteria and the decision rule."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from standards.forms.drafts import CriterionForm, DraftForm, FactsForm, RuleForm, SectionForm
from standards.models import Criterion, DecisionRule, Scale, Section
from standards.operations.draft_content import (
    add_criterion,
    add_section,
    change_criterion,
    change_rule,
    change_section,
)
from standards.operations.drafting import change_facts
from standards.views.drafts.base import RowPage


class FactsPage(RowPage):
    """What a draft says of itself."""

    def find(self) -> None:
        """Take the version itself."""
        self.row = self.version

    def make_form(self, data: Any = None) -> DraftForm:
        """Ask for the facts."""
        return FactsForm(data, initial=self.initial(FactsForm), version=self.version)

    def run(self, fields: dict[str, Any]) -> str:
        """Save the facts."""
        change_facts(draft=self.version, by=self.request.user, **fields)
        return ""

    def extra(self) -> Mapping[str, Any]:
        """Name the page."""
        return {"heading": _("Facts of the version")}


class SectionPage(RowPage):
    """A section, new or changed."""

    def find(self) -> None:
        """Find the section by its key."""
        self.row = found(Section, self.version.pk, self.kwargs.get("key"))

    def make_form(self, data: Any = None) -> DraftForm:
        """Ask for the code and the texts."""
        return SectionForm(data, initial=self.initial(SectionForm))

    def run(self, fields: dict[str, Any]) -> str:
        """Add or change the section."""
        if isinstance(self.row, Section):
            section = change_section(section=self.row, by=self.request.user, **fields)
        else:
            section = add_section(version=self.version, by=self.request.user, **fields)
        return f"section-{section.key}"

    def extra(self) -> Mapping[str, Any]:
        """Name the page and where the section is removed."""
        heading = (
            _("Section %(code)s") % {"code": self.row.code}
            if isinstance(self.row, Section)
            else _("New section")
        )
        return {"heading": heading, "kind": "section"}


class CriterionPage(RowPage):
    """A criterion, new or changed."""

    template = "criterion"
    section: Section | None = None

    def find(self) -> None:
        """Find the criterion, or the section to which one is added."""
        self.row = found(Criterion, self.version.pk, self.kwargs.get("key"))
        self.section = found(Section, self.version.pk, self.kwargs.get("section"))

    @cached_property
    def choices(self) -> dict[str, Any]:
        """Read what the form offers, once."""
        before = Criterion.objects.filter(version=self.version.predecessor_id)
        return {
            "sections": list(Section.objects.filter(version=self.version).order_by("position")),
            "scales": list(
                Scale.objects.filter(version=self.version).prefetch_related("levels").order_by("pk")
            ),
            "before": list(before.order_by("section__position", "position")),
        }

    def make_form(self, data: Any = None) -> DraftForm:
        """Ask for everything of the criterion."""
        initial = self.initial(CriterionForm)
        if self.section is not None:
            count = Criterion.objects.filter(section=self.section).count()
            initial = {
                "section_id": self.section.pk,
                "code": f"{self.section.code}{count + 1:02d}",
                "gate": Criterion.Gate.NONE,
            }
        return CriterionForm(data, initial=initial, **self.choices)

    def run(self, fields: dict[str, Any]) -> str:
        """Add or change the criterion."""
        if isinstance(self.row, Criterion):
            criterion = change_criterion(criterion=self.row, by=self.request.user, **fields)
        else:
            assert self.section is not None  # noqa: S101  the address names one of them
            criterion = add_criterion(section=self.section, by=self.request.user, **fields)
        return criterion.key

    def extra(self) -> Mapping[str, Any]:
        """Name the page, and show beside it how the version before said it."""
        if not isinstance(self.row, Criterion):
            return {"heading": _("New criterion"), "kind": "criterion"}
        earlier = next((one for one in self.choices["before"] if one.key == self.row.key), None)
        return {
            "heading": _("Criterion %(code)s") % {"code": self.row.code},
            "kind": "criterion",
            "earlier": earlier,
        }


class RulePage(RowPage):
    """The decision rule."""

    def find(self) -> None:
        """Take the rule of the draft, or the usual one where there is none."""
        rule = DecisionRule.objects.filter(version=self.version).first()
        self.row = rule or DecisionRule(version=self.version)

    def make_form(self, data: Any = None) -> DraftForm:
        """Ask for the thresholds of the whole and of every section."""
        sections = Section.objects.filter(version=self.version).order_by("position")
        return RuleForm(data, initial=self.initial(RuleForm), sections=sections)

    def run(self, fields: dict[str, Any]) -> str:
        """Save the rule."""
        change_rule(version=self.version, by=self.request.user, **fields)
        return "result"

    def extra(self) -> Mapping[str, Any]:
        """Name the page."""
        return {"heading": _("Decision rule")}


def found(model: Any, version: int, key: str | None) -> Any:
    """Find a row of a draft by its stable key; no key, no row."""
    if key is None:
        return None
    row = model.objects.filter(version=version, key=key).first()
    if row is None:
        raise Http404
    return row
