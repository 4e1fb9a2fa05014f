"""Every page of the product: who opens it, and on what.

A new page is one line in ``PAGES``; an address that answers no page is one line in ``NO_PAGES``
with the reason. An address in neither fails the tests. ``{words}`` are places of ``world.py``.
"""

from dataclasses import dataclass, field

OWES, ZNAK = "wnioskodawca.owes", "wnioskodawca.znak"
OFFICE, CHAIR, AUTHORITY = "sekretariat", "przewodniczaca", "organ"
MANAGER, SECOND_MANAGER = "standardy", "standardy2"
MFA = "dwa.skladniki"


@dataclass(frozen=True)
class Visit:
    """One look at one page."""

    name: str
    who: str
    kwargs: dict[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    note: str = ""
    moves: bool = False  # it leads on to another address

    @property
    def label(self) -> str:
        """Say in one word which look this is."""
        return "-".join(
            filter(None, [self.name, self.who, self.note or "".join(self.kwargs.values())])
        )


def page(
    name: str,
    who: str = "",
    /,
    *,
    query: str = "",
    status: int = 200,
    note: str = "",
    moves: bool = False,
    **kwargs: str,
) -> Visit:
    """Write one line of the table."""
    return Visit(name, who, kwargs, query, status, note, moves)


PUBLIC = [
    page("home"),
    page("home", OWES),
    page("accessibility"),
    page("privacy"),
    page("certification:verify"),
    page("certification:registry"),
    page("certification:registry", query="?q=%C5%BCadnego-takiego", note="nothing"),
    page("certification:registry", query="?status=suspended", note="filtered"),
    page("certification:certificate", number="{valid}"),
    page("certification:certificate", number="{expired}"),
    page("certification:certificate", number="{suspended}"),
    page("certification:certificate", number="{withdrawn}"),
    page("certification:certificate", number="{terminated}"),
    page("certification:certificate", number="{annulled}"),
    page("certification:certificate", number="{valid}", query="?on=2020-01-01", note="not-yet"),
    page("certification:certificate", number="OWES-1999-9999", status=404, note="unknown"),
    page(
        "certification:certificate",
        number="{valid}",
        query="?on=2026-13-45",
        status=400,
        note="wrong-day",
    ),
    page("documents:keys"),
    page("standards:list"),
    page("standards:version", scheme="owes", version="2026.1"),
    page("standards:version", scheme="znak", version="2026.1"),
    page("standards:formats", scheme="owes", version="2026.1"),
    page("standards:formats", scheme="owes", version="2026.1"),
    page("standards:versions", scheme="owes"),
    page("standards:compare", scheme="owes", a="2026.1", b="2026.2"),
    page("standards:compare", scheme="owes", a="2026.2", b="2026.1", query="?kind=unchanged"),
    page("standards:compare", scheme="owes", a="2026.1", b="2026.1", note="same"),
    page("standards:rules", scheme="owes"),
    page("standards:rules", scheme="znak"),
]
ACCOUNTS = [
    page("account_login"),
    page("account_signup"),
    page("account_reset_password"),
    page("account_reset_password_done"),
    page("account_email_verification_sent"),
    page("account_confirm_email", key="{confirmation}"),
    page("account_confirm_email", key="abc:def:ghi", note="stale"),
    page("account_reset_password_from_key", uidb36="{reset_uid}", key="{reset_key}", moves=True),
    page("account_reset_password_from_key", uidb36="1", key="stale-link", note="stale"),
    page("account_reset_password_from_key_done"),
    page("account_inactive"),
    page("account", OWES),
    page("account_logout", OWES),
    page("account_email", OWES),
    page("account_change_password", OWES),
    page("account_set_password", "bez.hasla"),
    page("account_reauthenticate", OWES),
    page("mfa_index", OWES),
    page("mfa_index", MFA),
    page("mfa_reauthenticate", MFA),
    page("mfa_activate_totp", OWES),
    page("mfa_deactivate_totp", MFA),
    page("mfa_view_recovery_codes", MFA),
    page("mfa_generate_recovery_codes", MFA),
    page("mfa_list_webauthn", MFA),
    page("mfa_list_webauthn", OWES, note="none"),
    page("mfa_add_webauthn", OWES),
    page("mfa_edit_webauthn", MFA, pk="{device}"),
    page("mfa_remove_webauthn", MFA, pk="{device}"),
]
LEARNING = [
    page("certification:learning", "standardy", scheme="owes", version="2026.1"),
    page("certification:learning", "organ", scheme="owes", version="2026.2", note="too-few"),
]
APPLICANT = [
    page("certification:my", OWES),
    page("certification:my", ZNAK),
    page("certification:my", "nikt"),
    page("certification:messages", OWES),
    page("certification:messages", "nikt"),
    page("certification:message", "ekspert1", pk="{message}"),
    page("certification:application_new", OWES, query="?call={new_call}", note="owes"),
    page("certification:application_new", ZNAK, query="?call={new_call_of_mark}", note="znak"),
    page("certification:application_new", OWES, note="choice"),
    page("certification:organisation_new", "nikt"),
    page("certification:organisation", OWES, pk="{organisation}"),
    page("certification:organisation_edit", OWES, pk="{organisation}"),
    page("certification:invite", OWES, pk="{organisation}"),
    page("certification:membership_end", OWES, pk="{organisation}", membership_pk="{membership}"),
    page(
        "certification:invitation_take_back",
        OWES,
        pk="{organisation}",
        invitation_pk="{invitation}",
    ),
    page("certification:offer_new", ZNAK, pk="{producer}"),
    page("certification:application", OWES, number="{owes_draft}"),
    page("certification:application", OWES, number="{consortium}"),
    page("certification:application", ZNAK, number="{znak_draft}"),
    page("certification:application", OWES, number="{owes_completion_called}"),
    page("certification:subject", OWES, number="{owes_draft}"),
    page("certification:subject", ZNAK, number="{znak_draft}"),
    page("certification:partners", OWES, number="{consortium}"),
    page("certification:partners", OWES, number="{owes_draft}"),
    page("certification:application_copy", OWES, number="{consortium}"),
    page("certification:application_copy", ZNAK, number="{znak_awaiting_committee}"),
    page("certification:declarations", OWES, number="{owes_draft}"),
    page("certification:declarations", ZNAK, number="{znak_draft}"),
    page("certification:assessment_section", OWES, number="{owes_draft}", code="A"),
    page("certification:assessment_section", OWES, number="{owes_draft}", code="H"),
    page("certification:assessment_section", ZNAK, number="{znak_draft}", code="P"),
    page("certification:assessment_section", OWES, number="{owes_completion_called}", code="A"),
    page("certification:assessment_section", ZNAK, number="{znak_awaiting_committee}", code="S"),
    page("certification:question", ZNAK, number="{znak_draft}", code="P01"),
    page("certification:receipt", ZNAK, number="{znak_awaiting_committee}"),
    page("workflows:submit", OWES, number="{owes_draft}"),
    page("workflows:submit", OWES, number="{consortium}"),
    page("workflows:complete", OWES, number="{owes_completion_called}"),
    page("workflows:withdraw", OWES, number="{owes_completion_called}"),
    page("certification:case", OWES, number="{owes_draft}"),
    page("certification:case", OWES, number="{owes_completion_called}"),
    page("certification:case", OWES, number="{owes_certified}"),
    page("certification:case", OWES, number="{accepted}"),
    page("certification:case", ZNAK, number="{znak_certified}"),
    page("certification:history", OWES, number="{owes_certified}"),
    page("certification:history", OWES, number="{owes_draft}"),
    page("certification:formal_outcome", OWES, number="{owes_completion_called}"),
    page("certification:decision", OWES, number="{owes_certified}"),
]
STAFF = [
    page("workflows:inbox", OFFICE),
    page("workflows:inbox", "ekspert1"),
    page("workflows:inbox", CHAIR),
    page("workflows:inbox", AUTHORITY),
    page("workflows:inbox", "pusty.sekretariat"),
    page("certification:queue", OFFICE),
    page("certification:queue", "pusty.sekretariat"),
    page("certification:queue", OFFICE, query="?q=nic-takiego", note="nothing"),
    page("certification:messages", OFFICE),
    page("certification:messages", "ekspert1"),
    page("workflows:formal_check", OFFICE, number="{owes_submitted}"),
    page("workflows:formal_check", OFFICE, number="{owes_evaluation}", status=409, note="gone"),
    page("workflows:assign_experts", OFFICE, number="{accepted}"),
    page("workflows:consider_waiver", OFFICE, number="{waiver}"),
    page("workflows:issue_again", OFFICE, number="{failed}"),
    page("certification:formal_outcome", OFFICE, number="{owes_evaluation}"),
    page("workflows:release_expert", OFFICE, number="{owes_evaluation}", pk="{invited_expert}"),
    page("certification:evaluation", OFFICE, number="{owes_awaiting_committee}"),
    page("certification:evaluation", OFFICE, number="{owes_evaluation}"),
    page("certification:evaluation", CHAIR, number="{znak_awaiting_committee}"),
    page("certification:case", OFFICE, number="{owes_submitted}"),
    page("certification:case", OFFICE, number="{accepted}"),
    page("certification:case", OFFICE, number="{owes_evaluation}"),
    page("certification:case", OFFICE, number="{owes_refused}"),
    page("certification:case", OFFICE, number="{znak_withdrawn}"),
    page("certification:case", OFFICE, number="{owes_certified}"),
    page("certification:case", AUTHORITY, number="{owes_awaiting_decision}"),
    page("certification:case", CHAIR, number="{owes_awaiting_committee}"),
    page("certification:case", "nadzor", number="{owes_awaiting_committee}"),
    page("certification:history", OFFICE, number="{owes_certified}"),
    page(
        "certification:history",
        OFFICE,
        number="{owes_certified}",
        query="?kind=withdrawn",
        note="nothing",
    ),
    page("certification:certificate_actions", OFFICE, number="{valid}"),
    page("certification:certificate_actions", OFFICE, number="{suspended}"),
    page("certification:certificate_actions", OFFICE, number="{withdrawn}"),
    *[
        page("certification:certificate_action", OFFICE, number="{valid}", act=act)
        for act in ("suspend", "withdraw", "terminate", "annul")
    ],
    page("certification:certificate_action", OFFICE, number="{suspended}", act="restore"),
    page("certification:my_assessments", "ekspert1"),
    page("certification:my_assessments", "pusty.ekspert"),
    page("workflows:declare", "ekspert2", number="{owes_evaluation}"),
    page("workflows:score", "ekspert1", number="{owes_evaluation}"),
    page("certification:score_overview", "ekspert1", number="{owes_evaluation}"),
    page("certification:score_card", "ekspert1", number="{owes_evaluation}", code="A01"),
    page("certification:score_card", "ekspert1", number="{owes_evaluation}", code="H01"),
    page("certification:score_card", "ekspert4", number="{znak_awaiting_committee}", code="P01"),
    page("certification:case", "ekspert1", number="{owes_evaluation}"),
    page("certification:case", "ekspert2", number="{owes_evaluation}", moves=True),
    page("certification:case", "ekspert1", number="{waiver}", note="waiver-awaited"),
    page("certification:decision", OFFICE, number="{owes_refused}"),
]
COMMITTEE = [
    page("certification:meetings", CHAIR),
    page("certification:meetings", OFFICE),
    page("certification:meetings", "pusty.sekretariat"),
    page("certification:call_meeting", OFFICE),
    page("certification:meeting", OFFICE, pk="{meeting_planned}"),
    page("certification:meeting", CHAIR, pk="{meeting_planned}"),
    page("certification:meeting", CHAIR, pk="{meeting_voting}", note="voting"),
    page("certification:meeting", OFFICE, pk="{meeting_voting}", note="voting"),
    page("certification:meeting", "{member_who_votes}", pk="{meeting_voting}", note="voting"),
    page("certification:meeting", CHAIR, pk="{meeting_open}", note="voted"),
    page("certification:open_meeting", CHAIR, pk="{meeting_planned}"),
    page("certification:close_meeting", CHAIR, pk="{meeting_open}"),
    page("certification:add_to_agenda", OFFICE, pk="{meeting_planned}"),
    page("certification:note_presence", OFFICE, pk="{meeting_planned}"),
    page("certification:minutes", OFFICE, pk="{meeting_open}"),
    page("certification:minutes", CHAIR, pk="{meeting_voting}", note="voting"),
    page("certification:open_vote", CHAIR, pk="{meeting_planned}", item="{item_planned}"),
    page("certification:close_vote", CHAIR, pk="{meeting_voting}", item="{item_voting}"),
    page("certification:postpone_item", CHAIR, pk="{meeting_planned}", item="{item_planned}"),
    page(
        "certification:cast_vote", "{member_who_votes}", pk="{meeting_voting}", item="{item_voting}"
    ),
    page(
        "certification:enter_vote",
        OFFICE,
        pk="{meeting_voting}",
        item="{item_voting}",
        seat="{seat_present}",
    ),
    page("certification:recuse", "{member_who_votes}", pk="{meeting_voting}", item="{item_voting}"),
    page(
        "certification:enter_recusal",
        OFFICE,
        pk="{meeting_voting}",
        item="{item_voting}",
        seat="{seat_present}",
    ),
    page("workflows:recommend", CHAIR, number="{voting_case}"),
    page("workflows:recommend", CHAIR, number="{owes_awaiting_committee}"),
    page("workflows:decide", AUTHORITY, number="{owes_awaiting_decision}"),
]
EDITOR = [
    page("standards:drafts", MANAGER),
    page("standards:draft_new", MANAGER),
    page("standards:draft", MANAGER, pk="{draft}"),
    page("standards:draft", MANAGER, pk="{published_version}", note="published"),
    page("standards:draft_facts", MANAGER, pk="{draft}"),
    page("standards:draft_facts", MANAGER, pk="{published_version}", status=409, note="frozen"),
    page("standards:draft_rule", MANAGER, pk="{draft}"),
    page("standards:draft_history", MANAGER, pk="{draft}"),
    page("standards:draft_publish", MANAGER, pk="{draft}", note="editor"),
    page("standards:draft_publish", SECOND_MANAGER, pk="{draft}", note="second"),
    page("standards:draft_discard", MANAGER, pk="{draft}"),
    page("standards:draft_preview", MANAGER, pk="{draft}"),
    page("standards:draft_section_new", MANAGER, pk="{draft}"),
    page("standards:draft_section", MANAGER, pk="{draft}", key="ethics"),
    page("standards:draft_criterion_new", MANAGER, pk="{draft}", section="ethics"),
    page("standards:draft_criterion", MANAGER, pk="{draft}", key="complaints"),
    page("standards:draft_scale_new", MANAGER, pk="{draft}"),
    page("standards:draft_scale", MANAGER, pk="{draft}", key="S2"),
    page("standards:draft_remove", MANAGER, pk="{draft}", kind="criterion", key="complaints"),
    page("standards:medians", MANAGER, code="{new_call}"),
    page("certification:preview_standard", MANAGER, pk="{draft}", side="applicant"),
    page("certification:preview_standard", MANAGER, pk="{draft}", side="expert"),
]
CATALOGUE = [
    page("certification:catalogue"),
    page("certification:catalogue", query="?q=%C5%BCadnego-takiego", note="nothing"),
    page("certification:catalogue_offer", pk="{offer_listed}"),
    page("certification:catalogue_offer", pk="{offer_of_withdrawn}", status=410, note="withdrawn"),
    page("certification:catalogue_kept", query="?offer={offer_listed}", note="one"),
    page("certification:catalogue_kept", note="empty"),
    page("certification:mark"),
    page("certification:mark", query="?look=light&ground=%23fff&width=9&unit=mm", note="wrong"),
    page("certification:offer_describe", ZNAK, pk="{offer_own}"),
    page("certification:offer_describe", ZNAK, pk="{offer_bare}"),
    page("certification:mark_kit", ZNAK, number="{mark_valid}"),
]
PAGES = [*PUBLIC, *ACCOUNTS, *LEARNING, *APPLICANT, *STAFF, *COMMITTEE, *EDITOR, *CATALOGUE]

NO_PAGES = {
    "certification:home": "the start page by its old name, at the same address",
    "certification:C/<str:number>": "the address in capitals inside QR codes",
    "certification:answer_field": "keeps one field and answers a fragment",
    "certification:evidence_upload": "takes files and answers a fragment or leads back",
    "certification:score_field": "keeps one field and answers a fragment",
    "certification:evidence": "hands out a file",
    "certification:case_evidence": "hands out a file",
    "certification:receipt_pdf": "hands out a file",
    "certification:minutes_pdf": "hands out a file",
    "certification:letter": "hands out a file",
    "certification:certificate_pdf": "hands out a file",
    "certification:rosette": "an image",
    "certification:registry_csv": "hands out a file",
    "certification:history_csv": "hands out a file",
    "certification:catalogue_csv": "hands out a file",
    "certification:catalogue_jsonld": "hands out data",
    "certification:catalogue_offer_jsonld": "hands out data",
    "certification:catalogue_photo": "an image",
    "certification:offer_photo": "an image",
    "certification:offer_photo_add": "takes a photo and leads back",
    "certification:offer_photo_remove": "takes a button of the page of the offer",
    "certification:offer_switch": "takes a button of the page of the offer",
    "certification:mark_sample": "an image",
    "certification:mark_file": "hands out a file",
    "certification:badge": "an image",
    "standards:draft_check": "answers a fragment of the page of a draft",
    "standards:package": "hands out a file",
    "standards:difference": "hands out data",
    "standards:oscal": "hands out a file",
    "standards:workbook": "hands out a file",
    "certification:standard_pdf": "hands out a file",
    "certification:invitation_resend": "takes a button of the page of the organisation",
    "account_confirm_login_code": "log-in by code is switched off",
    "mfa_reauthenticate_webauthn": "asks a device for its key before it shows anything",
    "mfa_authenticate": "comes between password and page",
    "mfa_download_recovery_codes": "hands out a file",
    "mfa_login_webauthn": "answers the browser's request for a passkey",
    "language": "leads back",
    "session": "answers nothing but a state",
    "source": "hands out a file",
    "healthz": "for monitoring",
    "readyz": "for monitoring",
}
# Consoles of the libraries, with their own templates, for administrators only.
NOT_OURS = ("operator/", "admin/")
