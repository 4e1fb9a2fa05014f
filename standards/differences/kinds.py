"""The words in which a change of a criterion is said, from the heaviest to none."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeKind(models.TextChoices):
    """What became of a criterion; the order is the weight, the heaviest kind names the change."""

    SPLIT = "split", pgettext_lazy("change of a criterion", "Split")
    MERGED = "merged", pgettext_lazy("change of a criterion", "Merged")
    NEW = "new", pgettext_lazy("change of a criterion", "New")
    DROPPED = "dropped", pgettext_lazy("change of a criterion", "Dropped")
    TIGHTENED = "tightened", pgettext_lazy("change of a criterion", "Tightened")
    RELAXED = "relaxed", pgettext_lazy("change of a criterion", "Relaxed")
    CLARIFIED = "clarified", pgettext_lazy("change of a criterion", "Clarified")
    MOVED = "moved", pgettext_lazy("change of a criterion", "Moved")
    EDITORIAL = "editorial", pgettext_lazy("change of a criterion", "Editorial")
    RENUMBERED = "renumbered", pgettext_lazy("change of a criterion", "Renumbered")
    UNCHANGED = "unchanged", pgettext_lazy("change of a criterion", "Unchanged")


# An answer given to the old criterion is an answer to the new one.
ANSWERS_STAY = frozenset(
    {ChangeKind.UNCHANGED, ChangeKind.EDITORIAL, ChangeKind.RENUMBERED, ChangeKind.MOVED}
)

# The same change read backwards.
MIRRORED = {
    **{kind: kind for kind in ChangeKind},
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
    ChangeKind.NEW: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.NEW,
    ChangeKind.TIGHTENED: ChangeKind.RELAXED,
    ChangeKind.RELAXED: ChangeKind.TIGHTENED,
}


class AspectName(models.TextChoices):
    """The part of a criterion that changes."""

    CODE = "code", pgettext_lazy("part of a criterion", "Code")
    PLACE = "place", pgettext_lazy("part of a criterion", "Section")
    TEXT = "text", pgettext_lazy("part of a criterion", "Text")
    GUIDANCE = "guidance", pgettext_lazy("part of a criterion", "Guidance")
    EXAMPLE = "example", pgettext_lazy("part of a criterion", "Example")
    EVIDENCE = "evidence", pgettext_lazy("part of a criterion", "Evidence")
    CHECKED_BY = "checked_by", _("How it is checked")
    SCALE = "scale", pgettext_lazy("part of a criterion", "Scale")
    WEIGHT = "weight", pgettext_lazy("part of a criterion", "Points")
    GATE = "gate", pgettext_lazy("part of a criterion", "Gate")
    MINIMUM = "minimum", _("Lowest level that passes")
    NOT_APPLICABLE = "not_applicable", _("“Not applicable”")
    APPLICABILITY = "applicability", _("Whom it concerns")
    ONCE = "once", _("How often it is answered")


TEXTS = (AspectName.TEXT, AspectName.GUIDANCE, AspectName.EXAMPLE, AspectName.EVIDENCE)
