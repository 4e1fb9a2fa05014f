"""Pages on which a standard is written, consulted, read and followed."""

from tests.browser.pages.visit import AUTHORITY, MANAGER, OFFICE, OWES, SECOND_MANAGER, ZNAK, page

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
CONSULTED = {"scheme": "owes", "version": "2026.2", "number": "1"}
OPEN_ROUND = {"scheme": "znak", "version": "{consulted_version}", "number": "1"}
CONSULTATIONS = [
    page("standards:consultations"),
    page("standards:consultation", **CONSULTED),
    page("standards:consultation", **OPEN_ROUND),
    page("standards:consultation_difference", **CONSULTED),
    page("standards:consultation_difference", **OPEN_ROUND),
    page("standards:consultation_comment", **CONSULTED, note="over"),
    page("standards:consultation_comment", **OPEN_ROUND, query="?about=whole"),
    page("standards:consultation_comment", ZNAK, **OPEN_ROUND, query="?about=whole"),
    page("standards:consultation_sent", **OPEN_ROUND),
    page("standards:consultation_sent", ZNAK, **OPEN_ROUND),
    page("standards:consultation_comments", **CONSULTED),
    page("standards:consultation_comments", **OPEN_ROUND),
    page("standards:consultation_comments", **OPEN_ROUND, query="?about=section:x", note="none"),
    page("standards:consultation_confirm", token="{confirm_token}"),
    page("standards:consultation_confirm", token="stale", status=404),
    page("standards:consultation_forget", token="{forget_token}"),
    page("standards:consultation_forget", token="stale", status=404),
    page("standards:comments", scheme="owes", version="2026.2"),
    page(
        "standards:comments",
        scheme="owes",
        version="2026.2",
        query="?criterion=answer-in-five-days",
        note="criterion",
    ),
    page("standards:comments", scheme="znak", version="2026.1", note="none"),
    page("standards:draft_consultation", MANAGER, pk="{consulted_draft}"),
    page("standards:draft_consultation", MANAGER, pk="{draft}", note="not-yet"),
    *[
        page(
            "standards:draft_comments",
            MANAGER,
            pk="{consulted_draft}",
            number="1",
            query=f"?show={which}",
            note=which,
        )
        for which in ("waiting", "unanswered", "answered", "refused", "unconfirmed")
    ],
    page("standards:draft_comment", MANAGER, pk="{consulted_draft}", number="1", comment="{waits}"),
    page(
        "standards:draft_answer",
        MANAGER,
        pk="{consulted_draft}",
        number="1",
        query="?comment={unanswered}",
    ),
    *[
        page(
            "standards:draft_consultation_act",
            MANAGER,
            pk="{consulted_draft}",
            number="1",
            act=act,
        )
        for act in ("extend", "shorten", "close", "publish", "resolution")
    ],
    page("standards:draft", MANAGER, pk="{consulted_draft}", note="consulted"),
]
# Drafts on a new version, renewals, and calls that take one.
CARRYING = [
    page("certification:application", OWES, number="{old_draft}", note="old-version"),
    page("certification:move_version", OWES, number="{old_draft}"),
    page("certification:move_version", OWES, number="{moved_draft}", note="back"),
    page("certification:move_version", OWES, number="{owes_completion_called}", note="sent"),
    page("certification:assessment_section", OWES, number="{moved_draft}", code="C", note="waits"),
    page("certification:assessment_section", OWES, number="{moved_draft}", code="G", note="takes"),
    page("certification:kept_answers", OWES, number="{moved_draft}"),
    page("certification:kept_answers", OWES, number="{owes_draft}", note="one-version"),
    page("certification:renew", OWES, number="{valid}"),
    page("certification:rebind", OFFICE, code="owes-2026"),
    page("certification:rebind", MANAGER, code="owes-2026", query="?version=2026.2", note="chosen"),
    page("standards:rules", scheme="owes", query="?call=owes-demo-supplementary", note="changed"),
]
RULINGS = [
    page("certification:interpretations", scheme="owes"),
    page("certification:interpretations", scheme="owes", query="?ended=on", note="ended"),
    page("certification:interpretations", scheme="owes", query="?q=nic-takiego", note="nothing"),
    page("certification:interpretations", scheme="znak", note="none"),
    page(
        "certification:interpretation",
        scheme="owes",
        year="{ruling_year}",
        sequence="{ruling_number}",
    ),
    page(
        "certification:interpretation",
        scheme="owes",
        year="{ruling_year}",
        sequence="{ruling_ended_number}",
    ),
    page("certification:interpretations_work", MANAGER),
    page(
        "certification:interpretation_new",
        MANAGER,
        query="?version={published_version}&criterion=client-data&question={question_asked}",
    ),
    page("certification:interpretation_draft", MANAGER, pk="{ruling_draft}", note="author"),
    page("certification:interpretation_draft", SECOND_MANAGER, pk="{ruling_draft}", note="second"),
    page("certification:interpretation_draft", MANAGER, pk="{ruling}", note="in-force"),
    page("certification:interpretation_edit", MANAGER, pk="{ruling_draft}"),
    page("certification:interpretation_end", MANAGER, pk="{ruling}"),
    page(
        "certification:interpretation_confirm",
        SECOND_MANAGER,
        pk="{ruling}",
        version_pk="{later_version}",
    ),
    page("certification:criterion_question", MANAGER, pk="{question_asked}"),
    page("certification:ask_about_criterion", OWES, number="{owes_draft}", key="complaints"),
    page(
        "certification:ask_about_criterion", "ekspert1", number="{owes_evaluation}", key="deputies"
    ),
    page("certification:applied_interpretations", OFFICE, number="{owes_evaluation}"),
]
MOVING = [
    page("certification:transitions", OFFICE),
    page("certification:transitions", MANAGER),
    page("certification:transition", OFFICE, scheme="owes", version="2026.2"),
    page("certification:transition", AUTHORITY, scheme="owes", version="2026.1.1", note="over"),
    page(
        "certification:transition",
        OFFICE,
        scheme="owes",
        version="2026.2",
        query="?state=moved",
        note="nothing",
    ),
    page(
        "certification:transition_holder", OFFICE, scheme="owes", version="2026.2", number="{valid}"
    ),
    page(
        "certification:transition_holder",
        AUTHORITY,
        scheme="owes",
        version="2026.1.1",
        number="{suspended}",
        note="prepared",
    ),
    page(
        "certification:transition_holder",
        OFFICE,
        scheme="owes",
        version="2026.1.1",
        number="{valid}",
        note="moved",
    ),
    page("certification:my_transition", OWES, number="{valid}", version="2026.2"),
]
