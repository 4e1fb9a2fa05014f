"""What every test of the pages of a draft needs: who edits, where, and what a form holds."""

from django.urls import reverse

from certification.models import PostRole
from tests.factories.certification import PostFactory

# Each page with what its address needs beside the draft.
PAGES_OF_A_DRAFT = [
    ("draft", {}),
    ("draft_check", {}),
    ("draft_facts", {}),
    ("draft_rule", {}),
    ("draft_history", {}),
    ("draft_publish", {}),
    ("draft_discard", {}),
    ("draft_preview", {}),
    ("draft_section_new", {}),
    ("draft_section", {"key": "section-a"}),
    ("draft_criterion_new", {"section": "section-a"}),
    ("draft_criterion", {"key": "a01"}),
    ("draft_scale_new", {}),
    ("draft_scale", {"key": "S2"}),
    ("draft_remove", {"kind": "criterion", "key": "a01"}),
]


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
