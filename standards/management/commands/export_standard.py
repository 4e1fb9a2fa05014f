"""Write a version of a standard back as a package, or as a catalog or workbook."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from standards.exchange.oscal_writing import export_oscal, losses_of
from standards.exchange.workbook import export_workbook
from standards.models import StandardVersion
from standards.packages.writing import export_package

FORMATS = {"yaml": export_package, "oscal": export_oscal, "xlsx": export_workbook}


class Command(BaseCommand):
    help = "Writes the package of a version: the same bytes each time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scheme", metavar="SCHEME")
        parser.add_argument("version", metavar="VERSION")
        parser.add_argument("--format", choices=sorted(FORMATS), default="yaml")
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of the screen")

    def handle(self, *_args: Any, **options: Any) -> None:
        version = (
            StandardVersion.objects.select_related("scheme")
            .filter(scheme__code=options["scheme"], version=options["version"])
            .first()
        )
        if version is None:
            raise CommandError(f"There is no version {options['scheme']} {options['version']}.")
        chosen, output = options["format"], options["output"]
        if chosen == "xlsx" and output is None:
            raise CommandError("A workbook needs --output FILE.")
        content = FORMATS[chosen](version)
        if chosen == "oscal":
            self.stderr.write("\n".join(losses_of(version)))
        if output:
            output.write_bytes(content)
        else:
            self.stdout.write(content.decode("utf-8"), ending="")
