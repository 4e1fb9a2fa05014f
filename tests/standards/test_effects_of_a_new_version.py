"""What a new version does to points, thresholds, gates, scales and the rule."""

from dataclasses import replace
from decimal import Decimal

from standards.differences.comparing import compare
from standards.differences.effects import Effects, GateEffect, RuleEffect, ScaleEffect
from standards.differences.texts import RuleText, SectionText
from tests.factories.differences import SCALE, SECTIONS, criterion_text, scale_text, version_text


def test_the_same_version_has_no_effects():
    text = version_text("a", "b")

    effects = compare(text, text).effects

    assert effects == Effects(
        old_points=Decimal(10),
        new_points=Decimal(10),
        old_count=2,
        new_count=2,
        sections=effects.sections,
        gates=(),
        scales=(),
        rule=(),
    )
    assert [section.is_changed for section in effects.sections] == [False, False]


def test_points_and_thresholds_are_told_for_each_section():
    new_section = SectionText("remote", "C", "Zdalnie", "Remote")
    old = version_text("a", criterion_text("b", section=SECTIONS[1]))
    new = version_text(
        criterion_text("a", weight=Decimal(8)),
        criterion_text("c", section=new_section),
        sections=(SECTIONS[0], new_section),
        rule=replace(old.rule, section_thresholds={"people": Decimal(75)}),
    )

    effects = compare(old, new).effects

    assert (effects.old_points, effects.new_points) == (10, 13)
    assert [
        (
            section.key,
            (section.old_count, section.old_points, section.old_threshold),
            (section.new_count, section.new_points, section.new_threshold),
        )
        for section in effects.sections
    ] == [
        ("people", (1, 5, 60), (1, 8, 75)),
        ("money", (1, 5, 60), (0, 0, None)),
        ("remote", (0, 0, None), (1, 5, 60)),
    ]


def test_gates_that_come_change_and_go_are_told():
    def gated(key, value):
        return criterion_text(key, gate="minimum" if value else "none", gate_value=value)

    old = version_text(gated("a", 1), gated("b", 1), gated("c", 0), gated("gone", 2))
    new = version_text(gated("a", 1), gated("b", 2), gated("c", 1), gated("came", 1))

    effects = compare(old, new).effects

    assert effects.gates == (
        GateEffect(old.by_key["b"], new.by_key["b"]),
        GateEffect(old.by_key["c"], new.by_key["c"]),
        GateEffect(None, new.by_key["came"]),
        GateEffect(old.by_key["gone"], None),
    )


def test_scales_that_come_change_and_go_are_told():
    gone, came, other = scale_text("G"), scale_text("N"), scale_text("S2", ("Nie", "Tak"))
    old, new = version_text(scales=(SCALE, gone)), version_text(scales=(other, came))

    assert compare(old, new).effects.scales == (
        ScaleEffect("S2", SCALE, other),
        ScaleEffect("G", gone, None),
        ScaleEffect("N", None, came),
    )


def test_the_rule_is_compared_field_by_field():
    old = version_text("a", rule=RuleText(total_threshold=Decimal(70)))
    new = version_text(
        "a", rule=RuleText(total_threshold=Decimal(75), conditional_total=Decimal(60))
    )

    assert compare(old, new).effects.rule == (
        RuleEffect("total_threshold", Decimal(70), Decimal(75)),
        RuleEffect("conditional_total", None, Decimal(60)),
    )
