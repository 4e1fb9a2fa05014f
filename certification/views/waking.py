"""Waking the workers after the state of a certificate has changed."""

from standards.waking import wake


def wake_signers() -> None:
    """Have the public log, the status lists and the files signed anew as soon as all is written.

    A lost message is made up for by the clock within the minute that people are promised.
    """
    wake("documents.tasks.publish_log")
    wake("documents.tasks.sign_status_lists")
    wake("certification.tasks.issue_revisions")
