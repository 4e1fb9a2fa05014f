"""Editing a draft through its pages: every form, the lock, the check, four eyes."""

import pytest
from django.urls import reverse

from standards.drafts import mark_of, values_of
from standards.models import Criterion, Scale, Section, StandardVersion
from tests.editing import PAGES_OF_A_DRAFT, fields_of, url

pytestmark = pytest.mark.django_db
SIDES = ("applicant", "expert")


@pytest.mark.parametrize(("name", "kwargs"), PAGES_OF_A_DRAFT)
def test_every_page_of_a_draft_opens(client, draft, name, kwargs):
    assert client.get(url(name, draft, **kwargs)).status_code == 200


@pytest.mark.parametrize("side", SIDES)
def test_previews_of_the_other_sides_open(client, draft, side):
    address = reverse("certification:preview_standard", args=[draft.pk, side])

    assert client.get(address).status_code == 200


def test_the_list_and_the_beginning_open(client, draft):
    pages = [client.get(reverse(f"standards:{name}")) for name in ("drafts", "draft_new")]

    assert [page.status_code for page in pages] == [200, 200]


def test_a_criterion_is_changed_in_both_languages(client, draft):
    address = url("draft_criterion", draft, key="a02")
    data = fields_of(client, address) | {
        "text_pl": "Nowa treść.",
        "text_en": "New text.",
        "why": "jaśniej",
    }

    response = client.post(address, data)

    assert response.status_code == 302, response.context["form"].errors
    row = Criterion.objects.get(version=draft, key="a02")
    assert (row.text_pl, row.text_en) == ("Nowa treść.", "New text.")
    assert row.history.first().history_change_reason == "change_criterion: jaśniej"


