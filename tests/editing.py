"""What every test of the pages of a draft needs: who edits, where, and what a form holds."""

from django.urls import reverse

from certification.models import PostRole
from tests.factories.certification import PostFactory


def manager_of(edition):
    """Let somebody manage the standard of the one who runs the call."""
    return PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person


def url(name, draft, **kwargs):
    """Give the address of a page of a draft."""
    return reverse(f"standards:{name}", kwargs={"pk": draft.pk, **kwargs})


def fields_of(client, address):
    """Read a form as a browser would send it back."""
    form = client.get(address).context["form"]
    data = {}
    for field in [*form.visible_fields(), *form.hidden_fields()]:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value not in (None, False, [], ""):
            data[field.html_name] = value
    return data
