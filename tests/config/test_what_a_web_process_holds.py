"""A web process loads what pages need; what draws, signs or reads files waits for its first use."""

import subprocess
import sys

READING = {"pyhanko", "pyld", "pi_heif"}
DRAWING = {"reportlab", "PIL", "pikepdf", "fontTools", "segno"}
SIGNING = {"pkcs11", "asn1crypto"}
RARE = {"jsonschema", "holidays", "xlsxwriter", "yaml"}
WORKING = {"celery", "billiard", "kombu", "amqp", "vine"}
PROGRAM = """
import sys
from django.urls import get_resolver
from config.wsgi import application

def load(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            load(pattern)

load(get_resolver())
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_web_process_does_without_the_libraries_of_rare_acts():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)

    loaded = set(run.stdout.decode().split())
    assert "ninja" in loaded
    assert loaded.isdisjoint(READING | DRAWING | SIGNING | RARE | WORKING)
