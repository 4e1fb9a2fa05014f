"""Addresses of committees and the deciding authority."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
