"""Runs the check in a process of its own, whatever the file was made to do."""

import json

from documents.apart import ProcessFailed, run_apart
from documents.verification.trust import published_keys
from documents.verification.verdicts import FileFault, FileVerdict, kind_of

LARGEST = 10_000_000
SECONDS = 20
LONGEST_ANSWER = 4_000


def check_apart(content: bytes) -> FileVerdict:
    """Check a file; one that breaks the process, or keeps it too long, could not be checked."""
    if len(content) > LARGEST:
        return FileVerdict(kind_of(content), FileFault.TOO_LARGE)
    told = json.dumps(published_keys()).encode() + b"\n"
    try:
        answer = run_apart("documents.verification.child", told + content, seconds=SECONDS)
        return FileVerdict.read(json.loads(answer[:LONGEST_ANSWER]))
    except (ProcessFailed, ValueError, KeyError):
        return FileVerdict(kind_of(content), FileFault.NOT_CHECKED)
