"""Every address of the package, one file for each kind of people."""

from workflows.urls import applicant, committee, evaluation, registry

app_name = "workflows"
urlpatterns = [
    *applicant.urlpatterns,
    *evaluation.urlpatterns,
    *committee.urlpatterns,
    *registry.urlpatterns,
]
