"""Conditions are data: walked, explained in words, and refused when they are not plain."""

import pytest
from django.utils import translation

from standards.conditions import explain, holds, problems_of

PARTNERSHIP = {"equals": ["is_partnership", True]}
REHAB = {"in": ["legal_form", ["cis", "kis"]]}
BIG = {"compare": ["employees", ">=", 10]}


@pytest.mark.parametrize(
    ("condition", "profile", "result"),
    [
        (None, {}, True),
        (PARTNERSHIP, {"is_partnership": True}, True),
        (PARTNERSHIP, {"is_partnership": False}, False),
        (PARTNERSHIP, {}, False),
        ({"equals": ["is_partnership", False]}, {}, False),
        (REHAB, {"legal_form": "kis"}, True),
        (REHAB, {"legal_form": "foundation"}, False),
        (REHAB, {}, False),
        (BIG, {"employees": 10}, True),
        (BIG, {"employees": 9}, False),
        (BIG, {"employees": None}, False),
        ({"compare": ["employees", "<", 10]}, {"employees": 9}, True),
        ({"compare": ["employees", ">", 10]}, {"employees": 10}, False),
        ({"compare": ["employees", "<=", 10]}, {"employees": 10}, True),
        ({"all": [PARTNERSHIP, BIG]}, {"is_partnership": True, "employees": 12}, True),
        ({"all": [PARTNERSHIP, BIG]}, {"is_partnership": True, "employees": 2}, False),
        ({"any": [PARTNERSHIP, BIG]}, {"is_partnership": False, "employees": 12}, True),
        ({"any": [PARTNERSHIP, BIG]}, {"is_partnership": False, "employees": 2}, False),
        ({"not": PARTNERSHIP}, {"is_partnership": True}, False),
        ({"not": PARTNERSHIP}, {"is_partnership": False}, True),
    ],
)
def test_a_condition_holds_for_a_profile(condition, profile, result):
    assert problems_of(condition) == [] if condition else True
    assert holds(condition, profile) is result


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os')",
        [],
        {},
        {"all": []},
        {"all": "x"},
        {"equals": ["is_partnership", True], "not": {}},
        {"exec": "1"},
        {"equals": ["is_partnership"]},
        {"equals": ["is_partnership", "yes"]},
        {"equals": ["unknown", True]},
        {"equals": ["employees", True]},
        {"equals": ["legal_form", "spaceship"]},
        {"in": ["legal_form", []]},
        {"in": ["legal_form", ["cis", "spaceship"]]},
        {"in": ["employees", [1]]},
        {"compare": ["employees", "==", 1]},
        {"compare": ["employees", ">", True]},
        {"compare": ["is_partnership", ">", 1]},
        {"any": [{"not": {"compare": ["employees", ">", "1"]}}]},
    ],
)
def test_what_is_no_condition_is_refused_with_one_sentence(condition):
    assert len(problems_of(condition)) == 1


def test_a_condition_nested_too_deeply_is_refused():
    condition = PARTNERSHIP
    for _ in range(8):
        condition = {"not": condition}

    with translation.override("en"):
        assert problems_of(condition) == ["The condition is nested too deeply."]


def test_an_unknown_word_is_never_taken_for_true():
    with pytest.raises(ValueError, match="maybe"):
        holds({"maybe": True}, {})


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, "always"),
        (PARTNERSHIP, "the application is made in partnership"),
        ({"equals": ["is_renewal", False]}, "the application is the first one"),
        (
            REHAB,
            "legal form: social integration centre (CIS), social integration club (KIS)",
        ),
        (BIG, "number of employees: at least 10"),
        ({"equals": ["employees", 3]}, "number of employees: 3"),
        ({"equals": ["voivodeship", "06"]}, "voivodeship: lubelskie"),
        (
            {"all": [PARTNERSHIP, {"any": [BIG, {"equals": ["is_renewal", True]}]}]},
            "the application is made in partnership and"
            " (number of employees: at least 10 or the application is for renewal)",
        ),
        (
            {"not": PARTNERSHIP},
            "it is not so that the application is made in partnership",
        ),
    ],
)
def test_a_condition_is_said_in_words(condition, words):
    with translation.override("en"):
        assert explain(condition) == words
