"""The step that follows a failed issue: a person sends the certificate to be issued again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Application
from certification.operations.case import take_up_issue
from workflows.views.base import TaskView


class IssueAgainForm(forms.Form):
    """Asks for nothing: the button is the whole act."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Take the case, as every form of a step does."""
        super().__init__(*args, **kwargs)
        self.application = application


class IssueAgainView(TaskView):
    """Says that the certificate could not be issued and offers to try again."""

    node = "issue_again"
    done = _("The certificate is being issued again.")
    operation = staticmethod(take_up_issue)
    form_class = IssueAgainForm
    template_name = "workflows/issue_again.html"
