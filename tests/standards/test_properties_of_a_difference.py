"""Whatever is edited in a version, the difference names it; read backwards it is the mirror."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from standards.differences.comparing import compare
from standards.differences.kinds import MIRRORED, ChangeKind
from standards.differences.lineage import Keys
from standards.differences.texts import CriterionText, Generation, VersionText
from tests.factories.differences import SECTIONS, criterion_text, scale_text, version_text

PARTNERS = {"equals": ["is_partnership", True]}
LONG = scale_text("S4", ("Nie", "Trochę", "W połowie", "Prawie", "Tak"))
SHORT = scale_text("S2", ("Nie", "W połowie", "Tak"))

# What an edit changes, the kind it must be told as, and the part that must be named.
FIELD_EDITS = {
    "code": (lambda one: {"code": f"{one.code}x"}, ChangeKind.RENUMBERED, "code"),
    "place": (
        lambda one: {"section": SECTIONS[1 - SECTIONS.index(one.section)]},
        ChangeKind.MOVED,
        "place",
    ),
    "comma": (lambda one: {"text_pl": one.text_pl.upper() + " ,"}, ChangeKind.EDITORIAL, "text"),
    "word": (lambda one: {"text_en": f"{one.text_en} Always."}, ChangeKind.CLARIFIED, "text"),
    "guidance": (lambda one: {"guidance_pl": "Więcej."}, ChangeKind.CLARIFIED, "guidance"),
    "evidence": (lambda one: {"evidence_en": "minutes"}, ChangeKind.CLARIFIED, "evidence"),
    "heavier": (lambda one: {"weight": one.weight + 1}, ChangeKind.TIGHTENED, "weight"),
    "lighter": (lambda one: {"weight": one.weight - 1}, ChangeKind.RELAXED, "weight"),
    "gate": (
        lambda one: {"gate": "minimum", "gate_value": one.scale.maximum},
        ChangeKind.TIGHTENED,
        "gate",
    ),
    "optional": (
        lambda one: {"not_applicable_allowed": True},
        ChangeKind.RELAXED,
        "not_applicable",
    ),
    "narrower": (lambda one: {"applies_when": PARTNERS}, ChangeKind.RELAXED, "applicability"),
    "each": (lambda one: {"answered_once_per_applicant": False}, ChangeKind.TIGHTENED, "once"),
    "fewer levels": (lambda one: {"scale": SHORT}, ChangeKind.TIGHTENED, "scale"),
}
FAMILY_EDITS = ("split", "merge", "drop", "rename")


def old_version() -> VersionText:
    keys = [f"k{n}" for n in range(12)]
    return version_text(
        *(
            criterion_text(
                key, section=SECTIONS[n // 6], scale=LONG, answered_once_per_applicant=True
            )
            for n, key in enumerate(keys)
        ),
        scales=(LONG, SHORT),
    )


OLD = old_version()
Expected = list[tuple[Keys, Keys, frozenset[ChangeKind], frozenset[str]]]


def _edit_of(one: CriterionText, names: list[str]) -> tuple[CriterionText, frozenset, frozenset]:
    edits = [FIELD_EDITS[name] for name in names]
    fields: dict = {}
    for change, _, _ in edits:
        fields |= change(one)
    kinds = {kind for _, kind, _ in edits} or {ChangeKind.UNCHANGED}
    if "gate" in names and "fewer levels" in names:
        fields["gate_value"] = SHORT.maximum
    return replace(one, **fields), frozenset(kinds), frozenset(part for *_, part in edits)


@st.composite
def edited_versions(draw) -> tuple[VersionText, Expected]:
    """Edit the old version at random; say family by family what must be told."""
    criteria: list[CriterionText] = []
    expected: Expected = []
    rows = list(OLD.criteria)
    while rows:
        one = rows.pop(0)
        what = draw(st.sampled_from((*FAMILY_EDITS, *["fields"] * 6)))
        if what == "drop":
            expected.append(((one.key,), (), frozenset({ChangeKind.DROPPED}), frozenset()))
        elif what == "split":
            count = draw(st.integers(2, 3))
            parts = [
                replace(one, key=f"{one.key}-{n}", code=f"{one.code}{n}", replaces=(one.key,))
                for n in range(count)
            ]
            criteria += parts
            news = tuple(part.key for part in parts)
            expected.append(((one.key,), news, frozenset({ChangeKind.SPLIT}), frozenset()))
        elif what == "merge" and rows:
            other = rows.pop(0)
            key = f"{one.key}-{other.key}"
            criteria.append(replace(one, key=key, replaces=(one.key, other.key)))
            olds = (one.key, other.key)
            expected.append((olds, (key,), frozenset({ChangeKind.MERGED}), frozenset()))
        else:
            choice = st.lists(st.sampled_from(sorted(FIELD_EDITS)), unique=True, max_size=4)
            names = draw(choice)
            if {"comma", "word"} <= set(names):
                names.remove("comma")
            if {"heavier", "lighter"} <= set(names):
                names.remove("lighter")
            changed, kinds, parts = _edit_of(one, names)
            if what == "rename":
                changed = replace(changed, key=f"{one.key}-again", replaces=(one.key,))
            criteria.append(changed)
            expected.append(((one.key,), (changed.key,), kinds, parts))
    for n in range(draw(st.integers(0, 3))):
        key = f"fresh{n}"
        criteria.insert(draw(st.integers(0, len(criteria))), criterion_text(key, scale=LONG))
        expected.append(((), (key,), frozenset({ChangeKind.NEW}), frozenset()))
    new = replace(
        OLD,
        version="2027.1",
        criteria=tuple(draw(st.permutations(criteria))),
        predecessors=(Generation("2026.1", {}),),
    )
    return new, expected


def told(difference):
    return {
        (change.old_keys, frozenset(change.new_keys)): (
            change.kinds,
            frozenset(aspect.name.value for aspect in change.aspects),
        )
        for change in difference.changes
    }


@settings(max_examples=200, deadline=None)
@given(edited_versions())
def test_each_edit_is_named(edited):
    new, expected = edited

    assert told(compare(OLD, new)) == {
        (olds, frozenset(news)): (kinds, parts) for olds, news, kinds, parts in expected
    }


@settings(max_examples=100, deadline=None)
@given(edited_versions())
def test_a_version_compared_with_itself_is_unchanged(edited):
    new, _ = edited

    difference = compare(new, new)

    assert {change.kinds for change in difference.changes} <= {frozenset({ChangeKind.UNCHANGED})}
    assert [change.new_keys for change in difference.changes] == [
        (one.key,) for one in new.criteria
    ]


@settings(max_examples=200, deadline=None)
@given(edited_versions())
def test_read_backwards_it_is_the_mirror(edited):
    new, _ = edited

    there, back = compare(OLD, new), compare(new, OLD)

    mirrored = {
        (frozenset(change.new_keys), frozenset(change.old_keys)): frozenset(
            MIRRORED[kind] for kind in change.kinds
        )
        for change in there.changes
    }
    assert mirrored == {
        (frozenset(change.old_keys), frozenset(change.new_keys)): change.kinds
        for change in back.changes
    }


@settings(max_examples=100, deadline=None)
@given(edited_versions())
def test_every_criterion_is_in_one_change_and_no_place_is_lost(edited):
    new, _ = edited

    difference = compare(OLD, new)

    changes = difference.changes
    assert sorted(key for change in changes for key in change.old_keys) == sorted(OLD.by_key)
    assert sorted(key for change in changes for key in change.new_keys) == sorted(new.by_key)
    first_keys = [change.new_keys[0] for change in changes if change.new_keys]
    assert first_keys == sorted(first_keys, key=list(new.by_key).index)
    effects = difference.effects
    assert effects.new_points - effects.old_points == sum(
        (
            sum((one.weight for one in change.new), Decimal(0))
            - sum((one.weight for one in change.old), Decimal(0))
            for change in changes
        ),
        Decimal(0),
    )


@settings(max_examples=100, deadline=None)
@given(edited_versions(), st.sampled_from(["2028.1", "2028.2"]))
def test_a_version_that_only_passes_through_changes_nothing(edited, number):
    """A version between that says the same leaves the difference as it is."""
    new, _ = edited
    direct = told(compare(OLD, new))
    between = Generation("2027.1", {one.key: one.replaces for one in new.criteria if one.replaces})
    later = replace(
        new,
        version=number,
        criteria=tuple(replace(one, replaces=()) for one in new.criteria),
        predecessors=(between, *new.predecessors),
    )

    assert told(compare(OLD, later)) == direct
    assert set(compare(new, later).counts) <= {ChangeKind.UNCHANGED}
