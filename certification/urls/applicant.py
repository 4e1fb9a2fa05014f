"""Addresses of applicants: the application itself, its self-assessment, evidence, declarations."""

from django.urls import path

from certification.views.applicant import (
    application,
    attachments,
    calls,
    declarations,
    evidence,
    receipt,
    self_assessment,
    steps,
    versions,
)

urlpatterns = [
    path("my/applications/<str:number>/", application.application, name="application"),
    path("my/applications/<str:number>/subject/", application.subject, name="subject"),
    path("my/applications/<str:number>/partners/", application.partners, name="partners"),
    path("my/applications/<str:number>/copy/", application.copy, name="application_copy"),
    path("my/applications/<str:number>/version/", versions.move_version, name="move_version"),
    path("my/applications/<str:number>/call/", calls.move_call, name="move_call"),
    path("my/applications/<str:number>/kept/", versions.kept_answers, name="kept_answers"),
    path("my/applications/<str:number>/attachments/", attachments.attachments, name="attachments"),
    path("cases/<str:number>/attachments/<int:pk>/", attachments.download, name="attachment"),
    path("cases/<str:number>/declarations/", declarations.declarations, name="declarations"),
    path(
        "cases/<str:number>/self-assessment/<str:code>/",
        self_assessment.assessment_section,
        name="assessment_section",
    ),
    path(
        "cases/<str:number>/self-assessment/<str:code>/<slug:key>/evidence/",
        evidence.upload,
        name="evidence_upload",
    ),
    path(
        "cases/<str:number>/self-assessment/<str:code>/<slug:key>/<slug:field>/",
        self_assessment.save_field,
        name="answer_field",
    ),
    path("cases/<str:number>/questions/<str:code>/", steps.question, name="question"),
    path("cases/<str:number>/evidence/<int:pk>/", evidence.download, name="evidence"),
    path("cases/<str:number>/receipt/", receipt.receipt, name="receipt"),
    path("cases/<str:number>/receipt.pdf", receipt.receipt_pdf, name="receipt_pdf"),
]
