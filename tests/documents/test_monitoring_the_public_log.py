"""Whoever watches the log from outside notices every rewriting, and is told in one sentence."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents.log import tree
from documents.log.monitoring import LogIsNotTheSame, Memory, look_at
from documents.log.notes import Checkpoint, VerifierKey, sign_note
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint
from documents.log.tiles import Tile, pack, read_tile, tiles_of
from tests.guards import without_guards
from tests.signing import SIGNER, make_signer

ORIGIN = "registry.example/log"
KEY = str(VerifierKey(ORIGIN, SIGNER.public_key))


def leaf(number):
    text = {"kind": "key", "number": f"N-{number}", "time": "2026-05-01T12:00:00Z"}
    return json.dumps(text, separators=(",", ":")).encode()


class Log:
    """A log made of its entries, which may lie."""

    def __init__(self, leaves, *, signed=None, signer=SIGNER, origin=ORIGIN):
        self.leaves = leaves
        self.signed = leaves if signed is None else signed
        self.signer, self.origin = signer, origin

    def fetch(self, path):
        if path == "checkpoint":
            growing = tree.Growing()
            growing.extend(map(tree.leaf_hash, self.signed))
            text = str(Checkpoint(self.origin, growing.size, growing.root))
            return sign_note(text, name=self.origin, signer=self.signer).encode()
        for tile in tiles_of(0, 0, len(self.leaves)):
            if tile.entries_path == path:
                return pack(self.leaves[tile.first : tile.first + tile.width])
        raise FileNotFoundError(path)


def seen(size):
    return look_at(Memory([KEY]), Log([leaf(n) for n in range(size)]).fetch).memory


def test_a_log_that_only_grew_is_the_same_log():
    told = []
    memory = Memory([KEY])
    for size in (1, 2, 255, 256, 257, 300, 300, 700):
        log = Log([leaf(n) for n in range(size)])
        look = look_at(memory, log.fetch, lambda position, entry: told.append((position, entry)))
        assert look.new == size - memory.size
        memory = Memory.read(look.memory.as_json())

    assert memory.size == 700
    assert [(position, entry["number"]) for position, entry in told] == [
        (n, f"N-{n}") for n in range(700)
    ]


def leaves(size, **changed):
    return [leaf(changed.get(f"n{n}", n)) for n in range(size)]


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (Log(leaves(4)), "entries were taken away"),
        (Log(leaves(5, n2=99)), "Two different logs of 5 entries"),
        (Log(leaves(9, n2=99)), "the log was rewritten"),
        (Log([*leaves(5)[::-1], *leaves(9)[5:]]), "the log was rewritten"),
        (Log(leaves(9, n7=99), signed=leaves(9)), "the log was rewritten"),
        (Log([*leaves(8), b"no json"]), "entry 8 of the log cannot be read"),
        (Log([*leaves(8), b'{"kind":"key"}']), "entry 8 of the log cannot be read"),
        (Log(leaves(9), signer=make_signer(b"b")), "not signed by a known key"),
        (Log(leaves(9), origin="other.example/log"), "not signed by a known key"),
    ],
)
def test_every_rewriting_is_told_in_a_sentence(log, sentence):
    with pytest.raises(LogIsNotTheSame, match=sentence):
        look_at(seen(5), log.fetch)


def test_a_bundle_cut_short_is_told():
    class Cut(Log):
        def fetch(self, path):
            content = super().fetch(path)
            return content if path == "checkpoint" else content[:-3]

    with pytest.raises(LogIsNotTheSame, match="entries from 0 on cannot be read"):
        look_at(seen(5), Cut(leaves(9)).fetch)


def test_a_partial_bundle_that_gave_way_to_the_whole_is_read_from_it():
    class Grown(Log):
        def fetch(self, path):
            if path == Tile(0, 0, 9).entries_path:
                raise FileNotFoundError(path)
            return pack(leaves(256)) if path == "tile/entries/000" else super().fetch(path)

    assert look_at(seen(5), Grown(leaves(9)).fetch).memory.size == 9
    assert read_tile(level="0", index="000", width=None) == Tile(0, 0)


def monitor(site, state, *words):
    """Run the command; give what it prints."""
    out = StringIO()
    call_command("monitor_log", f"{site}/log", "--state", str(state), *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_watches_a_living_site(live_server, tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    state = tmp_path / "seen.json"
    append(kind="standard", number="owes-2026.1", facts={"sha256": "ab" * 32})
    publish_checkpoint()

    first = monitor(live_server.url, state)
    for number in range(300):
        append(kind="standard", number=f"owes-{number}", facts={})
    publish_checkpoint()
    second = monitor(live_server.url, state, "--show")
    third = monitor(live_server.url, state)

    assert "Key taken on trust" in first
    assert "3 entries read for the first time" in first
    assert "303 entries, 300 new" in second
    assert "standard owes-299" in second
    assert "303 entries, 0 new" in third

    kept = state.read_text()
    rewrite_from_the_beginning()
    with pytest.raises(CommandError, match="the log was rewritten") as refused:
        monitor(live_server.url, state)
    assert (refused.value.returncode, state.read_text()) == (1, kept)


def rewrite_from_the_beginning():
    """Do what only the owner of the database and of the key could: sign another history."""
    for table, statement in (
        ("documents_logentry", "DELETE FROM documents_logentry"),
        ("documents_loghash", "DELETE FROM documents_loghash"),
        ("documents_logcheckpoint", "DELETE FROM documents_logcheckpoint"),
    ):
        with without_guards(table) as cursor:
            cursor.execute(statement)
    for number in range(400):
        append(kind="standard", number=f"other-{number}", facts={})
    publish_checkpoint()


@pytest.mark.django_db(transaction=True)
def test_the_command_says_plainly_what_it_cannot_do(live_server, tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    state = tmp_path / "seen.json"
    foreign = str(VerifierKey(settings.LOG_ORIGIN, make_signer(b"c").public_key))
    with pytest.raises(CommandError, match="does not have"):
        monitor(live_server.url, state)
    append(kind="standard", number="owes-2026.1", facts={})
    publish_checkpoint()

    for words, sentence in (
        (["--key", "nonsense"], "not the key of a log"),
        (["--key", foreign], "not signed by a known key"),
    ):
        with pytest.raises(CommandError, match=sentence):
            monitor(live_server.url, state, *words)
    with pytest.raises(CommandError, match="cannot be reached"):
        monitor("http://127.0.0.1:9", state)
    with pytest.raises(CommandError, match="begins with https"):
        monitor("file:///etc", state)
    assert not state.exists()
