"""Checks the seals and credentials of everything issued against each other and the public log."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from certification.attested_credential import credential_content
from certification.models import Certificate
from certification.revisions import revision_in_row, told_by_lists
from documents.credentials.contents import attested_by, written
from documents.credentials.status_places import is_to_be_set
from documents.credentials.verifying import TrustedKey, check_document, check_jwt, trusted_keys
from documents.errors import DocumentDamaged
from documents.issuing import CREDENTIAL_FILE
from documents.models import Document, Dossier, LogEntry, LogKind, StatusEntry
from documents.read import open_document
from documents.sealing import check_seal, pinned_seals
from documents.sealing.checking import PinnedSeal

CHUNK = 200
WITH_EACH = (
    "document",
    "document_en",
    "scheme",
    "version",
    "holder",
    "decision__application__offer",
    "decision__application__edition__scheme",
    "decision__application__edition__operator",
)


@dataclass
class _Logged:
    """What the log knows of one certificate: hashes of its credential and of its files."""

    credentials: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


def seal_differences() -> Iterator[tuple[str, str] | None]:
    """Name what differs, as record and place; None for each certificate that is whole.

    A key that was found compromised later alters nothing by itself, so it is believed here.
    Certificates that were never attested are passed over.
    """
    keys = {kid: replace(key, compromised_at=None) for kid, key in trusted_keys().items()}
    pinned = {name: replace(seal, compromised_at=None) for name, seal in pinned_seals().items()}
    rows = Certificate.objects.select_related(*WITH_EACH).order_by("pk").iterator(CHUNK)
    while some := list(islice(rows, CHUNK)):
        numbers = [certificate.number for certificate in some]
        logged = _logged(numbers)
        signed, listed = _signed(numbers), _listed(numbers)
        for certificate in some:
            number = certificate.number
            if number not in signed and number not in logged:
                continue
            known = logged.get(number, _Logged())
            places = list(_places(certificate, signed.get(number, {}), known, keys, pinned))
            places += _places_in_lists(certificate, listed.get(number, []))
            yield from ((f"certificate {number}", place) for place in places)
            if not places:
                yield None


def _listed(numbers: list[str]) -> dict[str, list[StatusEntry]]:
    """Give the places of each certificate in the status lists."""
    found: dict[str, list[StatusEntry]] = {}
    for entry in StatusEntry.objects.filter(number__in=numbers).order_by("revision", "purpose"):
        found.setdefault(entry.number, []).append(entry)
    return found


def _places_in_lists(certificate: Certificate, entries: list[StatusEntry]) -> Iterator[str]:
    """Compare each bit with the state of the certificate; its revisions count too."""
    for entry in entries:
        if entry.is_set != is_to_be_set(entry, **told_by_lists(certificate)):
            yield f"status list: {entry.purpose} of revision {entry.revision}"


def _signed(numbers: list[str]) -> dict[str, dict[int, Dossier]]:
    """Give what was signed for each certificate, by its revision."""
    found: dict[str, dict[int, Dossier]] = {}
    for one in Dossier.objects.filter(number__in=numbers).order_by("revision"):
        found.setdefault(one.number, {})[one.revision] = one
    return found


def _logged(numbers: list[str]) -> dict[str, _Logged]:
    kinds = (LogKind.CREDENTIAL, LogKind.SEALED_FILE)
    found: dict[str, _Logged] = {}
    entries = LogEntry.objects.filter(number__in=numbers, kind__in=kinds)
    for number, leaf in entries.values_list("number", "leaf"):
        facts, known = json.loads(leaf), found.setdefault(number, _Logged())
        known.credentials |= {facts[name] for name in ("credential_sha256",) if name in facts}
        known.files |= {facts[name] for name in ("file_sha256",) if name in facts}
    return found


def _places(
    certificate: Certificate,
    dossiers: Mapping[int, Dossier],
    known: _Logged,
    keys: Mapping[str, TrustedKey],
    pinned: Mapping[str, PinnedSeal],
) -> Iterator[str]:
    dossier = dossiers.get(certificate.sealed_revision)
    if dossier is None:
        yield "its credential is missing"
        return
    for one in dossiers.values():
        yield from _places_of_credential(one, keys, _attested_by_row(certificate, one.revision))
    if known.credentials != {_digest(one.credential) for one in dossiers.values()}:
        yield "its credential is not the one in the public log"
    yield from _places_of_file(certificate.document, dossier, known, pinned)
    if certificate.document_en:
        yield from _places_of_file(certificate.document_en, dossier, known, pinned)


def _places_of_file(
    document: Document | None,
    dossier: Dossier,
    known: _Logged,
    pinned: Mapping[str, PinnedSeal],
) -> Iterator[str]:
    try:
        content = open_document(document) if document else b""
    except DocumentDamaged:
        yield "its sealed file is missing or damaged"
        return
    verdict = check_seal(content, pinned)
    if verdict.fault:
        yield f"seal: {verdict.fault}"
    elif verdict.attachments.get(CREDENTIAL_FILE) != dossier.credential.encode():
        yield "its sealed file carries another credential"
    if hashlib.sha256(content).hexdigest() not in known.files:
        yield "its sealed file is not the one in the public log"


def _attested_by_row(certificate: Certificate, number: int) -> dict[str, Any]:
    """Give what the credential of a revision has to attest by the row of its certificate."""
    revision = revision_in_row(certificate, number)
    if revision is None:
        return {}
    return attested_by(written(credential_content(certificate.decision, revision=revision)))


def _places_of_credential(
    dossier: Dossier, keys: Mapping[str, TrustedKey], row: Mapping[str, Any]
) -> Iterator[str]:
    """Check both forms, and that they attest what the row says: whom, what and how long."""
    as_json = check_document(dossier.credential.encode(), keys=keys)
    as_jwt = check_jwt(dossier.credential_jwt.encode(), keys=keys)
    for form, verdict in (("JSON", as_json), ("JWT", as_jwt)):
        if verdict.fault:
            yield f"credential in {form}: {verdict.fault}"
        elif verdict.number != dossier.number:
            yield f"credential in {form}: of another certificate"
        elif verdict.document is not None and attested_by(verdict.document) != row:
            found = attested_by(verdict.document)
            names = ", ".join(name for name in found if found[name] != row.get(name))
            yield f"credential in {form}: not as in the registry: {names}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
