"""What became of each criterion between two versions, by the rules of the comparison."""

from decimal import Decimal

import pytest

from standards.differences.comparing import compare
from standards.differences.kinds import ChangeKind
from standards.differences.texts import Generation
from tests.factories.differences import (
    SECTIONS,
    criterion_text,
    edited,
    scale_text,
    version_text,
)

PARTNERS = {"equals": ["is_partnership", True]}
RENEWALS = {"equals": ["is_renewal", True]}


def told(difference):
    """Say a difference as keys and kinds, the kind that names the change first."""
    return [
        (
            " ".join(change.old_keys),
            " ".join(change.new_keys),
            str(change.kind),
            *sorted(str(kind) for kind in change.kinds - {change.kind}),
        )
        for change in difference.changes
    ]


def test_a_version_compared_with_itself_changes_nothing():
    text = version_text("a", "b")

    assert told(compare(text, text)) == [("a", "a", "unchanged"), ("b", "b", "unchanged")]


ONE_EDIT = [
    ({"code": "Z9"}, ["renumbered"], ["code"]),
    ({"section": SECTIONS[1]}, ["moved"], ["place"]),
    ({"section": SECTIONS[1], "code": "Z9"}, ["moved", "renumbered"], ["code", "place"]),
    ({"text_pl": "kryterium A, jest  spełnione"}, ["editorial"], ["text"]),
    ({"text_pl": "Kryterium a jest w pełni spełnione."}, ["clarified"], ["text"]),
    ({"text_en": "Criterion a is met at 70%."}, ["clarified"], ["text"]),
    ({"guidance_pl": "Zob. § 3."}, ["clarified"], ["guidance"]),
    ({"example_en": "A statute."}, ["clarified"], ["example"]),
    ({"evidence_pl": "statut"}, ["clarified"], ["evidence"]),
    ({"checked_by": ("D",)}, ["clarified"], ["checked_by"]),
    ({"weight": Decimal(6)}, ["tightened"], ["weight"]),
    ({"weight": Decimal(4)}, ["relaxed"], ["weight"]),
    ({"gate": "minimum", "gate_value": 1}, ["tightened"], ["gate"]),
    ({"not_applicable_allowed": True}, ["relaxed"], ["not_applicable"]),
    ({"applies_when": PARTNERS}, ["relaxed"], ["applicability"]),
    ({"answered_once_per_applicant": True}, ["relaxed"], ["once"]),
    ({"scale": scale_text("TN", ("Nie", "Tak"))}, ["tightened"], ["scale"]),
    ({"scale": scale_text("S3", ("Nie", "Trochę", "Częściowo", "Tak"))}, ["relaxed"], ["scale"]),
    ({"scale": scale_text("S3", ("Nie", "Częściowo", "Tak", "Wzór"))}, ["tightened"], ["scale"]),
    ({"scale": scale_text("S1", ("Nie", "Częściowo"))}, ["relaxed"], ["scale"]),
    ({"scale": scale_text("S2", ("Nie", "W połowie", "Tak"))}, ["clarified"], ["scale"]),
    ({"scale": scale_text("S2", ("nie", "częściowo", "tak."))}, ["editorial"], ["scale"]),
    (
        {"weight": Decimal(6), "not_applicable_allowed": True},
        ["tightened", "relaxed"],
        ["weight", "not_applicable"],
    ),
    (
        {"weight": Decimal(6), "code": "Z9", "text_pl": "Inaczej."},
        ["tightened", "clarified", "renumbered"],
        ["code", "text", "weight"],
    ),
]


@pytest.mark.parametrize(("fields", "kinds", "aspects"), ONE_EDIT)
def test_an_edit_is_named(fields, kinds, aspects):
    old = version_text("a", "b")

    change = compare(old, edited(old, "a", **fields)).of_new("a")

    assert (change.kind, change.kinds) == (kinds[0], frozenset(kinds))
    assert [aspect.name for aspect in change.aspects] == aspects


