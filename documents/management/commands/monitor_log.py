"""Watches a public log for whoever does not want to take the operator's word for it."""

import hashlib
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.log.errors import NoteRefused
from documents.log.monitoring import LogIsNotTheSame, Memory, look_at
from documents.log.notes import VerifierKey

SECONDS = 30
LARGEST = 20 * 1024 * 1024
NOT_FOUND = 404


class Command(BaseCommand):
    help = "Compare a public log with what was seen of it before; exit 1 if it was rewritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "url", nargs="?", default=f"{settings.PUBLIC_URL}/log", help="address of the log"
        )
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="a key of the log that you trust, as its keys.txt writes it; may be repeated",
        )
        parser.add_argument("--state", type=Path, help="file that remembers what was seen")
        parser.add_argument("--show", action="store_true", help="print each new entry")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look once; whatever is wrong is one plain sentence and the exit code 1."""
        url = options["url"].rstrip("/")
        if urlsplit(url).scheme not in {"http", "https"}:
            raise CommandError("The address of a log begins with https:// or http://.")
        state = options["state"] or _place_of(url)
        try:
            memory = self._memory(url, state, options["key"])
            tell = self._show if options["show"] else _pass_over
            look = look_at(memory, lambda path: _fetch(f"{url}/{path}"), tell)
        except LogIsNotTheSame as found:
            raise CommandError(str(found), returncode=1) from None
        except NoteRefused as refused:
            raise CommandError(str(refused), returncode=1) from None
        except FileNotFoundError as missing:
            raise CommandError(f"The log does not have {missing}.", returncode=1) from None
        except (URLError, TimeoutError, OSError) as failed:
            raise CommandError(f"The log cannot be reached now: {failed}", returncode=1) from None
        _write(state, look.memory.as_json())
        self.stdout.write(
            f"{look.checkpoint.origin}: {look.checkpoint.size} entries, {look.new} new, "
            f"root {look.checkpoint.root.hex()}. It is the log that was seen before."
            if memory.note
            else f"{look.checkpoint.origin}: {look.checkpoint.size} entries read for the first "
            f"time, root {look.checkpoint.root.hex()}. From now on every change will be noticed."
        )

    def _show(self, position: int, entry: dict[str, Any]) -> None:
        self.stdout.write(f"{position}: {entry['time']} {entry['kind']} {entry['number']}")

    def _memory(self, url: str, state: Path, trusted: list[str]) -> Memory:
        """Remember the last look; at the first one keys are given, or taken on trust and said."""
        for key in trusted:
            VerifierKey.read(key)
        if state.exists():
            memory = Memory.read(state.read_text(encoding="utf-8"))
            memory.keys = list(dict.fromkeys([*memory.keys, *trusted]))
            return memory
        if trusted:
            return Memory(trusted)
        keys = _fetch(f"{url}/keys.txt").decode("utf-8", "replace").split()
        for key in keys:
            self.stdout.write(f"Key taken on trust, compare it with the printed one: {key}")
        return Memory(keys)


def _pass_over(_position: int, _entry: dict[str, Any]) -> None:
    """Keep quiet about an entry."""


def _place_of(url: str) -> Path:
    """Give the file that belongs to an address."""
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    return Path(settings.VAR_DIR) / "monitor" / f"{name}.json"


def _fetch(url: str) -> bytes:
    """Fetch one file of the log, of a size that a log may have."""
    request = Request(url, headers={"User-Agent": "monitor_log", "Accept-Encoding": "identity"})  # noqa: S310  the scheme was checked
    try:
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            content: bytes = response.read(LARGEST + 1)
    except HTTPError as refused:
        if refused.code == NOT_FOUND:
            raise FileNotFoundError(url) from None
        raise
    if len(content) > LARGEST:
        raise LogIsNotTheSame(f"The file {url} is larger than any file of a log.")
    return content


def _write(state: Path, text: str) -> None:
    """Keep what was seen, whole or not at all."""
    state.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=state.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).replace(state)
