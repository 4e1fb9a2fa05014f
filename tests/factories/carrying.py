"""Versions that follow one another, for moving answers from one to the next."""

from django.utils import timezone

from certification.models import Answer
from standards.models import (
    Criterion,
    DecisionRule,
    Rebinding,
    Scale,
    ScaleLevel,
    Section,
    StandardVersion,
)
from tests.factories.people import UserFactory
from tests.factories.standards import StandardVersionFactory, publish_version


def next_version(before, number, **edits):
    """Publish a version after ``before``.

    ``changed`` gives new fields by key, ``scales`` the key of another scale, ``split`` the new keys
    of an old one, ``merged`` the old keys of a new one; ``dropped`` and ``added`` are keys.
    Everything else stays word for word. ``binding_on`` is the day from which it binds.
    """
    made = StandardVersionFactory(
        scheme=before.scheme,
        version=number,
        predecessor=before,
        change_class="major",
        binding_on=edits.pop("binding_on", None),
    )
    sections, scales = copied_sections(before, made), copied_scales(before, made)
    rows = []
    for one in Criterion.objects.filter(version=before).order_by("position"):
        one.pk, one._state.adding, one.version = None, True, made
        one.section, one.scale = sections[one.section_id], scales[one.scale_id]
        one.replaces = []
        rows += edited(one, scales, edits)
    rows += [copy_of(rows[-1], key, []) for key in edits.get("added", ())]
    for position, one in enumerate(rows, start=1):
        one.position, one.code = position, f"K{position:02d}"
    Criterion.objects.bulk_create(rows)
    rule = DecisionRule.objects.get(version=before)
    rule.pk, rule._state.adding, rule.version = None, True, made
    rule.save()
    return publish_version(StandardVersion.objects.select_related("scheme").get(pk=made.pk))


def copied_sections(before, made):
    """Copy the sections; give the copies by the old primary key."""
    copies = {}
    for section in Section.objects.filter(version=before).order_by("position"):
        old = section.pk
        section.pk, section._state.adding, section.version = None, True, made
        section.save()
        copies[old] = section
    return copies


def copied_scales(before, made):
    """Copy the scales with their levels; give the copies by the old primary key."""
    copies = {}
    for scale in Scale.objects.filter(version=before).prefetch_related("levels").order_by("pk"):
        copy = Scale.objects.create(version=made, key=scale.key, kind=scale.kind)
        levels = list(scale.levels.all())
        for level in levels:
            level.pk, level._state.adding, level.scale = None, True, copy
        ScaleLevel.objects.bulk_create(levels)
        copies[scale.pk] = copy
    return copies


def edited(one, scales, edits):
    """Give what became of one criterion: itself, its parts, or nothing."""
    key, merged = one.key, edits.get("merged", {})
    if key in edits.get("dropped", ()):
        return []
    if key in edits.get("split", {}):
        return [copy_of(one, new, [key]) for new in edits["split"][key]]
    for new, olds in merged.items():
        if key in olds:
            return [copy_of(one, new, list(olds))] if key == olds[0] else []
    for name, value in edits.get("changed", {}).get(key, {}).items():
        setattr(one, name, value)
    if wanted := edits.get("scales", {}).get(key):
        one.scale = next(scale for scale in scales.values() if scale.key == wanted)
    return [one]


def copy_of(one, key, replaces):
    """Give a criterion like another one under a key of its own."""
    names = [
        field.name
        for field in Criterion._meta.fields
        if field.name not in {"id", "key", "replaces", "text_pl", "text_en"}
    ]
    fields = {name: getattr(one, name) for name in names}
    words = {"text_pl": f"Kryterium {key}.", "text_en": f"Criterion {key}."}
    return Criterion(key=key, replaces=replaces, **words, **fields)


def bind(edition, version, sent_files="old"):
    """Leave a call as the operation leaves it, without telling anybody."""
    made = Rebinding.objects.create(
        edition=edition,
        old_version=edition.version,
        new_version=version,
        sent_files=sent_files,
        reason="Zmiana przepisów.",
        decided_by=UserFactory(),
        decided_at=timezone.now(),
    )
    edition.version = version
    edition.save()
    return made


def said(assessment):
    """Give what a checklist says: level, "na" and words by key, and what waits."""
    rows = Answer.objects.filter(assessment=assessment).select_related("criterion")
    return {
        one.criterion.key: (
            "na" if one.not_applicable else one.value,
            one.justification,
            one.to_confirm,
        )
        for one in rows
    }
