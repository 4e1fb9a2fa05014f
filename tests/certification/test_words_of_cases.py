"""Every status has a label and every kind of entry a sentence: read from the sources themselves."""

import ast
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import override

import certification
import workflows
from certification import labels, lifecycle
from certification.models import CaseEvent, FormalOutcome, Side
from certification.next_actions import STEPS
from certification.sentences import GROUPS, KINDS, MESSAGES_WRITTEN, Names, sentence
from certification.status import StatusWord
from certification.timeline import course_of, course_with_reconsideration

SOURCES = sorted(
    path
    for package in (certification, workflows)
    for path in Path(package.__path__[0]).rglob("*.py")
    if "migrations" not in path.parts
)
ICONS = {
    "check", "pause", "cross", "clock", "seal", "ask", "warn", "dot", "file", "img", "plus",
    "minus", "edit", "user", "lock",
}  # fmt: skip


@pytest.mark.parametrize(
    ("enum", "table"),
    [
        (lifecycle.ApplicationStatus, labels.APPLICATION),
        (lifecycle.AssignmentStatus, labels.ASSIGNMENT),
        (lifecycle.AssessmentStatus, labels.ASSESSMENT),
        (lifecycle.MeetingStatus, labels.MEETING),
        (lifecycle.AgendaItemStatus, labels.AGENDA_ITEM),
        (lifecycle.AppealStatus, labels.APPEAL),
        (StatusWord, labels.CERTIFICATE),
    ],
)
def test_every_status_has_a_label_with_a_look_of_its_own(enum, table):
    assert set(table) == set(enum)
    assert {label.icon for label in table.values()} <= ICONS
    assert {label.kind for label in table.values()} <= {"ok", "warn", "bad", "off", "info", "none"}


def test_no_two_states_of_a_certificate_look_alike():
    looks = [(label.kind, label.icon) for label in labels.CERTIFICATE.values()]

    assert len(set(looks)) == len(looks)


def test_an_open_case_always_names_whose_move_it_is():
    silent = {
        status for status, label in labels.APPLICATION.items() if label.waits_for not in Side.values
    }

    assert silent == set(lifecycle.ApplicationStatus) - lifecycle.OPEN_APPLICATION_STATUSES


@pytest.mark.parametrize("status", lifecycle.ApplicationStatus.values)
def test_every_status_has_its_place_in_the_course(status):
    course = course_of(status, [])

    now = [step for step in course if step.state == "now"]
    assert len(now) == (1 if status in lifecycle.OPEN_APPLICATION_STATUSES else 0)


def test_next_actions_name_known_statuses():
    assert {step.status for step in STEPS} <= set(lifecycle.ApplicationStatus)


def name_of(node):
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def argument(call, position, name):
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if len(call.args) > position else None


def kinds_logged_in(path):
    """Collect the kinds that a source logs; a helper is followed to its callers."""
    tree = ast.parse(path.read_text())
    found, unknown = set(), set()
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for function in functions:
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if name_of(call.func) != "log_event":
                continue
            kind = argument(call, 1, "kind")
            if isinstance(kind, ast.Constant):
                found.add(kind.value)
                continue
            parameters = [one.arg for one in [*function.args.args, *function.args.kwonlyargs]]
            callers = [one for one in calls if name_of(one.func) == function.name]
            values = [argument(one, parameters.index("kind"), "kind") for one in callers]
            found |= {value.value for value in values if isinstance(value, ast.Constant)}
            unknown |= {
                f"{path.name}:{one.lineno}"
                for one, value in zip(callers, values, strict=True)
                if not isinstance(value, ast.Constant)
            }
            if not callers:
                unknown.add(f"{path.name}:{call.lineno}")
    return found, unknown


def test_every_kind_that_an_operation_logs_has_a_sentence():
    logged, unknown = set(), set()
    for path in SOURCES:
        kinds, riddles = kinds_logged_in(path)
        logged |= kinds
        unknown |= riddles

    assert unknown == set()
    assert logged == set(KINDS)


# A kind that is put together at run time, with the values that complete it.
COMPLETED_BY = {"formal_check_": FormalOutcome.values}


