"""Recomputes every digest and score from stored facts; exit 1 and a list where anything differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certification.audit import CHECKS


class Command(BaseCommand):
    help = "Recompute every digest and score from stored facts and list what differs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run every check to its end, so that one difference does not hide another."""
        differences = 0
        for name, check in CHECKS.items():
            records = 0
            for difference in check():
                if difference is None:
                    records += 1
                    continue
                differences += 1
                self.stdout.write(f"{difference.record}: {difference.place}")
            self.stdout.write(f"{name}: {records} as computed")
        if differences:
            raise CommandError(f"{differences} differences found.", returncode=1)
