"""A draft as the applicant and the expert will see it: their very templates, and no row written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from certification.checklist import Checklist, checklist_of
from certification.evaluation.score_card import Entry
from certification.forms.evaluation import ScoreForm
from certification.models import Application, Organisation
from certification.operations.answers import VERSIONED
from certification.section_page import Row
from certification.views.evaluation.score_card import slot_of
from standards.models import Edition
from standards.views.drafts.base import DraftPage

APPLICANT, EXPERT = "applicant", "expert"


class PreviewStandard(DraftPage):
    """One section for the applicant, or one criterion for the expert."""

    def get(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the side that is asked for."""
        checklist = checklist_of(self.version)
        if kwargs["side"] == APPLICANT:
            return self.for_applicant(checklist)
        if kwargs["side"] == EXPERT:
            return self.for_expert(checklist)
        raise Http404

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save nothing: whoever tries the buttons is told so."""
        messages.info(request, _("This is a preview, so nothing was saved."))
        return redirect(request.get_full_path())

    def for_applicant(self, checklist: Checklist) -> HttpResponse:
        """Show a section with its questions, open and empty."""
        sections = [one for one in checklist.sections if checklist.by_section[one.pk]]
        asked = self.request.GET.get("section")
        section = next((one for one in sections if one.code == asked), None) or next(
            iter(sections), None
        )
        criteria = checklist.by_section[section.pk] if section else ()
        rows = [
            Row(criterion=criterion, answer=None, is_writable=True, is_open=n == 0)
            for n, criterion in enumerate(criteria)
        ]
        return self.draw(APPLICANT, sections=sections, section=section, rows=rows)

    def for_expert(self, checklist: Checklist) -> HttpResponse:
        """Show a criterion beside an empty score."""
        entries = [Entry(criterion, None, None) for criterion in checklist.criteria]
        asked = self.request.GET.get("criterion")
        entry = next((one for one in entries if one.criterion.code == asked), None) or next(
            iter(entries), None
        )
        if entry is None:
            return self.draw(EXPERT, entries=entries, entry=None)
        form = ScoreForm(criterion=entry.criterion)
        place = entries.index(entry) + 1
        return self.draw(
            EXPERT,
            entries=entries,
            entry=entry,
            criterion=entry.criterion,
            levels=list(entry.criterion.scale.levels.all()),
            form=form,
            slots=[slot_of(form, field, None) for field in VERSIONED],
            evidence=[],
            following=entries[place] if place < len(entries) else None,
            preview_address=self.request.get_full_path(),
        )

    def draw(self, side: str, **context: Any) -> HttpResponse:
        """Draw the page around a case that is made up and never saved."""
        case = Application(
            number=_("PREVIEW"),
            version=self.version,
            edition=Edition(scheme=self.version.scheme, version=self.version),
            applicant=Organisation(name=_("Applicant")),
        )
        shared = {"version": self.version, "application": case, "side": side}
        return render(
            self.request, f"certification/standards/preview_{side}.html", {**shared, **context}
        )
