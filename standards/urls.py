"""Addresses of published standards and of the rules of each scheme."""

from django.urls import path

from standards.views import exchange, public

app_name = "standards"

urlpatterns = [
    path("standards/", public.standard_list, name="list"),
    path("standards/<slug:scheme>/<str:version>/", public.version_detail, name="version"),
    path("standards/<slug:scheme>/<str:version>/package.yaml", public.package, name="package"),
    path("standards/<slug:scheme>/<str:version>/formats/", exchange.formats, name="formats"),
    path("standards/<slug:scheme>/<str:version>/oscal.json", exchange.oscal, name="oscal"),
    path(
        "standards/<slug:scheme>/<str:version>/checklist.xlsx", exchange.workbook, name="workbook"
    ),
    path("rules/<slug:scheme>/", public.rules, name="rules"),
]
