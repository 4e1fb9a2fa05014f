"""Every address of the package, one file for each kind of people."""

from certification.urls import applicant, catalogue, committee, evaluation, organisations, registry

app_name = "certification"
urlpatterns = [
    *organisations.urlpatterns,
    *applicant.urlpatterns,
    *evaluation.urlpatterns,
    *committee.urlpatterns,
    *registry.urlpatterns,
    *catalogue.urlpatterns,
]
