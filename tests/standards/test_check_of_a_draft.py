"""The live check and the least class of a change: the shipped standard with one thing changed."""

import copy
from decimal import Decimal
from pathlib import Path

import pytest

import standards
from standards.checks.change_class import changes_of, is_correction
from standards.checks.content import check_content
from standards.differences.reading import difference_between
from standards.models import Criterion, DecisionRule, ScaleLevel, Section
from standards.operations import load_package, publish
from standards.operations.drafting import begin_draft
from standards.packages.reading import read_package

FILE = Path(standards.__file__).parent / "catalogue" / "owes-2026.1.yaml"
SHIPPED = read_package(FILE.name, FILE.read_bytes()).data


@pytest.fixture
def data():
    return copy.deepcopy(SHIPPED)


def criterion(data, code="A05"):
    return next(
        one for section in data["sections"] for one in section["criteria"] if one["code"] == code
    )


def found(data, before=None):
    return [
        (one.gravity.value, one.place.kind.value, one.place.key, one.sentence)
        for one in check_content(data, before=before)
    ]


def test_the_shipped_standard_has_no_finding(data):
    assert found(data) == []


def drop_guidance(data):
    criterion(data)["guidance"] = {}


def drop_english(data):
    criterion(data)["text"]["en"] = ""


def drop_polish(data):
    criterion(data)["text"]["pl"] = " "


def too_high_gate(data):
    criterion(data)["gate_value"] = 3


def replace_nothing_known(data):
    criterion(data)["replaces"] = ["no-such-key"]


def wrong_condition(data):
    criterion(data)["applies_when"] = {"equals": ["shoe_size", 43]}


def code_twice(data):
    criterion(data)["code"] = "a01"


def undescribed_level(data):
    del data["scales"][1]["levels"][0]["description"]


def orphan_threshold(data):
    data["decision_rule"]["section_thresholds"] = {"gone": Decimal(50)}


def unreachable_threshold(data):
    data["decision_rule"]["total_threshold"] = Decimal(101)


def conditional_above_the_whole(data):
    data["decision_rule"]["conditional_total"] = Decimal(80)


def empty_section(data):
    data["sections"][0]["criteria"] = []


def no_points(data):
    for section in data["sections"]:
        for one in section["criteria"]:
            one["weight"] = 0


def threshold_without_points(data):
    section = data["sections"][0]
    for one in section["criteria"]:
        one["weight"] = 0
    data["decision_rule"]["section_thresholds"] = {section["key"]: Decimal(50)}


@pytest.mark.parametrize(
    ("spoil", "kind", "sentence"),
    [
        (drop_guidance, "criterion", "Bramka rozstrzyga sama, więc wskazówki muszą ją wyjaśniać."),
        (drop_english, "criterion", "Brakuje tłumaczenia na angielski: treść."),
        (drop_polish, "criterion", "Brakuje tekstu po polsku: treść."),
        (
            too_high_gate,
            "criterion",
            "Nikt nie przejdzie tej bramki: skala nie ma takiego poziomu.",
        ),
        (
            replace_nothing_known,
            "criterion",
            "Zastępuje „no-such-key”, czyli kryterium, którego nie ma w poprzedniej wersji.",
        ),
        (code_twice, "criterion", "Kod „a01” występuje dwa razy."),
        (undescribed_level, "scale", "Poziom 0 nie ma opisu."),
        (orphan_threshold, "rule", "Ustawiono próg dla „gone”, a nie ma takiego obszaru."),
        (
            unreachable_threshold,
            "rule",
            "Próg jest nieosiągalny albo bez sensu: więcej niż 100% lub mniej niż 0.",
        ),
        (
            conditional_above_the_whole,
            "rule",
            "Próg warunkowy nie może być wyższy niż próg całości.",
        ),
        (empty_section, "section", "W obszarze nie ma żadnego kryterium."),
        (no_points, "rule", "Punkty są liczone, ale żadne kryterium nie ma wagi."),
        (
            threshold_without_points,
            "section",
            "Obszar ma próg, ale nie ma punktów, więc nikt go nie osiągnie.",
        ),
    ],
)
def test_an_error_names_its_place(data, spoil, kind, sentence):
    spoil(data)

    errors = [(place, said) for gravity, place, _key, said in found(data) if gravity == "error"]

    assert (kind, sentence) in errors


