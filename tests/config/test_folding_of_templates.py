"""Templates of ours are written out once for each language, and say what they said before."""

import pytest
from django.conf import settings
from django.template import Context, Engine, Origin, Template
from django.template.base import TextNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.utils import translation
from django.utils.safestring import mark_safe

from config.folding import Folding, FoldingLoader, Included, Sentence, is_ours

LOADERS = ["django.template.loaders.filesystem.Loader"]


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Take a folder for templates, and call what lies in it ours."""
    (tmp_path / "config").mkdir()
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    return Engine(
        dirs=[tmp_path / "config"],
        loaders=[("config.folding.Loader", LOADERS)],
        libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"},
    )


@pytest.fixture
def written(engine):
    def write(name, text):
        folder = engine.dirs[0]
        (folder / name).write_text(text)
        return name

    return write


def plain(text):
    """Read the same text without folding."""
    engine = Engine(
        libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
    )
    return Template(text, Origin("<unknown>"), engine=engine)


SENTENCES = (
    '{% load i18n static %}<p>{% translate "Search" %} {% translate "All" context "filter" %}</p>'
)
VALUES = (
    "{% load i18n %}{% blocktranslate trimmed with version=number|add:1 %}standard {{ version }}"
    "{% endblocktranslate %}"
)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize(
    "text",
    [
        SENTENCES,
        VALUES,
        '{% load static %}<link href="{% static "app.css" %}">{# a remark #}',
        '<a href="{% url "certification:registry" %}">',
        '{% load i18n %}{% if number %}{% translate "Search" %}{% else %}{{ name }}{% endif %}',
        '{% load i18n %}{% for one in many %}{{ one }}, {% translate "Search" %}{% endfor %}',
        "{% load i18n %}{% blocktranslate %}100% of {{ name }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate count n=number %}one{% plural %}{{ n }}"
        "{% endblocktranslate %}",
        '{% load i18n %}{% translate "Search" as word %}{{ word }}',
    ],
)
def test_a_folded_template_says_the_same(engine, written, text, language):
    values = {"number": 3, "name": "<b>Ó</b>", "many": [1, mark_safe("<i>"), "<"]}
    with translation.override(language):
        folded = engine.get_template(written("page.html", text))
        assert folded.render(Context(values)) == plain(text).render(Context(values))


def test_what_never_changes_is_one_piece_of_text(engine, written):
    written("part.html", '{% load i18n %}<b>{% translate "Search" %}</b>')
    text = '{% load i18n %}<p>{% translate "All" context "filter" %}</p>{% include "part.html" %}'

    nodes = engine.get_template(written("page.html", text)).nodelist

    assert [type(node) for node in nodes] == [TextNode]
    assert nodes[0].s == "<p>Wszystkie</p><b>Szukaj</b>"


def test_each_language_has_its_own(engine, written):
    written("page.html", SENTENCES)
    said = {}
    for language in ("pl", "en", "pl"):
        with translation.override(language):
            said.setdefault(language, set()).add(engine.get_template("page.html").render(Context()))
    assert said == {"pl": {"<p>Szukaj Wszystkie</p>"}, "en": {"<p>Search All</p>"}}


def test_a_template_put_in_place_keeps_its_names_to_itself(engine, written):
    written("part.html", "{{ name }}{% for one in many %}{{ one }}{{ name }}{% endfor %}")
    text = '{{ name }}|{% include "part.html" with name=other %}|{{ name }}'
    template = engine.get_template(written("page.html", text))

    assert any(isinstance(node, Included) for node in template.nodelist)
    values = {"name": "a", "other": "<", "many": [1, 2]}
    assert template.render(Context(values)) == "a|&lt;1&lt;2&lt;|a"


def test_a_sentence_takes_its_values_at_the_end(engine, written):
    template = engine.get_template(written("page.html", VALUES))

    assert any(isinstance(node, Sentence) for node in template.nodelist)
    assert template.render(Context({"number": 1})) == "standard 2"
    assert template.render(Context({"number": 5})) == "standard 6"


def test_a_template_that_includes_itself_or_another_by_variable_stays(engine, written):
    tree = '{{ node.name }}{% for node in node.below %}({% include "tree.html" %}){% endfor %}'
    template = engine.get_template(written("tree.html", tree))
    node = {"name": "a", "below": [{"name": "b", "below": [{"name": "c", "below": []}]}]}

    assert template.render(Context({"node": node})) == "a(b(c))"
    assert template.nodelist.get_nodes_by_type(IncludeNode)


def test_a_name_that_is_not_there_is_told_only_where_it_is_needed(engine, written):
    text = '{% if False %}{% include "no.html" %}{% url "no" %}{% endif %}here'

    assert engine.get_template(written("page.html", text)).render(Context()) == "here"


def test_templates_of_libraries_are_left_alone():
    ours, theirs = get_template("base.html"), get_template("admin/base.html")

    assert is_ours(ours.template)
    assert not is_ours(theirs.template)
    [partials] = ours.template.engine.template_loaders
    assert isinstance(partials.loaders[0], FoldingLoader)
    assert Folding(ours.template.engine.template_loaders[0], ()).inside == ()
