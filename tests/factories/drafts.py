"""Drafts in which the live check finds nothing, with a change that fits their class."""

from standards.drafts import mark_of, values_of
from standards.models import Criterion, ScaleLevel, StandardVersion
from standards.operations.draft_content import change_criterion
from standards.operations.drafting import begin_draft, change_facts
from standards.operations.publishing import release_draft
from standards.packages.writing import content_sha256
from tests.factories.people import UserFactory
from tests.factories.standards import make_standard, publish_version

# What changes in criterion B01, by the class that it calls for.
REWORDED = {"text_pl": "Zupełnie inne zdanie o czymś innym.", "text_en": "Quite another sentence."}
CHANGES = {
    "typo": {"text_pl": "Kryterium B01, jest spełnione."},
    "clarification": REWORDED,
    "minor": {"weight": 20},
    "major": {"weight": 20},
}


def clean_standard(**kwargs):
    """Make a published version in which the live check finds no error."""
    version = make_standard(published=False, **kwargs)
    ScaleLevel.objects.filter(scale__version=version).update(
        description_pl="Opis poziomu.", description_en="What the level means."
    )
    Criterion.objects.filter(version=version).update(
        guidance_pl="Jak to rozumieć.", guidance_en="How to read it."
    )
    return publish_version(version)


def clean_draft(change_class="minor", by=None, *, changed=True, **kwargs):
    """Begin a draft that the check finds clean, with one change as its class calls for."""
    draft = begin_draft(
        predecessor=clean_standard(criteria=4, sections=2, **kwargs),
        change_class=change_class,
        by=by or UserFactory(),
    )
    draft = change_facts(
        draft=draft,
        seen=mark_of(values_of(draft)),
        by=draft.created_by,
        change_note_pl="Co nowego.",
        change_note_en="What is new.",
    )
    if changed:
        change(draft, "b01", **CHANGES[change_class])
    return draft


def change(draft, key="a02", *, by=None, **fields):
    """Change a criterion as its page does."""
    row = Criterion.objects.select_related("version").get(version=draft, key=key)
    seen = mark_of(values_of(row))
    return change_criterion(criterion=row, seen=seen, by=by or draft.created_by, **fields)


def release(draft, *, by=None, seen=None, **said):
    """Publish a draft as its page does, by somebody who changed nothing."""
    fresh = StandardVersion.objects.get(pk=draft.pk)
    seen = seen or content_sha256(fresh)
    return release_draft(version=fresh, seen=seen, by=by or UserFactory(), **said)
