"""Every address of the package, one file for each kind of people."""

from certification.urls import applicant, committee, evaluation, registry

app_name = "certification"
urlpatterns = [
    *applicant.urlpatterns,
    *evaluation.urlpatterns,
    *committee.urlpatterns,
    *registry.urlpatterns,
]
