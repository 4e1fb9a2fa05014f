"""Say what one version of a standard changes in another one."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from standards.differences.data import difference_data
from standards.differences.kinds import ChangeKind
from standards.differences.reading import difference_between
from standards.differences.report import report
from standards.models import StandardVersion

SAME, DIFFERENT, TROUBLE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Compares two versions of a standard. "
        "Exit code 0: nothing changes, 1: something changes, 2: a version is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scheme", metavar="SCHEME")
        parser.add_argument("old", metavar="A")
        parser.add_argument("new", metavar="B")
        parser.add_argument("--json", action="store_true", help="data instead of text")
        parser.add_argument("--unchanged", action="store_true", help="name unchanged criteria too")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default="pl"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        old, new = (self._version(options["scheme"], options[name]) for name in ("old", "new"))
        difference = difference_between(old, new)
        if options["json"]:
            self.stdout.write(json.dumps(difference_data(difference), ensure_ascii=False, indent=2))
        else:
            with translation.override(options["language"]):
                self.stdout.write("\n".join(report(difference, unchanged=options["unchanged"])))
        effects = difference.effects
        counted = effects.rule or effects.scales or any(one.is_changed for one in effects.sections)
        if counted or set(difference.counts) - {ChangeKind.UNCHANGED}:
            sys.exit(DIFFERENT)

    def _version(self, scheme: str, number: str) -> StandardVersion:
        found = StandardVersion.objects.filter(scheme__code=scheme, version=number)
        version = found.select_related("scheme").first()
        if version is None:
            raise CommandError(f"There is no version {scheme} {number}.", returncode=TROUBLE)
        return version
