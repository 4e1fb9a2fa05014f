"""The process that reads a file: limits first, then as little of Django as the checks need."""

import json
import sys

from documents.apart import limit

MEMORY = 1_500_000_000  # bytes of address space; the libraries alone map some hundred megabytes
CPU_SECONDS = 15


def main() -> None:
    """Read what to trust and the file from standard input, write the verdict."""
    limit(memory=MEMORY, cpu_seconds=CPU_SECONDS)
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
