"""Cases that wait at every step, each with rows of everything that its step shows."""

from django.utils import timezone
from guardian.shortcuts import assign_perm

from certification.lifecycle import ApplicationStatus
from certification.models import CaseEvent, PostRole
from certification.operations.assignments import assign_experts, declare_impartiality
from certification.operations.formal_check import check_formally
from certification.operations.meetings import close_vote, open_vote
from certification.permissions import EXPERT_RIGHTS
from tests.committee import recommended, sent_card, vote
from tests.everything.sessions import session_of
from tests.factories.certification import (
    AttachmentFactory,
    CompletionCallFactory,
    DeadlineFactory,
    EvidenceFactory,
    FormalCheckFactory,
    GapFactory,
    OfferFactory,
    PartnerFactory,
    PostFactory,
    make_case,
)
from tests.factories.evaluation import make_expert
from tests.factories.standards import EditionFactory, SchemeFactory
from tests.workflows.steps import wait_at
from workflows import api
from workflows.flows import CertificationFlow

OF_A_DRAFT = (
    "application_copy",
    "assessment_section",
    "attachments",
    "declarations",
    "move_version",
    "partners",
    "subject",
)


def add_stages(case, count):
    """Add a case at each step; the people of ``case`` act in all of them."""
    expert, operator = case.people["expert"], case.application.edition.operator
    PostFactory(operator=operator, role=PostRole.ASSESSOR, person=expert)
    for right in EXPERT_RIGHTS:
        assign_perm(right, expert, case.application)
    draft = _with_rows(_case_like(case, ApplicationStatus.DRAFT), count)
    case.named["workflows:submit"] = {"number": draft.application.number}
    for page in OF_A_DRAFT:
        case.named[f"certification:{page}"] = {"number": draft.application.number}
    _question(case, count)
    _formal_check(case, count)
    _completion(case, count)
    _experts(case, count)
    _committee(case, count)


def _case_like(case, status, **fields):
    return make_case(
        status,
        edition=fields.pop("edition", case.application.edition),
        applicant=case.application.applicant,
        is_partnership=True,
        **fields,
    )


def _with_rows(made, count):
    for _number in range(count):
        EvidenceFactory(application=made.application)
        AttachmentFactory(application=made.application)
        PartnerFactory(application=made.application)
        CaseEvent.objects.create(
            application=made.application, kind="submitted", side="applicant", at=timezone.now()
        )
    return made


def _question(case, count):
    scheme = SchemeFactory(kind="product_mark")
    edition = EditionFactory(scheme=scheme, operator=case.application.edition.operator)
    offer = OfferFactory(organisation=case.application.applicant)
    made = _with_rows(
        _case_like(case, ApplicationStatus.DRAFT, edition=edition, offer=offer), count
    )
    case.named["certification:question"] = {"number": made.application.number, "code": "A01"}


def _formal_check(case, count):
    made = _with_rows(_case_like(case, ApplicationStatus.SUBMITTED), count)
    wait_at(made.application, "formal_check")
    case.named["workflows:formal_check"] = {"number": made.application.number}


def _completion(case, count):
    made = _with_rows(_case_like(case, ApplicationStatus.COMPLETION_CALLED), count)
    check = FormalCheckFactory(application=made.application, outcome="call")
    call = CompletionCallFactory(application=made.application, check_made=check)
    for number in range(count):
        GapFactory(call=call, text=f"Dołącz odpis {number}.")
    DeadlineFactory(application=made.application, rule="completion", waits_for="applicant")
    wait_at(made.application, "complete")
    case.named["workflows:complete"] = {"number": made.application.number}


def _experts(case, count):
    """Bring one case each to the assignment, a declaration, a known link and the scoring."""
    for page, answer in (
        ("assign_experts", None),
        ("declare", ""),
        ("consider_waiver", "ask_waiver"),
        ("score", "clear"),
    ):
        made = _with_rows(_case_like(case, ApplicationStatus.SUBMITTED), count)
        DeadlineFactory(application=made.application)
        CertificationFlow.start.run(application=made.application)
        _do(made, "formal_check", case.secretary, check_formally, outcome="accept")
        case.named[f"workflows:{page}"] = {"number": made.application.number}
        if answer is None:
            continue
        people = [case.people["expert"]] + [make_expert(made.application) for _ in range(count)]
        _do(made, "assign_experts", case.secretary, assign_experts, people=people)
        if answer:
            _declare(made, people, answer)
    own = made.application.assignments.get(person=case.people["expert"])
    at_work = {"number": made.application.number}
    case.named["workflows:release_expert"] = at_work | {"pk": own.pk}
    case.named["certification:case_evidence"] = at_work | {
        "pk": made.application.evidence.latest("pk").pk
    }
    for page in ("score_overview", "score_card", "ask_about_criterion"):
        case.named[f"certification:{page}"] = at_work | {"code": "A01"}


def _do(made, node, person, operation, **arguments):
    task = api.task_for(made.application, node, person)
    api.do_task(task, person, operation, application=made.application, **arguments)


def _declare(made, people, answer):
    for person in people:
        assignment = made.application.assignments.get(person=person)
        task = api.task_for(made.application, "declare", person)
        api.do_task(
            task,
            person,
            declare_impartiality,
            assignment=assignment,
            answer=answer,
            explanation="" if answer == "clear" else "Szkolenie sprzed pięciu lat.",
        )


def _committee(case, count):
    """Bring one case each to the recommendation and the decision."""
    voted = session_of(case, count)
    sent_card(voted.application)
    open_vote(item=voted.item, by=voted.chair)
    vote(voted, *["for"] * len(voted.seats))
    close_vote(item=voted.item, by=voted.chair)
    wait_at(voted.application, "recommend")
    case.named["workflows:recommend"] = {"number": voted.application.number}
    decided = session_of(case, count)
    recommended(decided)
    decided.application.refresh_from_db()
    wait_at(decided.application, "decide")
    case.named["workflows:decide"] = {"number": decided.application.number}
