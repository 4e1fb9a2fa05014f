"""Signing the log with the key of the log; only a process that may hold keys can do it."""

from documents.keys import signer_for
from documents.log.operations import sign_checkpoint
from documents.models.key import KeyPurpose
from documents.models.log import LogCheckpoint


def publish_checkpoint() -> LogCheckpoint | None:
    """Sign what was appended so far, so that it can be proved; None while the log is empty.

    The key is asked for first: to make one is itself an entry of the log.
    """
    return sign_checkpoint(signer=signer_for(KeyPurpose.LOG))
