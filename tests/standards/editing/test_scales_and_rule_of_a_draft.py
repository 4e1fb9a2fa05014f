"""Editing the scales and the rule of decision of a draft."""

import re

import pytest

from standards.drafts import values_of
from standards.models import DecisionRule, Scale, StandardVersion
from tests.editing import fields_of, url

pytestmark = pytest.mark.django_db


def test_a_scale_is_added_and_changed_with_its_levels(client, draft):
    new = url("draft_scale_new", draft)
    levels = {
        f"level{n}-{name}": f"{name} {n}"
        for n in range(2)
        for name in ("label_pl", "label_en", "description_pl", "description_en")
    }
    client.post(new, {"key": "S9", "kind": "levels", "count": "2", **levels})
    address = url("draft_scale", draft, key="S9")
    seen = client.get(address).context["form"]["seen"].value()
    third = {"level2-label_pl": "trzeci", "level2-label_en": "third"}

    changed = client.post(
        address, {"kind": "levels", "count": "4", "seen": seen, **levels, **third}
    )
    stale = client.post(address, {"kind": "levels", "count": "2", "seen": seen, **levels})

    assert (changed.status_code, stale.status_code) == (302, 409)
    scale = Scale.objects.get(version=draft, key="S9")
    assert [level.label_pl for level in scale.levels.all()] == [
        "label_pl 0",
        "label_pl 1",
        "trzeci",
    ]
    assert client.post(url("draft_remove", draft, kind="scale", key="S9")).status_code == 302
    used = client.post(url("draft_remove", draft, kind="scale", key="S2"))
    assert (used.status_code, Scale.objects.filter(version=draft, key="S2").count()) == (200, 1)


def test_the_rule_keeps_own_thresholds_of_sections(client, draft):
    address = url("draft_rule", draft)
    data = fields_of(client, address) | {"total_threshold": "72,5", "own_section-b": "65"}

    response = client.post(address, data)

    assert response.status_code == 302, response.context["form"].errors
    rule = StandardVersion.objects.get(pk=draft.pk).decision_rule
    assert (float(rule.total_threshold), rule.section_thresholds) == (72.5, {"section-b": "65"})
    assert client.post(address, data | {"total_threshold": "101"}).status_code == 200


def test_a_rule_that_is_opened_and_saved_again_stays_as_it_was(client, draft):
    """In a number field a browser shows "60,00" as nothing, and saves nothing."""
    address = url("draft_rule", draft)
    client.post(
        address,
        fields_of(client, address)
        | {"total_threshold": "72,5", "own_section-b": "65,25", "conditional_total": "60"},
    )
    before = values_of(DecisionRule.objects.get(version=draft))

    page = client.get(address)
    shown = dict(
        re.findall(r'<input type="text" name="(\w[\w-]*)" value="([^"]*)"', page.content.decode())
    )
    client.post(address, fields_of(client, address) | shown)

    assert shown | {"total_threshold": "72,50", "conditional_total": "60,00"} == shown
    assert shown["own_section-b"] == "65,25"
    assert values_of(DecisionRule.objects.get(version=draft)) == before


def test_two_editors_of_a_rule_see_only_what_differs(client, draft):
    address = url("draft_rule", draft)
    first = fields_of(client, address) | {"own_section-b": "65"}
    client.post(address, first)
    mine = fields_of(client, address) | {"total_threshold": "71"}
    client.post(address, fields_of(client, address) | {"total_threshold": "73"})

    refused = client.post(address, mine)

    assert [(one["theirs"], one["mine"]) for one in refused.context["conflict"]] == [("73", "71")]
