"""What several experts find together: the mean of two, the median of three, exactly."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certification.evaluation import experts_still_needed, result_of
from certification.evaluation.as_sent import sheet_from, to_json, values_from
from certification.evaluation.result import ScoreCard
from certification.lifecycle import ApplicationStatus
from standards.scoring import AnswerValue, load_content
from standards.scoring import score as count
from tests.factories.certification import make_case
from tests.factories.evaluation import score
from tests.factories.standards import EditionFactory, make_standard

LEVELS = {"a01": 1}
HALF = Fraction(1, 2)


@pytest.fixture
def case(db):
    return make_case(ApplicationStatus.EVALUATION)


def test_nothing_is_known_before_the_first_card(case):
    assert result_of(case.application) is None


def test_one_card_is_the_whole_result(case):
    card = score(case.application)

    result = result_of(case.application)

    assert result.points == Fraction(card.sheet["points"])
    assert (result.outcome, result.cards, result.needs_third) == ("positive", 1, False)


def test_two_cards_that_agree_ask_for_nobody_else(case):
    score(case.application)
    score(case.application)

    result = result_of(case.application)

    assert (result.points, result.maximum, result.percent) == (100, 100, 100)
    assert (result.difference, result.needs_third, result.gate_splits) == (0, False, ())
    assert {one.spread for one in result.criteria} == {0}
    assert not any(one.differs for one in result.criteria)
    assert experts_still_needed(case.application) == 0


def test_a_gate_judged_differently_asks_for_a_third_expert(case):
    case.application.edition.divergence_limit = None
    case.application.edition.save()
    score(case.application)
    score(case.application, value=0)

    result = result_of(case.application)

    gate = next(one for one in result.criteria if one.key == "a01")
    assert (result.failed_gates, result.gate_splits, result.outcome) == (
        ("a01",),
        ("a01",),
        "negative",
    )
    assert (gate.differs, gate.gate_split, gate.spread) == (True, True, Fraction(25))
    assert gate.values == (AnswerValue(1), AnswerValue(0))
    assert experts_still_needed(case.application) == 1


@pytest.mark.parametrize(("limit", "needed"), [(37, 1), ("37.5", 0), (38, 0)])
def test_totals_further_apart_than_the_limit_ask_for_a_third_expert(db, limit, needed):
    case = make_case(ApplicationStatus.EVALUATION, edition=EditionFactory(divergence_limit=limit))
    case.application.edition.refresh_from_db()
    score(case.application)
    score(case.application, value=1)

    # 100 points and 25 + 3 × 12,5 = 62,5: the gate is passed in both.
    assert result_of(case.application).difference == Fraction(75, 2)
    assert result_of(case.application).points == Fraction(325, 4)
    assert experts_still_needed(case.application) == needed


def test_the_third_opinion_leaves_two_against_one(case):
    score(case.application)
    score(case.application, value=0)
    score(case.application, value=1)

    result = result_of(case.application)

    assert result.points == Fraction(125, 2)
    assert (result.failed_gates, result.gate_splits) == ((), ("a01",))
    assert (result.cards, result.needs_third) == (3, False)
    assert experts_still_needed(case.application) == 0


KEYS = ("a01", "a02", "b01", "b02")
CARD = st.fixed_dictionaries(
    {
        "a01": st.sampled_from((0, 1)),
        "a02": st.sampled_from((0, 1, 2)),
        "b01": st.sampled_from((0, 1, 2)),
        "b02": st.sampled_from((0, 1, 2, None)),
    }
)


class Kept:
    """A stand-in for the row of a card: only what was sent matters here."""

    def __init__(self, sheet):
        self.sheet = sheet


@pytest.fixture
def content(case):
    return load_content(case.application.version)


def points_of(card):
    return {
        key: None if card[key] is None else Fraction(25) * card[key] / LEVELS.get(key, 2)
        for key in KEYS
    }


def middle(values):
    """Take the mean of two and the middle of three, in the plainest way."""
    ordered = sorted(values)
    if len(ordered) == 2:
        return (ordered[0] + ordered[1]) * HALF
    return ordered[len(ordered) // 2]


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(cards=st.lists(CARD, min_size=1, max_size=3))
def test_the_result_is_the_mean_of_two_and_the_median_of_three(case, content, cards):
    sent = []
    for card in cards:
        values = {
            key: AnswerValue(value, not_applicable=value is None) for key, value in card.items()
        }
        kept = to_json(count(content, values), values)
        assert values_from(kept) == values
        assert sheet_from(kept) == count(content, values)
        sent.append(ScoreCard.read(Kept(kept)))

    result = result_of(case.application, sent)

    plain = [points_of(card) for card in cards]
    totals = [sum(value for value in one.values() if value is not None) for one in plain]
    maxima = [25 * sum(value is not None for value in one.values()) for one in plain]
    assert result.points == middle([Fraction(total) for total in totals])
    assert result.percent == middle(
        [100 * Fraction(total) / maximum for total, maximum in zip(totals, maxima, strict=True)]
    )
    assert result.difference == max(totals) - min(totals)
    passes = [card["a01"] for card in cards]
    assert result.failed_gates == (("a01",) if sum(passes) * 2 <= len(passes) else ())
    assert result.gate_splits == (("a01",) if len(set(passes)) == 2 else ())
    for one in result.criteria:
        known = [points[one.key] for points in plain if points[one.key] is not None]
        assert one.points == tuple(points[one.key] for points in plain)
        assert one.spread == (max(known) - min(known) if known else 0)
        assert one.differs == (len({card[one.key] for card in cards}) > 1)


def test_criteria_that_do_not_apply_are_in_no_card(db):
    standard = make_standard(criteria=4, sections=2, published=False)
    edition = EditionFactory(version=standard, scheme=standard.scheme)
    criterion = standard.criteria.get(code="B01")
    criterion.applies_when = {"equals": ["is_partnership", True]}
    criterion.save()
    case = make_case(ApplicationStatus.EVALUATION, edition=edition)
    score(case.application)

    assert [one.key for one in result_of(case.application).criteria] == ["a01", "a02", "b02"]
    assert result_of(case.application).maximum == 75
