"""Files are checked in a process of their own: what is ours is known, all else has its reason."""

import json
import os
import re
import sys

import pytest
from django.utils import timezone

from documents import apart
from documents.finishing import Attachment
from documents.keys.operations import declare_compromised
from documents.models import Key
from documents.models.key import KeyPurpose
from documents.verification import apart as apart_module
from documents.verification.apart import check_apart
from documents.verification.checking import Trust, check_file
from documents.verification.trust import published_keys
from documents.verification.verdicts import FileFault, FileKind, FileVerdict, kind_of
from tests.documents.credentials.samples import NUMBER
from tests.documents.samples import ATTACHMENTS
from tests.documents.verification.samples import attached, page_with


@pytest.fixture
def trust(issued):
    return Trust.read(published_keys())


def test_every_form_of_a_certificate_is_known_apart_from_the_site(issued):
    verdicts = [check_apart(file) for file in (issued.pdf, issued.json, issued.jwt)]

    assert [(one.kind, one.fault, one.number) for one in verdicts] == [
        (FileKind.PDF, None, NUMBER),
        (FileKind.JSON, None, NUMBER),
        (FileKind.JWT, None, NUMBER),
    ]
    assert verdicts[0].signed_at is not None
    assert verdicts[1].kid != verdicts[2].kid


def altered(content, old, new):
    assert old in content
    return content.replace(old, new, 1)


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda i: b"", FileFault.EMPTY),
        (lambda i: b"PK\x03\x04 an archive", FileFault.UNKNOWN_KIND),
        (lambda i: b"%PDF-1.7 broken", FileFault.UNREADABLE),
        (lambda i: i.pdf[:-2000], FileFault.UNREADABLE),
        (lambda i: altered(i.pdf, b"/Length", b"/lengtH"), FileFault.ALTERED),
        (lambda i: i.json[:-1], FileFault.UNREADABLE),
        (lambda i: altered(i.json, b"2029-11-22", b"2039-11-22"), FileFault.ALTERED),
        (lambda i: altered(i.json, b'"name":"Cert', b'"name":"cert'), FileFault.ALTERED),
        (lambda i: altered(i.json, b'{"@context"', b'{"cena":"x","@context"'), FileFault.ALTERED),
        (lambda i: b'{"id": 1}', FileFault.UNSIGNED),
        (lambda i: b'{"a": 1, "a": 2}', FileFault.UNREADABLE),
        (lambda i: b"{" * 9000, FileFault.UNREADABLE),
        (lambda i: i.jwt[:-3] + b"AAA", FileFault.ALTERED),
        (lambda i: b"eyJhbGciOiJub25lIn0.e30.", FileFault.UNREADABLE),
        (lambda i: page_with(), FileFault.CONTRADICTORY),
        (lambda i: page_with(attached(i.dossier), ATTACHMENTS[0]), FileFault.CONTRADICTORY),
        (
            lambda i: page_with(
                Attachment("x.json", b'{"proof": []}', "application/vc", "Data", "Nic")
            ),
            FileFault.UNSIGNED,
        ),
    ],
)
def test_whatever_is_not_ours_as_it_was_made_has_its_reason(issued, trust, make, fault):
    verdict = check_file(make(issued), trust)

    assert (verdict.fault, verdict.number) == (fault, "")


def test_a_flipped_bit_anywhere_in_the_sealed_file_is_seen(issued, trust):
    contents = re.search(rb"/Contents <[0-9A-Fa-f]+>", issued.pdf).span()
    places = [
        at for at in range(40, len(issued.pdf) - 40, len(issued.pdf) // 25)
        if not contents[0] <= at < contents[1]
    ]  # fmt: skip

    verdicts = {
        at: check_file(
            issued.pdf[:at] + bytes([issued.pdf[at] ^ 1]) + issued.pdf[at + 1 :], trust
        ).fault
        for at in places
    }

    assert all(verdicts.values()), verdicts


def test_keys_that_are_not_ours_sign_nothing_of_ours(issued):
    nobody = Trust({}, {})

    assert {check_file(file, nobody).fault for file in (issued.pdf, issued.json, issued.jwt)} == {
        FileFault.FOREIGN
    }


def test_a_compromised_key_proves_nothing(issued):
    for purpose in (KeyPurpose.SEAL, KeyPurpose.CREDENTIAL_EDDSA, KeyPurpose.CREDENTIAL_ES256):
        declare_compromised(
            key=Key.objects.get(purpose=purpose), by=None, note="stolen", since=timezone.now()
        )

    trust = Trust.read(json.loads(json.dumps(published_keys())))

    assert {check_file(file, trust).fault for file in (issued.pdf, issued.json, issued.jwt)} == {
        FileFault.COMPROMISED_KEY
    }


def test_what_is_too_large_is_not_even_handed_on(monkeypatch):
    monkeypatch.setattr(apart_module, "run_apart", None)

    verdict = check_apart(b"%PDF-" + bytes(apart_module.LARGEST))

    assert (verdict.kind, verdict.fault) == (FileKind.PDF, FileFault.TOO_LARGE)


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import sys; sys.exit(3)",
        "print('no verdict')",
        "print('{}')",
        "import os; os.kill(os.getpid(), 9)",
    ],
)
def test_a_process_that_breaks_or_hangs_says_nothing_of_the_file(issued, monkeypatch, program):
    monkeypatch.setattr(apart, "START", program)
    monkeypatch.setattr(apart_module, "SECONDS", 2)

    verdict = check_apart(b"{}")

    assert (verdict.fault, verdict.is_authentic) == (FileFault.NOT_CHECKED, False)


def test_the_process_has_no_secret_no_memory_without_end_and_writes_no_file(issued, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    program = """
import sys; sys.path.insert(0, sys.argv[1])
from documents.apart import limit
from documents.verification.child import CPU_SECONDS, MEMORY
limit(memory=MEMORY, cpu_seconds=CPU_SECONDS)
import json, os
found = [name for name in ("SECRET_KEY", "DATABASE_URL", "KEYS_DIR") if name in os.environ]
try:
    bytes(3_000_000_000); found.append("memory")
except MemoryError:
    pass
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open("/tmp/atest-never", "wb") as file: file.write(b"x" * 10)
    found.append("file")
except OSError:
    pass
print(json.dumps({"kind": "json", "fault": None, "number": ",".join(found), "kid": "",
                  "signed_at": None, "valid_from": None}))
"""
    monkeypatch.setattr(apart, "START", program)

    assert check_apart(b"{}") == FileVerdict(FileKind.JSON, None)
    assert os.environ["SECRET_KEY"] == "a secret"
    assert sys.executable


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", FileKind.PDF),
        (b"\n  {", FileKind.JSON),
        (b"eyJ.a.b\n", FileKind.JWT),
        (b"eyJ.a", FileKind.UNKNOWN),
        (b"GIF89a", FileKind.UNKNOWN),
    ],
)
def test_the_first_bytes_tell_the_kind(content, kind):
    assert kind_of(content) is kind
