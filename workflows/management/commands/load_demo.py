"""``manage.py load_demo``: invented organisations, people and cases in every state."""

import io
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from certification.models import Application
from certification.operations.public_log import log_standards
from documents.credentials.status_lists import sign_due_lists
from documents.keys.operations import create_demo_keys
from standards.models import StandardVersion
from standards.packages import shipped_packages
from workflows.demo.buyers import describe_offers
from workflows.demo.consultations import play_open_round
from workflows.demo.interpretations import play_interpretations
from workflows.demo.play import LONG_AGO, Play
from workflows.demo.reconsiderations import play_reconsiderations
from workflows.demo.stage import editions_of_demo, fill_posts
from workflows.demo.standards_editor import play_draft
from workflows.demo.standards_move import play_move
from workflows.demo.standards_transfer import play_versions
from workflows.demo.story import on_day
from workflows.demo.transitions import play_transitions

# Before the later versions of the demo, which follow in the same year.
FIRST_VERSIONS = timedelta(days=300)
REAL_CASES = (
    "Ta baza zawiera prawdziwe sprawy, więc demonstracji nie wczytano.\n"
    "This database holds real cases, so the demo is not loaded."
)


class Command(BaseCommand):
    """Fills an empty installation with the demo; refuses where real cases are kept."""

    help = "Load invented organisations, people and cases; refuses on a database with real cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Allow the accounts alone, which is quick."""
        parser.add_argument("--accounts-only", action="store_true", help="Make no cases.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build the demo in one transaction: all of it or nothing."""
        if Application.objects.filter(applicant__is_demo=False).exists():
            raise CommandError(REAL_CASES)
        if Application.objects.exists():
            self.stdout.write("The demo is loaded already.")
            return
        today = timezone.localdate()
        with transaction.atomic(), override("pl"):
            self.load_standards(today)
            people = fill_posts(f"demo-{today.year}", today - LONG_AGO)
            if not options["accounts_only"]:
                if not settings.PRODUCTION:
                    with on_day(today - LONG_AGO):
                        create_demo_keys()
                editions = editions_of_demo(today - LONG_AGO)
                play = Play(editions=editions, people=people, today=today)
                # In the order of their days: the public log of the demo never runs backwards.
                play.certificates_of_the_past()
                play.narrowed_scope()
                play_reconsiderations(play=play)
                play.withdrawn_and_suspended()
                play.running_cases()
                play.closed_cases()
                describe_offers(play)
                play_versions(people=people, today=today)
                play_draft(people=people)
                play_open_round(people=people, today=today)
                play_move(play=play, people=people, today=today)
                play_interpretations(people=people, today=today)
                play_transitions(people=people, today=today)
                self.leave_nothing_to_the_clock()
        self.stdout.write(f"The demo is loaded: {Application.objects.count()} cases.")

    def leave_nothing_to_the_clock(self) -> None:
        """Log the standards and sign the status lists, so that an audit finds the demo whole."""
        log_standards()
        if not settings.PRODUCTION:
            sign_due_lists()

    def load_standards(self, today: date) -> None:
        """Publish the shipped standards before everything that follows them, where none is yet."""
        if not StandardVersion.objects.exists():
            with on_day(today - FIRST_VERSIONS):
                call_command("load_standard", *shipped_packages(), stdout=io.StringIO())
