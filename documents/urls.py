"""Addresses of keys, for people."""

from django.urls import URLPattern, path

from documents.views import keys

app_name = "documents"
urlpatterns: list[URLPattern] = [
    path("keys/", keys.keys, name="keys"),
]