def message_kinds():
    """Collect the kinds of messages from the sources; one put together gives all its values."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or name_of(node.func) != "write_message":
                continue
            kind = argument(node, 99, "kind")
            if isinstance(kind, ast.JoinedStr):
                beginning = kind.values[0].value
                yield from (beginning + value for value in COMPLETED_BY[beginning])
            else:
                yield kind.value


def test_every_kind_of_message_has_words_and_every_word_its_message():
    assert set(message_kinds()) == set(MESSAGES_WRITTEN)


@pytest.mark.parametrize("kind", sorted(MESSAGES_WRITTEN))
def test_every_message_is_named_in_both_languages(kind):
    with override("en"):
        english = str(MESSAGES_WRITTEN[kind])
    with override("pl"):
        polish = str(MESSAGES_WRITTEN[kind])

    assert english
    assert polish != english


FACTS = {
    "organisation": 7, "person": 5, "criterion": "A01", "name": "Statut.pdf", "outcome": "call",
    "gaps": 2, "experts": 2, "waived": True, "answer": "clear", "meeting": "1/2026",
    "starts_at": "2026-05-04T08:00:00+00:00", "entered_for_another": False, "votes_for": 3,
    "votes_against": 1, "votes_abstained": 0, "ground": "kin", "number": "X-1", "granted": True,
    "valid_until": "2026-05-04", "effective_on": "2026-05-04", "cause": "misuse",
    "recipients": [1, 2, 3], "message": "decided", "is_third_opinion": False,
    "old": "2026.1", "new": "2026.2", "binds": "old", "certificate": "X-2",
    "version": "2026.2", "until": "2026-05-04", "revision": 2,
    "due_on": "2026-05-04", "people": [1, 2], "is_clear": True, "settled": "kept",
    "carried_over": 2, "case": "X-3",
}  # fmt: skip
NAMES = Names({5: "Adam Nowicki"}, {7: "Fundacja Ład"})


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_sentence_can_be_said_in_both_languages(kind, language):
    with override(language):
        said = sentence(CaseEvent(kind=kind, facts=FACTS), NAMES)

    assert said
    assert "%" not in said
    assert KINDS[kind].group in GROUPS
    assert KINDS[kind].icon in ICONS


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("decided", {"number": "DEC-1", "granted": False}, "Decision DEC-1: refused"),
        (
            "formally_checked",
            {"outcome": "call", "gaps": 1},
            "Formal check: a call to complete 1 gap",
        ),
        (
            "formally_checked",
            {"outcome": "call", "gaps": 5},
            "Formal check: a call to complete 5 gaps",
        ),
        (
            "certificate_suspended",
            {"number": "X", "effective_on": "2026-05-04", "cause": "misuse"},
            "The certificate was suspended from 4 May 2026: "
            "the certificate or the mark was used against the rules",
        ),
        (
            "waiver_considered",
            {"waived": False, "person": 5},
            "An expert was excluded because of a link: Adam Nowicki",
        ),
        ("something_new", {}, "Something else was noted in the case"),
    ],
)
def test_sentences_say_what_happened(kind, facts, said):
    with override("en"):
        assert sentence(CaseEvent(kind=kind, facts=facts), NAMES) == said


@pytest.mark.parametrize(
    ("status", "kinds", "shown"),
    [
        ("refused", ["decided"], []),
        ("refused", ["decided", "reconsideration_asked"], ["now"]),
        ("refused", ["decided", "reconsideration_asked", "reconsideration_taken_back"], []),
        ("refused", ["decided", "reconsideration_asked", "reconsidered"], ["done"]),
        ("certified", ["decided", "reconsideration_asked", "reconsidered"], ["done", "done"]),
    ],
)
def test_a_request_to_reconsider_is_a_step_after_the_decision(status, kinds, shown):
    moment = timezone.now()

    course = course_with_reconsideration(status, [(kind, moment) for kind in kinds])

    after = course[[str(step.name) for step in course].index("Decyzja") + 1 :]
    assert [step.state for step in after] == shown
    assert [str(step.name) for step in after[:1]] == ["Ponowne rozpatrzenie sprawy"] * bool(shown)
