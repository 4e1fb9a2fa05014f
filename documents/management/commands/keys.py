"""Lists keys, makes and announces them, lets them sign, and takes belief from one."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.errors import KeyRefused
from documents.keys import files, token
from documents.keys.operations import (
    Brought,
    activate_key,
    create_key,
    declare_compromised,
    rotate_key,
)
from documents.models.key import Key, KeyAlgorithm, KeyPurpose, KeyStore


class Command(BaseCommand):
    help = "Keys of the seal, of credentials, status lists and the log; see docs/keys.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="every key there ever was")
        create = acts.add_parser("create", help="make a key and announce it; it does not sign yet")
        create.add_argument("purpose", choices=KeyPurpose.values)
        create.add_argument("--store", choices=KeyStore.values, help="file, or token by PKCS#11")
        create.add_argument("--algorithm", choices=KeyAlgorithm.values)
        create.add_argument(
            "--certificate", type=Path, metavar="PEM", help="of a seal, then those above it"
        )
        create.add_argument(
            "--private-key", type=Path, metavar="PEM", help="take over this key instead"
        )
        create.add_argument("--label", default="", help="take over this key of the token instead")
        activate = acts.add_parser("activate", help="let an announced key sign; the other retires")
        activate.add_argument("kid")
        rotate = acts.add_parser("rotate", help="activate the announced key and announce another")
        rotate.add_argument("purpose", choices=KeyPurpose.values)
        compromise = acts.add_parser("compromise", help="nobody believes this key from now on")
        compromise.add_argument("kid")
        compromise.add_argument("--since", metavar="MOMENT", help="ISO 8601; now if left out")
        compromise.add_argument("--note", required=True, help="what happened; it is published")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do the act; a refusal is one sentence."""
        try:
            getattr(self, options["act"])(options)
        except ValidationError as refused:
            raise CommandError("; ".join(map(str, refused.messages))) from None
        except KeyRefused as refused:
            raise CommandError(str(refused)) from None

    def list(self, _options: dict[str, Any]) -> None:
        """Print one line for each key."""
        for key in Key.objects.order_by("purpose", "-created_at", "-pk"):
            demo = " demo" if key.is_demo else ""
            line = f"{key.purpose:17} {key.state:12} {key.kid:32} {key.fingerprint} {key.store}"
            self.stdout.write(line + demo)

    def create(self, options: dict[str, Any]) -> None:
        """Make or take over a key and announce it."""
        key = create_key(
            purpose=KeyPurpose(options["purpose"]),
            store=self._store(options),
            algorithm=KeyAlgorithm(options["algorithm"]) if options["algorithm"] else None,
            certificate_pem=_text_of(options["certificate"]),
            brought=self._brought(options),
            by=None,
        )
        self.stdout.write(f"{key.kid} is announced, fingerprint {key.fingerprint}.")
        self.stdout.write(f"Let it sign with: manage.py keys activate {key.kid}")

    def activate(self, options: dict[str, Any]) -> None:
        """Let an announced key sign."""
        key = activate_key(key=self._key(options["kid"]), by=None)
        self.stdout.write(f"{key.kid} signs from now on.")

    def rotate(self, options: dict[str, Any]) -> None:
        """Let the announced key take over."""
        purpose = KeyPurpose(options["purpose"])
        key = rotate_key(purpose=purpose, by=None)
        self.stdout.write(f"{key.kid} signs from now on.")
        upcoming = Key.objects.filter(purpose=purpose, state="next").first()
        if upcoming is None:
            self.stdout.write("Announce its successor: manage.py keys create, with a certificate.")
        else:
            self.stdout.write(f"{upcoming.kid} is announced, fingerprint {upcoming.fingerprint}.")

    def compromise(self, options: dict[str, Any]) -> None:
        """Take belief from a key."""
        key = declare_compromised(
            key=self._key(options["kid"]),
            since=_moment(options["since"]),
            note=options["note"],
            by=None,
        )
        since = "" if key.compromised_at is None else key.compromised_at.isoformat()
        self.stdout.write(f"{key.kid} is not believed from {since} on.")
        if not Key.objects.active(key.purpose).exists():
            self.stdout.write(f"Nothing signs for {key.purpose} now: activate another key.")

    @staticmethod
    def _key(kid: str) -> Key:
        key: Key | None = Key.objects.filter(kid=kid).first()
        if key is None:
            raise CommandError(f"There is no key {kid}; manage.py keys list shows them.")
        return key

    @staticmethod
    def _store(options: dict[str, Any]) -> KeyStore:
        if options["store"]:
            return KeyStore(options["store"])
        in_token = token.is_configured() and not options["private_key"]
        return KeyStore.TOKEN if in_token else KeyStore.FILE

    @staticmethod
    def _brought(options: dict[str, Any]) -> Brought:
        path = options["private_key"]
        if path is None:
            return Brought(label=options["label"])
        content = _text_of(path).encode()
        private = files.parse(content, password=settings.KEYS_PASSWORD, name=str(path))
        return Brought(private=private)


def _text_of(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"The file {path} cannot be read.") from None


def _moment(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text} is no moment; write it like 2026-11-23T14:35+01:00.") from None
    return moment if moment.tzinfo else timezone.make_aware(moment)
