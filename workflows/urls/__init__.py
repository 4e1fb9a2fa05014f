"""Every address of the package, one file for each kind of people."""

from django.urls import path

from workflows.urls import applicant, committee, evaluation, registry
from workflows.views.inbox import InboxView
from workflows.views.issuing import IssueAgainView

app_name = "workflows"
urlpatterns = [
    path("inbox/", InboxView.as_view(), name="inbox"),
    path("cases/<str:number>/issue_again/", IssueAgainView.as_view(), name="issue_again"),
    *applicant.urlpatterns,
    *evaluation.urlpatterns,
    *committee.urlpatterns,
    *registry.urlpatterns,
]
