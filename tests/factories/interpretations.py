"""Interpretations and later versions, made by the real operations."""

from standards.lifecycle import VersionStatus
from standards.models import Criterion, Interpretation
from standards.operations.drafting import begin_draft
from standards.operations.interpretations import (
    TEXTS,
    draft_interpretation,
    publish_interpretation,
)
from tests.factories.people import UserFactory
from tests.factories.standards import publish_version

TEXT = {
    "question_pl": "Czy umowa ustna wystarczy?",
    "question_en": "Is an oral agreement enough?",
    "ruling_pl": "Nie. Umowa musi być na piśmie.",
    "ruling_en": "No. The agreement has to be in writing.",
    "reasons_pl": "Kryterium mówi o dokumencie.",
    "reasons_en": "The criterion speaks of a document.",
}
assert set(TEXT) == set(TEXTS)


def draft_of(version, key="a02", *, by=None, versions=None, **fields) -> Interpretation:
    """Draft an interpretation of one criterion for one version."""
    return draft_interpretation(
        scheme=version.scheme,
        criterion_key=key,
        versions=versions or [version],
        texts={**TEXT, **fields.pop("texts", {})},
        by=by or UserFactory(),
        **fields,
    )


def published(version, key="a02", *, by=None, second=None, **fields) -> Interpretation:
    """Draft and publish an interpretation by two people."""
    draft = draft_of(version, key, by=by, **fields)
    return publish_interpretation(
        interpretation=draft, seen=draft.revision, by=second or UserFactory()
    )


def successor(version, number, *, edit=lambda draft: None, change_class="major", **fields):
    """Publish a version that follows another one, changed by ``edit``."""
    draft = begin_draft(
        predecessor=version, change_class=change_class, by=UserFactory(), version=number
    )
    edit(draft)
    for name, value in fields.items():
        setattr(draft, name, value)
    publish_version(draft)
    draft.refresh_from_db()
    assert draft.status == VersionStatus.PUBLISHED
    return draft


def reword(key):
    """Give an edit that asks something else by one criterion."""

    def edit(draft):
        row = Criterion.objects.get(version=draft, key=key)
        row.text_pl, row.text_en = "Brzmi zupełnie inaczej.", "It reads quite differently."
        row.save()

    return edit


def split(key, *names):
    """Give an edit that asks one criterion as several."""

    def edit(draft):
        row = Criterion.objects.get(version=draft, key=key)
        last = Criterion.objects.filter(version=draft).order_by("position").last().position
        for n, name in enumerate(names, start=1):
            row.pk, row._state.adding = None, True
            row.key, row.code, row.replaces = name, f"Z{n:02d}", [key]
            row.position = last + n
            row.text_pl, row.text_en = f"Część {n}.", f"Part {n}."
            row.save()
        Criterion.objects.get(version=draft, key=key).delete()

    return edit


def drop(key):
    """Give an edit that drops a criterion."""

    def edit(draft):
        Criterion.objects.get(version=draft, key=key).delete()

    return edit
