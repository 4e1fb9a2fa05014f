"""Addresses of applicants and their organisations."""

from django.urls import path

from workflows.views.applicant import CompleteView, submit, withdraw

urlpatterns = [
    path("cases/<str:number>/submit/", submit, name="submit"),
    path("cases/<str:number>/complete/", CompleteView.as_view(), name="complete"),
    path("cases/<str:number>/withdraw/", withdraw, name="withdraw"),
]
