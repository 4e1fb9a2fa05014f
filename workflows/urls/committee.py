"""Addresses of committees and the deciding authority."""

from django.urls import URLPattern, path

from workflows.views.committee import DecideView, RecommendView
from workflows.views.reconsideration import SettleView

urlpatterns: list[URLPattern] = [
    path("cases/<str:number>/recommend/", RecommendView.as_view(), name="recommend"),
    path("cases/<str:number>/decide/", DecideView.as_view(), name="decide"),
    path("cases/<str:number>/reconsideration/settle/", SettleView.as_view(), name="settle"),
]