@pytest.mark.parametrize(("fields", "kinds", "aspects"), ONE_EDIT)
def test_an_edit_read_backwards_is_its_mirror(fields, kinds, aspects):
    mirror = {"tightened": "relaxed", "relaxed": "tightened"}
    old = version_text("a", "b")

    change = compare(edited(old, "a", **fields), old).of_new("a")

    assert change.kinds == {mirror.get(kind, kind) for kind in kinds}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (PARTNERS, None, {"tightened"}),
        (PARTNERS, {"any": [PARTNERS, RENEWALS]}, {"tightened"}),
        (PARTNERS, {"all": [PARTNERS, RENEWALS]}, {"relaxed"}),
        (PARTNERS, RENEWALS, {"tightened", "relaxed"}),
        (PARTNERS, {"not": {"not": PARTNERS}}, {"editorial"}),
        (PARTNERS, {"all": [PARTNERS]}, {"editorial"}),
        ({"compare": ["employees", ">=", 10]}, {"compare": ["employees", ">", 9]}, {"editorial"}),
        ({"compare": ["employees", ">=", 10]}, {"compare": ["employees", ">=", 5]}, {"tightened"}),
        ({"in": ["legal_form", ["cis", "kis"]]}, {"equals": ["legal_form", "cis"]}, {"relaxed"}),
    ],
)
def test_whom_a_criterion_concerns_is_compared_by_cases(before, after, kinds):
    old = edited(version_text("a"), "a", applies_when=before)

    change = compare(old, edited(old, "a", applies_when=after)).of_new("a")

    assert change.kinds == kinds


@pytest.mark.parametrize(
    ("old_gate", "new_gate", "kinds", "aspects"),
    [
        (("minimum", 1), ("minimum", 2), {"tightened"}, ["minimum"]),
        (("minimum", 2), ("minimum", 1), {"relaxed"}, ["minimum"]),
        (("minimum", 2), ("none", 0), {"relaxed"}, ["gate"]),
        (("minimum", 2), ("knockout", 2), {"clarified"}, ["gate"]),
    ],
)
def test_gates_are_compared_by_what_they_ask(old_gate, new_gate, kinds, aspects):
    old = edited(version_text("a"), "a", gate=old_gate[0], gate_value=old_gate[1])

    change = compare(old, edited(old, "a", gate=new_gate[0], gate_value=new_gate[1])).of_new("a")

    assert (change.kinds, [aspect.name for aspect in change.aspects]) == (kinds, aspects)


def test_the_same_level_behind_a_gate_asks_less_of_a_longer_scale():
    gated = {"gate": "minimum", "gate_value": 1}
    old = edited(version_text("a"), "a", scale=scale_text("TN", ("Nie", "Tak")), **gated)

    change = compare(old, edited(old, "a", scale=scale_text())).of_new("a")

    assert change.kinds == {"relaxed"}
    assert [aspect.name for aspect in change.aspects] == ["scale", "minimum"]


def test_a_higher_share_of_the_median_tightens():
    ratios = [Decimal(0), Decimal("0.5"), Decimal(1)]
    old = edited(version_text("a"), "a", scale=scale_text(ratios=ratios))
    new = edited(old, "a", scale=scale_text(ratios=[*ratios[:2], Decimal("1.2")]))

    assert told(compare(old, new)) == [("a", "a", "tightened")]
    assert told(compare(new, old)) == [("a", "a", "relaxed")]
    assert told(compare(edited(old, "a", scale=scale_text()), old)) == [
        ("a", "a", "tightened", "relaxed")
    ]


def test_criteria_split_merge_come_and_go_in_the_order_of_the_new_version():
    old = version_text("a", "b", "c", "d", "e")
    new = version_text(
        criterion_text("a1", replaces=("a",)),
        criterion_text("a2", replaces=("a",)),
        "f",
        criterion_text("bc", replaces=("b", "c")),
        "e",
        version="2027.1",
        predecessors=(Generation("2026.1", {}),),
    )

    assert told(compare(old, new)) == [
        ("a", "a1 a2", "split"),
        ("", "f", "new"),
        ("b c", "bc", "merged"),
        ("d", "", "dropped"),
        ("e", "e", "unchanged"),
    ]
    assert told(compare(new, old)) == [
        ("a1 a2", "a", "merged"),
        ("f", "", "dropped"),
        ("bc", "b c", "split"),
        ("", "d", "new"),
        ("e", "e", "unchanged"),
    ]


def test_a_criterion_that_stays_and_gives_birth_to_another_one_is_split():
    old = version_text("a")
    new = version_text("a", criterion_text("b", replaces=("a",)), version="2027.1")

    difference = compare(old, new)

    assert told(difference) == [("a", "a b", "split")]
    assert difference.of_new("b") is difference.of_old("a")


