"""The panel of a reconsideration: the office appoints it, its people declare and speak."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.forms.reconsideration import OpinionForm, PanelDeclarationForm, PanelForm
from certification.models import AppealReviewer
from certification.operations.panel import appoint_panel, declare_for_panel, give_opinion
from certification.reconsidering import panel_candidates, panel_of
from certification.views.reconsideration.base import RequestStep


class AppointPanelView(RequestStep):
    """Offers those who had no part in the case, and says of the others what they did."""

    permission = "certification.check_application"
    operation = staticmethod(appoint_panel)
    form_class = PanelForm
    template_name = "certification/reconsideration/panel.html"
    done = _("The panel is appointed and has been written to.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form know the request; those who are on the panel are chosen already."""
        chosen = [one.person_id for one in panel_of(self.appeal)]
        return super().get_form_kwargs() | {"appeal": self.appeal, "initial": {"people": chosen}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the pool beside what is contested."""
        context = super().get_context_data(**kwargs)
        value = context["form"]["people"].value() or []
        chosen = {str(getattr(one, "pk", one)) for one in value}
        rows = [(one, str(one.person.pk) in chosen) for one in panel_candidates(self.appeal)]
        return context | {"rows": rows}


class GiveOpinionView(RequestStep):
    """Asks a person of the panel to declare first, and then for an opinion."""

    template_name = "certification/reconsideration/opinion.html"
    done = _("Kept. Thank you.")
    place: AppealReviewer

    def require_place(self) -> None:
        """Let in those who are on the panel; to all others the page does not exist."""
        place = self.appeal.reviewers.on_panel().filter(person=self.person).first()
        if place is None:
            raise Http404
        self.place = place

    @property
    def has_declared(self) -> bool:
        """Say whether the case is open to the person."""
        return self.place.declared_at is not None

    def get_form_class(self) -> type[forms.Form]:
        """Ask for the declaration before anything else."""
        return OpinionForm if self.has_declared else PanelDeclarationForm

    def get_initial(self) -> dict[str, Any]:
        """Show the opinion that was given; it can be changed until the request is settled."""
        return {"opinion": self.place.opinion}

    def act(self, form: forms.Form) -> None:
        """Keep the declaration, or the opinion once the case is open."""
        keep = give_opinion if self.has_declared else declare_for_panel
        keep(appeal=self.appeal, by=self.person, **form.cleaned_data)

    def get_success_url(self) -> str:
        """Lead on to the opinion, or to the request once it was given."""
        place = self.appeal.reviewers.on_panel().filter(person=self.person).first()
        if place is None:
            return reverse("workflows:inbox")
        if place.gave_opinion_at is None:
            return self.request.path
        return super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which of the two is asked."""
        return super().get_context_data(has_declared=self.has_declared, place=self.place, **kwargs)
