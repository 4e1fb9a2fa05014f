"""What the pages of the editor share: who may open a draft, and how a row of it is saved."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from standards.checks.findings import Finding, Kind, Place
from standards.drafts import mark_of, values_of
from standards.errors import DraftChangedMeanwhile, DraftRowIsGone, RuleViolation
from standards.forms.drafts import DraftForm
from standards.lifecycle import VersionStatus
from standards.models import Scheme, StandardVersion

PREPARE = "standards.prepare_standardversion"
PUBLISH = "standards.publish_standardversion"
CONFLICT = 409


def kept_schemes(request: HttpRequest) -> list[Scheme]:
    """Give the schemes whose standard the person keeps."""
    return [one for one in Scheme.objects.order_by("code") if request.user.has_perm(PREPARE, one)]


def address_of(version: StandardVersion, place: Place) -> str:
    """Give the page of the editor on which something found can be mended."""
    names = {
        Kind.SECTION: "standards:draft_section",
        Kind.CRITERION: "standards:draft_criterion",
        Kind.SCALE: "standards:draft_scale",
    }
    if place.kind in names:
        return reverse(names[place.kind], args=[version.pk, place.key])
    name = "standards:draft_rule" if place.kind == Kind.RULE else "standards:draft_facts"
    return reverse(name, args=[version.pk])


def with_addresses(version: StandardVersion, found: list[Finding]) -> list[dict[str, Any]]:
    """Give each finding with the page it leads to."""
    return [
        {"finding": one, "url": address_of(version, one.place), "name": name_of(one.place)}
        for one in found
    ]


def name_of(place: Place) -> str:
    """Name a place in words."""
    words = {
        Kind.VERSION: _("Facts of the version"),
        Kind.RULE: _("Decision rule"),
        Kind.SECTION: _("Section %(code)s") % {"code": place.name},
        Kind.CRITERION: _("Criterion %(code)s") % {"code": place.name},
        Kind.SCALE: _("Scale %(key)s") % {"key": place.name},
    }
    return words[place.kind]


class DraftPage(LoginRequiredMixin, View):
    """A page about one version; to everybody who does not keep its scheme it does not exist."""

    verb = PREPARE
    version: StandardVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the version, or say that there is none."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        found = (
            StandardVersion.objects.select_related("scheme", "predecessor", "decision_rule")
            .filter(pk=kwargs["pk"])
            .first()
        )
        if found is None or not request.user.has_perm(self.verb, found):
            raise Http404
        self.version = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_change(self) -> bool:
        """Say whether the content may change now."""
        return self.version.status == VersionStatus.DRAFT

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Draw a page of this draft."""
        shared = {"version": self.version, "may_change": self.may_change}
        return render(
            self.request, f"standards/drafts/{template}.html", {**shared, **context}, status=status
        )

    def refused(self) -> HttpResponse:
        """Say why nothing can be changed: published, or being consulted."""
        return self.show("locked", status=CONFLICT)

    def home(self, anchor: str = "") -> HttpResponse:
        """Go to the overview of the draft."""
        url = reverse("standards:draft", args=[self.version.pk])
        return redirect(f"{url}#{anchor}" if anchor else url)


class RowPage(DraftPage):
    """A page that shows one row of a draft in a form and saves it under the optimistic lock."""

    template = "row"
    row: models.Model | None = None

    def find(self) -> None:
        """Find the row; without one the page adds a new row."""

    def make_form(self, data: Any = None) -> DraftForm:
        """Make the form of the row."""
        raise NotImplementedError

    def run(self, fields: dict[str, Any]) -> str:
        """Call the operation; give the anchor of the overview to go back to."""
        raise NotImplementedError

    def extra(self) -> Mapping[str, Any]:
        """Give what the template needs beside the form: at least title and hint."""
        return {}

    def initial(self, form_class: type[DraftForm]) -> dict[str, Any]:
        """Lay the row out over the form, with the mark of what was shown."""
        if self.row is None:
            return {}
        values = values_of(self.row)
        return {**form_class.initial_of(values), "seen": mark_of(values)}

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the row."""
        if not self.may_change:
            return self.refused()
        self.find()
        return self.page(self.make_form())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save, or show what is wrong, or both versions where somebody was faster."""
        if not self.may_change:
            return self.refused()
        self.find()
        form = self.make_form(request.POST)
        asks_only = request.POST.get("act") == "explain"
        if not form.is_valid() or asks_only:
            return self.page(form)
        return self.saved(form)

    def saved(self, form: DraftForm) -> HttpResponse:
        """Save a right form, or say why it was refused; what was typed is never lost."""
        try:
            anchor = self.save(form)
        except DraftChangedMeanwhile as conflict:
            data = self.request.POST.copy()
            data["seen"] = conflict.seen
            again = self.make_form(data)
            again.is_valid()
            both = self.differing(again, conflict.current)
            return self.page(again, status=CONFLICT, conflict=both)
        except RuleViolation as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, refusal)
            status = CONFLICT if isinstance(refusal, DraftRowIsGone) else 200
            return self.page(form, status=status)
        messages.success(self.request, _("Saved."))
        return self.home(anchor)

    def save(self, form: DraftForm) -> str:
        """Give the operation what it takes."""
        fields = form.operation_fields()
        if self.row is None:
            fields.pop("seen", None)
        return self.run(fields)

    def differing(self, form: DraftForm, current: Mapping[str, Any]) -> list[dict[str, Any]]:
        """List the fields in which what is stored and what was typed differ."""
        return differing(form, type(form).initial_of(current))

    def page(self, form: DraftForm, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the form."""
        return self.show(
            self.template,
            status=status,
            form=form,
            row=self.row,
            **{"conflict": None, **self.extra(), **context},
        )


def differing(form: forms.Form, theirs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the fields in which what is stored and what was typed differ, as people read them."""
    found = []
    for field in form.visible_fields():
        if field.name == "why":
            continue
        stored = words_of(field.field, theirs.get(field.name))
        typed = words_of(field.field, form.cleaned_data.get(field.name))
        if stored != typed:
            found.append({"label": field.label, "theirs": stored, "mine": typed})
    return found


def words_of(field: forms.Field, value: Any) -> str:
    """Write the value of a field as people read it."""
    is_left_out = isinstance(field, forms.IntegerField) and not field.required and value == 0
    if value is None or value in ("", [], {}) or is_left_out:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        names = {str(key): str(name) for key, name in cast(Any, field.choices)}
        values = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in values)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
