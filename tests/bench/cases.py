"""A whole case through operations and flow, beside the engine alone doing as many transitions.

Imported only once DATABASE_URL names the database of the cases.
"""

import time
from datetime import timedelta
from itertools import count

import django

django.setup()

from django.utils import timezone  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402

from certification.models import User  # noqa: E402
from tests.bench.bare import BareFlow  # noqa: E402
from workflows import jobs  # noqa: E402
from workflows.demo.cast import CENTRES, PEOPLE  # noqa: E402
from workflows.demo.stage import CURRENT, current, found  # noqa: E402
from workflows.demo.story import Story  # noqa: E402

NUMBERS = count(1)


def a_case() -> float:
    """Take one accreditation from draft to certificate; give the seconds."""
    number, story = begun()
    started = time.perf_counter()
    story.open().fill().whole(
        "ekspert1", "ekspert2", number=f"B{number}/2026", day=timezone.localdate()
    )
    return time.perf_counter() - started


def waiting(count: int) -> list[tuple[int, str]]:
    """Take some accreditations to the decision; give the jobs that will issue them."""
    jobs = []
    for _ in range(count):
        number, story = begun()
        case = story.open().fill().submit().evaluated("ekspert1", "ekspert2")
        case.on_agenda(f"W{number}/2026", timezone.now() + timedelta(days=1)).voted().decision()
        job = Task.objects.get(
            process__certificationprocess__application=story.application, flow_task_type="JOB"
        )
        jobs.append((job.pk, job.external_task_id))
    return jobs


def begun() -> tuple[int, Story]:
    """Found an organisation that nothing is known of yet."""
    number = next(NUMBERS)
    people = {person.login: User.objects.get(email=person.email) for person in PEOPLE}
    edition = current(CURRENT["owes"])
    entity = CENTRES[0].__class__(
        f"Podmiot {number}", "association", 1000 + number, "Lublin", "06", "20-001"
    )
    organisation = found(entity, people["wnioskodawca.owes"], timezone.localdate())
    return number, Story(edition=edition, organisation=organisation, people=people)


def bare() -> float:
    """Take the same number of human steps and one job through stock nodes; give the seconds."""
    owner = User.objects.get(email=PEOPLE[0].email)
    started = time.perf_counter()
    process = BareFlow.start.run()
    while task := Task.objects.filter(
        process=process, status__in=(STATUS.NEW, STATUS.ASSIGNED), flow_task_type="HUMAN"
    ).first():
        with task.activation() as activation:
            if activation.task.status == STATUS.NEW:
                activation.assign(owner)
            activation.start(None)
            activation.execute()
    return time.perf_counter() - started


def warm_up() -> None:
    """Take one of both, and make sure that they do the same work: as many steps by people."""
    # The job runs where it is asked for; a message to a worker would only wait in a folder.
    jobs.send = lambda *_args: None
    a_case()
    real = Process.objects.latest("pk")
    bare()
    floor = Process.objects.latest("pk")
    done = [steps_by_people(process) for process in (real, floor)]
    if done[0] != done[1] or {real.status, floor.status} != {STATUS.DONE}:
        raise RuntimeError(f"the case and its floor do not do the same work: {done}")


def steps_by_people(process: Process) -> int:
    """Count what people did in a process."""
    return Task.objects.filter(process=process, flow_task_type="HUMAN", status=STATUS.DONE).count()
