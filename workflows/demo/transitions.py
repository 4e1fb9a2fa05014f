"""Invented holders on the way to a new version: one with tasks done, one past the last day.

The correction asks for nothing, so whoever has not confirmed it in time waits for a decision; the
large change still has months, and its tasks are being recorded.
"""

from collections.abc import Mapping
from datetime import date

from certification.models import Certificate, User
from certification.operations.transition_clock import look_after_transitions
from certification.operations.transitions import record_moved, record_tasks
from certification.transitions import plan_of
from standards.models import StandardVersion
from workflows.demo.cast import CENTRES
from workflows.demo.standards_transfer import CORRECTED, LATER

TASKS_DONE = 2


def play_transitions(*, people: Mapping[str, User], today: date) -> None:
    """Record what one holder has done, and let the clock prepare the rest."""
    office = people["sekretariat"]
    certificate = Certificate.objects.select_related(
        "version__scheme", "application__applicant", "application__offer"
    ).get(holder__name=CENTRES[1].name)
    versions = StandardVersion.objects.select_related("scheme").filter(scheme__code="owes")
    corrected, later = versions.get(version=CORRECTED), versions.get(version=LATER)
    record_moved(
        certificate=certificate,
        version=corrected,
        reasons="Oświadczenie z podpisem osoby uprawnionej (dane przykładowe).",
        by=office,
    )
    tasks = plan_of(certificate, later).tasks[:TASKS_DONE]
    record_tasks(
        certificate=certificate,
        version=later,
        tasks={
            one.key: (True, "Wykazano podczas rozmowy, notatka w aktach (dane przykładowe).")
            for one in tasks
        },
        by=office,
    )
    look_after_transitions(today=today)
