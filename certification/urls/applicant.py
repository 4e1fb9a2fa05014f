"""Addresses of applicants: the application itself, its self-assessment, evidence and declarations.

NOTE TO THE AUTHOR OF THIS AREA: to save time the dashboard (/my/), organisation, team, offers, new
application and messages pages and operations/organisations.py are made by somebody else in
urls/organisations.py, views/organisations.py, forms/organisations.py, templates .../organisations/.
Leave those out; make the application task list, sections, evidence, declarations, submit, receipt,
complete and withdraw pages. (Take this note out when you add the addresses.)
"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
