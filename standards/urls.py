"""Addresses of published standards and of the rules of each scheme."""

from django.urls import path, register_converter

from standards.views import comparing, exchange, public


class VersionNumber:
    """A number such as 2026.1, so that words below a version stay free for its other pages."""

    regex = r"[0-9][0-9.]*"

    def to_python(self, value: str) -> str:
        """Take the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write the number as it stands."""
        return value


register_converter(VersionNumber, "number")

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
    path("standards/<slug:scheme>/<number:a>/<number:b>/", comparing.compare, name="compare"),
    path(
        "standards/<slug:scheme>/<number:a>/<number:b>/difference.json",
        comparing.data,
        name="difference",
    ),
    path("rules/<slug:scheme>/", public.rules, name="rules"),
]
