"""Certificates keep PDF/A-3a and PDF/UA-1, before their seal and after."""

from dataclasses import replace

import pytest

from documents.drawing import draw_certificate
from documents.finishing import finish
from tests.archive import opinion_of_pdfsig, opinion_of_qpdf, opinion_of_verapdf
from tests.documents.samples import ATTACHMENTS, ENGLISH, LONG_NAME, POLISH, TO_SEAL

pytestmark = pytest.mark.archive


def finished(content=TO_SEAL) -> bytes:
    return finish(
        draw_certificate(content), attachments=ATTACHMENTS, signature_field=content.sealed
    )


def test_certificates_keep_both_standards_before_and_after_the_seal(sealed):
    files = {
        "to seal": finished(),
        "sealed": sealed(finished()),
        "English, demonstration": finished(replace(ENGLISH, sealed=True)),
        "long name": finished(replace(TO_SEAL, holder_or_offer=LONG_NAME)),
        "not to seal, no attachment, no date": finish(draw_certificate(POLISH)),
    }

    opinion = opinion_of_verapdf(*files.values())

    assert opinion == {
        (number, profile): [] for number in range(len(files)) for profile in ("3a", "ua1")
    }


def test_what_was_only_drawn_keeps_neither():
    opinion = opinion_of_verapdf(draw_certificate(POLISH).pdf)

    assert {key: bool(broken) for key, broken in opinion.items()} == {
        (0, "3a"): True,
        (0, "ua1"): True,
    }


@pytest.mark.parametrize("seal", [False, True])
def test_the_file_is_sound(seal, sealed):
    content = sealed(finished()) if seal else finished()

    assert "No syntax or stream encoding errors found" in opinion_of_qpdf(content)


def test_the_seal_is_valid_and_covers_the_whole_file(sealed):
    assert opinion_of_pdfsig(sealed(finished())) == [
        "Signature Field Name: Seal",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
    ]


def test_a_changed_byte_breaks_the_seal(sealed):
    content = sealed(finished())

    changed = content.replace(b"ZNAK-2026-0041", b"ZNAK-2026-0042", 1)

    assert changed != content
    assert opinion_of_pdfsig(changed)[-1] == "Signature Validation: Digest Mismatch."
