"""Addresses of the public registry and the pages of a case."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
