"""Addresses of applicants and their organisations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
