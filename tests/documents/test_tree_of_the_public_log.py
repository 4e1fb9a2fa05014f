"""The tree of the log against RFC 6962 itself, taken literally, for every size up to eighty."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.log import tree
from documents.log.tree import Growing, Node, Span

MOST = 80
LEAVES = [tree.leaf_hash(f"entry {number}".encode()) for number in range(MOST)]


def literal_root(leaves):
    """MTH of RFC 6962, 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    pair = literal_root(leaves[:k]) + literal_root(leaves[k:])
    return hashlib.sha256(b"\x01" + pair).digest()


def stored(size):
    """What a log of this size has stored, by place."""
    growing, kept = Growing(), []
    for leaf in LEAVES[:size]:
        kept += growing.add(leaf)
    return kept


STORED = stored(MOST)


def fetch(node):
    return STORED[tree.place_of(node)]


def proof(spans):
    return [tree.hash_of(span, fetch) for span in spans]


def test_known_roots_of_the_certificate_transparency_vectors():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    growing = Growing()
    growing.extend(tree.leaf_hash(bytes.fromhex(one)) for one in inputs)
    growing.add(tree.leaf_hash(bytes.fromhex("606162636465666768696a6b6c6d6e6f")))

    assert growing.root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.EMPTY_ROOT.hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_root_is_that_of_the_standard(size):
    growing = Growing()
    growing.extend(LEAVES[:size])

    roots = (tree.hash_of(Span(0, size), fetch), growing.root)

    assert roots == (literal_root(LEAVES[:size]),) * 2
    assert (growing.size, tree.stored_count(size)) == (size, len(stored(size)))


def test_every_complete_subtree_lies_at_its_own_place():
    places = {}
    for level in range(7):
        for index in range(MOST >> level):
            leaves = LEAVES[index << level : (index + 1) << level]
            place = tree.place_of(Node(level, index))
            places[place] = STORED[place] == literal_root(leaves)

    assert sorted(places) == list(range(len(STORED)))
    assert set(places.values()) == {True}


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_each_leaf_is_proved_and_no_other_leaf_place_or_path_passes(size):
    root = literal_root(LEAVES[:size])
    for position in range(size):
        path = proof(tree.inclusion_spans(position, size))
        right = {"position": position, "size": size, "root": root, "path": path}

        assert tree.proves_inclusion(leaf=LEAVES[position], **right)
        assert not tree.proves_inclusion(leaf=LEAVES[(position + 1) % MOST], **right)
        assert not tree.proves_inclusion(leaf=LEAVES[position], **right | {"path": [*path, root]})
        assert not path or not tree.proves_inclusion(
            leaf=LEAVES[position], **right | {"path": path[:-1]}
        )
        other = (position + 1) % size
        assert other == position or not tree.proves_inclusion(
            leaf=LEAVES[position], **right | {"position": other}
        )


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_each_earlier_size_is_proved_and_no_other_root_passes(new):
    new_root = literal_root(LEAVES[:new])
    for old in range(1, new + 1):
        path = proof(tree.consistency_spans(old, new))
        old_root = literal_root(LEAVES[:old])
        right = {
            "old": old, "new": new, "old_root": old_root, "new_root": new_root, "path": path
        }  # fmt: skip

        assert tree.proves_consistency(**right)
        assert not tree.proves_consistency(**right | {"old_root": LEAVES[0][::-1]})
        assert not tree.proves_consistency(**right | {"new_root": LEAVES[0][::-1]})
        assert not tree.proves_consistency(**right | {"path": [*path, new_root]})
        assert not path or not tree.proves_consistency(**right | {"path": path[:-1]})


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_from_nothing_and_backwards_nothing_is_proved(old, new):
    with pytest.raises(ValueError, match="no proof of consistency"):
        tree.consistency_spans(old, new)
    assert not tree.proves_consistency(
        old=old, new=new, old_root=tree.EMPTY_ROOT, new_root=LEAVES[0], path=[]
    )


@pytest.mark.parametrize(("position", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_what_is_not_in_the_tree_has_no_proof(position, size):
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_spans(position, size)
    assert not tree.proves_inclusion(
        leaf=LEAVES[0], position=position, size=size, root=LEAVES[0], path=[]
    )


@given(position=st.integers(0, 10**12), size=st.integers(1, 10**12), old=st.integers(1, 10**12))
def test_proofs_stay_short_however_long_the_log(position, size, old):
    size = max(position + 1, size)
    old = min(old, size)

    assert len(tree.inclusion_spans(position, size)) <= size.bit_length()
    assert len(tree.consistency_spans(old, size)) <= size.bit_length() + 1
    assert len(tree.left_neighbours(position)) <= size.bit_length()
