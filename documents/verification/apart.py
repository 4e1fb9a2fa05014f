"""Runs the check in a process of its own, whatever the file was made to do."""

import json
import os
import subprocess
import sys

from django.conf import settings

from documents.verification.trust import published_keys
from documents.verification.verdicts import FileFault, FileVerdict, kind_of

LARGEST = 10_000_000
SECONDS = 20
LONGEST_ANSWER = 4_000
# Nothing of the site's environment goes along: no secret, no address of the database.
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


def check_apart(content: bytes) -> FileVerdict:
    """Check a file; one that breaks the process, or keeps it too long, could not be checked."""
    if len(content) > LARGEST:
        return FileVerdict(kind_of(content), FileFault.TOO_LARGE)
    told = json.dumps(published_keys()).encode() + b"\n"
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        run = subprocess.run(  # noqa: S603  our own interpreter and module, the file goes to stdin
            [sys.executable, "-I", "-c", START, str(settings.BASE_DIR)],
            input=told + content,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=True,
        )
        return FileVerdict.read(json.loads(run.stdout[:LONGEST_ANSWER]))
    except (subprocess.SubprocessError, ValueError, KeyError, OSError):
        return FileVerdict(kind_of(content), FileFault.NOT_CHECKED)


START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from documents.verification.child import main; main()"
)
