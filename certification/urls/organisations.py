"""Addresses of an applicant's own pages: dashboard, organisation, team, offers, messages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
