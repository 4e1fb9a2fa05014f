"""Write a version of a standard back as a package."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from standards.models import StandardVersion
from standards.packages.writing import export_package


class Command(BaseCommand):
    help = "Writes the package of a version: the same bytes each time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("scheme", metavar="SCHEME")
        parser.add_argument("version", metavar="VERSION")
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of the screen")

    def handle(self, *_args: Any, **options: Any) -> None:
        version = (
            StandardVersion.objects.select_related("scheme")
            .filter(scheme__code=options["scheme"], version=options["version"])
            .first()
        )
        if version is None:
            raise CommandError(f"There is no version {options['scheme']} {options['version']}.")
        content = export_package(version)
        if options["output"]:
            options["output"].write_bytes(content)
        else:
            self.stdout.write(content.decode("utf-8"), ending="")
