"""The last steps before a certificate leaves the house, in the order that lets each prove the next.

Nothing can hold its own hash, so: the credential is signed; its hash goes into the public log; the
proof that it stands there, and the credential itself, go into the file; the file is sealed; and the
hash of the sealed file goes into the log too. One file then proves offline who sealed it, what it
says, and that the log knows it. Every step may be repeated after a worker was killed.
"""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from documents.credentials.contents import CredentialContent
from documents.credentials.dossiers import keep_credential, signed_credential
from documents.drawn import Drawn
from documents.finishing import Attachment, finish
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint
from documents.log.reading import proof_of
from documents.models import Dossier, LogEntry, LogKind
from documents.sealing.signing import Sealed, seal

CREDENTIAL_FILE, JWT_FILE, PROOF_FILE = "credential.json", "credential.jwt", "log.tlog-proof"


def attest(*, content: CredentialContent) -> Dossier:
    """Sign the credential of a certificate and enter its hash into the log, both exactly once."""
    signed = signed_credential(content=content)
    with transaction.atomic():
        dossier = keep_credential(signed)
        entry_of(dossier)
    return dossier


def entry_of(dossier: Dossier) -> LogEntry:
    """Give the entry of the credential; it is made if it is not there yet.

    The entry of a later revision names the digest of the one that it replaces.
    """
    facts: dict[str, str | int | None] = {"credential_sha256": dossier.credential_sha256}
    once = f"credential:{dossier.number}"
    earlier = Dossier.objects.filter(number=dossier.number, revision__lt=dossier.revision)
    if (before := earlier.order_by("-revision").first()) is not None:
        facts |= {"revision": dossier.revision, "replaces_sha256": before.credential_sha256}
        once = f"{once}:{dossier.revision}"
    return append(kind=LogKind.CREDENTIAL, number=dossier.number, facts=facts, once=once)


def seal_with_proofs(drawn: Drawn, *, dossier: Dossier) -> Sealed:
    """Finish a drawn certificate with everything that proves it, and seal it.

    The checkpoint is signed first, so that the log covers the entry whose proof is attached.
    """
    entry = entry_of(dossier)
    publish_checkpoint()
    attachments = _attachments(dossier, proof_of(entry).text, drawn.language)
    sealed = seal(finish(drawn, attachments=attachments, signature_field=True))
    # One page may bear a stamp and the next may not; a second stamp on the first does no harm.
    if settings.TSA_URL and not sealed.is_stamped:
        Dossier.objects.filter(pk=dossier.pk).update(awaits_stamp=True)
    return sealed


def _attachments(dossier: Dossier, proof: str, language: str) -> list[Attachment]:
    with translation.override(language):
        return [
            Attachment(
                CREDENTIAL_FILE,
                dossier.credential.encode(),
                "application/vc",
                "Data",
                _("Digital credential (Open Badges 3.0)"),
            ),
            Attachment(
                JWT_FILE,
                dossier.credential_jwt.encode(),
                "application/vc+jwt",
                "Alternative",
                _("The same credential as JWT"),
            ),
            Attachment(
                PROOF_FILE,
                proof.encode(),
                "text/plain",
                "Data",
                _("Proof of the entry in the public log"),
            ),
        ]
