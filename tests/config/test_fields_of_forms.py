"""How a field is drawn, wherever it appears."""

from django import forms
from django.test.html import parse_html

TEXT = """
<div class="field has-error">
  <label for="id_name">Nazwa</label>
  <div class="hint" id="id_name_helptext">Pełna</div>
  <p class="error" id="id_name_error">
    <svg class="icon" aria-hidden="true"><use href="#i-warn"></use></svg>
    <span>To pole jest wymagane.</span></p>
  <input type="text" name="name" required aria-invalid="true"
    aria-describedby="id_name_helptext id_name_error" id="id_name">
</div>
"""
CHOICE = """
<fieldset class="field">
  <legend class="legend">Wybór <span class="optional">(nieobowiązkowe)</span></legend>
  <div id="id_choice" class="choices">
    <label class="check" for="id_choice_0">
      <input type="radio" name="choice" value="a" id="id_choice_0">
      <span>Pierwszy</span></label>
  </div>
</fieldset>
"""
TICK = """
<div class="field">
  <div class="check"><input type="checkbox" name="tick" id="id_tick">
    <label for="id_tick">Zgoda</label></div>
</div>
"""


class Example(forms.Form):
    name = forms.CharField(
        label="Nazwa", help_text="Pełna", widget=forms.TextInput(attrs={"placeholder": "x"})
    )
    choice = forms.ChoiceField(
        label="Wybór", choices=[("a", "Pierwszy")], widget=forms.RadioSelect, required=False
    )
    tick = forms.BooleanField(label="Zgoda", required=False)


def same(drawn: str, expected: str) -> bool:
    """Compare as a browser would read it."""
    return parse_html(drawn) == parse_html(expected)


def test_text_is_tied_to_label_hint_and_error():
    assert same(Example({})["name"].as_field_group(), TEXT)


def test_choices_are_a_group_with_a_legend():
    assert same(Example()["choice"].as_field_group(), CHOICE)


def test_a_tick_has_its_label_behind_it():
    assert same(Example()["tick"].as_field_group(), TICK)


def test_what_is_needed_at_times_is_not_called_optional():
    class Scope(forms.Form):
        needed_at_times = ("scope",)
        scope = forms.CharField(required=False, help_text="Potrzebne przed wysłaniem.")
        other = forms.CharField(required=False)

    form = Scope()

    marked = {name: "nieobowiązkowe" in form[name].as_field_group() for name in form.fields}
    assert marked == {"scope": False, "other": True}


def test_the_summary_links_to_the_first_control_of_a_group():
    class Needed(Example):
        choice = forms.ChoiceField(
            label="Wybór", choices=[("a", "Pierwszy")], widget=forms.RadioSelect
        )

    drawn = str(Needed({"name": "x"}))

    assert drawn.count('role="alert"') == 1
    assert '<a href="#id_choice_0">Wybór: To pole jest wymagane.</a>' in drawn