def test_a_second_editor_gets_both_versions_and_overwrites_nothing(client, draft, edition):
    address = url("draft_criterion", draft, key="a02")
    mine = fields_of(client, address) | {"text_pl": "Moja treść."}
    client.post(address, fields_of(client, address) | {"text_pl": "Ich treść."})

    refused = client.post(address, mine)

    assert refused.status_code == 409
    assert [(one["theirs"], one["mine"]) for one in refused.context["conflict"]] == [
        ("Ich treść.", "Moja treść.")
    ]
    assert Criterion.objects.get(version=draft, key="a02").text_pl == "Ich treść."
    again = mine | {"seen": refused.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert Criterion.objects.get(version=draft, key="a02").text_pl == "Moja treść."


def test_the_facts_are_changed(client, draft):
    address = url("draft_facts", draft)
    data = fields_of(client, address) | {
        "version": "2026.9",
        "change_class": "major",
        "change_note_pl": "Nowe kryteria.",
        "change_note_en": "New criteria.",
        "binding_on": "2030-01-01",
        "transition_until": "2031-01-01",
    }

    answer = client.post(address, data)
    stale = client.post(address, data | {"version": "2026.8"})
    taken = client.post(address, fields_of(client, address) | {"version": "2026.1"})
    turned = client.post(address, fields_of(client, address) | {"transition_until": "2029-01-01"})

    assert answer.status_code == 302, answer.context["form"].errors
    facts = values_of(StandardVersion.objects.get(pk=draft.pk))
    assert {name: str(value) for name, value in facts.items()} == {
        **{name: str(value) for name, value in values_of(draft).items()},
        **{name: data[name] for name in ("version", "change_class", "binding_on")},
        **{name: data[name] for name in ("change_note_pl", "change_note_en", "transition_until")},
    }
    assert stale.status_code == 409
    assert list(taken.context["form"].errors) == ["version"]
    assert list(turned.context["form"].errors) == ["transition_until"]


def test_sending_the_same_twice_is_no_conflict(client, draft):
    address = url("draft_criterion", draft, key="a02")
    data = fields_of(client, address) | {"text_pl": "Ta sama treść."}

    answers = [client.post(address, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Criterion.objects.get(version=draft, key="a02").history.count() == 2


def test_how_a_browser_ends_lines_is_no_change(client, draft):
    Criterion.objects.filter(version=draft, key="a02").update(guidance_pl="Raz.\nDwa.")
    address = url("draft_criterion", draft, key="a02")

    data = fields_of(client, address) | {"guidance_pl": "Raz.\r\nDwa."}

    assert client.post(address, data).status_code == 302
    row = Criterion.objects.get(version=draft, key="a02")
    assert (row.guidance_pl, row.history.count()) == ("Raz.\nDwa.", 1)


def test_two_editors_of_different_criteria_do_not_meet(client, draft):
    first, second = (url("draft_criterion", draft, key=key) for key in ("a01", "a02"))
    one, two = fields_of(client, first), fields_of(client, second)

    answers = [
        client.post(first, one | {"text_pl": "Pierwsza."}).status_code,
        client.post(second, two | {"text_pl": "Druga."}).status_code,
    ]

    assert answers == [302, 302]
    texts = Criterion.objects.filter(version=draft, key__in=["a01", "a02"])
    assert list(texts.values_list("text_pl", flat=True)) == ["Pierwsza.", "Druga."]


def test_a_condition_is_made_by_the_small_form_and_said_in_words(client, draft):
    address = url("draft_criterion", draft, key="a02")
    data = fields_of(client, address) | {
        "applies": "all",
        "fact_is_partnership": "yes",
        "fact_legal_form": ["cis", "kis"],
        "sign_employees": ">=",
        "fact_employees": "10",
    }

    shown = client.post(address, data | {"act": "explain"})
    saved = client.post(address, data)

    words = "wniosek jest składany w partnerstwie"
    assert (shown.status_code, words in shown.content.decode()) == (200, True)
    assert saved.status_code == 302
    assert Criterion.objects.get(version=draft, key="a02").applies_when == {
        "all": [
            {"equals": ["is_partnership", True]},
            {"in": ["legal_form", ["cis", "kis"]]},
            {"compare": ["employees", ">=", 10]},
        ]
    }
    assert fields_of(client, address)["fact_legal_form"] == ["cis", "kis"]


def test_a_condition_inside_of_another_stays_as_data(client, draft):
    condition = {"not": {"any": [{"equals": ["is_renewal", True]}]}}
    row = Criterion.objects.get(version=draft, key="a02")
    row.applies_when = condition
    row.save()
    address = url("draft_criterion", draft, key="a02")

    response = client.post(address, fields_of(client, address) | {"text_pl": "Inna."})

    row.refresh_from_db()
    assert (response.status_code, row.text_pl, row.applies_when) == (302, "Inna.", condition)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": "a 1"}, ["code"]),
        ({"code": "A01"}, ["code"]),
        ({"text_pl": ""}, ["text_pl"]),
        ({"weight": "-1"}, ["weight"]),
        ({"gate": "knockout", "gate_value": ""}, ["gate_value"]),
        ({"applies": "all"}, ["applies"]),
        ({"applies": "data", "applies_data": "{"}, ["applies_data"]),
        ({"applies": "data", "applies_data": '{"eval": "1"}'}, ["applies_data"]),
        ({"applies": "any", "sign_employees": ">"}, ["fact_employees"]),
        ({"scale_id": "0"}, ["scale_id"]),
    ],
)
def test_a_wrong_criterion_is_refused_and_nothing_changes(client, draft, fields, wrong):
    address = url("draft_criterion", draft, key="a02")
    before = values_of(Criterion.objects.get(version=draft, key="a02"))

    response = client.post(address, fields_of(client, address) | fields)

    assert (response.status_code, sorted(response.context["form"].errors)) == (200, wrong)
    assert values_of(Criterion.objects.get(version=draft, key="a02")) == before


def test_sections_and_criteria_are_added_moved_and_removed(client, draft):
    client.post(
        url("draft_section_new", draft), {"code": "Z", "title_pl": "Nowy", "title_en": "Brand new"}
    )
    section = Section.objects.get(version=draft, key="brand-new")
    address = url("draft_criterion_new", draft, section="brand-new")
    scale = Scale.objects.get(version=draft, key="S2").pk
    for n in (1, 2):
        texts = {"text_pl": f"Treść {n}", "text_en": f"Text {n}"}
        data = fields_of(client, address) | {"scale_id": scale, "weight": "2,5", **texts}
        assert client.post(address, data).status_code == 302

    client.post(url("draft", draft), {"move": "criterion:text-2:up"})
    client.post(url("draft", draft), {"move": "section:brand-new:up"})
    refused = client.post(url("draft_remove", draft, kind="section", key="brand-new"))
    client.post(url("draft_remove", draft, kind="criterion", key="text-1"), {"why": "zbędne"})

    assert "Najpierw je przenieś albo usuń" in refused.content.decode()
    rows = Criterion.objects.filter(section=section).values_list("key", "code", "position")
    assert list(rows) == [("text-2", "Z02", 1)]
    assert list(
        Section.objects.filter(version=draft).order_by("position").values_list("code", flat=True)
    ) == ["A", "Z", "B"]
    gone = Criterion.history.filter(version_id=draft.pk, key="text-1").first()
    assert (gone.history_type, gone.history_change_reason) == ("-", "remove_criterion: zbędne")


def test_a_draft_opens_while_a_section_is_still_empty(client, draft):
    client.post(
        url("draft_section_new", draft), {"code": "Z", "title_pl": "Nowy obszar", "title_en": "New"}
    )
    names = ("draft", "draft_check", "draft_publish", "draft_preview", "draft_rule")

    pages = {name: client.get(url(name, draft)) for name in names}

    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(names, 200)
    assert "W obszarze nie ma żadnego kryterium." in pages["draft"].content.decode()
    assert "Nie ma jeszcze kryteriów." in pages["draft"].content.decode()
    sides = [reverse("certification:preview_standard", args=[draft.pk, s]) for s in SIDES]
    assert [client.get(address).status_code for address in sides] == [200, 200]


def test_a_published_version_is_refused_before_the_database_has_to(client, edition, manager):
    version = edition.version
    before = mark_of(values_of(Criterion.objects.get(version=version, key="a02")))

    answers = [
        client.get(url("draft_criterion", version, key="a02")).status_code,
        client.post(url("draft_criterion", version, key="a02"), {"text_pl": "x"}).status_code,
        client.post(url("draft_remove", version, kind="criterion", key="a02")).status_code,
        client.post(url("draft_discard", version)).status_code,
        client.post(url("draft_publish", version)).status_code,
    ]

    assert answers == [409] * 5
    assert mark_of(values_of(Criterion.objects.get(version=version, key="a02"))) == before


def test_a_draft_is_thrown_away_and_its_history_stays(client, draft):
    response = client.post(url("draft_discard", draft), {"why": "pomyłka"})

    assert (response.status_code, StandardVersion.objects.filter(pk=draft.pk).count()) == (302, 0)
    line = StandardVersion.history.filter(id=draft.pk).first()
    assert (line.history_type, line.history_change_reason) == ("-", "discard_draft: pomyłka")


def test_the_history_names_the_person_the_reason_and_the_fields(client, draft, manager):
    address = url("draft_criterion", draft, key="a02")
    client.post(address, fields_of(client, address) | {"text_pl": "Po zmianie.", "why": "uwagi"})

    lines = client.get(url("draft_history", draft)).context["lines"]

    told = [(line.person, str(line.act), line.name, line.why) for line in lines]
    assert told == [
        (manager, "zmienia kryterium", "A02", "uwagi"),
        (manager, "rozpoczyna projekt", "", ""),
    ]
    assert [(one.after) for one in lines[0].changes] == ["Po zmianie."]
