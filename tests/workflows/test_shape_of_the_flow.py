"""The names of the flow are data in the database: whoever changes them must migrate it."""

from workflows.flows import CertificationFlow
from workflows.labels import STEPS
from workflows.nodes import HumanTask


def test_the_nodes_have_the_names_that_running_cases_refer_to():
    names = sorted(node.name for node in CertificationFlow.instance.nodes())

    assert names == [
        "asks_for_waiver",
        "assign_experts",
        "close_evaluation",
        "complete",
        "complete__timeout",
        "completion_missed",
        "consider_waiver",
        "decide",
        "declare",
        "each_expert",
        "formal_check",
        "formal_outcome",
        "is_enough",
        "is_granted",
        "is_impartial",
        "is_waived",
        "issue",
        "issue__error",
        "issue_again",
        "join_experts",
        "not_examined",
        "published",
        "recommend",
        "refused",
        "released",
        "remind",
        "reminded",
        "score",
        "score__timeout",
        "start",
        "start_again",
    ]


def test_every_step_of_a_person_has_words():
    human = {
        node.name for node in CertificationFlow.instance.nodes() if isinstance(node, HumanTask)
    }

    assert human == set(STEPS)


def test_every_step_of_a_person_has_a_page():
    from django.urls import reverse

    pages = {
        name: reverse(f"workflows:{name}", kwargs={"number": "AKR-2026-0001"}) for name in STEPS
    }

    assert pages == {name: f"/cases/AKR-2026-0001/{name}/" for name in STEPS}
