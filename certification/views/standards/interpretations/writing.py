"""Writing an interpretation: begun from a criterion or from a question, changed until published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from certification.forms.interpretations import InterpretationForm
from certification.views.organisations.paging import place_in
from certification.views.person import person_of
from certification.views.standards.interpretations.public import criterion_of
from certification.views.standards.interpretations.work import CONFLICT, RULE, RulingPage
from standards.errors import InterpretationChangedMeanwhile, RuleViolation
from standards.lifecycle import InterpretationStatus, ScopeState, VersionStatus
from standards.models import CriterionQuestion, Interpretation, Scheme, StandardVersion
from standards.operations.interpretations import (
    TEXTS,
    change_interpretation,
    draft_interpretation,
)


def form_for(scheme: Scheme, key: str, *args: Any, **kwargs: Any) -> InterpretationForm:
    """Make the form for one criterion of a scheme."""
    versions = StandardVersion.objects.filter(
        scheme=scheme,
        status__in=(VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED),
        criteria__key=key,
    ).order_by("published_at", "pk")
    replaceable = Interpretation.objects.filter(
        scheme=scheme, criterion_key=key, status=InterpretationStatus.PUBLISHED
    ).order_by("pk")
    return InterpretationForm(*args, versions=versions, replaceable=replaceable, **kwargs)


class NewView(LoginRequiredMixin, View):
    """Begins an interpretation of the criterion that the address names."""

    version: StandardVersion
    question: CriterionQuestion | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find version, criterion and question; nothing is there for other people (404)."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.version = get_object_or_404(
            StandardVersion.objects.public().select_related("scheme"),
            pk=place_in(request, "version"),
        )
        if not request.user.has_perm(RULE, self.version.scheme):
            raise Http404
        self.criterion = criterion_of(self.version, request.GET.get("criterion", ""))
        if self.criterion is None:
            raise Http404
        if (asked := place_in(request, "question")) is not None:
            self.question = get_object_or_404(
                CriterionQuestion.objects.waiting(),
                pk=asked,
                version__scheme=self.version.scheme_id,
                criterion_key=self.criterion.key,
            )
        return super().dispatch(request, *args, **kwargs)

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Offer an empty form; a question is already in it."""
        initial: dict[str, Any] = {"versions": [str(self.version.pk)]}
        if self.question:
            initial["question_pl"] = self.question.text
        return self.page(form_for(self.version.scheme, self.criterion.key, initial=initial))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Keep the draft."""
        form = form_for(self.version.scheme, self.criterion.key, request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            draft = draft_interpretation(
                scheme=self.version.scheme,
                criterion_key=self.criterion.key,
                question=self.question,
                by=person_of(request),
                **form.arguments(),
            )
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.page(form, status=CONFLICT)
        messages.success(request, _("The draft is kept. A second person can publish it."))
        return redirect("certification:interpretation_draft", pk=draft.pk)

    def page(self, form: InterpretationForm, status: int = 200) -> HttpResponse:
        """Draw the form beside the criterion."""
        context = {
            "form": form,
            "version": self.version,
            "criterion": self.criterion,
            "question": self.question,
        }
        return render(
            self.request, "certification/interpretations/form.html", context, status=status
        )


class EditView(RulingPage):
    """Changes a draft; whoever changes a word of it can no longer publish it."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show what is stored."""
        one = self.interpretation
        if one.status != InterpretationStatus.DRAFT:
            return redirect("certification:interpretation_draft", pk=one.pk)
        holding = one.scopes.filter(state=ScopeState.HOLDS)
        initial = {
            **{name: getattr(one, name) for name in TEXTS},
            "versions": [str(pk) for pk in holding.values_list("version_id", flat=True)],
            "replaces": str(one.replaces_id or ""),
            "seen": one.revision,
        }
        return self.page(form_for(one.scheme, one.criterion_key, initial=initial))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save it unless somebody else did meanwhile."""
        one = self.interpretation
        form = form_for(one.scheme, one.criterion_key, request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            change_interpretation(
                interpretation=one,
                seen=form.cleaned_data.get("seen") or 0,
                by=person_of(request),
                **form.arguments(),
            )
        except InterpretationChangedMeanwhile as refusal:
            one.refresh_from_db()
            data = request.POST.copy()
            data["seen"] = str(one.revision)
            form = form_for(one.scheme, one.criterion_key, data)
            form.is_valid()
            form.add_error(None, refusal)
            return self.page(form, status=CONFLICT, current=one)
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.page(form, status=CONFLICT)
        messages.success(request, _("Saved."))
        return redirect("certification:interpretation_draft", pk=one.pk)

    def page(self, form: InterpretationForm, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the form beside the criterion."""
        scope = self.interpretation.scopes.select_related("version__scheme").first()
        version = scope.version if scope else None
        criterion = criterion_of(version, self.interpretation.criterion_key) if version else None
        return self.show(
            "form", status=status, form=form, version=version, criterion=criterion, **context
        )
