"""A whole case through operations and flow, beside the engine alone doing as many transitions."""

import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402

from certification.models import User  # noqa: E402
from tests.bench.bare import BareFlow  # noqa: E402
from workflows import tasks  # noqa: E402
from workflows.demo.cast import CENTRES, PEOPLE  # noqa: E402
from workflows.demo.stage import CURRENT, current, found  # noqa: E402
from workflows.demo.story import Story  # noqa: E402


def a_case(number: int) -> float:
    """Take one accreditation from draft to certificate; give the seconds."""
    people = {person.login: User.objects.get(email=person.email) for person in PEOPLE}
    edition = current(CURRENT["owes"])
    entity = CENTRES[0].__class__(
        f"Podmiot {number}", "association", 1000 + number, "Lublin", "06", "20-001"
    )
    organisation = found(entity, people["wnioskodawca.owes"], timezone.localdate())
    started = time.perf_counter()
    Story(edition=edition, organisation=organisation, people=people).open().fill().whole(
        "ekspert1", "ekspert2", number=f"B{number}/2026", day=timezone.localdate()
    )
    return time.perf_counter() - started


def bare() -> float:
    """Take the same number of human steps and one job through stock nodes; give the seconds."""
    owner = User.objects.get(email=PEOPLE[0].email)
    started = time.perf_counter()
    process = BareFlow.start.run()
    while True:
        task = Task.objects.filter(
            process=process, status__in=(STATUS.NEW, STATUS.ASSIGNED), flow_task_type="HUMAN"
        ).first()
        if task is None:
            break
        with task.activation() as activation:
            if activation.task.status == STATUS.NEW:
                activation.assign(owner)
            activation.start(None)
            activation.execute()
    return time.perf_counter() - started


def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Measure both in turns; give the seconds of the real cases and of the bare ones."""
    tasks.run_job.delay = lambda *_args: None
    real, floor = [], []
    for number in range(rounds):
        floor.append(bare())
        real.append(a_case(number))
    return real, floor
