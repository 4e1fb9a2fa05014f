"""The demo shows every state, ends its past meetings, and is never loaded twice."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from certification.lifecycle import ApplicationStatus, MeetingStatus
from certification.models import Application, Certificate, Meeting, User
from documents.models import LogEntry
from standards.models import StandardVersion
from tests.factories.certification import ApplicationFactory
from workflows.management.commands.load_demo import FIRST_VERSIONS

pytestmark = pytest.mark.django_db
A = ApplicationStatus


@pytest.fixture
def demo(settings):
    packages = sorted((settings.BASE_DIR / "standards" / "catalogue").glob("*.yaml"))
    call_command("load_standard", *map(str, packages), stdout=StringIO())
    call_command("load_demo", stdout=StringIO())


def everything():
    """Read every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def test_the_demo_shows_its_states_and_a_second_run_changes_nothing(demo):
    before = everything()
    said = StringIO()

    call_command("load_demo", stdout=said)

    assert everything() == before
    assert said.getvalue() == "The demo is loaded already.\n"
    assert Counter(Application.objects.values_list("status", flat=True)) == {
        A.DRAFT: 3,
        A.SUBMITTED: 3,
        A.COMPLETION_CALLED: 1,
        A.EVALUATION: 1,
        A.AWAITING_COMMITTEE: 2,
        A.AWAITING_DECISION: 1,
        A.CERTIFIED: 9,
        A.REFUSED: 2,
        A.WITHDRAWN: 1,
    }
    assert Counter(Certificate.objects.values_list("status", flat=True)) == {
        "valid": 7,
        "suspended": 1,
        "withdrawn": 1,
    }
    assert Certificate.objects.filter(valid_until__lt=timezone.localdate()).exists()
    past = timezone.now() - timedelta(hours=14)
    held = Meeting.objects.filter(starts_at__lt=past)
    assert Counter(held.values_list("status", flat=True)) == {MeetingStatus.CLOSED: 12}
    to_come = Meeting.objects.exclude(pk__in=held)
    assert Counter(to_come.values_list("status", flat=True)) == {MeetingStatus.PLANNED: 2}


def test_the_public_log_of_the_demo_never_runs_backwards(demo):
    times = list(LogEntry.objects.order_by("position").values_list("recorded_at", flat=True))

    assert len(times) > 40
    assert times == sorted(times)


def test_a_database_with_real_cases_takes_no_demo():
    ApplicationFactory(applicant__is_demo=False)
    before = everything()

    with pytest.raises(CommandError, match="holds real cases"):
        call_command("load_demo", stdout=StringIO())

    assert everything() == before


def test_the_accounts_alone_are_made_once():
    call_command("load_demo", "--accounts-only", stdout=StringIO())
    before = everything()

    call_command("load_demo", "--accounts-only", stdout=StringIO())

    assert everything() == before
    assert User.objects.exists()


def test_the_first_versions_are_published_before_what_follows_them():
    call_command("load_demo", "--accounts-only", stdout=StringIO())

    published = StandardVersion.objects.public().values_list("published_at__date", flat=True)
    assert set(published) == {timezone.localdate() - FIRST_VERSIONS}
