"""The keys of the log: signing with the one in use, and telling everybody which they are."""

from django.conf import settings

from documents.keys import signer_for
from documents.keys.public import from_pem, raw_bytes
from documents.lifecycle import KeyState
from documents.log.notes import VerifierKey
from documents.log.operations import sign_checkpoint
from documents.models.key import Key, KeyPurpose
from documents.models.log import LogCheckpoint


def publish_checkpoint() -> LogCheckpoint | None:
    """Sign what was appended so far, so that it can be proved; None while the log is empty.

    Only a process that may hold keys can do it: the worker, or a command.

    The key is asked for first: to make one is itself an entry of the log.
    """
    return sign_checkpoint(signer=signer_for(KeyPurpose.LOG))


def keys_by_name() -> dict[str, VerifierKey]:
    """Give every key the log ever had, also those no longer believed, for an audit."""
    rows = Key.objects.filter(purpose=KeyPurpose.LOG).values_list("kid", "public_pem")
    return {kid: VerifierKey(settings.LOG_ORIGIN, raw_bytes(from_pem(pem))) for kid, pem in rows}


def published_keys() -> list[VerifierKey]:
    """Give the keys by which a checkpoint of this log may be believed, the one in use first."""
    believed = Key.objects.believed(KeyPurpose.LOG).exclude(state=KeyState.NEXT)
    newest_first = believed.order_by("-valid_from", "-pk").values_list("public_pem", flat=True)
    return [VerifierKey(settings.LOG_ORIGIN, raw_bytes(from_pem(pem))) for pem in newest_first]
