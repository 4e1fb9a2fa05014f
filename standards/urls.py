"""Addresses of published standards and of the rules of each scheme."""

from django.urls import path, register_converter

from standards.views import comparing, exchange, medians, public
from standards.views.consultations import commenting
from standards.views.consultations import public as consulting
from standards.views.drafts.beginning import begin
from standards.views.drafts.consultation import (
    ActPage,
    AnswerPage,
    CommentsPage,
    ConsultationPage,
    ModeratePage,
)
from standards.views.drafts.publishing import PublishPage
from standards.views.drafts.rows import CriterionPage, FactsPage, RulePage, SectionPage
from standards.views.drafts.scales import ScalePage
from standards.views.drafts.whole import (
    CheckPage,
    DiscardPage,
    HistoryPage,
    OverviewPage,
    PreviewPage,
    RemovePage,
    drafts,
)


class VersionNumber:
    """A number such as 2026.1, so that words below a version stay free for its other pages."""

    regex = r"[0-9][0-9.]*"

    def to_python(self, value: str) -> str:
        """Take the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write the number as it stands."""
        return value


register_converter(VersionNumber, "number")

app_name = "standards"

DRAFT = "standards/drafts/<int:pk>/"
# Before the addresses of published versions, which begin with the code of a scheme.
editor = [
    path("standards/drafts/", drafts, name="drafts"),
    path("standards/medians/<slug:code>/", medians.medians, name="medians"),
    path("standards/drafts/new/", begin, name="draft_new"),
    path(DRAFT, OverviewPage.as_view(), name="draft"),
    path(f"{DRAFT}check/", CheckPage.as_view(), name="draft_check"),
    path(f"{DRAFT}facts/", FactsPage.as_view(), name="draft_facts"),
    path(f"{DRAFT}rule/", RulePage.as_view(), name="draft_rule"),
    path(f"{DRAFT}history/", HistoryPage.as_view(), name="draft_history"),
    path(f"{DRAFT}publish/", PublishPage.as_view(), name="draft_publish"),
    path(f"{DRAFT}discard/", DiscardPage.as_view(), name="draft_discard"),
    path(f"{DRAFT}preview/", PreviewPage.as_view(), name="draft_preview"),
    path(f"{DRAFT}sections/new/", SectionPage.as_view(), name="draft_section_new"),
    path(f"{DRAFT}section/<slug:key>/", SectionPage.as_view(), name="draft_section"),
    path(
        f"{DRAFT}section/<slug:section>/criteria/new/",
        CriterionPage.as_view(),
        name="draft_criterion_new",
    ),
    path(f"{DRAFT}criterion/<slug:key>/", CriterionPage.as_view(), name="draft_criterion"),
    path(f"{DRAFT}scales/new/", ScalePage.as_view(), name="draft_scale_new"),
    path(f"{DRAFT}scale/<slug:key>/", ScalePage.as_view(), name="draft_scale"),
    path(f"{DRAFT}remove/<slug:kind>/<slug:key>/", RemovePage.as_view(), name="draft_remove"),
]
ROUND = f"{DRAFT}consultation/<int:number>/"
moderation = [
    path(f"{DRAFT}consultation/", ConsultationPage.as_view(), name="draft_consultation"),
    path(f"{ROUND}comments/", CommentsPage.as_view(), name="draft_comments"),
    path(f"{ROUND}comments/<int:comment>/", ModeratePage.as_view(), name="draft_comment"),
    path(f"{ROUND}answer/", AnswerPage.as_view(), name="draft_answer"),
    path(f"{ROUND}<slug:act>/", ActPage.as_view(), name="draft_consultation_act"),
]
CONSULTED = "standards/<slug:scheme>/<number:version>/consultation/<int:number>/"
consultations = [
    path("standards/consultations/", consulting.consultations, name="consultations"),
    path(
        "standards/consultations/confirm/<str:token>/",
        commenting.ConfirmPage.as_view(),
        name="consultation_confirm",
    ),
    path(
        "standards/consultations/forget/<str:token>/",
        commenting.ForgetPage.as_view(),
        name="consultation_forget",
    ),
    path(CONSULTED, consulting.consultation, name="consultation"),
    path(f"{CONSULTED}difference/", consulting.difference, name="consultation_difference"),
    path(f"{CONSULTED}comment/", commenting.CommentPage.as_view(), name="consultation_comment"),
    path(f"{CONSULTED}sent/", commenting.sent, name="consultation_sent"),
    path(f"{CONSULTED}comments/", consulting.comments, name="consultation_comments"),
    path(f"{CONSULTED}comments.csv", consulting.comments_csv, name="consultation_csv"),
    path("standards/<slug:scheme>/<number:version>/comments/", consulting.trace, name="comments"),
]
urlpatterns = [
    *editor,
    *moderation,
    *consultations,
    path("standards/", public.standard_list, name="list"),
    path("standards/<slug:scheme>/", public.versions, name="versions"),
    path("standards/<slug:scheme>/<str:version>/", public.version_detail, name="version"),
    path("standards/<slug:scheme>/<str:version>/package.yaml", public.package, name="package"),
    path("standards/<slug:scheme>/<str:version>/formats/", exchange.formats, name="formats"),
    path("standards/<slug:scheme>/<str:version>/oscal.json", exchange.oscal, name="oscal"),
    path(
        "standards/<slug:scheme>/<str:version>/checklist.xlsx", exchange.workbook, name="workbook"
    ),
    path("standards/<slug:scheme>/<number:a>/<number:b>/", comparing.compare, name="compare"),
    path(
        "standards/<slug:scheme>/<number:a>/<number:b>/difference.json",
        comparing.data,
        name="difference",
    ),
    path("rules/<slug:scheme>/", public.rules, name="rules"),
]