def test_an_unknown_fact_in_a_condition_is_an_error_at_its_criterion(data):
    wrong_condition(data)

    assert [row[:3] for row in found(data)] == [("error", "criterion", criterion(data)["key"])]


def test_weights_that_no_longer_add_up_are_a_warning(data):
    criterion(data)["weight"] += 2

    assert found(data, before=SHIPPED)[-2:] == [
        ("warning", "version", "", "Wagi dają razem 102 pkt, a nie 100."),
        (
            "warning",
            "section",
            data["sections"][0]["key"],
            "Obszar ma 15 pkt, a w poprzedniej wersji miał 13.",
        ),
    ]


def test_a_successor_must_say_its_class_its_note_and_fit_its_number(data):
    data["standard"] |= {"version": "2026.2", "follows": "2026.1"}
    silent = found(data, before=SHIPPED)
    data["standard"] |= {
        "change_class": "typo",
        "change_note": {"pl": "Przecinek.", "en": "Comma."},
    }
    misnumbered = found(data, before=SHIPPED)
    data["standard"]["version"] = "2026.1.1"

    assert [row[:2] for row in silent] == [("error", "version")] * 2
    assert [row[:2] for row in misnumbered] == [("error", "version")]
    assert found(data, before=SHIPPED) == []


@pytest.mark.parametrize(
    ("old", "new", "is_one"),
    [
        ("Skargi są rejestrowane.", "Skargi, są rejestrowane", True),
        ("Skargi są rejestowane w terminie.", "Skargi są rejestrowane w terminie.", True),
        ("Najpóźniej po 5 dniach roboczych.", "Najpóźniej po 3 dniach roboczych.", False),
        ("Dowodem nie może być oświadczenie.", "Dowodem może być oświadczenie.", False),
        ("Skargi są rejestrowane.", "Klient dostaje odpowiedź w terminie.", False),
        ("", "Przykład.", False),
    ],
)
def test_a_changed_number_or_negation_is_never_a_typing_error(old, new, is_one):
    assert is_correction(old, new) is is_one


@pytest.fixture
def versions(db):
    before = publish(
        version=load_package(source=read_package("a", FILE.read_bytes()), by=None), by=None
    )
    return before, begin_draft(predecessor=before, change_class="major", by=None)


def of(draft, code="A05"):
    return Criterion.objects.get(version=draft, code=code)


def reworded(draft):
    texts = {"guidance_pl": "Zupełnie nowe słowa.", "guidance_en": "Quite other words."}
    Criterion.objects.filter(pk=of(draft).pk).update(**texts)


def corrected(draft):
    row = of(draft)
    row.text_pl += " Tak."
    row.save()


def heavier(draft):
    Criterion.objects.filter(pk=of(draft).pk).update(weight=9)


def moved(draft):
    section = Section.objects.get(version=draft, code="B")
    Criterion.objects.filter(pk=of(draft).pk).update(section=section)


def dropped(draft):
    of(draft).delete()


def lower_bar(draft):
    DecisionRule.objects.filter(version=draft).update(total_threshold=60)


def own_threshold(draft):
    DecisionRule.objects.filter(version=draft).update(section_thresholds={"ethics": "55"})


def other_levels(draft):
    ScaleLevel.objects.filter(scale__version=draft, scale__key="S2", value=2).delete()


def higher_gate(draft):
    Criterion.objects.filter(pk=of(draft).pk).update(gate_value=2)


def level_in_other_words(draft):
    ScaleLevel.objects.filter(scale__version=draft, scale__key="S2", value=2).update(
        description_pl="Całkiem inny opis tego poziomu."
    )


@pytest.mark.parametrize(
    ("edit", "least"),
    [
        (corrected, None),
        (reworded, "clarification"),
        (level_in_other_words, "clarification"),
        (heavier, "minor"),
        (moved, "minor"),
        (dropped, "minor"),
        (lower_bar, "minor"),
        (own_threshold, "minor"),
        (other_levels, "minor"),
        (higher_gate, "minor"),
    ],
)
def test_the_least_class_follows_from_what_changed(versions, edit, least):
    before, draft = versions
    edit(draft)

    changes = changes_of(difference_between(before, draft))

    assert (changes[0].least if changes else None) == least


def test_a_copy_changes_nothing(versions):
    assert changes_of(difference_between(*versions)) == []
