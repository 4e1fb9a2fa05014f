"""What holds for any standard and any answers, checked against a second, naive way of counting."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from standards.content import CriterionContent, RuleContent, SectionContent, StandardContent
from standards.scoring import AnswerValue, consensus, score

percents = st.fractions(0, 100, max_denominator=8)


@st.composite
def filled_checklists(draw):
    sections, answers, number = [], {}, 0
    for position in range(draw(st.integers(1, 4))):
        rows = []
        for _ in range(draw(st.integers(1, 5))):
            number += 1
            top = draw(st.integers(1, 4))
            optional = draw(st.booleans())
            row = CriterionContent(
                key=f"c{number}",
                code=f"C{number}",
                weight=draw(st.fractions(0, 20, max_denominator=100)),
                levels=frozenset(range(top + 1)),
                gate_value=draw(st.sampled_from([0, 0, 0, 1])),
                not_applicable_allowed=optional,
            )
            choices = [None, *range(top + 1), *(["na"] if optional else [])]
            answer = draw(st.sampled_from(choices))
            answers[row.key] = (
                AnswerValue(None, not_applicable=True) if answer == "na" else AnswerValue(answer)
            )
            rows.append(row)
        sections.append(SectionContent(f"s{position}", f"S{position}", tuple(rows), draw(percents)))
    rule = RuleContent(
        is_scored=draw(st.booleans()),
        total=draw(percents),
        conditional_total=draw(st.none() | percents),
        conditional_section=draw(st.none() | percents),
        conditional_sections_at_most=draw(st.integers(0, 3)),
    )
    return StandardContent("t", "1", "", tuple(sections), rule), answers


def naive(content, answers):
    """Count in the plainest way, with nothing shared but the data."""
    total, maximum, gates, low = Fraction(0), Fraction(0), [], []
    for section in content.sections:
        own, top = Fraction(0), Fraction(0)
        for row in section.criteria:
            answer = answers[row.key]
            if answer.not_applicable:
                continue
            level = 0 if answer.value is None else answer.value
            own += row.weight * Fraction(level, max(row.levels))
            top += row.weight
            if level < row.gate_value:
                gates.append(row.key)
        if top and own / top * 100 < section.threshold:
            low.append(own / top * 100)
        total, maximum = total + own, maximum + top
    percent = total / maximum * 100 if maximum else Fraction(0)
    return total, maximum, percent, tuple(gates), naive_outcome(content.rule, percent, gates, low)


def naive_outcome(rule, percent, gates, low):
    near = rule.total if rule.conditional_total is None else rule.conditional_total
    fits = len(low) <= rule.conditional_sections_at_most and all(
        rule.conditional_section is not None and one >= rule.conditional_section for one in low
    )
    if gates:
        return "negative"
    if not rule.is_scored or (percent >= rule.total and not low):
        return "positive"
    return "conditional" if percent >= near and fits else "negative"


@given(filled_checklists())
def test_a_second_way_of_counting_gives_the_same(checklist):
    content, answers = checklist

    sheet = score(content, answers)

    assert (
        sheet.points,
        sheet.maximum,
        sheet.percent,
        sheet.failed_gates,
        sheet.outcome,
    ) == naive(content, answers)


@given(filled_checklists())
def test_points_lie_between_zero_and_the_maximum(checklist):
    sheet = score(*checklist)

    assert 0 <= sheet.points <= sheet.maximum
    assert 0 <= sheet.percent <= 100
    assert sheet.points == sum(one.points for one in sheet.sections.values())
    assert sheet.answered + len(sheet.unanswered) == sheet.count


@given(filled_checklists(), st.data())
def test_a_better_answer_never_lowers_the_result(checklist, data):
    content, answers = checklist
    key = data.draw(st.sampled_from(sorted(answers)))
    if answers[key].not_applicable:
        answers[key] = AnswerValue(0)
    before = score(content, answers)
    better = data.draw(st.integers(answers[key].value or 0, content.criteria[key].maximum))

    after = score(content, {**answers, key: AnswerValue(better)})

    rank = ["negative", "conditional", "positive"]
    assert after.points >= before.points
    assert after.percent >= before.percent
    assert set(after.failed_gates) <= set(before.failed_gates)
    assert rank.index(after.outcome) >= rank.index(before.outcome)


@given(filled_checklists(), st.randoms())
def test_the_order_of_answers_means_nothing(checklist, random):
    content, answers = checklist
    shuffled = list(answers.items())
    random.shuffle(shuffled)

    assert score(content, dict(shuffled)) == score(content, answers)


@given(filled_checklists())
def test_not_applicable_equals_a_standard_without_the_criterion(checklist):
    content, answers = checklist
    left_out = {key for key, answer in answers.items() if answer.not_applicable}
    shorter = StandardContent(
        "t",
        "1",
        "",
        tuple(
            SectionContent(
                section.key,
                section.code,
                tuple(row for row in section.criteria if row.key not in left_out),
                section.threshold,
            )
            for section in content.sections
        ),
        content.rule,
    )

    with_it = score(content, answers)
    without = score(shorter, {k: v for k, v in answers.items() if k not in left_out})

    assert (with_it.points, with_it.maximum, with_it.percent, with_it.outcome) == (
        without.points,
        without.maximum,
        without.percent,
        without.outcome,
    )


@given(filled_checklists())
def test_experts_who_agree_find_what_each_of_them_found(checklist):
    content, answers = checklist
    sheet = score(content, answers)

    for size in (1, 2, 3):
        joined = consensus(content, [sheet] * size)

        assert joined.sheet == sheet
        assert (joined.difference, joined.split_gates, joined.needs_third) == (0, (), False)
