"""Why a criterion concerns an applicant or does not, said by the facts that decide it."""

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards.applicability import applicability_of
from standards.conditions import holds, problems_of

PARTNERS = {"equals": ["is_partnership", True]}
RENEWAL = {"equals": ["is_renewal", True]}
PATH_A = {"in": ["path", ["A"]]}
SERVICE = {"equals": ["offer_kind", "service"]}
CENTRES = {"in": ["legal_form", ["cis", "kis"]]}


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        (None, {}, (True, "")),
        (PARTNERS, {"is_partnership": True}, (True, "the application is made in partnership")),
        (PARTNERS, {"is_partnership": False}, (False, "the application is made without partners")),
        (RENEWAL, {"is_renewal": False}, (False, "the application is the first one")),
        (PATH_A, {"path": "A"}, (True, "path of experience: path A")),
        (PATH_A, {"path": "B"}, (False, "path of experience: path B")),
        (PATH_A, {}, (False, "path of experience: not given yet")),
        (SERVICE, {"offer_kind": "product"}, (False, "kind of offer: product")),
        (
            CENTRES,
            {"legal_form": "cis"},
            (True, "legal form: social integration centre (CIS)"),
        ),
        (
            {"all": [PARTNERS, RENEWAL]},
            {"is_partnership": True, "is_renewal": False},
            (False, "the application is the first one"),
        ),
        (
            {"any": [PARTNERS, RENEWAL]},
            {"is_partnership": True, "is_renewal": False},
            (True, "the application is made in partnership"),
        ),
        (
            {"any": [PARTNERS, PATH_A]},
            {"is_partnership": False, "path": "B"},
            (False, "the application is made without partners and path of experience: path B"),
        ),
        (
            {"not": PARTNERS},
            {"is_partnership": False},
            (True, "the application is made without partners"),
        ),
        (
            {"compare": ["months_active", ">=", 12]},
            {"months_active": 7},
            (False, "months of activity: 7"),
        ),
    ],
)  # fmt: skip
def test_the_facts_that_decide_are_said(condition, profile, expected):
    assert problems_of(condition) == [] if condition else True
    with override("en"):
        found = applicability_of(condition, profile)

    assert (found.applies, found.because) == expected


leaves = st.sampled_from([PARTNERS, RENEWAL, PATH_A, SERVICE, CENTRES])
conditions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"all": some}),
        st.lists(parts, min_size=1, max_size=3).map(lambda some: {"any": some}),
        parts.map(lambda one: {"not": one}),
    ),
    max_leaves=6,
)
profiles = st.fixed_dictionaries(
    {},
    optional={
        "is_partnership": st.booleans(),
        "is_renewal": st.booleans(),
        "path": st.sampled_from(["A", "B"]),
        "offer_kind": st.sampled_from(["product", "service"]),
        "legal_form": st.sampled_from(["cis", "foundation"]),
    },
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(conditions, profiles)
def test_the_explanation_agrees_with_the_rule_and_never_is_empty(condition, profile):
    found = applicability_of(condition, profile)

    assert bool(found) is holds(condition, profile)
    assert found.because
