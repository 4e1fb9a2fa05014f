"""Pairs of texts are read in the language of the page, and nothing else takes their names."""

import pytest
from django.apps import apps
from django.utils import translation

from standards.models import Scheme
from standards.models.bilingual import Bilingual

PAIRS = sorted(
    (model.__name__, field.name.removesuffix("_pl"))
    for model in apps.get_app_config("standards").get_models()
    for field in model._meta.get_fields()
    if field.name.endswith("_pl") and not model.__name__.startswith("Historical")
)


@pytest.mark.parametrize(("model", "stem"), PAIRS)
def test_every_pair_is_read_by_its_common_name(model, stem):
    """A reverse relation of another package with the same name would silently hide the text."""
    found = vars(apps.get_model("standards", model))[stem]

    assert (type(found), found.stem) == (Bilingual, stem)


@pytest.mark.parametrize(
    ("language", "name"), [("pl", "Nazwa"), ("en", "Name"), ("en-gb", "Name"), ("de", "Nazwa")]
)
def test_a_text_is_read_in_the_language_of_the_page(language, name):
    with translation.override(language):
        assert Scheme(name_pl="Nazwa", name_en="Name").name == name


def test_polish_is_read_where_no_language_is_active():
    with translation.override(None):
        assert Scheme(name_pl="Nazwa", name_en="Name").name == "Nazwa"


@pytest.mark.parametrize(("polish", "english"), [("Nazwa", ""), ("", "Nazwa")])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_missing_translation_shows_the_other_language(polish, english, language):
    with translation.override(language):
        assert Scheme(name_pl=polish, name_en=english).name == "Nazwa"
