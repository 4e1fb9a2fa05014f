"""Points, percentages, gates and outcomes, with numbers worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from standards.content import (
    Band,
    CriterionContent,
    RuleContent,
    SectionContent,
    StandardContent,
)
from standards.errors import AnswerRefused, NotApplicableRefused
from standards.scoring import AnswerValue, consensus, median_value, score

YES_NO, THREE, FOUR = frozenset({0, 1}), frozenset({0, 1, 2}), frozenset({0, 1, 2, 3})

RULE = RuleContent(
    total=Fraction(70),
    conditional_total=Fraction(60),
    conditional_section=Fraction(50),
    conditional_sections_at_most=2,
)


def criterion(key, weight, levels=THREE, **more):
    return CriterionContent(
        key=key, code=key.upper(), weight=Fraction(weight), levels=levels, **more
    )


def standard(rule=RULE):
    """Give section a (gate, 3 and 7 points, the second may be not applicable) and b (4 and 6)."""
    return StandardContent(
        scheme="test",
        version="1",
        sha256="",
        rule=rule,
        sections=(
            SectionContent(
                "a",
                "A",
                (
                    criterion("a01", 0, YES_NO, gate_value=1),
                    criterion("a02", 3, FOUR),
                    criterion("a03", 7, not_applicable_allowed=True),
                ),
                threshold=Fraction(60),
            ),
            SectionContent(
                "b",
                "B",
                (criterion("b01", 4), criterion("b02", 6, gate_value=1)),
                threshold=Fraction(60),
            ),
        ),
    )


def answers(**values):
    return {
        key: AnswerValue(None, not_applicable=True) if value == "na" else AnswerValue(value)
        for key, value in values.items()
    }


def test_points_are_weight_times_level_by_highest_level():
    sheet = score(standard(), answers(a01=1, a02=2, a03=1, b01=2, b02=1))

    assert sheet.criterion_points == {
        "a01": 0,
        "a02": 2,
        "a03": Fraction(7, 2),
        "b01": 4,
        "b02": 3,
    }
    assert (sheet.points, sheet.maximum, sheet.percent) == (Fraction(25, 2), 20, Fraction(125, 2))
    assert [
        (one.points, one.maximum, one.percent, one.answered, one.count)
        for one in sheet.sections.values()
    ] == [(Fraction(11, 2), 10, 55, 3, 3), (7, 10, 70, 2, 2)]
    assert (sheet.failed_gates, sheet.unanswered, sheet.answered, sheet.count) == ((), (), 5, 5)


def test_not_applicable_leaves_both_the_points_and_the_maximum():
    sheet = score(standard(), answers(a01=1, a02=3, a03="na", b01=2, b02=2))

    assert (sheet.points, sheet.maximum, sheet.percent) == (13, 13, 100)
    assert (sheet.answered, sheet.count, sheet.outcome) == (5, 5, "positive")
    assert "a03" not in sheet.criterion_points


def test_a_criterion_without_an_answer_counts_zero_and_is_listed():
    sheet = score(standard(), answers(a01=1, a02=3, a03=2, b01=2))

    assert (sheet.points, sheet.maximum) == (14, 20)
    assert (sheet.unanswered, sheet.failed_gates) == (("b02",), ("b02",))
    assert (sheet.answered, sheet.count, sheet.is_complete) == (4, 5, False)


def test_an_empty_checklist_fails_every_gate():
    sheet = score(standard(), {})

    assert (sheet.points, sheet.percent, sheet.outcome) == (0, 0, "negative")
    assert (sheet.failed_gates, sheet.answered) == (("a01", "b02"), 0)


@pytest.mark.parametrize(
    ("values", "percent", "outcome"),
    [
        # a: 10 of 10, b: 10 of 10
        ({"a01": 1, "a02": 3, "a03": 2, "b01": 2, "b02": 2}, 100, "positive"),
        # A failed gate decides whatever the points.
        ({"a01": 0, "a02": 3, "a03": 2, "b01": 2, "b02": 2}, 100, "negative"),
        ({"a01": 1, "a02": 3, "a03": 2, "b01": 2, "b02": 0}, 70, "negative"),
        # a: 9 of 10, b: 5 of 10 = 50%: one section is a near miss.
        ({"a01": 1, "a02": 2, "a03": 2, "b01": 1, "b02": 1}, 70, "conditional"),
        # a: 3 + 3.5 = 65%, b: 7 of 10 = 70%: only the whole is a near miss, 67.5%.
        ({"a01": 1, "a02": 3, "a03": 1, "b01": 2, "b02": 1}, Fraction(135, 2), "conditional"),
        # a: 3.5 of 10 = 35%, below any condition, though the whole reaches 67.5%.
        ({"a01": 1, "a02": 0, "a03": 1, "b01": 2, "b02": 2}, Fraction(135, 2), "negative"),
        # a: 55%, b: 50%: the whole is 52.5%, too little for a condition.
        ({"a01": 1, "a02": 2, "a03": 1, "b01": 1, "b02": 1}, Fraction(105, 2), "negative"),
        # a: 10 of 10, b: 3 of 10: the section is too low.
        ({"a01": 1, "a02": 3, "a03": 2, "b01": 0, "b02": 1}, 65, "negative"),
    ],
)
def test_the_outcome_follows_from_gates_and_thresholds(values, percent, outcome):
    sheet = score(standard(), answers(**values))

    assert (sheet.percent, sheet.outcome) == (percent, outcome)


def test_without_a_conditional_rule_a_near_miss_is_negative():
    rule = RuleContent(total=Fraction(70))

    sheet = score(standard(rule), answers(a01=1, a02=3, a03=1, b01=2, b02=1))

    assert (sheet.percent, sheet.outcome) == (Fraction(135, 2), "negative")


def test_thresholds_are_compared_before_rounding():
    third = RuleContent(total=Fraction("66.67"))
    content = StandardContent(
        "t", "1", "", (SectionContent("a", "A", (criterion("a01", 1, FOUR),)),), third
    )

    sheet = score(content, answers(a01=2))

    assert (sheet.percent, round(sheet.percent, 2)) == (Fraction(200, 3), Fraction("66.67"))
    assert sheet.outcome == "negative"


def test_exactly_on_the_threshold_is_enough():
    rule = RuleContent(total=Fraction(200, 3))
    content = StandardContent(
        "t", "1", "", (SectionContent("a", "A", (criterion("a01", 1, FOUR),)),), rule
    )

    assert score(content, answers(a01=2)).outcome == "positive"


@pytest.mark.parametrize(("gate", "outcome"), [(1, "positive"), (0, "negative")])
def test_an_unscored_standard_is_decided_by_its_gates_alone(gate, outcome):
    sheet = score(
        standard(RuleContent(is_scored=False, total=Fraction(100))),
        answers(a01=gate, a02=0, a03=0, b01=0, b02=1),
    )

    assert sheet.outcome == outcome


def test_a_section_without_points_has_no_threshold_to_reach():
    content = StandardContent(
        "t",
        "1",
        "",
        (
            SectionContent("p", "P", (criterion("p01", 0, YES_NO, gate_value=1),), Fraction(50)),
            SectionContent("q", "Q", (criterion("q01", 1, YES_NO),), Fraction(50)),
        ),
        RuleContent(total=Fraction(65)),
    )

    sheet = score(content, answers(p01=1, q01=1))

    gates = sheet.sections["p"]
    assert (gates.maximum, gates.is_reached, gates.share, gates.required) == (0, True, None, None)
    assert sheet.outcome == "positive"


def test_a_criterion_that_does_not_apply_to_the_applicant_is_left_out():
    content = StandardContent(
        "t",
        "1",
        "",
        (
            SectionContent(
                "a",
                "A",
                (
                    criterion("a01", 5),
                    criterion("a02", 5, applies_when={"equals": ["is_partnership", True]}),
                ),
            ),
        ),
        RuleContent(),
    )

    alone = score(content, answers(a01=2), {"is_partnership": False})
    together = score(content, answers(a01=2), {"is_partnership": True})

    assert (alone.points, alone.maximum, alone.count, alone.unanswered) == (5, 5, 1, ())
    assert (together.points, together.maximum, together.count) == (5, 10, 2)
    assert together.unanswered == ("a02",)
    assert content.applicable({"is_partnership": False}) == ("a01",)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (answers(a02=4), AnswerRefused),
        (answers(a02=-1), AnswerRefused),
        (answers(zzz=1), AnswerRefused),
        (answers(a01="na"), NotApplicableRefused),
    ],
)
def test_an_answer_off_the_scale_is_refused(given, error):
    with pytest.raises(error):
        score(standard(), given)


@pytest.mark.parametrize(
    ("measured", "level"), [(0, 0), (9, 0), (10, 1), (14, 1), (15, 2), (19, 2), (20, 3), (90, 3)]
)
def test_a_measured_value_falls_into_a_band_of_the_median(measured, level):
    bands = [Band(value, Fraction(text)) for value, text in enumerate(("0", "0.5", "0.75", "1"))]

    assert median_value(measured, Decimal(20), bands) == level


def test_two_experts_give_the_mean():
    high = score(standard(), answers(a01=1, a02=3, a03=2, b01=2, b02=2))
    low = score(standard(), answers(a01=1, a02=3, a03=1, b01=2, b02=1))

    joined = consensus(standard(), [high, low], Decimal(15))

    assert (joined.sheet.points, joined.sheet.maximum) == (Fraction(67, 4), 20)
    assert (joined.sheet.percent, joined.sheet.outcome) == (Fraction(335, 4), "positive")
    assert (joined.difference, joined.split_gates, joined.needs_third) == (
        Fraction(13, 2),
        (),
        False,
    )


def test_experts_further_apart_than_the_limit_need_a_third():
    high = score(standard(), answers(a01=1, a02=3, a03=2, b01=2, b02=2))
    low = score(standard(), answers(a01=1, a02=3, a03=1, b01=2, b02=1))

    on_the_limit = consensus(standard(), [high, low], Decimal("6.5"))
    over = consensus(standard(), [high, low], Decimal("6.49"))

    assert (on_the_limit.needs_third, over.needs_third) == (False, True)


def test_a_gate_judged_differently_needs_a_third_and_fails_until_then():
    passed = score(standard(), answers(a01=1, a02=3, a03=2, b01=2, b02=2))
    failed = score(standard(), answers(a01=0, a02=3, a03=2, b01=2, b02=2))

    two = consensus(standard(), [passed, failed])
    three = consensus(standard(), [passed, failed, passed])

    assert (two.split_gates, two.needs_third, two.sheet.outcome) == (("a01",), True, "negative")
    assert (three.split_gates, three.needs_third, three.sheet.outcome) == (
        ("a01",),
        False,
        "positive",
    )


def test_three_experts_give_the_median():
    sheets = [
        score(standard(), answers(a01=1, a02=a, a03=2, b01=2, b02=b))
        for a, b in ((0, 2), (3, 1), (3, 2))
    ]

    joined = consensus(standard(), sheets, Decimal(1))

    assert [sheet.points for sheet in sheets] == [17, 17, 20]
    assert (joined.sheet.points, joined.sheet.percent) == (17, 85)
    assert [one.points for one in joined.sheet.sections.values()] == [10, 10]
    assert joined.needs_third is False
