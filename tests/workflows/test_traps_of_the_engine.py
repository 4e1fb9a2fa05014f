"""Each trap of the engine that was found (T1 to T13), and that our nodes or our door close it."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from guardian.shortcuts import assign_perm
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.timers import fire_due_timers

from certification.models import User
from tests.factories.certification import ApplicationFactory, PostFactory
from tests.factories.standards import EditionFactory
from tests.traps import flows
from tests.traps.flows import TrapFlow
from workflows import api, tasks
from workflows.flows import CertificationFlow
from workflows.nodes import HumanTask, Step

pytestmark = pytest.mark.django_db(transaction=True)


class Right:
    """A backend that gives the one right of the trap flow to people named for it."""

    def authenticate(self, *_args, **_kwargs):
        return None

    def has_perm(self, user, perm, obj=None):
        return perm == "certification.check_application" and user.email.startswith("office")


@pytest.fixture(autouse=True)
def clean(settings):
    settings.AUTHENTICATION_BACKENDS = ["tests.workflows.test_traps_of_the_engine.Right"]
    for kept in (flows.PUBLISHED, flows.PREPARED, flows.COMMITTED, flows.FAILURES):
        kept.clear()


@pytest.fixture
def office():
    return User.objects.create_user("office@demo.example")


@pytest.fixture
def branch_people():
    return [User.objects.create_user(f"branch{n}@demo.example") for n in range(3)]


@pytest.fixture
def process():
    return TrapFlow.start.run()


def only(node, *statuses):
    return Task.objects.get(flow_task=getattr(TrapFlow, node), status__in=statuses)


def do(task, person):
    with api.human_task(task, person):
        pass


def begun(office):
    process = TrapFlow.start.run()
    do(only("begin", STATUS.NEW), office)
    return process


def at_the_job(office, branch_people):
    process = begun(office)
    for task in Task.objects.filter(flow_task=TrapFlow.branch):
        do(task, task.owner)
    do(only("last", STATUS.NEW), office)
    return process


def test_t1_a_revived_task_keeps_its_permission(process, office, branch_people):
    task = only("begin", STATUS.NEW)
    api.cancel_task(task)

    revived = api.revive_task(task)

    stranger = User.objects.create_user("stranger@demo.example")
    with pytest.raises(PermissionDenied):
        do(revived, stranger)
    assert revived.owner_permission == "certification.check_application"
    do(revived, office)


def test_t1_a_revived_task_keeps_its_owner(office, branch_people):
    begun(office)
    task = Task.objects.filter(flow_task=TrapFlow.branch).first()
    api.cancel_task(task)

    revived = api.revive_task(task)

    assert (revived.owner, revived.status) == (task.owner, STATUS.ASSIGNED)


def test_t1_a_revived_task_stays_with_the_operator_of_its_case(settings):
    settings.AUTHENTICATION_BACKENDS = ["certification.permissions.CaseBackend"]
    case = ApplicationFactory(status="submitted")
    here = PostFactory(role="secretariat", operator=case.edition.operator).person
    elsewhere = PostFactory(role="secretariat").person
    CertificationFlow.start.run(application=case)
    task = Task.objects.get(flow_task=CertificationFlow.formal_check)
    api.cancel_task(task)

    revived = api.revive_task(task)

    fresh, kind = Task.objects.get(pk=revived.pk), ContentType.objects.get_for_model(case)
    assert (fresh.owner_permission_content_type_id, fresh.owner_permission_obj_pk) == (
        kind.pk,
        str(case.pk),
    )
    assert [fresh.flow_task.can_assign(person, fresh) for person in (here, elsewhere)] == [
        True,
        False,
    ]


def test_t2_a_revived_task_has_its_timer_again(process):
    task = only("begin", STATUS.NEW)
    api.cancel_task(task)

    revived = api.revive_task(task)

    timers = Task.objects.filter(flow_task_type="TIMER", status=STATUS.SCHEDULED)
    assert [timer.previous.get() for timer in timers] == [revived]


def test_t3_cancelling_a_task_cancels_its_timer(process):
    api.cancel_task(only("begin", STATUS.NEW))

    assert [t.status for t in Task.objects.filter(flow_task_type="TIMER")] == [STATUS.CANCELED]


def test_t3_cancelling_a_job_cancels_what_waits_for_its_failure(office, branch_people):
    at_the_job(office, branch_people)

    api.cancel_task(Task.objects.get(flow_task=TrapFlow.job))

    assert [t.status for t in Task.objects.filter(flow_task_type="EVENT")] == [STATUS.CANCELED]


def test_t4_cancelling_the_last_open_branch_lets_the_join_go_on(office, branch_people):
    begun(office)
    first, second, third = Task.objects.filter(flow_task=TrapFlow.branch).order_by("pk")
    do(first, first.owner)
    do(second, second.owner)

    api.cancel_task(third)

    assert only("last", STATUS.NEW).status == STATUS.NEW


def test_t5_a_finished_process_cannot_be_cancelled(office, branch_people, monkeypatch):
    process = at_the_job(office, branch_people)
    tasks.run_job(*flows.PUBLISHED[-1])
    monkeypatch.setattr(api, "CertificationFlow", TrapFlow)
    monkeypatch.setattr(api, "CertificationProcess", Process)

    with pytest.raises(api.ProcessClosed):
        api.cancel_process(process)

    assert Process.objects.get().status == PROCESS.DONE


def test_t5_cancelling_keeps_data_that_is_newer_than_the_callers_object(process, monkeypatch):
    Process.objects.filter(pk=process.pk).update(data={"newer": True})
    monkeypatch.setattr(api, "CertificationFlow", TrapFlow)
    monkeypatch.setattr(api, "CertificationProcess", Process)

    api.cancel_process(process)

    fresh = Process.objects.get()
    assert (fresh.status, fresh.data) == (PROCESS.CANCELED, {"newer": True})
    assert Task.objects.filter(finished__isnull=True).count() == 0


def test_t6_no_task_is_revived_in_a_cancelled_process(process, monkeypatch):
    monkeypatch.setattr(api, "CertificationFlow", TrapFlow)
    monkeypatch.setattr(api, "CertificationProcess", Process)
    api.cancel_process(process)
    task = only("begin", STATUS.CANCELED)

    with pytest.raises(api.ProcessClosed):
        api.revive_task(task)

    assert Task.objects.filter(flow_task=TrapFlow.begin).count() == 1


def test_t7_a_failed_job_leads_to_a_person_and_does_not_close_the_process(office, branch_people):
    at_the_job(office, branch_people)
    flows.FAILURES.append(RuntimeError("the printer is on fire"))

    outcome = tasks.run_job(*flows.PUBLISHED[-1])

    assert outcome == "error"
    assert Process.objects.get().status == PROCESS.NEW
    do(only("mend", STATUS.NEW), office)
    assert tasks.run_job(*flows.PUBLISHED[-1]) == "ok"
    assert (Process.objects.get().status, len(flows.COMMITTED)) == (PROCESS.DONE, 1)


def test_t8_a_person_with_tasks_is_deactivated_and_not_deleted(office, branch_people):
    from django.contrib import admin

    permissions = [
        site_admin.has_delete_permission(SimpleNamespace(user=office))
        for model, site_admin in admin.site._registry.items()
        if model is User
    ]

    assert permissions == [False]


def test_t9_a_failure_leaves_no_local_variables_in_the_database(office, branch_people):
    at_the_job(office, branch_people)
    flows.FAILURES.append(RuntimeError("the printer is on fire"))

    tasks.run_job(*flows.PUBLISHED[-1])

    kept = Task.objects.filter(flow_task=TrapFlow.job).latest("pk").data["_exception"]
    assert kept == {"title": "RuntimeError", "detail": "the printer is on fire"}


def test_t9_a_step_that_fails_behind_a_timer_leaves_nothing_and_is_tried_again(process):
    Task.objects.filter(flow_task_type="TIMER").update(
        scheduled=timezone.now() - timedelta(seconds=1)
    )
    flows.FAILURES.append(RuntimeError("the printer is on fire"))
    before = sorted(Task.objects.values_list("pk", "status", "data"))

    tasks.fire_timers()
    after = sorted(Task.objects.values_list("pk", "status", "data"))
    tasks.fire_timers()

    assert after == before
    assert only("begin", STATUS.CANCELED).status == STATUS.CANCELED
    assert [t.status for t in Task.objects.filter(flow_task=TrapFlow.late)] == [STATUS.DONE]


def test_t9_every_step_without_a_person_is_of_our_own_type():
    others = [
        node.name
        for node in CertificationFlow.instance.nodes()
        if node.task_type == "FUNCTION" and not isinstance(node, Step)
    ]

    assert others == []


def test_t10_branches_are_split_on_one_level_only():
    for node in CertificationFlow.instance.nodes():
        if node.task_type != "PARALLEL_GATEWAY" or not hasattr(node, "_target"):
            continue
        seen, open_nodes = set(), [node._target]
        while open_nodes:
            current = open_nodes.pop()
            if current.name in seen or type(current).__name__ == "Join":
                continue
            seen.add(current.name)
            assert not hasattr(current, "_target")
            open_nodes += [edge.dst for edge in current._outgoing()]


def test_t11_the_inbox_takes_the_same_queries_however_many_permissions(django_assert_num_queries):
    from workflows.inbox import tasks_of

    edition = EditionFactory(one_application_per="unlimited")
    person = PostFactory(role="secretariat", operator=edition.operator).person
    for _number in range(10):
        case = ApplicationFactory(edition=edition, status="submitted")
        assign_perm("certification.read_application", person, case)
        CertificationFlow.start.run(application=case)

    with django_assert_num_queries(1):
        rows = [task.process.certificationprocess.application.number for task in tasks_of(person)]

    assert len(set(rows)) == 10


def test_t12_the_flow_keeps_no_facts_in_the_data_of_a_process():
    import ast
    import inspect

    source = ast.parse(inspect.getsource(inspect.getmodule(CertificationFlow)))

    names = [node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute)]
    assert "data" not in names


def test_t13_every_human_node_has_an_owner_or_a_permission():
    free = [
        node.name
        for node in CertificationFlow.instance.nodes()
        if node.task_type == "HUMAN" and not (node._owner or node._owner_permission)
    ]

    assert free == []


def test_t13_every_human_node_is_of_our_own_type():
    others = [
        node.name
        for node in CertificationFlow.instance.nodes()
        if node.task_type == "HUMAN" and not isinstance(node, HumanTask)
    ]

    assert others == []


def test_a_task_finished_twice_is_refused_the_second_time(process, office, branch_people):
    task = only("begin", STATUS.NEW)
    do(task, office)

    with pytest.raises(api.TaskAlreadyDone):
        do(task, office)

    assert Task.objects.filter(flow_task=TrapFlow.each).count() == 1


def test_a_timer_that_is_due_cancels_the_task_it_hangs_on(process):
    Task.objects.filter(flow_task_type="TIMER").update(
        scheduled=timezone.now() - timedelta(seconds=1)
    )

    fired = fire_due_timers()

    assert fired == 1
    assert only("begin", STATUS.CANCELED).status == STATUS.CANCELED


def test_an_old_delivery_of_a_job_does_nothing(office, branch_people, settings):
    at_the_job(office, branch_people)
    old = flows.PUBLISHED[-1]
    settings.JOB_LOST_AFTER_SECONDS = 0
    time.sleep(0.01)

    given_out = tasks.sweep_jobs()

    assert given_out == 1
    assert tasks.run_job(*old) == "skip"
    assert tasks.run_job(*flows.PUBLISHED[-1]) == "ok"
    assert tasks.run_job(*flows.PUBLISHED[-1]) == "skip"
    assert len(flows.COMMITTED) == 1


def test_a_worker_that_died_in_the_middle_leads_to_one_commit(office, branch_people, settings):
    at_the_job(office, branch_people)
    task = Task.objects.get(flow_task=TrapFlow.job)
    with task.activation() as activation:
        activation.start()
    settings.JOB_LOST_AFTER_SECONDS = 0
    time.sleep(0.01)

    tasks.sweep_jobs()
    outcome = tasks.run_job(*flows.PUBLISHED[-1])

    assert (outcome, len(flows.COMMITTED)) == ("ok", 1)


def test_a_job_lost_too_often_is_given_to_a_person(office, branch_people, settings):
    at_the_job(office, branch_people)
    settings.JOB_LOST_AFTER_SECONDS = 0
    for _ in range(tasks.ATTEMPTS + 1):
        task = Task.objects.get(flow_task=TrapFlow.job)
        if task.status == STATUS.SCHEDULED:
            with task.activation() as activation:
                activation.start()
        time.sleep(0.01)
        tasks.sweep_jobs()

    assert only("mend", STATUS.NEW).status == STATUS.NEW
    assert flows.COMMITTED == []


def test_a_job_of_a_cancelled_process_writes_nothing(office, branch_people, monkeypatch):
    process = at_the_job(office, branch_people)
    monkeypatch.setattr(api, "CertificationFlow", TrapFlow)
    monkeypatch.setattr(api, "CertificationProcess", Process)
    api.cancel_process(process)

    outcome = tasks.run_job(*flows.PUBLISHED[-1])

    assert (outcome, flows.COMMITTED) == ("skip", [])
