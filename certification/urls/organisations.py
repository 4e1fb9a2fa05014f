"""Addresses of an applicant's own pages: dashboard, organisation, team, offers, messages."""

from django.urls import URLPattern, path

from certification.views.organisations import application, dashboard, mail, organisation, renewal

urlpatterns: list[URLPattern] = [
    path("my/", dashboard.my, name="my"),
    path("my/applications/new/", application.application_new, name="application_new"),
    path("my/certificates/<str:number>/renew/", renewal.renew, name="renew"),
    path("my/messages/", mail.message_list, name="messages"),
    path("my/messages/<int:pk>/", mail.message, name="message"),
    path("my/organisations/new/", organisation.organisation_new, name="organisation_new"),
    path("my/organisations/<int:pk>/", organisation.organisation, name="organisation"),
    path(
        "my/organisations/<int:pk>/edit/", organisation.organisation_edit, name="organisation_edit"
    ),
    path("my/organisations/<int:pk>/invite/", organisation.invite_person, name="invite"),
    path(
        "my/organisations/<int:pk>/invitations/<int:invitation_pk>/take-back/",
        organisation.invitation_take_back,
        name="invitation_take_back",
    ),
    path(
        "my/organisations/<int:pk>/invitations/<int:invitation_pk>/resend/",
        organisation.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "my/organisations/<int:pk>/team/<int:membership_pk>/end/",
        organisation.membership_end,
        name="membership_end",
    ),
    path("my/organisations/<int:pk>/offers/new/", organisation.offer_new, name="offer_new"),
]
