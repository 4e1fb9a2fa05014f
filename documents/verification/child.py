"""The process that reads a file: limits first, then as little of Django as the checks need."""

import json
import sys

MEMORY = 1_500_000_000  # bytes of address space; the libraries alone map some hundred megabytes
CPU_SECONDS = 15
OPEN_FILES = 64


def limit() -> None:
    """Take memory, time and files away, where the system can (POSIX)."""
    try:
        import resource
    except ImportError:  # a system without such limits still has the time-out of the parent
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def main() -> None:
    """Read what to trust and the file from standard input, write the verdict."""
    limit()
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "documents"],
        DATABASES={},
        USE_TZ=True,
        PUBLIC_URL="",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
    )
    django.setup()
    from documents.verification.checking import Trust, check_file

    trust = Trust.read(json.loads(sys.stdin.buffer.readline()))
    verdict = check_file(sys.stdin.buffer.read(), trust)
    sys.stdout.write(json.dumps(verdict.as_data()))
