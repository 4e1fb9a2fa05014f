"""Check and load standard packages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from standards.errors import PackageRefused, RuleViolation
from standards.exchange.oscal_reading import is_oscal, package_from_oscal, scheme_of
from standards.models import Scheme, StandardVersion
from standards.operations import load_package, publish
from standards.packages.checking import check_package
from standards.packages.reading import read_package
from standards.packages.source import MAX_BYTES, PackageSource
from standards.packages.writing import scheme_data


class Command(BaseCommand):
    help = "Checks and loads standard packages and publishes their versions: all files or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--check", action="store_true", help="only check, change nothing")
        parser.add_argument("--scheme", default="", help="of an OSCAL catalog that names none")
        parser.add_argument("--as-version", default="", help="number for an OSCAL catalog")
        parser.add_argument("--why", default="", help="reason of a class above what changed")
        parser.add_argument("--draft", action="store_true", help="load as a draft, do not publish")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.scheme, self.number = options["scheme"], options["as_version"]
        self.why = options["why"]
        sources = self._read(options["files"])
        if options["check"]:
            self.stdout.write(f"{len(sources)} file(s) checked, no problem found.")
            return
        try:
            with transaction.atomic():
                versions = [self._load(source, options["draft"]) for source in sources]
        except RuleViolation as violation:
            raise CommandError("\n".join(violation.messages)) from violation
        for source, version in zip(sources, versions, strict=True):
            self.stdout.write(
                f"{source.name}: {version.scheme.code} {version.version}"
                f" {version.status} sha256:{version.sha256}"
            )

    def _read(self, files: list[Path]) -> list[PackageSource]:
        sources: list[PackageSource] = []
        problems: list[str] = []
        for path in files:
            try:
                with path.open("rb") as file:
                    source = self._package(read_package(str(path), file.read(MAX_BYTES + 1)))
            except OSError as error:
                problems.append(f"{path}: {error.strerror}")
            except PackageRefused as refusal:
                problems += refusal.problems
            else:
                problems += check_package(source)
                sources.append(source)
        if problems:
            raise CommandError("\n".join(problems))
        return sources

    def _package(self, source: PackageSource) -> PackageSource:
        """Make a package of an OSCAL catalog, and say what had to be filled in or left out."""
        if not is_oscal(source):
            return source
        code = self.scheme or scheme_of(source)
        scheme = Scheme.objects.filter(code=code).first()
        if scheme is None:
            sentence = "Name a scheme that is loaded already: --scheme CODE."
            raise PackageRefused([source.problem(("catalog", "metadata"), sentence)])
        reading = package_from_oscal(source, scheme=scheme_data(scheme), version=self.number)
        for sentence in reading.losses:
            self.stderr.write(f"{source.name}: {sentence}")
        return reading.source

    def _load(self, source: PackageSource, draft: bool) -> StandardVersion:  # noqa: FBT001 -- the option
        try:
            version = load_package(source=source, by=None)
        except RuleViolation as violation:
            if isinstance(violation, PackageRefused):
                raise
            sentence = " ".join(violation.messages)
            raise PackageRefused([source.problem(("standard", "version"), sentence)]) from violation
        if draft or version.is_frozen:
            return version
        return publish(version=version, by=None, why=self.why)
