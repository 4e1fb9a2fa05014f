"""Addresses of the interface for programs."""

from certification.api.site import NAMESPACE, urlpatterns

app_name = NAMESPACE

__all__ = ("app_name", "urlpatterns")
