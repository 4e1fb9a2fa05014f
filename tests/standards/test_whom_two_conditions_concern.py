"""Two conditions compared: does the new one take in somebody, does it let somebody go."""

from hypothesis import given, settings
from hypothesis import strategies as st

from standards.conditions import CHOICE_FACTS, NUMBER_FACTS, YES_NO_FACTS, holds
from standards.differences import scopes
from standards.differences.scopes import widened_and_narrowed

NUMBERS = st.integers(0, 6)
YES_NO = st.sampled_from(sorted(YES_NO_FACTS))
FORMS = sorted(CHOICE_FACTS["legal_form"][1])[:5]
SINGLE = st.one_of(
    st.builds(lambda fact, value: {"equals": [fact, value]}, YES_NO, st.booleans()),
    st.builds(
        lambda values: {"in": ["legal_form", values]},
        st.lists(st.sampled_from(FORMS), min_size=1, unique=True),
    ),
    st.builds(lambda value: {"equals": ["legal_form", value]}, st.sampled_from(FORMS)),
    st.builds(
        lambda fact, sign, value: {"compare": [fact, sign, value]},
        st.sampled_from(sorted(NUMBER_FACTS)),
        st.sampled_from([">=", ">", "<=", "<"]),
        NUMBERS,
    ),
)
CONDITIONS = st.none() | st.recursive(
    SINGLE,
    lambda part: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(part, min_size=1, max_size=2)),
        st.builds(lambda parts: {"any": parts}, st.lists(part, min_size=1, max_size=2)),
        st.builds(lambda one: {"not": one}, part),
    ),
    max_leaves=3,
)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        **{fact: st.booleans() for fact in YES_NO_FACTS},
        **{fact: st.integers(-1, 8) for fact in NUMBER_FACTS},
        "legal_form": st.sampled_from(sorted(CHOICE_FACTS["legal_form"][1])),
    },
)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, CONDITIONS, st.lists(PROFILES, min_size=20, max_size=40))
def test_nobody_is_overlooked(old, new, profiles):
    widened, narrowed = widened_and_narrowed(old, new)

    taken_in = any(holds(new, one) and not holds(old, one) for one in profiles)
    let_go = any(holds(old, one) and not holds(new, one) for one in profiles)
    assert (taken_in <= widened, let_go <= narrowed) == (True, True)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, CONDITIONS)
def test_backwards_it_is_the_mirror(old, new):
    assert widened_and_narrowed(new, old) == widened_and_narrowed(old, new)[::-1]


@given(CONDITIONS)
def test_the_same_said_twice_concerns_the_same_people(condition):
    again = {"not": {"not": condition}} if condition else None

    assert widened_and_narrowed(condition, again) == (False, False)


def test_conditions_with_too_many_facts_are_taken_to_do_both(monkeypatch):
    monkeypatch.setattr(scopes, "MOST_CASES", 2)
    old = {"equals": ["is_partnership", True]}

    assert widened_and_narrowed(old, {"all": [old]}) == (True, True)
