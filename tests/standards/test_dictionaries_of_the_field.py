"""Voivodeships by TERYT and the legal forms of the Act."""

from django.utils import translation

from standards.dictionaries import LEGAL_FORMS, VOIVODESHIPS


def test_there_are_sixteen_voivodeships_with_even_codes():
    assert list(VOIVODESHIPS) == [f"{number:02d}" for number in range(2, 33, 2)]
    assert len(set(VOIVODESHIPS.values())) == 16


def test_support_centres_are_run_by_the_forms_of_letters_a_and_d_to_f():
    assert {form.letter for form in LEGAL_FORMS.values() if form.owes_eligible} == set("adef")
    assert [form.code for form in LEGAL_FORMS.values() if not form.owes_eligible] == [
        "wtz",
        "zaz",
        "cis",
        "kis",
    ]


def test_units_without_legal_personality_act_through_a_running_entity():
    assert [form.code for form in LEGAL_FORMS.values() if form.needs_running_entity] == [
        "wtz",
        "zaz",
        "cis",
        "kis",
    ]
    assert LEGAL_FORMS["plain_association"].has_legal_personality is False


def test_every_form_has_its_name_in_both_languages():
    names = {}
    for language in ("pl", "en"):
        with translation.override(language):
            names[language] = [str(form.name) for form in LEGAL_FORMS.values()]

    assert len(set(names["en"])) == 18
    assert [one for one, other in zip(*names.values(), strict=True) if one == other] == []
