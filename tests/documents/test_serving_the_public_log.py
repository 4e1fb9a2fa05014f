"""The log for machines: addresses, types and caching as C2SP says, and only what is signed."""

import gzip

import pytest

from documents.log import tree
from documents.log.operations import append, sign_checkpoint
from documents.log.tiles import Tile, pack, read_tile, tiles_of, unpack, write_index
from documents.models.log import LogEntry, LogHash
from tests.signing import SIGNER

DIGEST = "ab" * 32


def fill(size):
    for number in range(size):
        append(kind="sealed_file", number=f"OWES-2026-{number:04}", facts={"sha256": DIGEST})


def fill_fast(size):
    """Write a long log in bulk, as appending would have written it."""
    growing, entries, hashes = tree.Growing(), [], []
    for position in range(size):
        leaf = f'{{"number":"N-{position}"}}'
        made = growing.add(tree.leaf_hash(leaf.encode()))
        first = len(hashes)
        hashes += [LogHash(place=first + at, value=value) for at, value in enumerate(made)]
        entries.append(
            LogEntry(
                position=position,
                kind="key",
                number=f"N-{position}",
                recorded_at="2026-05-01T12:00:00Z",
                leaf=leaf,
            )
        )
    LogEntry.objects.bulk_create(entries)
    LogHash.objects.bulk_create(hashes)
    return [tree.leaf_hash(entry.leaf.encode()) for entry in entries]


@pytest.mark.parametrize(
    ("index", "text"),
    [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")],
)
def test_the_index_of_a_tile_is_written_in_groups_of_three(index, text):
    assert write_index(index) == text
    assert read_tile(level="0", index=text, width=None) == Tile(0, index)


@pytest.mark.parametrize(
    ("level", "index", "width"),
    [
        ("00", "000", None),
        ("01", "000", None),
        ("64", "000", None),
        ("0", "x000/001", None),
        ("0", "1", None),
        ("0", "0001", None),
        ("0", "001/002", None),
        ("0", "000", "0"),
        ("0", "000", "01"),
        ("0", "000", "256"),
        ("0", "000", "999"),
    ],
)
def test_an_address_written_otherwise_is_none(level, index, width):
    assert read_tile(level=level, index=index, width=width) is None


def test_the_tiles_of_seventy_thousand_entries_are_those_of_the_specification():
    size = 70_000

    by_level = [tiles_of(level, 0, size >> 8 * level) for level in range(4)]

    assert [len(tiles) for tiles in by_level] == [274, 2, 1, 0]
    assert [tiles[-1].width for tiles in by_level[:3]] == [112, 17, 1]
    assert {tile.is_within(size) for tiles in by_level for tile in tiles} == {True}
    assert not Tile(0, 273, 113).is_within(size)
    assert not Tile(3, 0, 1).is_within(size)
    assert Tile(0, 273, 112).path == "tile/0/273.p/112"
    assert Tile(1, 0).path == "tile/1/000"
    assert Tile(0, 1234067).entries_path == "tile/entries/x001/x234/067"


def test_bundles_can_be_read_back_and_spoilt_ones_cannot():
    leaves = [b"one", b"", b"three" * 100]

    assert unpack(pack(leaves)) == leaves
    assert unpack(pack(leaves)[:-1]) is None
    assert unpack(b"\x00") is None


@pytest.mark.django_db
def test_the_checkpoint_is_plain_text_kept_for_seconds(client):
    fill(3)
    note = sign_checkpoint(signer=SIGNER).note

    response = client.get("/log/checkpoint")

    assert (response.status_code, response.content.decode()) == (200, note)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=5"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.django_db
def test_tiles_and_entries_are_served_as_far_as_they_are_signed(client):
    fill(3)
    sign_checkpoint(signer=SIGNER)
    leaves = [entry.leaf.encode() for entry in LogEntry.objects.order_by("position")]
    append(kind="key", number="log-1", facts={})

    hashes = client.get("/log/tile/0/000.p/3")
    two = client.get("/log/tile/0/000.p/2")
    entries = client.get("/log/tile/entries/000.p/3")

    assert hashes.content == b"".join(map(tree.leaf_hash, leaves))
    assert two.content == hashes.content[:64]
    assert unpack(entries.content) == leaves
    for response in (hashes, entries):
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Access-Control-Allow-Origin"] == "*"
    for beyond in (
        "/log/tile/0/000",
        "/log/tile/0/000.p/4",
        "/log/tile/0/001.p/1",
        "/log/tile/1/000.p/1",
        "/log/tile/63/000.p/1",
        "/log/tile/0/x999/x999/x999/x999/x999/999",
        "/log/tile/00/000.p/3",
        "/log/tile/entries/000",
        "/log/tile/entries/000.p/4",
    ):
        assert client.get(beyond).status_code == 404, beyond
    assert client.post("/log/checkpoint").status_code == 405


@pytest.mark.django_db
def test_entries_travel_compressed_to_whoever_asks(client):
    fill(9)
    sign_checkpoint(signer=SIGNER)
    plain = client.get("/log/tile/entries/000.p/9").content

    packed = client.get("/log/tile/entries/000.p/9", HTTP_ACCEPT_ENCODING="gzip")

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain


@pytest.mark.django_db
def test_whole_tiles_come_in_two_queries_and_the_level_above_holds_their_roots(
    client, django_assert_num_queries
):
    leaves = fill_fast(2 * 256 + 5)
    sign_checkpoint(signer=SIGNER)

    with django_assert_num_queries(2):
        whole = client.get("/log/tile/0/001")
    with django_assert_num_queries(2):
        above = client.get("/log/tile/1/000.p/2")
    with django_assert_num_queries(2):
        bundle = client.get("/log/tile/entries/001")

    assert whole.content == b"".join(leaves[256:512])
    assert above.content == b"".join(root_of(leaves[at : at + 256]) for at in (0, 256))
    assert list(map(tree.leaf_hash, unpack(bundle.content))) == leaves[256:512]


def root_of(leaves):
    growing = tree.Growing()
    growing.extend(leaves)
    return growing.root


@pytest.mark.django_db
def test_before_the_first_entry_there_is_no_checkpoint(client):
    assert client.get("/log/checkpoint").status_code == 404
