"""Signed notes, checkpoints and keys, against Go's own vector and against forgeries."""

import pytest

from documents.log.errors import NoteRefused
from documents.log.notes import Checkpoint, VerifierKey, open_checkpoint, sign_note, write_proof
from tests.signing import SIGNER, make_signer

# The key and the note of the documentation of golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_SIGNATURE = bytes.fromhex(
    "f64992e052f541bf49f7dcbc8010c5506d885ba92cbafca40704959227348b86"
    "52060dd451580b6a5948d5e02afa9fa9d9e0a2da5165be8a13a472c81c099c03"
)
ORIGIN = "registry.example/log"


KEY = VerifierKey(ORIGIN, SIGNER.public_key)
CHECKPOINT = Checkpoint(ORIGIN, 7, b"r" * 32)
NOTE = sign_note(str(CHECKPOINT), name=ORIGIN, signer=SIGNER)


def test_the_key_and_the_note_of_go_are_understood():
    key = VerifierKey.read(GO_KEY)

    assert str(key) == GO_KEY
    assert key.signed(GO_TEXT, GO_SIGNATURE)
    assert not key.signed(GO_TEXT + "\n", GO_SIGNATURE)


def test_a_checkpoint_is_written_as_three_lines_and_a_signature():
    text, _gap, signature = NOTE.partition("\n\n")

    assert text == "registry.example/log\n7\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="
    assert signature.startswith("— registry.example/log ")
    assert open_checkpoint(NOTE, [KEY]) == CHECKPOINT
    assert open_checkpoint(NOTE, [VerifierKey.read(str(KEY)), VerifierKey.read(GO_KEY)]) == (
        CHECKPOINT
    )


def test_signatures_of_witnesses_and_lines_to_come_are_passed_over():
    extended = sign_note(f"{CHECKPOINT}a line of a later version\n", name=ORIGIN, signer=SIGNER)

    assert open_checkpoint(NOTE + "— witness.example AAECAwQ=\n", [KEY]) == CHECKPOINT
    assert open_checkpoint(extended, [KEY]) == CHECKPOINT


@pytest.mark.parametrize(
    "note",
    [
        "",
        "no note at all",
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("cnJy", "cnJz", 1),
        NOTE.removesuffix("\n"),
        NOTE + "not a signature\n",
        NOTE.replace("registry.example", "other.example"),
        sign_note(str(CHECKPOINT), name=ORIGIN, signer=make_signer(b"b")),
        sign_note(str(CHECKPOINT), name="other.example", signer=SIGNER),
        sign_note(f"{ORIGIN}\n7\nc2hvcnQ=\n", name=ORIGIN, signer=SIGNER),
        sign_note(f"{ORIGIN}\n7\n§§§\n", name=ORIGIN, signer=SIGNER),
    ],
)
def test_whatever_is_not_signed_as_it_stands_is_refused(note):
    with pytest.raises(NoteRefused):
        open_checkpoint(note, [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "registry.example/log",
        str(KEY).replace("registry", "other"),
        str(KEY)[:-4],
        "registry.example/log+00000000+" + str(KEY).split("+", 2)[2],
        "registry.example/log+00000000+§",
    ],
)
def test_a_key_whose_parts_do_not_belong_together_is_refused(text):
    with pytest.raises(NoteRefused):
        VerifierKey.read(text)


def test_a_proof_is_written_as_the_specification_says():
    assert write_proof(position=3, path=[b"a" * 32, b"b" * 32], note=NOTE) == (
        "c2sp.org/tlog-proof@v1\n"
        "index 3\n"
        "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=\n"
        "YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=\n"
        "\n" + NOTE
    )
