"""Addresses of committees and the deciding authority."""

from django.urls import URLPattern, path

from certification.views.committee import decisions, meetings, steps
from certification.views.reconsideration import panel, request

ITEM = "meetings/<int:pk>/items/<int:item>/"

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.MeetingsView.as_view(), name="meetings"),
    path("meetings/call/", meetings.CallMeetingView.as_view(), name="call_meeting"),
    path("meetings/<int:pk>/", meetings.MeetingView.as_view(), name="meeting"),
    path("meetings/<int:pk>/open/", steps.OpenMeetingView.as_view(), name="open_meeting"),
    path("meetings/<int:pk>/close/", steps.CloseMeetingView.as_view(), name="close_meeting"),
    path("meetings/<int:pk>/agenda/", steps.AgendaView.as_view(), name="add_to_agenda"),
    path("meetings/<int:pk>/presence/", steps.PresenceView.as_view(), name="note_presence"),
    path("meetings/<int:pk>/minutes/", meetings.MinutesView.as_view(), name="minutes"),
    path("meetings/<int:pk>/minutes.pdf", meetings.MinutesPdfView.as_view(), name="minutes_pdf"),
    path(f"{ITEM}open-vote/", steps.OpenVoteView.as_view(), name="open_vote"),
    path(f"{ITEM}close-vote/", steps.CloseVoteView.as_view(), name="close_vote"),
    path(f"{ITEM}postpone/", steps.PostponeView.as_view(), name="postpone_item"),
    path(f"{ITEM}vote/", steps.CastVoteView.as_view(), name="cast_vote"),
    path(f"{ITEM}votes/<int:seat>/", steps.EnterVoteView.as_view(), name="enter_vote"),
    path(f"{ITEM}recuse/", steps.RecuseView.as_view(), name="recuse"),
    path(f"{ITEM}recusals/<int:seat>/", steps.RecuseView.as_view(), name="enter_recusal"),
    path("cases/<str:number>/reconsideration/", request.reconsideration, name="reconsideration"),
    path("cases/<str:number>/reconsideration/ask/", request.ask, name="ask_to_reconsider"),
    path(
        "cases/<str:number>/reconsideration/take-back/",
        request.TakeBackView.as_view(),
        name="take_request_back",
    ),
    path(
        "cases/<str:number>/reconsideration/panel/",
        panel.AppointPanelView.as_view(),
        name="appoint_panel",
    ),
    path(
        "cases/<str:number>/reconsideration/opinion/",
        panel.GiveOpinionView.as_view(),
        name="give_opinion",
    ),
    path("cases/<str:number>/decision/", decisions.DecisionView.as_view(), name="decision"),
    path(
        "cases/<str:number>/letters/<slug:kind>.pdf", decisions.LetterView.as_view(), name="letter"
    ),
]
