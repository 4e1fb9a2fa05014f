"""Two answers to whoever brings a file: is it authentic, and is its certificate in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import SCOPE_REDUCED
from certification.models import Certificate
from certification.registry import lookup_of
from certification.status import StatusWord, status_now
from documents.models import Document, DocumentKind
from documents.models.dossier import Dossier
from documents.verification.apart import check_apart
from documents.verification.verdicts import FileFault, FileVerdict


class Reason(StrEnum):
    """The closed list of why a file or its certificate cannot be relied on."""

    UNKNOWN_KIND = "unknown_kind"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    UNSIGNED = "unsigned"
    SEVERAL_SEALS = "several_seals"
    FOREIGN = "foreign"
    COMPROMISED_KEY = "compromised_key"
    ALTERED = "altered"
    CONTRADICTORY = "contradictory"
    NOT_CHECKED = "not_checked"
    UNKNOWN_NUMBER = "unknown_number"
    REPLACED = "replaced"
    NOT_YET_VALID = "not_yet_valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Explanation:
    """A reason in words: what it means, and what to do."""

    meaning: str | Promise
    advice: str | Promise


ASK = _("Ask whoever gave you the file for the original, or look the number up in the registry.")
LOOK_UP = _("Type the number of the certificate instead.")
EXPLANATIONS: Mapping[str, Explanation] = {
    Reason.UNKNOWN_KIND: Explanation(
        _("This is neither a PDF nor a credential."),
        _("Choose the PDF of the certificate, or the file with its data (JSON or JWT)."),
    ),
    Reason.EMPTY: Explanation(_("The file is empty."), _("Choose the file again.")),
    Reason.TOO_LARGE: Explanation(
        _("The file is larger than 10 MB; no certificate of ours is."), LOOK_UP
    ),
    Reason.UNREADABLE: Explanation(
        _("The file is damaged or made in a way that we do not read."), ASK
    ),
    Reason.ENCRYPTED: Explanation(
        _("The file is locked with a password; no certificate of ours is."), ASK
    ),
    Reason.UNSIGNED: Explanation(
        _("The file bears no seal. It may be a copy, a scan or a print saved as a file."), ASK
    ),
    Reason.SEVERAL_SEALS: Explanation(
        _("The file bears several seals; a certificate of ours bears one."), ASK
    ),
    Reason.FOREIGN: Explanation(
        _("Somebody else sealed this file, not this registry."),
        _("Do not rely on it. If it pretends to be ours, report it."),
    ),
    Reason.COMPROMISED_KEY: Explanation(
        _("The key that made this seal got into wrong hands, so the seal proves nothing."),
        LOOK_UP,
    ),
    Reason.ALTERED: Explanation(
        _("The file was changed after it was sealed."),
        _("Do not rely on it. If somebody passes it off as genuine, report it."),
    ),
    Reason.CONTRADICTORY: Explanation(
        _("The seal is ours, but the file is not a certificate."), LOOK_UP
    ),
    Reason.NOT_CHECKED: Explanation(
        _("The file cannot be checked now. This says nothing about the file."),
        _("Try again in a few minutes, or type the number of the certificate."),
    ),
    Reason.UNKNOWN_NUMBER: Explanation(
        _("The registry knows no certificate with the number of this file."),
        _("Do not rely on it. Write to us, so that we find out why."),
    ),
    Reason.REPLACED: Explanation(
        _("A newer revision has replaced this file, since the scope was reduced."),
        _("Rely on the scope that is told below, and ask for the newest file."),
    ),
}


@dataclass(frozen=True)
class Answer:
    """The two answers: ``is_authentic`` is None where the file could not be checked."""

    is_authentic: bool | None
    reasons: tuple[Reason, ...]
    verdict: FileVerdict
    certificate: Certificate | None = None
    word: StatusWord | None = None

    @property
    def is_replaced(self) -> bool:
        """Say whether the file tells a wider scope than the certificate has by now."""
        return Reason.REPLACED in self.reasons

    @property
    def is_suspicious(self) -> bool:
        """Say whether somebody may pass the file off as ours, so that a report is welcome."""
        return bool({Reason.FOREIGN, Reason.ALTERED} & set(self.reasons))

    @property
    def explanations(self) -> list[Explanation]:
        """Give the reasons of the file in words; those of the certificate are its state."""
        return [EXPLANATIONS[reason] for reason in self.reasons if reason in EXPLANATIONS]


def verify_file(content: bytes, *, today: date) -> Answer:
    """Check a file and look its certificate up; nothing of it is kept."""
    verdict = check_apart(content)
    if verdict.fault is FileFault.COMPROMISED_KEY:
        kept = _kept(content)
        if kept is not None:
            issued, is_replaced = kept
            return _of_certificate(verdict, issued, today, is_replaced=is_replaced)
    if verdict.fault is not None:
        unsure = verdict.fault in (FileFault.NOT_CHECKED, FileFault.COMPROMISED_KEY)
        return Answer(
            is_authentic=None if unsure else False,
            reasons=(Reason(verdict.fault),),
            verdict=verdict,
        )
    certificates = Certificate.objects.select_related("scheme", "version")
    found = certificates.filter(lookup=lookup_of(verdict.number)).first()
    if found is None:
        return Answer(is_authentic=True, reasons=(Reason.UNKNOWN_NUMBER,), verdict=verdict)
    return _of_certificate(verdict, found, today, is_replaced=_is_replaced(verdict, found))


def _is_replaced(verdict: FileVerdict, found: Certificate) -> bool:
    """Say whether a later credential counts: of two with one name the later one does (OB 3.0)."""
    newest, brought = found.revised_from, verdict.valid_from
    return newest is not None and (brought is None or brought < newest)


def _of_certificate(
    verdict: FileVerdict, found: Certificate, today: date, *, is_replaced: bool
) -> Answer:
    word = status_now(
        status=found.status,
        valid_from=found.valid_from,
        valid_until=found.valid_until,
        today=today,
    )
    reasons = () if word is StatusWord.VALID else (Reason(word.value),)
    if is_replaced:
        reasons = (Reason.REPLACED, *reasons)
    return Answer(is_authentic=True, reasons=reasons, verdict=verdict, certificate=found, word=word)


def _kept(content: bytes) -> tuple[Certificate, bool] | None:
    """Find the certificate whose very bytes we kept: they need no signature to be believed.

    With it comes whether a later revision has replaced them.
    """
    digest = sha256(content).hexdigest()
    page = Document.objects.filter(kind=DocumentKind.CERTIFICATE, sha256=digest).first()
    dossier = Dossier.objects.filter(credential_sha256=digest).first()
    number = page.origin if page else dossier.number if dossier else ""
    found: Certificate | None = Certificate.objects.filter(number=number).first()
    if found is None:
        return None
    if dossier is not None:
        return found, dossier.revision < found.revision
    reduced = found.status_changes.filter(status=SCOPE_REDUCED).last()
    return found, bool(page and reduced and page.created_at < reduced.recorded_at)
