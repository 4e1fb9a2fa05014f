"""Addresses of the public registry and the pages of a case."""

from django.urls import URLPattern, path, re_path

from certification.views.registry import (
    actions,
    case,
    certificate,
    credential,
    feed,
    history,
    log,
    public,
    reports,
    verify,
    watching,
)
from certification.views.standards import learning, preview, printed, rebinding
from certification.views.standards.interpretations import cases, work, writing
from certification.views.standards.interpretations import public as rulings
from certification.views.transition import cockpit, holder

# Before the addresses of published versions, which begin with the code of a scheme.
interpretations = [
    path("standards/interpretations/", work.interpretations_work, name="interpretations_work"),
    path("standards/interpretations/new/", writing.NewView.as_view(), name="interpretation_new"),
    path(
        "standards/interpretations/questions/<int:pk>/",
        work.AnswerView.as_view(),
        name="criterion_question",
    ),
    path(
        "standards/interpretations/<int:pk>/",
        work.DraftView.as_view(),
        name="interpretation_draft",
    ),
    path(
        "standards/interpretations/<int:pk>/edit/",
        writing.EditView.as_view(),
        name="interpretation_edit",
    ),
    path(
        "standards/interpretations/<int:pk>/end/",
        work.EndView.as_view(),
        name="interpretation_end",
    ),
    path(
        "standards/interpretations/<int:pk>/confirm/<int:version_pk>/",
        work.ConfirmView.as_view(),
        name="interpretation_confirm",
    ),
    path(
        "standards/<slug:scheme>/interpretations/", rulings.interpretations, name="interpretations"
    ),
    path(
        "standards/<slug:scheme>/interpretations/<int:year>/<int:sequence>/",
        rulings.interpretation,
        name="interpretation",
    ),
    path(
        "cases/<str:number>/criteria/<slug:key>/ask/",
        cases.ask_about_criterion,
        name="ask_about_criterion",
    ),
    path("cases/<str:number>/interpretations/", cases.applied, name="applied_interpretations"),
    path(
        "cases/<str:number>/interpretations/<int:pk>/",
        cases.mark_applied,
        name="interpretation_applied",
    ),
]
transitions = [
    path("transitions/", cockpit.transitions, name="transitions"),
    path("transitions/<slug:scheme>/<str:version>/", cockpit.transition, name="transition"),
    path(
        "transitions/<slug:scheme>/<str:version>/holders.csv",
        cockpit.transition_csv,
        name="transition_csv",
    ),
    path(
        "transitions/<slug:scheme>/<str:version>/<str:number>/",
        holder.HolderView.as_view(),
        name="transition_holder",
    ),
    path(
        "my/certificates/<str:number>/moves-to/<str:version>/",
        holder.my_transition,
        name="my_transition",
    ),
]
urlpatterns: list[URLPattern] = [
    path("", public.home, name="home"),
    path("verify/", verify.verify, name="verify"),
    path("verify/offline.html", verify.offline, name="offline"),
    path("registry/", public.registry, name="registry"),
    path("registry/feed.atom", feed.feed, name="feed"),
    path("registry/watch/", watching.watch, name="watch"),
    path("registry/watch/sent/", watching.watch_sent, name="watch_sent"),
    path("registry/watch/<str:token>/confirm/", watching.watch_confirm, name="watch_confirm"),
    path("registry/watch/<str:token>/end/", watching.watch_end, name="watch_end"),
    path("registry/report/", reports.report, name="report"),
    path("registry/report/<str:token>/", reports.report_receipt, name="report_receipt"),
    path("reports/", reports.misuse_reports, name="misuse_reports"),
    path("reports/<str:number>/", reports.misuse_report, name="misuse_report"),
    path("registry/map/", public.voivodeships, name="voivodeships"),
    path("c/<str:number>", certificate.certificate, name="certificate"),
    path("c/<str:number>/pdf", certificate.certificate_pdf, name="certificate_pdf"),
    path("c/<str:number>/pdf/en", certificate.certificate_pdf_en, name="certificate_pdf_en"),
    path(
        "c/<str:number>/confirmation.pdf",
        certificate.confirmation,
        name="certificate_confirmation",
    ),
    path("log/", log.log, name="log"),
    path("log/<int:position>/", log.entry, name="log_entry"),
    path("log/<int:position>/proof", log.proof, name="log_proof"),
    re_path(
        r"^c/(?P<number>[^/]+)/credential\.(?P<form>json|jwt)$",
        credential.credential,
        name="certificate_credential",
    ),
    # A QR code holds the address in capitals, which makes it smaller.
    path("C/<str:number>", certificate.certificate),
    re_path(r"^rosette/(?P<digest>[0-9a-f]{64})\.svg$", certificate.rosette, name="rosette"),
    path(
        "standards/<slug:scheme>/<str:version>/standard.pdf",
        printed.standard_pdf,
        name="standard_pdf",
    ),
    path(
        "standards/<slug:scheme>/<str:version>/consultation/<int:number>/comments.pdf",
        printed.consultation_pdf,
        name="consultation_pdf",
    ),
    path(
        "standards/drafts/<int:pk>/preview/<slug:side>/",
        preview.PreviewStandard.as_view(),
        name="preview_standard",
    ),
    *interpretations,
    *transitions,
    path("learning/<slug:scheme>/<str:version>/", learning.learning, name="learning"),
    path("calls/<slug:code>/version/", rebinding.rebind, name="rebind"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/history/", history.history, name="history"),
    path("cases/<str:number>/history.csv", history.history_csv, name="history_csv"),
    path(
        "certificates/<str:number>/actions/",
        actions.certificate_actions,
        name="certificate_actions",
    ),
    path(
        "certificates/<str:number>/actions/<slug:act>/",
        actions.certificate_action,
        name="certificate_action",
    ),
]
