"""Addresses of committees and the deciding authority."""

from django.urls import URLPattern, path

from workflows.views.committee import DecideView, RecommendView

urlpatterns: list[URLPattern] = [
    path("cases/<str:number>/recommend/", RecommendView.as_view(), name="recommend"),
    path("cases/<str:number>/decide/", DecideView.as_view(), name="decide"),
]
