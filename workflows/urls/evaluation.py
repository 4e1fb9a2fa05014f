"""Addresses of the secretariat and the experts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
