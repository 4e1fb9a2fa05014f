"""How every form of the site is drawn, so that a field is accessible wherever it appears."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class AccessibleField(BoundField):
    """A field that tells templates how to label it and where its error link leads."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        """Take away the grey text inside the control: it vanishes as soon as one types."""
        super().__init__(form, field, name)
        field.widget.attrs.pop("placeholder", None)

    @property
    def is_checkbox(self) -> bool:
        """Say whether the label belongs behind the control."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_marked_optional(self) -> bool:
        """Say whether the label tells that the field may stay empty.

        A form names in ``needed_at_times`` what is needed after all, as the hint there says.
        """
        at_times = getattr(self.form, "needed_at_times", ())
        return not (self.field.required or self.field.disabled or self.name in at_times)

    @property
    def error_target(self) -> str:
        """Name the control that the error summary links to: of a group, its first one."""
        if isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        if isinstance(self.field.widget, forms.MultiWidget | forms.SelectDateWidget):
            return self.id_for_label or f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class SiteRenderer(TemplatesSetting):
    """Renders forms and fields by the templates in ``config/templates/forms/``."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class: Any = AccessibleField
