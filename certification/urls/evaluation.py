"""Addresses of the secretariat and the experts."""

from django.urls import path

from certification.views.evaluation.formal import FormalOutcomeView
from certification.views.evaluation.queue import QueueView
from certification.views.evaluation.result import EvaluationView
from certification.views.evaluation.score_card import (
    EvidenceOfCaseView,
    MyAssessmentsView,
    ScoreCardView,
    ScoreFieldView,
    ScoreOverviewView,
)

urlpatterns = [
    path("queue/", QueueView.as_view(), name="queue"),
    path("assessments/", MyAssessmentsView.as_view(), name="my_assessments"),
    path("cases/<str:number>/formal-check/", FormalOutcomeView.as_view(), name="formal_outcome"),
    path("cases/<str:number>/evaluation/", EvaluationView.as_view(), name="evaluation"),
    path("cases/<str:number>/score-card/", ScoreOverviewView.as_view(), name="score_overview"),
    path(
        "cases/<str:number>/score-card/<str:code>/",
        ScoreCardView.as_view(),
        name="score_card",
    ),
    path(
        "cases/<str:number>/score-card/<str:code>/<slug:field>/",
        ScoreFieldView.as_view(),
        name="score_field",
    ),
    path("cases/<str:number>/shown/<int:pk>/", EvidenceOfCaseView.as_view(), name="case_evidence"),
]
