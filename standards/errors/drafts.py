"""Rules of drafts and of publishing them that can be broken."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from standards.errors.base import RuleViolation
from standards.errors.versions import PackageRefused, PublisherIsCreator


class PublisherIsEditor(PublisherIsCreator):
    """Whoever changed a draft, even one word, has not the second pair of eyes."""

    sentence = _("You changed this draft, so you cannot publish it. Ask someone who did not.")
    code = "publisher_is_editor"


class DraftInConsultation(RuleViolation):
    """What people are asked about stays as they read it."""

    sentence = _(
        "Version %(version)s is in consultation and cannot be changed now. "
        "Close the consultation first."
    )
    code = "draft_in_consultation"


class DraftChangedMeanwhile(RuleViolation):
    """Somebody, or the same person in another tab, saved the same row in between."""

    sentence = _("This was changed meanwhile. Nothing was overwritten; both versions are below.")
    code = "draft_changed_meanwhile"

    def __init__(self, current: dict[str, Any], seen: str) -> None:
        """Keep what is stored now and the mark to save over it knowingly."""
        super().__init__()
        self.current = current
        self.seen = seen


class DraftRowIsGone(RuleViolation):
    """Somebody removed the row while it was being edited."""

    sentence = _("This was removed from the draft meanwhile, so it cannot be saved.")
    code = "draft_row_is_gone"


class CodeUsedTwice(RuleViolation):
    """Codes and keys name one row each."""

    sentence = _("“%(code)s” is used already in this draft. Choose another one.")
    code = "code_used_twice"

    def __init__(self, field: str, value: str) -> None:
        """Name the field, so that the form can show the sentence beside it."""
        super().__init__(code=value)
        self.field = field


class VersionNumberTaken(RuleViolation):
    """A scheme uses a version number once."""

    sentence = _("This scheme has a version %(version)s already.")
    code = "version_number_taken"
    field = "version"


class SectionNotEmpty(RuleViolation):
    """Criteria do not vanish with their section."""

    sentence = _("The section still has criteria. Move or remove them first.")
    code = "section_not_empty"


class ScaleInUse(RuleViolation):
    """A criterion cannot be left without its scale."""

    sentence = _("Criteria use this scale. Give them another one first.")
    code = "scale_in_use"


class DraftHasTraces(RuleViolation):
    """A draft on which others wrote is kept with what they wrote."""

    sentence = _("People wrote remarks on this draft, so it cannot be thrown away.")
    code = "draft_has_traces"


class DraftHasErrors(RuleViolation):
    """The live check must be clean of errors before anybody is bound."""

    sentence = _("The check still shows errors. Mend them before publishing.")
    code = "draft_has_errors"


class DraftChangedSinceReview(RuleViolation):
    """What is published is what the second person read."""

    sentence = _("The draft changed since you opened this page. Look at it again, then publish.")
    code = "draft_changed_since_review"


class ChangeClassTooSmall(RuleViolation):
    """The class of a change, and so its notice, follows from what changed (7.10.1)."""

    sentence = _(
        "“%(change_class)s” is too small a class for what this version changes: %(changes)s"
    )
    code = "change_class_too_small"


class VersionChangesNothing(RuleViolation):
    """A notice of a change that is none would only trouble those whom it binds (7.10.1)."""

    sentence = _(
        "Version %(version)s says the same as version %(before)s, so there is nothing to publish. "
        "Make the change in the draft first, or throw the draft away."
    )
    code = "version_changes_nothing"


class ChangeClassUnexplained(RuleViolation):
    """A class above what changed stands only with its recorded reason (7.10.1)."""

    sentence = _(
        "“%(change_class)s” is a larger class than this version needs (“%(least)s”). Choose the "
        "smaller class in the facts of the version, or say why the larger one is right."
    )
    code = "change_class_unexplained"


class MediansRefused(PackageRefused):
    """A table of medians is wrong; every problem names its line."""

    sentence = _("The table of medians was refused.")
    code = "medians_refused"
