"""Addresses of the secretariat and the experts."""

from django.urls import path

from workflows.views.evaluation import (
    AssignExpertsView,
    ConsiderWaiverView,
    DeclareView,
    FormalCheckView,
    ScoreView,
)
from workflows.views.releasing import ReleaseExpertView

urlpatterns = [
    path("cases/<str:number>/formal_check/", FormalCheckView.as_view(), name="formal_check"),
    path("cases/<str:number>/assign_experts/", AssignExpertsView.as_view(), name="assign_experts"),
    path("cases/<str:number>/declare/", DeclareView.as_view(), name="declare"),
    path(
        "cases/<str:number>/consider_waiver/",
        ConsiderWaiverView.as_view(),
        name="consider_waiver",
    ),
    path(
        "cases/<str:number>/experts/<int:pk>/release/",
        ReleaseExpertView.as_view(),
        name="release_expert",
    ),
    path("cases/<str:number>/score/", ScoreView.as_view(), name="score"),
]