def test_interwoven_criteria_are_one_family_of_both_kinds():
    old = version_text("p", "q", "r")
    new = version_text(
        criterion_text("m", replaces=("p", "q")),
        criterion_text("n", replaces=("q", "r")),
        version="2027.1",
    )

    assert told(compare(old, new)) == [("p q r", "m n", "merged", "split")]
    assert told(compare(new, old)) == [("m n", "p q r", "split", "merged")]


def test_a_renamed_criterion_is_its_predecessor_under_another_key():
    old = version_text("a")
    new = version_text(
        criterion_text("b", code="A", text_pl=old.criteria[0].text_pl, replaces=("a",), text_en=""),
        version="2027.1",
    )

    assert told(compare(old, new)) == [("a", "b", "clarified")]


def test_a_part_that_is_asked_more_of_makes_a_split_tightened_too():
    old = version_text("a")
    new = version_text(
        criterion_text("a1", replaces=("a",), gate="minimum", gate_value=1),
        criterion_text("a2", replaces=("a",), weight=Decimal(1)),
        version="2027.1",
    )

    difference = compare(old, new)

    assert told(difference) == [("a", "a1 a2", "split", "tightened")]
    assert [aspect.name for aspect in difference.changes[0].aspects] == ["gate"]


def chain():
    """Three versions: a is renamed b in the second; b splits in the third; x merges on the way."""
    first = version_text("a", "x", "y", version="2026.1")
    second = version_text(
        criterion_text("b", replaces=("a",)),
        criterion_text("xy", replaces=("x", "y")),
        version="2026.2",
        predecessors=(Generation("2026.1", {}),),
    )
    third = version_text(
        criterion_text("c", replaces=("b",)),
        criterion_text("d", replaces=("b",)),
        "xy",
        version="2027.1",
        predecessors=(
            Generation("2026.2", {"b": ("a",), "xy": ("x", "y")}),
            Generation("2026.1", {}),
        ),
    )
    return first, second, third


def test_the_lineage_is_followed_through_the_versions_between():
    first, second, third = chain()

    assert told(compare(first, third)) == [("a", "c d", "split"), ("x y", "xy", "merged")]
    assert told(compare(third, first)) == [("c d", "a", "merged"), ("xy", "x y", "split")]
    assert told(compare(second, third)) == [("b", "c d", "split"), ("xy", "xy", "unchanged")]


def test_two_drafts_of_the_same_version_are_matched_through_it():
    first = (Generation("2026.1", {}),)
    one = version_text(criterion_text("p", replaces=("a",)), version="2027.1", predecessors=first)
    two = version_text(
        criterion_text("q", replaces=("a",)),
        criterion_text("r", replaces=("a",)),
        version="2027.2",
        predecessors=first,
    )

    assert told(compare(one, two)) == [("p", "q r", "split")]


def test_a_criterion_that_comes_back_under_its_key_is_the_same():
    first = version_text("a", "b")
    third = version_text(
        "a",
        "b",
        version="2027.1",
        predecessors=(Generation("2026.2", {}), Generation("2026.1", {})),
    )

    assert told(compare(first, third)) == [("a", "a", "unchanged"), ("b", "b", "unchanged")]


def test_what_is_dropped_stands_at_its_old_place():
    money = SECTIONS[1]
    kept = [criterion_text(key, section=money) for key in ("m2", "m4")]
    old = version_text(
        "p1", "p2", "p3", *(criterion_text(f"m{n}", section=money) for n in range(1, 6))
    )
    new = version_text("p2", *kept, version="2027.1")

    assert [one or two for one, two, *_ in told(compare(old, new))] == [
        *("p1", "p2", "p3"),
        *("m1", "m2", "m3", "m4", "m5"),
    ]


def test_only_light_changes_let_answers_stay():
    old = version_text("a", "b")

    def stays(**fields):
        difference = compare(old, edited(old, "a", **fields))
        return difference.answers_stay(difference.of_old("a"))

    assert [
        stays(),
        stays(code="Z9"),
        stays(section=SECTIONS[1]),
        stays(text_pl="KRYTERIUM a jest spełnione!"),
        stays(text_pl="Inne."),
        stays(weight=Decimal(9)),
    ] == [True, True, True, True, False, False]


def test_counts_name_only_kinds_that_occur():
    old = version_text("a", "b", "c")
    new = edited(old, "a", code="Z9", weight=Decimal(6))

    assert compare(old, new).counts == {
        ChangeKind.TIGHTENED: 1,
        ChangeKind.RENUMBERED: 1,
        ChangeKind.UNCHANGED: 2,
    }
