"""Recomputes every digest and score from stored facts; exit 1 and a list where anything differs."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certification.audit import CHECKS, audit_kept_checkpoints


class Command(BaseCommand):
    help = "Recompute every digest and score from stored facts and list what differs."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take checkpoints that were kept elsewhere."""
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            metavar="FILE",
            type=Path,
            help="A checkpoint of the log that was kept elsewhere; may be given several times.",
        )

    def handle(self, *_args: Any, checkpoint: list[Path], **_options: Any) -> None:
        """Run every check to its end, so that one difference does not hide another."""
        checks = dict(CHECKS)
        if checkpoint:
            notes = [_read(path) for path in checkpoint]
            checks["kept checkpoints"] = partial(audit_kept_checkpoints, notes)
        differences = 0
        for name, check in checks.items():
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


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, ValueError) as broken:
        raise CommandError(f"The file {path} cannot be read.") from broken
