"""Every address of the package, one file for each kind of people."""

from django.urls import path

from workflows.urls import applicant, committee, evaluation, registry
from workflows.views.inbox import InboxView

app_name = "workflows"
urlpatterns = [
    path("inbox/", InboxView.as_view(), name="inbox"),
    *applicant.urlpatterns,
    *evaluation.urlpatterns,
    *committee.urlpatterns,
    *registry.urlpatterns,
]
